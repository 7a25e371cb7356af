/*
 * Inside the room: turns failures in a database into messages.
 */
#ifndef MIGRATE_FAILURE_H
#define MIGRATE_FAILURE_H

#include "db/db.h"

/*
 * Reports "what: message (code); detail" at the place of the failure, with the server's hint.
 * Always returns false.
 */
bool migrate_report_failure(struct report *report, const char *what,
			    const struct db_failure *failure);

/* Adds advice to the hint of migrate_report_failure. Always returns false. */
bool migrate_report_advice(struct report *report, const struct db_failure *failure,
			   const char *advice);

#endif
