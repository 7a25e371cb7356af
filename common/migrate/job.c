#include "migrate/job.h"

#include <inttypes.h>
#include <string.h>

#include "base/interrupt.h"
#include "migrate/progress.h"

/* What the work on a job knows. */
struct work {
	struct job *job;
	struct script script;
	size_t done; /* statements that are committed */
	int tries;   /* of the run that is on */
	bool ran;    /* its statement is done, and is to be noted yet */
	struct history_row before;
	bool unsure; /* a process died after `done`, perhaps with the next statement done */
	struct db_failure failure;
};

static const char *progress(const struct work *work)
{
	const struct job *job = work->job;

	return progress_text(job->report->arena, job->direction, &job->row, &work->script,
			     work->done);
}

static void add_line(struct buffer *logs, const char *label, const char *text)
{
	if (text)
		buffer_format(logs, "%s: %s\n", label, text);
}

/* A statement of a megabyte helps nobody whole. */
enum { LONGEST_LOGGED = 4000 };

/* What the row says of a failure. */
static const char *failure_log(const struct work *work)
{
	const struct db_failure *failure = &work->failure;
	struct buffer logs = {.arena = work->job->report->arena};
	const struct source *source = work->script.source;

	buffer_format(&logs, "error %s: %s\n", failure->code ? failure->code : "?",
		      failure->message);
	add_line(&logs, "detail", failure->detail);
	add_line(&logs, "hint", failure->hint);
	add_line(&logs, "context", failure->context);
	if (failure->place.source) {
		struct position at = source_position(source, failure->place.start);
		const struct statement *statement = &work->script.statements.at[failure->statement];
		size_t length = statement->end - statement->start;
		buffer_format(&logs, "place: %s:%zu:%zu\n", source->name, at.line, at.column);
		buffer_format(&logs, "statement: %.*s%s\n",
			      (int)(length < LONGEST_LOGGED ? length : LONGEST_LOGGED),
			      source->text + statement->start,
			      length < LONGEST_LOGGED ? "" : "...");
	}
	buffer_add(&logs, progress(work));
	return buffer_text(&logs);
}

static bool write_row(struct job *job)
{
	bool written = job->row_is_there ? db_history_change(job->db, &job->row)
					 : db_history_add(job->db, &job->row);

	job->row_is_there |= written;
	return written;
}

/* The row after all statements up to `done` are committed. */
static void note(struct work *work, bool last)
{
	struct history_row *row = &work->job->row;

	if (work->job->direction == DIRECTION_UP) {
		row->logs = last ? NULL : progress(work);
		row->finished = last ? db_now() : 0;
		return;
	}
	/* On the way back it is not applied any more; at its end the row is as Prisma's engine
	 * leaves one that was rolled back: it takes one that is finished for applied. */
	row->logs = last ? taken_back_text(work->job->report->arena, row) : progress(work);
	row->finished = 0;
	if (last) {
		row->rolled_back = db_now();
		row->steps = 0;
	}
}

static enum outcome failed(struct work *work)
{
	db_rollback(work->job->db);
	return OUTCOME_FAILED;
}

/* A row of its own transaction, for what cannot be in one with the script. */
static enum outcome write_note(struct work *work, bool last)
{
	struct job *job = work->job;

	if (!db_begin(job->db, NULL, NULL, job->patience.lock_timeout, &work->failure))
		return failed(work);
	if (!job->row_is_there && db_history_stale(job->db)) {
		db_rollback(job->db);
		return OUTCOME_STALE;
	}
	note(work, last);
	if (!write_row(job)) {
		db_rollback(job->db);
		return OUTCOME_TROUBLE;
	}
	return db_commit(job->db, &work->failure) ? OUTCOME_DONE : OUTCOME_FAILED;
}

/* In one transaction with its row. */
static enum outcome run_together(struct work *work, const struct run *run, bool last)
{
	struct job *job = work->job;
	struct history_row before = job->row;
	bool was_there = job->row_is_there;

	if (!db_begin(job->db, &work->script, run, job->patience.lock_timeout, &work->failure))
		return failed(work);
	if (!was_there && db_history_stale(job->db)) {
		db_rollback(job->db);
		return OUTCOME_STALE;
	}
	if (!db_run(job->db, &work->script, run, &work->failure))
		return failed(work);
	size_t done = work->done;
	work->done = run->first + run->count;
	if (job->direction == DIRECTION_UP)
		job->row.steps++;
	note(work, last);
	bool written = write_row(job);
	if (written && db_commit(job->db, &work->failure))
		return OUTCOME_DONE;
	job->row = before;
	job->row_is_there = was_there;
	work->done = done;
	if (written)
		return OUTCOME_FAILED;
	db_rollback(job->db);
	return OUTCOME_TROUBLE;
}

