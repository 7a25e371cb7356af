/*
 * Verifies a migrations folder by running it: the work of mig-check.
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
	const char *schema; /* the path of the Prisma schema; NULL: where Prisma looks for it */
	const char *first;  /* the first migration to check; or NULL */
	size_t count;	    /* check only the last ones, this many; 0: all */
	const char *base;   /* a git revision that the folder must agree with; or NULL */
	const char *rows;   /* a file of SQL that adds rows before each migration; or NULL */
	bool makes_rows;    /* empty tables get rows before each migration */
	bool lists_risks;   /* only list the risks of the scripts, and run nothing */
	bool quiet;
	struct record_writer records; /* for each finding: kind, migration, object, words */
};

/*
 * Checks the folder in scratch databases, and writes a record for each finding. Returns
 * OUTCOME_FAILED if there is any, or OUTCOME_TROUBLE, with a message, if the folder cannot be
 * checked. If it only lists risks, their records are no findings: risk, migration, kind of change,
 * object, detail.
 */
enum outcome develop_check(struct check *check);

#endif
