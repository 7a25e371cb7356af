/*
 * Inside the room: a new migration in the folder.
 */
#ifndef FOLDER_CREATE_H
#define FOLDER_CREATE_H

#include "folder/directions.h"

/*
 * Makes the folder unless it exists, and waits until no other mig-new writes to it, so that each
 * sees the names of those before it. Removes what a mig-new left that was killed. Stores a
 * descriptor to close afterwards; -1 if the file system has no locks. False, with a message, if the
 * folder cannot be made or another mig-new takes too long.
 */
bool folder_take_turn(const char *directory, int *turn, struct report *report);

/*
 * Writes <directory>/<name> with migration.sql; with down.sql if the script has a down part; and
 * migration_lock.toml if `provider` is not NULL and the file does not exist. At any instant there
 * is all of the migration or, also after false, nothing of it.
 */
bool folder_create(const char *directory, const char *name, const struct directions *directions,
		   const char *provider, struct report *report);

#endif
