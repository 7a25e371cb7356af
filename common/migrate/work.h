/*
 * Inside the room: a job while it runs: shared by the files that run it and that explain its
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
	int tries;   /* of the run that is on */
	bool ran;    /* RUN_ALONE: the statement ran, its row is not written yet */
	bool unsure; /* a process was killed after `done`, perhaps when the next one had run */
	struct history_row before;   /* the row when the job began */
	const struct schema *schema; /* before the next run, if losses are looked for; or NULL */
	struct db_failure failure;
};

#endif
