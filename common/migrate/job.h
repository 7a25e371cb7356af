/*
 * Running one script, a migration or the way back, together with its row of the history.
 *
 * Each run of the script (see db.h) commits together with what the history says of it. Where a
 * script takes several, the row counts those that are done and its logs say how many statements
 * that is, so that whoever comes next goes on there.
 */
#ifndef MIGRATE_JOB_H
#define MIGRATE_JOB_H

#include "migrate/progress.h"

enum outcome {
	OUTCOME_DONE,
	OUTCOME_STALE,	 /* nothing was done: another process has changed the history meanwhile */
	OUTCOME_LOST,	 /* as stale, and what was done since db_settled is undone too */
	OUTCOME_REFUSED, /* nothing was done: the report says why */
	OUTCOME_FAILED,	 /* the script did not work; the report says why, the history has it */
	OUTCOME_TROUBLE	 /* no connection, no lock, a signal; the report has it */
};

struct patience {
	int lock_wait;	  /* milliseconds for the lock of all migrations */
	int lock_timeout; /* milliseconds for each lock that a statement takes; 0 is without end */
	int retries;	  /* how often a run that hit it is tried again */
};

struct job {
	struct db *db;
	struct report *report;
	enum direction direction;
	const struct source *source;
	struct history_row row; /* as it is, or is to be; changed as things go on */
	bool row_is_there;
	struct patience patience;
};

enum outcome job_run(struct job *job);

/* Says what a failure is, with its place, detail and hint; `what` comes first. Always false. */
bool failure_report(struct report *report, const char *what, const struct db_failure *failure);

/* After failure_report: what to do, behind the server's own hint. Always false. */
bool failure_advice(struct report *report, const struct db_failure *failure, const char *advice);

#endif
