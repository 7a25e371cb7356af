/*
 * Many migrations made one of the same result: what mig-squash does.
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
};

/*
 * Replaces migrations by one that makes the same schema, which is proven in scratch databases, and
 * stores its path. The script is written from the schema; if there is more in the database,
 * triggers or rows, it is all the old scripts, one behind the other. False, with a message, if the
 * folder cannot be read or written, or the result differs; then it is as it was.
 */
bool develop_squash(struct squash *squash, const char **path);

#endif
