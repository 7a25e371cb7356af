#include <string.h>
#include <time.h>

#include "base/file.h"
#include "db/backup.h"
#include "migrate/checksum.h"
#include "migrate/migrate.h"
#include "migrate/rehearse.h"

static const struct {
	const char *word;
	unsigned bits;
} strict_words[] = {
	{"none", 0},
	{"all", STRICT_EDITED | STRICT_MISSING | STRICT_OUT_OF_ORDER},
	{"edited", STRICT_EDITED},
	{"missing", STRICT_MISSING},
	{"out-of-order", STRICT_OUT_OF_ORDER},
};

bool strictness_parse(const char *words, unsigned *strictness)
{
	struct slice rest = slice_of(words), word;

	*strictness = 0;
	while (record_split(&rest, ',', &word)) {
		bool known = false;
		for (size_t i = 0; i < sizeof strict_words / sizeof *strict_words; i++)
			if (slice_is(word, strict_words[i].word)) {
				*strictness |= strict_words[i].bits;
				known = true;
			}
		if (!known)
			return false;
	}
	return true;
}

/* What makes a standing worth a word before anything is applied. */
static const struct {
	enum state state;
	unsigned strictness;
	const char *what, *hint;
} doubts[] = {
	{STATE_EDITED, STRICT_EDITED, "has been edited since it was applied",
	 "restore the file and put the change into a new migration, or say -s none"},
	{STATE_MISSING, STRICT_MISSING, "is applied, but the folder does not have it",
	 "restore its folder, or say -s none"},
	{STATE_OUT_OF_ORDER, STRICT_OUT_OF_ORDER, "comes before one that is applied already",
	 "rename its folder so that it comes last, or say -s none"},
};

static bool check_doubts(struct migrate *migrate, const struct standings *standings,
			 unsigned strictness)
{
	const struct standing *standing;

	vector_each(standing, standings)
		for (size_t i = 0; i < sizeof doubts / sizeof *doubts; i++) {
			if (standing->state != doubts[i].state)
				continue;
			if (!(strictness & doubts[i].strictness)) {
				if (!migrate->warned)
					report_warning(migrate->report, nowhere, "%s %s",
						       standing->name, doubts[i].what);
				continue;
			}
			report_error(migrate->report, nowhere, "%s %s", standing->name,
				     doubts[i].what);
			report_hint(migrate->report, "%s", doubts[i].hint);
		}
	migrate->warned = true;
	return migrate->report->errors == 0;
}

/* A process was killed in the middle of it, and nothing else went wrong. */
static bool is_interrupted(const struct standing *standing)
{
	const char *logs = standing->row->logs;

	return standing->state == STATE_FAILED && standing->migration && logs &&
	       strncmp(logs, "error", 5) != 0 && progress_of(standing->row) >= 0;
}

static bool report_failed(struct migrate *migrate, const struct standing *standing)
{
	const struct history_row *row = standing->row;
	struct report *report = migrate->report;
	const char *name = standing->name;
	const char *logs = row->logs ? row->logs : "";
	long done = progress_of(row);

	report_error(report, nowhere, "%s failed, begun %s%s%.*s", name,
		     db_time_text(report->arena, row->started), *logs ? ": " : "",
		     (int)strcspn(logs, "\n"), logs);
	if (done > 0)
		return report_hint(report,
				   "its first %ld statements are committed; repair the cause, then "
				   "'mig-resolve -r %s' and mig-apply goes on after them, or finish "
				   "it by hand and 'mig-resolve -a %s'",
				   done, name, name);
	return report_hint(report,
			   "repair the cause, then 'mig-resolve -r %s' to have it applied anew, or "
			   "finish it by hand and 'mig-resolve -a %s'",
			   name, name);
}

static bool check_failed(struct migrate *migrate, const struct standings *standings)
{
	const struct standing *standing;
	bool good = true;

	vector_each(standing, standings)
		if (standing->state == STATE_FAILED && !is_interrupted(standing))
			good = report_failed(migrate, standing);
	return good;
}

/* A history of which the folder has nothing is another project's. */
static bool check_kinship(struct migrate *migrate, const struct standings *standings)
{
	const struct standing *standing;
	bool any = false, common = false;

	vector_each(standing, standings)
		if (is_applied(standing)) {
			any = true;
			common |= standing->migration != NULL;
		}
	if (!any || common)
		return true;
	report_error(migrate->report, nowhere,
		     "none of the migrations that are applied is in '%s'", migrate->folder.path);
	return report_hint(migrate->report, "is it the right folder (-m), and the right database?");
}

