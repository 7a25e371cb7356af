/*
 * Running one script, up or down, together with its row of the history.
 *
 * Each run of the script (see sqltext/script.h) commits together with the row. If a script takes
 * several, the row counts those that are done and its logs say how many statements that is, so that
 * the next process goes on there.
 */
#ifndef MIGRATE_JOB_H
#define MIGRATE_JOB_H

#include "migrate/progress.h"

enum outcome {
	OUTCOME_DONE,
	OUTCOME_STALE,	     /* nothing was done: another process has changed the history */
	OUTCOME_ROLLED_BACK, /* stale, and all that was not durable yet is rolled back */
	OUTCOME_REFUSED,     /* nothing was done: the report says why */
	OUTCOME_FAILED,	     /* the script failed: the report says why, and so does the history */
	OUTCOME_TROUBLE	     /* no connection, no lock, a signal: the report says which */
};

struct job {
	struct db *db;
	struct report *report;
	enum direction direction;
	const struct script *script;
	struct history_row row; /* as it is, or is to be written; kept up to date */
	bool row_exists;
	struct db_patience patience;
	bool scratch;	     /* the database is one: a failure leaves nothing to resolve */
	bool own_server;     /* and has a server of its own */
	bool refuses_losses; /* see lost.h; else they are warnings, where they are looked for */
};

/* Runs the statements that its row does not count as committed. */
enum outcome migrate_run_job(struct job *job);

#endif
