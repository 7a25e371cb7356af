/*
 * The development loop: from a changed schema to an applied migration.
 */
#ifndef DEVELOP_DEVELOP_H
#define DEVELOP_DEVELOP_H

#include "migrate/migrate.h"

/* The options and the operand of mig-dev. */
struct develop {
	struct migrate migrate;
	const char *schema;   /* the path of the Prisma schema; or NULL */
	const char *name;     /* of the migration; NULL: taken from its changes */
	struct names renames; /* old=new, as in schema-diff */
	const char *command;  /* to run at the end; or NULL */
	bool force;	      /* continue despite drift, and despite changes that lose data */
	bool create_only;     /* apply nothing, only write the new migration */

	bool is_behind; /* migrations of the folder are not applied: filled in by develop_run */
};

/*
 * Applies pending migrations unless `create_only` is set, writes a migration for the difference
 * between the folder's sum and the schema, applies it and runs the command. Asks on the terminal
 * about possible renames, and before data are lost. At any instant the folder has all of the new
 * migration or nothing of it.
 */
enum outcome develop_run(struct develop *develop);

#endif
