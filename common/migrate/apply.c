#include <string.h>

#include "base/utf8.h"
#include "db/backup.h"
#include "folder/name.h"
#include "migrate/check.h"
#include "folder/checksum.h"
#include "migrate/migrate.h"
#include "migrate/progress.h"
#include "migrate/rehearse.h"

/* Whether it is to be run, up to and with `last`. */
static bool is_next(const struct standing *standing, const char *last)
{
	return !(last && strcmp(standing->name, last) > 0) &&
	       (is_pending(standing) || is_interrupted(standing));
}

static const struct standing *next_to_run(const struct standings *standings, const char *last)
{
	const struct standing *standing;

	vector_each(standing, standings)
		if (is_next(standing, last))
			return standing;
	return NULL;
}

/* Whether the history allows what is to be done. */
static bool check(struct migrate *migrate, const struct view *view, const char *last,
		  unsigned strictness)
{
	if ((strictness & STRICT_IF_PENDING) && !next_to_run(&view->standings, last))
		strictness = 0;
	return check_history(migrate, view, strictness);
}

/* Part of it is committed already: it failed half-way and was resolved, or its process was
 * killed. */
static bool goes_on(const struct standing *standing)
{
	return committed_part(standing->row) > 0;
}

/*
 * Whether an edited text can go on where the old one stopped: what is committed stands in it as it
 * ran. Where a process was killed in the statement after that, this one must be the same, too.
 */
static bool can_go_on(struct migrate *migrate, const struct standing *standing,
		      const struct source *source)
{
	return standing->state == STATE_ROLLED_BACK &&
	       progress_matches(standing->row, DIRECTION_UP, migrate->db, source,
				migrate->report->arena);
}

static bool check_text(struct migrate *migrate, const struct standing *standing,
		       const struct source *source)
{
	size_t bad;

	if (!utf8_valid(source->text, source->length, &bad))
		return report_error(migrate->report, (struct place){source, bad, bad + 1},
				    "a byte that is not UTF-8");
	if (!goes_on(standing) || folder_checksum_matches(standing->row->checksum, source) ||
	    can_go_on(migrate, standing, source))
		return true;
	report_error(migrate->report, nowhere,
		     "%s was applied in part, and its migration.sql was edited since",
		     standing->name);
	return report_hint(
		migrate->report,
		"restore %s, or finish by hand and 'mig-resolve -a %s', or undo the part and "
		"'mig-resolve -f -r %s'",
		standing->state == STATE_ROLLED_BACK ? "the statements that are committed"
						     : "the file",
		standing->name, standing->name);
}

/* The row that an interrupted migration has, or a new one, which goes on where an old one
 * stopped. */
static struct history_row row_for(struct migrate *migrate, const struct standing *standing,
				  const struct source *source)
{
	struct arena *arena = migrate->report->arena;

	if (standing->state == STATE_FAILED) {
		struct history_row row = *standing->row;
		row.checksum = folder_checksum(arena, source);
		return row;
	}
	return (struct history_row){
		.id = db_new_id(arena),
		.name = standing->name,
		.checksum = folder_checksum(arena, source),
		.logs = goes_on(standing) ? standing->row->logs : NULL,
		.steps = goes_on(standing) ? standing->row->steps : 0,
		.started = db_now(),
	};
}

static enum outcome apply_one(struct migrate *migrate, struct standing *standing)
{
	struct arena *arena = migrate->report->arena;
	struct source *source = arena_alloc(arena, sizeof *source);

	/* Messages point into it, and live longer than the folder's vector may stand still. */
	*source = standing->migration->sql;
	if (!check_text(migrate, standing, source))
		return OUTCOME_REFUSED;
	struct job job = {
		.db = migrate->db,
		.report = migrate->report,
		.direction = DIRECTION_UP,
		.source = source,
		.row = row_for(migrate, standing, source),
		.row_is_there = standing->state == STATE_FAILED,
		.patience = migrate->patience,
	};
	migrate_warn(migrate, standing->name, source);
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

	vector_each(standing, &view->standings)
		if (is_next(standing, last))
			migrate_forewarn(migrate, standing, &standing->migration->sql);
	return OUTCOME_DONE;
}

