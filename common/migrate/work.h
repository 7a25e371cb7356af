/*
 * Inside the room: a job while it runs, shared by the files that run it and that explain its
 * failure.
 */
#ifndef MIGRATE_WORK_H
#define MIGRATE_WORK_H

#include "migrate/job.h"
#include "schema/schema.h"

struct work {
	struct job *job;
	struct script script;
	size_t done; /* statements that are committed */
	int tries;   /* of the current run */
	bool ran;    /* RUN_ALONE: the statement has run, but its row is not written yet */
	bool unsure; /* a process was killed after `done`, perhaps after the next statement ran */
	struct history_row before;   /* the row when the job began */
	const struct schema *schema; /* before the next run, if losses are searched for; or NULL */
	struct db_failure failure;
};

#endif
