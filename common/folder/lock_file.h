/*
 * Inside the room: migration_lock.toml: the file of a migrations folder that says for which
 * database it is.
 */
#ifndef FOLDER_LOCK_FILE_H
#define FOLDER_LOCK_FILE_H

#include "base/report.h"

/* Returns the path of the file. */
char *folder_lock_file(struct arena *arena, const char *directory);

/*
 * Reads the value of its line `provider = "..."` into the report's arena: NULL if there is no such
 * file or line. False if it cannot be read.
 */
bool folder_provider(const char *directory, const char **provider, struct report *report);

/* False, with a message, if the file says that the folder is for another database. */
bool folder_check_provider(const char *directory, const char *provider, struct report *report);

/*
 * Writes the file, unless it exists; until it is complete it is in the directory `draft`. False,
 * with a message, if it cannot be written or is for another database.
 */
bool folder_write_provider(const char *directory, const char *draft, const char *provider,
			   struct report *report);

#endif
