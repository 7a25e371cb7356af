/*
 * Inside the room: a new migration in the folder.
 */
#ifndef FOLDER_CREATE_H
#define FOLDER_CREATE_H

#include "folder/directions.h"
#include "schema/schema.h"

/*
 * Makes the folder unless it exists, and waits until no other mig-new writes to it, so that each
 * sees the names of those before it. Completes or removes what a mig-new left that was killed.
 * Stores a descriptor to close afterwards; -1 if the file system has no locks. False, with a
 * message, if the folder cannot be made or another mig-new takes too long.
 */
bool folder_take_turn(const char *directory, int *turn, struct report *report);

/* All that a new migration brings. */
struct folder_content {
	struct directions directions;
	const struct names *replaces; /* migrations to move into it; or NULL */
	const char *provider;	      /* for migration_lock.toml, unless it exists; or NULL */
	const struct schema *schema;  /* for schema.text; or NULL */
};

/*
 * Writes <directory>/<name> with migration.sql; with down.sql if the script has a down part; and
 * the files beside it. At any instant there is all of the migration or, also after false, nothing
 * of it; only schema.text may be an instant behind.
 */
bool folder_create(const char *directory, const char *name, const struct folder_content *content,
		   struct report *report);

#endif
