/* Runs a script, and keeps its row of the history up to date. */
#include "migrate/job.h"

#include "base/interrupt.h"
#include "db/schema.h"
#include "folder/check.h"
#include "migrate/advice.h"
#include "migrate/failure.h"
#include "migrate/lost.h"
#include "migrate/outside.h"

static const char *progress(const struct work *work)
{
	const struct job *job = work->job;

	return migrate_progress_text(job->report->arena, job->direction, &job->row, &work->script,
				     work->done);
}

static bool write_row(struct job *job)
{
	bool written = job->row_exists ? db_history_change(job->db, &job->row)
				       : db_history_add(job->db, &job->row);

	job->row_exists |= written;
	return written;
}

/* Updates the row: all statements up to `done` are committed, or are in this transaction. */
static void update_row(struct work *work, bool last)
{
	struct history_row *row = &work->job->row;

	if (work->job->direction == DIRECTION_UP) {
		row->logs = last ? NULL : progress(work);
		row->finished = last ? DB_NOW : 0;
		/* A row without steps means a migration that was only marked as applied. */
		row->steps = last && !row->steps ? 1 : row->steps;
		return;
	}
	/*
	 * Prisma's engine takes a finished row for applied, so the row of a rollback stays
	 * unfinished, during it and after.
	 */
	row->logs = last ? migrate_rolled_back_text(work->job->report->arena, row) : progress(work);
	row->finished = 0;
	if (last) {
		row->rolled_back = DB_NOW;
		row->steps = 0;
	}
}

/* Counts the statements of a run as done. */
static void count_run(struct work *work, const struct run *run)
{
	work->done = run->first + run->count;
	if (work->job->direction == DIRECTION_UP)
		work->job->row.steps++;
}

/* The part of the work that a failed transaction rolls back. */
struct checkpoint {
	struct history_row row;
	bool row_exists;
	size_t done;
};

static struct checkpoint set_checkpoint(const struct work *work)
{
	return (struct checkpoint){work->job->row, work->job->row_exists, work->done};
}

static void go_back(struct work *work, const struct checkpoint *checkpoint)
{
	work->job->row = checkpoint->row;
	work->job->row_exists = checkpoint->row_exists;
	work->done = checkpoint->done;
}

static enum outcome failed(struct work *work)
{
	db_rollback(work->job->db);
	return OUTCOME_FAILED;
}

/* Writes the row in a transaction of its own, if it cannot share one with the script. */
static enum outcome commit_row(struct work *work, bool last)
{
	struct job *job = work->job;

	if (!db_begin(job->db, NULL, NULL, job->patience.lock_timeout, &work->failure))
		return failed(work);
	if (!job->row_exists && db_history_stale(job->db)) {
		db_rollback(job->db);
		return OUTCOME_STALE;
	}
	update_row(work, last);
	if (!write_row(job)) {
		db_rollback(job->db);
		return OUTCOME_TROUBLE;
	}
	if (last)
		db_session_ends(job->db);
	return db_commit(job->db, &work->failure) ? OUTCOME_DONE : OUTCOME_FAILED;
}

/*
 * Compares the schema with that before the run. False if something is lost and losses are refused.
 */
static enum outcome check_losses(struct work *work)
{
	struct job *job = work->job;
	struct schema *now = arena_alloc(job->report->arena, sizeof *now);
	size_t count;

	if (!work->schema)
		return OUTCOME_DONE;
	if (!db_schema_look(job->db, NULL, now, &work->failure))
		return OUTCOME_FAILED;
	if (!migrate_report_lost(work->schema, now, &work->script, job->row.name, job->refused,
				 &count, job->report))
		return OUTCOME_REFUSED;
	work->schema = now;
	return OUTCOME_DONE;
}

/* Runs statements and writes the row in one transaction. */
static enum outcome run_together(struct work *work, const struct run *run, bool last)
{
	struct job *job = work->job;
	const struct checkpoint before = set_checkpoint(work);

	if (!db_begin(job->db, &work->script, run, job->patience.lock_timeout, &work->failure))
		return failed(work);
	if (!job->row_exists && db_history_stale(job->db)) {
		db_rollback(job->db);
		return OUTCOME_STALE;
	}
	if (!db_run(job->db, &work->script, run, &work->failure))
		return failed(work);
	enum outcome checked = check_losses(work);
	if (checked != OUTCOME_DONE) {
		db_rollback(job->db);
		return checked;
	}
	count_run(work, run);
	update_row(work, last);
	bool written = write_row(job);
	if (last)
		db_session_ends(job->db);
	if (written && db_commit(job->db, &work->failure))
		return OUTCOME_DONE;
	go_back(work, &before);
	if (written)
		return OUTCOME_FAILED;
	db_rollback(job->db);
	return OUTCOME_TROUBLE;
}

/* Runs a transaction that the script itself rolls back. It is not a step of the row. */
static enum outcome run_undone(struct work *work, const struct run *run, bool last)
{
	struct job *job = work->job;
	const struct checkpoint before = set_checkpoint(work);

