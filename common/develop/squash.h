/*
 * Replaces many migrations by one with the same result: the work of mig-squash.
 */
#ifndef DEVELOP_SQUASH_H
#define DEVELOP_SQUASH_H

#include "migrate/migrate.h"

struct squash {
	struct report *report;
	struct db_patience patience;
	char *url_option;	      /* -u, or NULL */
	const char *directory_option; /* -m, or NULL */
	const char *last;	      /* the last migration to replace; NULL: all */
	const char *name;	      /* of the new one */
	bool dry_run;		      /* only find what would be replaced */

	struct names replaced; /* the migrations to be replaced: filled in by develop_squash */
};

/*
 * Replaces migrations by one that makes the same schema, proves that in scratch databases, and
 * stores its path. The script is made from the schema. If the database holds more than that,
 * triggers or rows, it is the concatenation of the old scripts. False, with a message, if the
 * folder cannot be read or written, or the result differs; then the folder is unchanged. A dry run
 * runs nothing, and stores no path.
 */
bool develop_squash(struct squash *squash, const char **path);

#endif
