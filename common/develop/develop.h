/*
 * The development loop: from a changed schema to a migration that is applied.
 */
#ifndef DEVELOP_DEVELOP_H
#define DEVELOP_DEVELOP_H

#include "migrate/migrate.h"

/* The options and the operand of mig-dev. */
struct develop {
	struct migrate migrate;
	const char *schema;   /* the path of the Prisma schema; or NULL */
	const char *name;     /* of the migration; NULL: it is made from the changes */
	struct names renames; /* old=new, as for schema-diff */
	const char *command;  /* to run at the end; or NULL */
	bool force;	      /* go on in spite of drift, and of changes that lose data */
	bool create_only;     /* do not apply the new migration */
};

/*
 * Applies what is pending, writes a migration for what the schema has and the folder does not add
 * up to, applies it and runs the command. Asks on the terminal what may have been renamed, and if
 * data would be lost. At any instant the folder has all of the new migration or nothing of it.
 */
enum outcome develop_run(struct develop *develop);

#endif