/* A database with tables but without a history grew without migrations. */
static bool check_baseline(struct migrate *migrate, const struct history *history)
{
	bool has_tables;

	if (history->exists)
		return true;
	if (!db_has_tables(migrate->db, &has_tables))
		return false;
	if (!has_tables)
		return true;
	report_error(migrate->report, nowhere,
		     "the database is not empty, and has no history of migrations");
	return report_hint(migrate->report,
			   "where it has what the first migrations make, say so: mig-resolve -a "
			   "NAME...");
}

static const struct standing *next_to_run(const struct standings *standings, const char *last)
{
	const struct standing *standing;

	vector_each(standing, standings) {
		if (last && strcmp(standing->name, last) > 0)
			break;
		if (is_pending(standing) ||
		    (standing->state == STATE_FAILED && is_interrupted(standing)))
			return standing;
	}
	return NULL;
}

/* Whether all is well for a run: anything that is not is in the report. */
static bool check(struct migrate *migrate, const struct view *view, unsigned strictness)
{
	return check_failed(migrate, &view->standings) && check_kinship(migrate, &view->standings) &&
	       (view->history.exists || !(migrate->dry_run || migrate->rehearsal) ||
		check_baseline(migrate, &view->history)) &&
	       check_doubts(migrate, &view->standings, strictness);
}

static enum outcome apply_one(struct migrate *migrate, struct standing *standing)
{
	const struct history_row *old = standing->row;
	struct arena *arena = migrate->report->arena;
	struct source *source = arena_alloc(arena, sizeof *source);
	bool goes_on = old && !old->finished && old->steps > 0;
	size_t bad;
	struct job job = {
		.db = migrate->db,
		.report = migrate->report,
		.direction = DIRECTION_UP,
		.source = source,
		.row_is_there = standing->state == STATE_FAILED,
		.patience = migrate->patience,
	};

	*source = standing->migration->sql;
	if (!text_valid(source->text, source->length, &bad)) {
		struct place place = {source, bad, bad + 1};
		report_error(migrate->report, place, "a byte that is not UTF-8");
		return OUTCOME_REFUSED;
	}
	if (job.row_is_there) {
		job.row = *old;
	} else {
		job.row = (struct history_row){.id = db_new_id(arena),
					       .name = standing->name,
					       .checksum = checksum_of(arena, source)};
		/* One that failed half-way, and was resolved, goes on where it stopped. */
		if (goes_on) {
			job.row.steps = old->steps;
			job.row.logs = old->logs;
		}
	}
	if ((job.row_is_there || goes_on) && !checksum_matches(old->checksum, source)) {
		report_error(migrate->report, nowhere,
			     "%s was applied in part, and its migration.sql was edited since",
			     standing->name);
		report_hint(migrate->report,
			    "restore the file, or finish by hand and 'mig-resolve -a %s', or undo "
			    "the part and 'mig-resolve -f -r %s'",
			    standing->name, standing->name);
		return OUTCOME_REFUSED;
	}
	if (!job.row.started)
		job.row.started = db_now();
	enum outcome outcome = job_run(&job);
	if (outcome == OUTCOME_DONE) {
		struct history_row *row = arena_alloc(arena, sizeof *row);
		*row = job.row;
		standing->row = row;
		standing->state = STATE_APPLIED;
	}
	return outcome;
}

static enum outcome dry_run(struct migrate *migrate, const struct view *view, const char *last)
{
	const struct standing *standing;

	vector_each(standing, &view->standings) {
		if (last && strcmp(standing->name, last) > 0)
			break;
		if (is_pending(standing) ||
		    (standing->state == STATE_FAILED && is_interrupted(standing)))
			migrate->done(migrate, standing);
	}
	return OUTCOME_DONE;
}

/* Before anything is changed, and no change without it. */
static bool back_up(struct migrate *migrate)
{
	const char *directory = migrate->backup_directory;
	struct arena *arena = migrate->report->arena;

	if (!directory)
		return true;
	const char *path = path_join(arena, directory, backup_name(&migrate->url, time(NULL), arena));
	migrate->backup_directory = NULL;
	return directory_make(directory, migrate->report) &&
	       backup_make(&migrate->url, path, migrate->report);
}

/* Makes the table where there is none: in one transaction with the look that says so. */
static enum outcome make_history(struct migrate *migrate)
{
	static const struct history none;
	struct db_failure failure;