static enum outcome run_undone(struct work *work, const struct run *run, bool last)
{
	struct job *job = work->job;

	if (!db_begin(job->db, &work->script, run, job->patience.lock_timeout, &work->failure) ||
	    !db_run(job->db, &work->script, run, &work->failure))
		return failed(work);
	if (!db_rollback(job->db))
		return OUTCOME_TROUBLE;
	work->done = run->first + run->count;
	return write_note(work, last);
}

static struct place statement_place(const struct work *work, size_t n)
{
	const struct statement *statement = &work->script.statements.at[n];

	return (struct place){work->script.source, statement->start, statement->end};
}

static enum outcome run_alone(struct work *work, const struct run *run, bool last)
{
	struct job *job = work->job;
	bool is_noted = job->row_is_there && progress_of(&job->row, job->direction) >= 0;
	enum outcome noted = is_noted ? OUTCOME_DONE : write_note(work, false);
	bool is_there = work->unsure && db_run_is_done(job->db, &work->script, run);

	if (noted != OUTCOME_DONE)
		return noted;
	/* An index can be made again; what a procedure commits as it goes cannot. */
	if (work->unsure && !is_there && work->script.statements.at[run->first].refused_together) {
		work->failure.message = "a process was killed while it ran this statement, which "
					"commits as it goes: how far it came is not known";
		work->failure.place = statement_place(work, run->first);
		return OUTCOME_FAILED;
	}
	if (!is_there && !work->ran && !db_run(job->db, &work->script, run, &work->failure))
		return failed(work);
	work->ran = true;
	struct history_row before = job->row;
	size_t done = work->done;
	work->done = run->first + run->count;
	if (job->direction == DIRECTION_UP)
		job->row.steps++;
	enum outcome outcome = write_note(work, last);
	if (outcome != OUTCOME_DONE) {
		job->row = before;
		work->done = done;
	}
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

/* A lock that was not to be had in time gives way, so that those who wait behind us get theirs. */
static enum outcome run_patiently(struct work *work, const struct run *run, bool last)
{
	work->ran = false;
	for (int try = 0;; try++) {
		work->tries = try + 1;
		work->failure = (struct db_failure){.statement = run->first};
		enum outcome outcome = run_once(work, run, last);
		if (outcome == OUTCOME_FAILED && db_lost(work->job->db))
			return OUTCOME_LOST;
		if (outcome != OUTCOME_FAILED || work->failure.kind != FAILED_BUSY ||
		    try >= work->job->patience.retries)
			return outcome;
		interrupt_wait(-1, false, 100 << (try < 5 ? try : 5));
	}
}

bool failure_report(struct report *report, const char *what, const struct db_failure *failure)
{
	struct buffer text = {.arena = report->arena};
	struct place place = failure->place;

	buffer_format(&text, "%s: %s", what, failure->message);
	if (failure->code)
		buffer_format(&text, " (%s)", failure->code);
	if (failure->detail)
		buffer_format(&text, "; %s", failure->detail);
	/* The caret is to point at something, not to underline a page. */
	if (place.end > place.start + 1 &&
	    memchr(place.source->text + place.start, '\n', place.end - place.start))
		place.end = place.start + 1;
	report_error(report, place, "%s", buffer_text(&text));
	return failure->hint ? report_hint(report, "%s", failure->hint) : false;
}

bool failure_advice(struct report *report, const struct db_failure *failure, const char *advice)
{
	const char *first = failure->hint ? failure->hint : "";
	size_t length = strlen(first);

	if (length && first[length - 1] == '.')
		length--;
	return report_hint(report, "%.*s%s%s", (int)length, first, length ? "; " : "", advice);
}

/* Where it stands, and whether part of it is committed: then the row says how much. */
static bool is_in_part(const struct work *work)
{
	const struct history_row *row = &work->job->row;

	return committed_part(row) > 0 || is_going_back(row);
}

/* Whether what failed may commit as it goes: only people can tell how far it came. */
static bool is_learned(const struct work *work)
{
	size_t statement = work->failure.statement;

	return statement < work->script.statements.count &&
	       work->script.statements.at[statement].refused_together;
}

static const char *learned_advice(const struct work *work)
{
	struct arena *arena = work->job->report->arena;
	const struct history_row *row = &work->job->row;
	const char *part = is_in_part(work) ? part_text(arena, row) : "nothing before is committed";

	return work->job->direction == DIRECTION_UP
		       ? arena_format(arena,
				      "%s, and perhaps part of this one: finish it by hand and "
				      "'mig-resolve -a %s', or undo it by hand and "
				      "'mig-resolve -f -r %s'",
				      part, row->name, row->name)
		       : arena_format(arena,
				      "%s, and perhaps part of this one: finish it by hand and "
				      "'mig-resolve -r %s'",
				      part, row->name);
}

/* What state a script that failed leaves, and what to do next. */
static const char *advice(const struct work *work)
{
	struct arena *arena = work->job->report->arena;
	const struct history_row *row = &work->job->row;

	if (is_learned(work))
		return learned_advice(work);
	if (is_in_part(work))
		return part_advice(arena, row);
	if (work->job->direction == DIRECTION_DOWN)
		return "nothing of it is undone: correct down.sql, or what it works on, then "
		       "mig-rollback again";
	return arena_format(arena,
			    "nothing of it is committed: correct migration.sql, or what it works "
			    "on, then 'mig-resolve -r %s' and mig-apply again",
			    row->name);
}

/* A way back that was noted as begun, and of which nothing is done: it is applied, as before. */
static bool forget_begin(struct work *work)
{
	struct job *job = work->job;

	if (job->direction == DIRECTION_UP || work->done || !work->before.finished ||
	    job->row.finished)
		return true;
	job->row = work->before;
	return write_row(job);
}

/* Somebody was in the way, as often as it was tried. */
static const char *busy_advice(const struct work *work)
{
	struct arena *arena = work->job->report->arena;
	const char *committed = "nothing of it is committed";

	if (work->done)
		committed = arena_format(arena, "%zu of its %" PRIu32 " statements are committed",
					 work->done, work->script.statements.count);
	return arena_format(arena,
			    "tried %d time%s, %s; run it again when nobody is in the way, or wait "
			    "longer for each lock (-l) or try more often (-r)",
			    work->tries, work->tries == 1 ? "" : "s", committed);
}

/* The script did not work: the history says so, as far as there is anything to be resolved. */
static enum outcome note_failure(struct work *work)
{
	struct job *job = work->job;
	/* Whoever takes a migration back, and nothing of it is gone, has it still. */
	bool wanted = job->direction == DIRECTION_UP || is_going_back(&job->row);