	if (!db_begin(job->db, &work->script, run, job->patience.lock_timeout, &work->failure) ||
	    !db_run(job->db, &work->script, run, &work->failure))
		return failed(work);
	if (!db_rollback(job->db))
		return OUTCOME_TROUBLE;
	work->done = run->first + run->count;
	enum outcome outcome = commit_row(work, last);
	if (outcome != OUTCOME_DONE)
		go_back(work, &before);
	return outcome;
}

/*
 * Runs one statement outside a transaction. Writes the row before, in case the process is killed,
 * and after.
 */
static enum outcome run_alone(struct work *work, const struct run *run, bool last)
{
	struct job *job = work->job;
	bool is_recorded = job->row_exists && migrate_progress(&job->row, job->direction) >= 0;
	enum outcome recorded = is_recorded ? OUTCOME_DONE : commit_row(work, false);
	bool has_run = work->unsure && db_run_is_done(job->db, &work->script, run);

	if (recorded != OUTCOME_DONE)
		return recorded;
	/* Building an index can be repeated. A procedure that commits as it goes cannot. */
	if (work->unsure && !has_run && work->script.statements.at[run->first].refused_together) {
		work->failure.message = "a process was killed while it ran this statement, which "
					"commits as it runs: it is unknown how far it got";
		work->failure.place = sqltext_place(&work->script, run->first);
		return OUTCOME_FAILED;
	}
	if (!has_run && !work->ran && !db_run(job->db, &work->script, run, &work->failure))
		return failed(work);
	work->ran = true;
	const struct checkpoint before = set_checkpoint(work);
	count_run(work, run);
	enum outcome outcome = commit_row(work, last);
	if (outcome != OUTCOME_DONE)
		go_back(work, &before);
	return outcome;
}

static enum outcome run_once(struct work *work, const struct run *run, bool last)
{
	switch (run->kind) {
	case RUN_ALONE:
		return run_alone(work, run, last);
	case RUN_UNDONE:
		return run_undone(work, run, last);
	default:
		return run_together(work, run, last);
	}
}

/*
 * Ends a job whose history was changed by another process. mig-apply can read it again and
 * continue.
 */
static enum outcome report_stale(struct work *work)
{
	if (work->job->direction == DIRECTION_UP)
		return OUTCOME_STALE;
	migrate_report_failure(work->job->report, work->job->row.name, &work->failure);
	report_hint(work->job->report, "check mig-status and run it again");
	return OUTCOME_TROUBLE;
}

/*
 * Tries a run again if it does not get a lock in time. Rolls its transaction back between tries, so
 * that others who queue behind it get their locks.
 */
static enum outcome run_patiently(struct work *work, const struct run *run, bool last)
{
	work->ran = false;
	for (int try = 0;; try++) {
		work->tries = try + 1;
		work->failure = (struct db_failure){.statement = run->first};
		enum outcome outcome = run_once(work, run, last);
		if (outcome == OUTCOME_FAILED && db_was_rolled_back(work->job->db))
			return OUTCOME_ROLLED_BACK;
		if (outcome == OUTCOME_FAILED && work->failure.kind == FAILED_STALE)
			return report_stale(work);
		if (outcome != OUTCOME_FAILED || work->failure.kind != FAILED_BUSY ||
		    try >= work->job->patience.retries)
			return outcome;
		interrupt_wait(-1, false, 100 << (try < 5 ? try : 5));
	}
}

/*
 * Restores the row of a migration whose rollback began but did nothing: the migration is still
 * applied.
 */
static bool restore_row(struct work *work)
{
	struct job *job = work->job;

	if (job->direction == DIRECTION_UP || work->done || !work->before.finished ||
	    job->row.finished)
		return true;
	job->row = work->before;
	return write_row(job);
}

/* Adds a hint that the failed statement itself suggests. */
static void explain(struct work *work)
{
	struct arena *arena = work->job->report->arena;
	struct db_failure *failure = &work->failure;
	const char *hint = failure->place.source
				   ? folder_failure_hint(arena, &work->script, failure->statement)
				   : NULL;

	if (hint)
		failure->hint =
			failure->hint ? arena_format(arena, "%s; %s", hint, failure->hint) : hint;
}

/* Reports a failure in a scratch database, which is gone together with earlier results. */
static enum outcome report_scratch(struct work *work)
{
	explain(work);
	migrate_report_failure(work->job->report, work->job->row.name, &work->failure);
	migrate_report_advice(work->job->report, &work->failure,
			      "it ran in an empty database, after all earlier migrations: fix it, "
			      "or add what it needs");
	return OUTCOME_FAILED;
}

/* Records the failure in the history, if it leaves something to resolve, and reports it. */
static enum outcome record_failure(struct work *work)
{
	struct job *job = work->job;
	/* A rollback that did nothing leaves nothing to resolve. */
	bool wanted = job->direction == DIRECTION_UP || migrate_is_rolling_back(&job->row);

	explain(work);
	if (wanted)
		job->row.logs = migrate_failure_log(work);
	bool recorded = !wanted || write_row(job);
	migrate_report_failure(job->report, job->row.name, &work->failure);
	migrate_report_advice(
		job->report, &work->failure,
		recorded ? migrate_failure_advice(work)
			 : "cannot record the failure in the history: see the error above");
	return recorded ? OUTCOME_FAILED : OUTCOME_TROUBLE;
}

