/*
 * The health of a migrations folder, proven by running it: what mig-check does.
 */
#ifndef DEVELOP_CHECK_H
#define DEVELOP_CHECK_H

#include "base/record.h"
#include "migrate/migrate.h"

/* The options of mig-check. */
struct check {
	struct report *report;
	struct db_patience patience;
	char *url_option;	      /* -u, or NULL */
	const char *directory_option; /* -m, or NULL */
	const char *schema;	      /* the path of the Prisma schema; NULL: where Prisma looks */
	const char *first;	      /* of the migrations that are checked; or NULL */
	size_t count;		      /* the last so many are checked; 0: all */
	const char *base; /* a revision of git with which the folder must agree; or NULL */
	const char *rows; /* a file of SQL that adds rows before each migration; or NULL */
	bool makes_rows;  /* empty tables get rows before each migration */
	bool quiet;
	struct record_writer records; /* a finding each: kind, migration, object, words */
};

/*
 * Checks the folder in scratch databases and writes a record for each finding. Returns
 * OUTCOME_FAILED if there is one; OUTCOME_TROUBLE, with a message, if it cannot be checked.
 */
enum outcome develop_check(struct check *check);

#endif
