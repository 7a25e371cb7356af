/*
 * Inside the room: puts a new migration into the folder.
 */
#ifndef FOLDER_CREATE_H
#define FOLDER_CREATE_H

#include "folder/directions.h"
#include "schema/schema.h"

/*
 * Makes the folder unless it exists, and waits for its turn to write there, so that each mig-new
 * sees the names of those before it. Finishes or removes what a killed mig-new left. Stores a
 * descriptor for the caller to close, or -1 if the file system has no locks. False, with a message,
 * if the folder cannot be made or another mig-new takes too long.
 */
bool folder_take_turn(const char *directory, int *turn, struct report *report);

/* The files of a new migration. */
struct folder_content {
	struct directions directions;
	const struct names *replaces; /* migrations to move into this one; or NULL */
	const char *provider;	      /* for migration_lock.toml, unless that exists; or NULL */
	const struct schema *schema;  /* for schema.text; or NULL */
};

/*
 * Writes <directory>/<name> with migration.sql, with down.sql if the script has a down part, and
 * with the files beside it. At any instant, and after false, either all of the migration exists or
 * nothing; only schema.text may follow an instant later.
 */
bool folder_create(const char *directory, const char *name, const struct folder_content *content,
		   struct report *report);

#endif