/* Returns what to do after a failure that is not the script's own, or NULL if it is. */
static const char *trouble_advice(const struct work *work, const struct run *run)
{
	switch (work->failure.kind) {
	case FAILED_BUSY:
		return migrate_busy_advice(work);
	case FAILED_INTERRUPTED:
		if (run->kind == RUN_ALONE)
			return "interrupted: this statement runs outside a transaction; mig-status "
			       "shows what is committed";
		return work->done && migrate_progress(&work->job->row, work->job->direction) > 0
			       ? arena_format(work->job->report->arena,
					      "interrupted: the transaction was rolled back; %s: "
					      "run this again to continue",
					      migrate_part_text(work->job->report->arena,
								&work->job->row))
			       : "interrupted: the transaction was rolled back";
	case FAILED_TROUBLE:
		return work->failure.hint ? work->failure.hint
					  : "run mig-status to see what is applied";
	default:
		return NULL;
	}
}

/* Like trouble_advice, for a scratch database, which mig-status does not know. */
static const char *scratch_advice(const struct work *work)
{
	switch (work->failure.kind) {
	case FAILED_INTERRUPTED:
		return "interrupted in a scratch database: it is safe to run this again";
	case FAILED_BUSY:
	case FAILED_TROUBLE:
		return work->failure.hint
			       ? work->failure.hint
			       : "it ran in a scratch database: it is safe to run this again";
	default:
		return NULL;
	}
}

/*
 * Ends a failed job. Records only the script's own failure; after any other, the same command can
 * be repeated.
 */
static enum outcome give_up(struct work *work, const struct run *run)
{
	struct job *job = work->job;

	if (job->scratch && work->failure.kind == FAILED)
		return report_scratch(work);
	if (work->failure.kind != FAILED_TROUBLE && !migrate_failed_midway(work) &&
	    !restore_row(work))
		return OUTCOME_TROUBLE;
	const char *hint = job->scratch ? scratch_advice(work) : trouble_advice(work, run);
	if (!hint)
		return record_failure(work);
	migrate_report_failure(job->report, job->row.name, &work->failure);
	report_hint(job->report, "%s", hint);
	return OUTCOME_TROUBLE;
}

/* Plans the runs. A script without statements gets one, too, which writes the row. */
static void plan(struct work *work, struct runs *runs)
{
	struct arena *arena = work->job->report->arena;

	sqltext_plan(arena, &work->script, work->done, runs);
	if (!runs->count)
		*vector_add(arena, runs) = (struct run){.first = work->done};
}

/* Marks the script for another plan after a refusal. False if no other plan can help. */
static bool can_replan(struct work *work, const struct run *run)
{
	size_t n = work->failure.statement;

	switch (work->failure.kind) {
	case FAILED_NOT_TOGETHER:
		return sqltext_replan(&work->script, run, n, REFUSED_TOGETHER);
	case FAILED_NEEDS_COMMIT:
		return sqltext_replan(&work->script, run, n, REFUSED_UNCOMMITTED);
	default:
		return false;
	}
}

/* Limits a count read from a row: anybody may have written it. */
static size_t limit(long done, size_t count)
{
	if (done <= 0)
		return 0;
	return (size_t)done < count ? (size_t)done : count;
}

/* Runs everything that is not done yet. */
static enum outcome run_script(struct work *work)
{
	struct job *job = work->job;
	struct runs runs;

	plan(work, &runs);
	for (size_t i = 0; i < runs.count; i++) {
		const struct run *run = &runs.at[i];
		if (interrupt_seen()) {
			report_error(job->report, nowhere, "interrupted at %s", job->row.name);
			return OUTCOME_TROUBLE;
		}
		enum outcome outcome = run_patiently(work, run, i + 1 == runs.count);
		if (outcome == OUTCOME_FAILED && can_replan(work, run)) {
			plan(work, &runs);
			i = (size_t)-1;
			continue;
		}
		if (outcome == OUTCOME_FAILED)
			return give_up(work, run);
		if (outcome != OUTCOME_DONE)
			return outcome;
		work->unsure = false;
	}
	return OUTCOME_DONE;
}

enum outcome migrate_run_job(struct job *job)
{
	struct work work = {.job = job, .before = job->row, .script = *job->script};
	long done = migrate_progress(&job->row, job->direction);

	if (job->scratch)
		migrate_leave_out(&work.script, job->own_server, job->report);
	work.unsure = job->row_exists && done >= 0;
	work.done = limit(done, work.script.statements.count);
	if (!job->scratch && migrate_may_lose(&work.script, job->refused)) {
		struct schema *schema = arena_alloc(job->report->arena, sizeof *schema);
		if (!db_schema_read(job->db, NULL, NULL, schema))
			return OUTCOME_TROUBLE;
		work.schema = schema;
	}
	db_session_begin(job->db, &work.script, work.done);
	enum outcome outcome = run_script(&work);
	if (!db_session_end(job->db) && outcome == OUTCOME_DONE)
		return OUTCOME_TROUBLE;
	return outcome;
}