/* Before anything is changed, and no change without it. */
static bool back_up(struct migrate *migrate)
{
	const char *directory = migrate->backup_directory, *path;

	migrate->backup_directory = NULL;
	if (!directory)
		return true;
	if (!backup_make_in(&migrate->url, directory, &path, migrate->report))
		return false;
	program_note("made the backup %s: 'mig-backup -r %s' restores it", path, path);
	return true;
}

/* Makes the table where there is none: in one transaction with the look that says so. */
static enum outcome make_history(struct migrate *migrate)
{
	struct db_failure failure;

	if (!db_begin(migrate->db, NULL, NULL, migrate->patience.lock_timeout, &failure)) {
		failure_report(migrate->report, "cannot make the history table", &failure);
		return OUTCOME_TROUBLE;
	}
	/* A transaction of PostgreSQL does not survive a question after a table that is missing;
	 * its lock has answered it. */
	bool there = db_history_stale(migrate->db);
	enum outcome outcome = there ? OUTCOME_STALE : check_baseline(migrate);
	if (outcome == OUTCOME_DONE && !db_history_create(migrate->db))
		outcome = OUTCOME_TROUBLE;
	if (outcome == OUTCOME_REFUSED || outcome == OUTCOME_TROUBLE) {
		db_rollback(migrate->db);
		return outcome;
	}
	if (db_commit(migrate->db, &failure))
		return outcome;
	failure_report(migrate->report, "cannot make the history table", &failure);
	return OUTCOME_TROUBLE;
}

/* Standings that are not told yet, because the disk does not have them yet. */
struct told_later {
	VECTOR_MEMBERS(const struct standing *);
};

static void tell(struct migrate *migrate, struct told_later *waiting)
{
	const struct standing **standing;

	vector_each(standing, waiting)
		migrate_tell(migrate, *standing);
	waiting->count = 0;
}

/* Brings all to disk, and tells of it. */
static enum outcome settle(struct migrate *migrate, struct told_later *waiting,
			   enum outcome outcome)
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
static enum outcome apply_all(struct migrate *migrate, struct view *view, const char *last)
{
	struct told_later waiting = {0};
	enum outcome outcome = OUTCOME_DONE;
	const struct standing *next;

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

	vector_each(standing, &view->standings) {
		if (!is_next(standing, last))
			continue;
		const struct source *source = &standing->migration->sql;
		if (!check_text(migrate, standing, source))
			return OUTCOME_REFUSED;
		*vector_add(migrate->report->arena, &parts) = (struct part){
			standing->name, source, (size_t)committed_part(standing->row)};
	}
	return rehearse(migrate, &parts);
}

enum outcome migrate_apply(struct migrate *migrate, const char *last, unsigned strictness)
{
	struct view view;

	if (!migrate_look(migrate, &view))
		return OUTCOME_TROUBLE;
	last = last ? folder_migration_name(migrate->report->arena, last) : NULL;
	if (last && !folder_find(&migrate->folder, last)) {
		report_error(migrate->report, nowhere, "'%s' has no migration '%s'",
			     migrate->folder.path, last);
		standings_hint(&view.standings, last, migrate->report);
		return OUTCOME_TROUBLE;
	}
	if (migrate->dry_run)
		return check(migrate, &view, last, strictness) ? dry_run(migrate, &view, last)
							       : OUTCOME_REFUSED;
	/* Where nothing is to be done no lock is needed to know it. */
	if (view.history.exists && !next_to_run(&view.standings, last))
		return check(migrate, &view, last, strictness) ? OUTCOME_DONE : OUTCOME_REFUSED;
	if (!db_lock(migrate->db, migrate->patience.lock_wait))
		return OUTCOME_TROUBLE;
	for (;;) {
		if (!migrate_look(migrate, &view))
			return OUTCOME_TROUBLE;
		if (!check(migrate, &view, last, strictness))
			return OUTCOME_REFUSED;
		if (migrate->rehearsal)
			return rehearse_pending(migrate, &view, last);
		enum outcome outcome = apply_all(migrate, &view, last);
		if (outcome != OUTCOME_STALE)
			return outcome;
	}
}