	job->row.logs = wanted ? failure_log(work) : job->row.logs;
	bool noted = !wanted || write_row(job);
	failure_report(job->report, job->row.name, &work->failure);
	failure_advice(job->report, &work->failure,
		       noted ? advice(work)
			     : "it was undone, and that could not be noted: the "
			       "history has to be writable for this user");
	return noted ? OUTCOME_FAILED : OUTCOME_TROUBLE;
}

/* A failure that says nothing of the script leaves no mark: the same command can be run again. */
static enum outcome give_up(struct work *work)
{
	struct job *job = work->job;
	const char *hint;

	if (work->failure.kind != FAILED_TROUBLE && !is_learned(work) && !forget_begin(work))
		return OUTCOME_TROUBLE;
	switch (work->failure.kind) {
	case FAILED_BUSY:
		hint = busy_advice(work);
		break;
	case FAILED_INTERRUPTED:
		hint = "interrupted: the running transaction was undone";
		break;
	case FAILED_TROUBLE:
		hint = work->failure.hint ? work->failure.hint : "mig-status tells what is applied";
		break;
	default:
		return note_failure(work);
	}
	failure_report(job->report, job->row.name, &work->failure);
	report_hint(job->report, "%s", hint);
	return OUTCOME_TROUBLE;
}

/* A text without statements is a run all the same. */
static void plan(struct work *work, struct runs *runs)
{
	struct arena *arena = work->job->report->arena;

	sqltext_plan(arena, &work->script, work->done, runs);
	if (!runs->count)
		*vector_add(arena, runs) = (struct run){.first = work->done};
}

/* Marks the script so that a run that the server refused is cut at another place, if that can help. */
static bool can_retry(struct work *work, const struct run *run)
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

enum outcome job_run(struct job *job)
{
	struct work work = {.job = job, .before = job->row};
	struct runs runs;
	long done = progress_of(&job->row, job->direction);

	sqltext_read(job->report->arena, db_script_dialect(job->db), job->source, &work.script);
	work.unsure = job->row_is_there && done >= 0;
	work.done = done > 0 ? (size_t)done : 0;
	plan(&work, &runs);
	for (size_t i = 0; i < runs.count; i++) {
		const struct run *run = &runs.at[i];
		if (interrupt_seen()) {
			report_error(job->report, nowhere, "interrupted at %s", job->row.name);
			return OUTCOME_TROUBLE;
		}
		enum outcome outcome = run_patiently(&work, run, i + 1 == runs.count);
		if (outcome == OUTCOME_FAILED && can_retry(&work, run)) {
			plan(&work, &runs);
			i = (size_t)-1;
			continue;
		}
		if (outcome == OUTCOME_FAILED)
			return give_up(&work);
		if (outcome != OUTCOME_DONE)
			return outcome;
		work.unsure = false;
	}
	return OUTCOME_DONE;
}
