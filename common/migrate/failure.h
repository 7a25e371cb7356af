/*
 * Inside the room: failures of a database, as messages.
 */
#ifndef MIGRATE_FAILURE_H
#define MIGRATE_FAILURE_H

#include "db/db.h"

/*
 * Reports "what: message (code); detail" at the place of the failure, with the server's hint.
 * Always false.
 */
bool migrate_report_failure(struct report *report, const char *what,
			    const struct db_failure *failure);

/* Adds what to do to the hint of migrate_report_failure. Always false. */
bool migrate_report_advice(struct report *report, const struct db_failure *failure,
			   const char *advice);

#endif
