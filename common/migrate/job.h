/*
 * Runs one script, up or down, and keeps its row of the history.
 *
 * Each run of the script (see sqltext/script.h) commits together with the row. If a script needs
 * several runs, the row counts those that are done, and its logs say how many statements that is,
 * so that the next process continues there.
 */
#ifndef MIGRATE_JOB_H
#define MIGRATE_JOB_H

#include "migrate/lost.h"
#include "migrate/progress.h"

enum outcome {
	OUTCOME_DONE,
	OUTCOME_STALE,	     /* nothing was done: another process changed the history */
	OUTCOME_ROLLED_BACK, /* stale, and everything not yet durable was rolled back */
	OUTCOME_REFUSED,     /* nothing was done: the report says why */
	OUTCOME_FAILED,	     /* the script failed: the report and the history say why */
	OUTCOME_TROUBLE	     /* no connection, no lock, a signal: the report says which */
};

struct job {
	struct db *db;
	struct report *report;
	enum direction direction;
	const struct script *script;
	struct history_row row; /* as it is, or as it will be written; kept up to date */
	bool row_exists;
	struct db_patience patience;
	bool scratch; /* the database is a scratch database: a failure leaves nothing to resolve */
	bool own_server;	   /* the scratch database has a private server */
	enum loss_refusal refused; /* losses that are errors; see lost.h */
};

/* Runs the statements that its row does not count as committed. */
enum outcome migrate_run_job(struct job *job);

#endif
