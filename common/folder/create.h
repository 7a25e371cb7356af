/*
 * Inside the room: a new migration in the folder.
 */
#ifndef FOLDER_CREATE_H
#define FOLDER_CREATE_H

#include "folder/directions.h"

/*
 * Writes <directory>/<name>/migration.sql; down.sql if the script has a down part; and
 * migration_lock.toml if `provider` is not NULL and the file does not exist. migration.sql comes
 * last: a folder without it runs nowhere. False if it cannot; then nothing of the new folder is
 * left.
 */
bool folder_create(const char *directory, const char *name, const struct directions *directions,
		   const char *provider, struct report *report);

#endif