	if (!db_begin(migrate->db, NULL, NULL, migrate->patience.lock_timeout, &failure)) {
		failure_report(migrate->report, "cannot make the history table", &failure);
		return OUTCOME_TROUBLE;
	}
	/* A transaction of PostgreSQL does not survive a question after a table that is missing; its
	 * lock has answered it. */
	bool there = db_history_stale(migrate->db);
	bool good = there || (check_baseline(migrate, &none) && db_history_create(migrate->db));
	if (good && db_commit(migrate->db, &failure))
		return there ? OUTCOME_STALE : OUTCOME_DONE;
	db_rollback(migrate->db);
	return OUTCOME_REFUSED;
}

/* Standings that are not told yet, because the disk does not have them yet. */
struct told_later {
	VECTOR_MEMBERS(const struct standing *);
};

static void tell(struct migrate *migrate, struct told_later *waiting)
{
	const struct standing **standing;

	vector_each(standing, waiting)
		migrate->done(migrate, *standing);
	waiting->count = 0;
}

/* Brings all to disk, and tells of it. */
static enum outcome settle(struct migrate *migrate, struct told_later *waiting, enum outcome outcome)
{
	struct db_failure failure;

	if (outcome == OUTCOME_LOST)
		return OUTCOME_STALE;
	if (db_settle(migrate->db, &failure)) {
		tell(migrate, waiting);
		return outcome;
	}
	/* Each by itself they may fit, and the one that does not is known. */
	if (db_lost(migrate->db))
		return OUTCOME_STALE;
	failure_report(migrate->report, "cannot commit", &failure);
	return OUTCOME_TROUBLE;
}

/* Applies one after the other; stale where another process came between. */
static enum outcome apply_all(struct migrate *migrate, struct view *view, const char *last,
			      unsigned strictness)
{
	struct told_later waiting = {0};
	enum outcome outcome = OUTCOME_DONE;
	const struct standing *next;

	if (!check(migrate, view, strictness))
		return OUTCOME_REFUSED;
	if (!view->history.exists)
		outcome = make_history(migrate);
	if (outcome == OUTCOME_DONE && next_to_run(&view->standings, last) && !back_up(migrate))
		outcome = OUTCOME_TROUBLE;
	while (outcome == OUTCOME_DONE && (next = next_to_run(&view->standings, last))) {
		struct standing *standing = &view->standings.at[next - view->standings.at];
		outcome = apply_one(migrate, standing);
		if (outcome == OUTCOME_DONE)
			*vector_add(migrate->report->arena, &waiting) = standing;
		if (db_settled(migrate->db) && outcome != OUTCOME_LOST)
			tell(migrate, &waiting);
	}
	return settle(migrate, &waiting, outcome);
}

static enum outcome rehearse_pending(struct migrate *migrate, const struct view *view,
				     const char *last)
{
	const struct standing *standing;
	struct parts parts = {0};

	vector_each(standing, &view->standings)
		if (is_pending(standing) && !(last && strcmp(standing->name, last) > 0))
			*vector_add(migrate->report->arena, &parts) =
				(struct part){standing->name, &standing->migration->sql};
	return rehearse(migrate, &parts);
}

enum outcome migrate_apply(struct migrate *migrate, const char *last, unsigned strictness)
{
	struct view view;

	if (last && !folder_find(&migrate->folder, last)) {
		report_error(migrate->report, nowhere, "'%s' has no migration '%s'",
			     migrate->folder.path, last);
		return OUTCOME_TROUBLE;
	}
	if (!migrate_look(migrate, &view))
		return OUTCOME_TROUBLE;
	if (migrate->dry_run)
		return check(migrate, &view, strictness) ? dry_run(migrate, &view, last)
							 : OUTCOME_REFUSED;
	/* Where nothing is to be done no lock is needed to know it. */
	if (view.history.exists && !next_to_run(&view.standings, last))
		return check_failed(migrate, &view.standings) &&
				       check_kinship(migrate, &view.standings) &&
				       check_doubts(migrate, &view.standings, 0)
			       ? OUTCOME_DONE
			       : OUTCOME_REFUSED;
	if (!db_lock(migrate->db, migrate->patience.lock_wait))
		return OUTCOME_TROUBLE;
	for (;;) {
		if (!migrate_look(migrate, &view))
			return OUTCOME_TROUBLE;
		if (migrate->rehearsal)
			return check(migrate, &view, strictness)
				       ? rehearse_pending(migrate, &view, last)
				       : OUTCOME_REFUSED;
		enum outcome outcome = apply_all(migrate, &view, last, strictness);
		if (outcome != OUTCOME_STALE)
			return outcome;
	}
}
