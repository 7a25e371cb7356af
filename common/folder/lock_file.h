/*
 * Inside the room: migration_lock.toml, the file that names the database of a migrations folder.
 */
#ifndef FOLDER_LOCK_FILE_H
#define FOLDER_LOCK_FILE_H

#include "base/report.h"

/* Returns the path of the file. */
char *folder_lock_file(struct arena *arena, const char *directory);

/*
 * Stores the value of the line `provider = "..."`, in the report's arena, or NULL without such a
 * file or line. False if the file cannot be read.
 */
bool folder_provider(const char *directory, const char **provider, struct report *report);

/* False, with a message, if the folder is for another database. */
bool folder_check_provider(const char *directory, const char *provider, struct report *report);

/*
 * Writes the file unless it exists, by way of the directory `draft`. False, with a message, if it
 * cannot be written or is for another database.
 */
bool folder_write_provider(const char *directory, const char *draft, const char *provider,
			   struct report *report);

#endif
