/* Applies pending migrations. */
#include <string.h>

#include "backup/backup.h"
#include "folder/check.h"
#include "folder/checksum.h"
#include "folder/name.h"
#include "migrate/adopt.h"
#include "migrate/advice.h"
#include "migrate/check.h"
#include "migrate/failure.h"
#include "migrate/migrate.h"
#include "migrate/progress.h"
#include "migrate/rehearse.h"

/* Returns the losses to refuse. A database that began empty has no values to lose. */
static enum loss_refusal refusal(const struct migrate *migrate, const struct view *view,
				 unsigned strictness)
{
	bool empty = migrate->began_empty || !view->history.exists;

	if (strictness & STRICT_LOST)
		return REFUSE_LOSSES;
	return (strictness & STRICT_LOST_COLUMN) && !empty ? REFUSE_LOST_COLUMNS : REFUSE_NO_LOSS;
}

/* Returns OUTCOME_DONE if the history permits applying migrations. */
static enum outcome check(struct migrate *migrate, const struct view *view, unsigned strictness)
{
	migrate->refused = refusal(migrate, view, strictness);
	return migrate_check_history(migrate, view, strictness);
}

/*
 * True if part of the migration is committed: it failed and was resolved, or its process was
 * killed.
 */
static bool is_in_part(const struct status *status)
{
	return migrate_committed_part(status->row) > 0;
}

/*
 * True if an edited script can continue where the old one stopped, because the committed statements
 * are the same. Not if a process was killed: the next statement may have run, too.
 */
static bool can_go_on(struct migrate *migrate, const struct status *status,
		      const struct source *source)
{
	return status->state == STATE_ROLLED_BACK &&
	       migrate_progress_matches(status->row, DIRECTION_UP, migrate->db, source,
					migrate->report->arena);
}

/* Reads the script of a migration, and refuses one that cannot run. */
static bool read_script(struct migrate *migrate, const struct status *status,
			const struct source *source, struct script *script)
{
	const char *name = migrate_command_name(status->name);

	sqltext_read(migrate->report->arena, migrate->folder.dialect, source, script);
	if (!folder_check_migration(status->name, script, migrate->report))
		return false;
	if (!is_in_part(status) || folder_checksum_matches(status->row->checksum, source) ||
	    can_go_on(migrate, status, source))
		return true;
	report_error(migrate->report, nowhere,
		     "%s is partly applied, but its migration.sql has changed since", status->name);
	return report_hint(migrate->report,
			   "restore %s; or finish by hand and run 'mig-resolve -a %s'; or undo the "
			   "committed part by hand and run 'mig-resolve -f -r %s'",
			   status->state == STATE_ROLLED_BACK ? "the committed statements"
							      : "the file",
			   name, name);
}

/* Returns the row of an interrupted migration, else a new row, which continues an older one. */
static struct history_row row_for(struct migrate *migrate, const struct status *status,
				  const struct source *source)
{
	struct arena *arena = migrate->report->arena;

	if (status->state == STATE_FAILED) {
		struct history_row row = *status->row;
		row.checksum = folder_checksum(arena, source);
		return row;
	}
	return (struct history_row){
		.id = db_new_id(arena),
		.name = status->name,
		.checksum = folder_checksum(arena, source),
		.logs = is_in_part(status) ? status->row->logs : NULL,
		.steps = is_in_part(status) ? status->row->steps : 0,
		.started = DB_BEGUN,
	};
}

/* True unless the migration may be running now: without the lock nobody knows. */
static bool check_alone(struct migrate *migrate, const struct status *status)
{
	if (status->state != STATE_FAILED || db_excludes(migrate->db))
		return true;
	report_error(migrate->report, nowhere,
		     "%s is running or was interrupted: only the lock can tell which, and it is "
		     "switched off",
		     status->name);
	return report_hint(migrate->report,
			   "let it finish; or, if no process runs it, run 'mig-resolve -r %s' and "
			   "mig-apply to continue it",
			   status->name);
}

static enum outcome apply_one(struct migrate *migrate, struct status *status)
{
	struct arena *arena = migrate->report->arena;
	struct source *source = arena_alloc(arena, sizeof *source);
	struct script script;

	/* Messages point into it, so it must not move with the folder's vector. */
	*source = status->migration->sql;
	if (!read_script(migrate, status, source, &script) || !check_alone(migrate, status))
		return OUTCOME_REFUSED;
	struct job job = {
		.db = migrate->db,
		.report = migrate->report,
		.direction = DIRECTION_UP,
		.script = &script,
		.row = row_for(migrate, status, source),
		.row_exists = status->state == STATE_FAILED,
		.patience = migrate->patience,
		.refused = migrate->refused,
	};
	migrate_warn(migrate, status->name, source, DIRECTION_UP);
	enum outcome outcome = migrate_run_job(&job);
	if (outcome == OUTCOME_DONE) {
		struct history_row *row = arena_alloc(arena, sizeof *row);
		*row = job.row;
		status->row = row;
		status->state = STATE_APPLIED;
		if (!script.statements.count)
			folder_warn_of_empty(status->name, migrate->report);
	}
	return outcome;
}

/* Adds the script of a migration to those to rehearse, from its next statement on. */
static bool add_part(struct migrate *migrate, const struct status *status, struct parts *parts)
{
	struct script script;

	if (!read_script(migrate, status, &status->migration->sql, &script))
		return false;
	if (!script.statements.count)
		folder_warn_of_empty(status->name, migrate->report);
	*vector_add(migrate->report->arena, parts) = (struct part){
		.name = status->name,
		.script = script,
		.direction = DIRECTION_UP,
		.first = (size_t)migrate_committed_part(status->row),
	};
	return true;
}

static bool has_down(struct migrate *migrate, const char *name)
{
	struct source down;

	return folder_read_down(&migrate->folder, name, &down, migrate->report) && down.text;
}

/*
 * Warns of each migration that nothing could undo: no down.sql, and no backup. Where no migration
 * has a down.sql, as in a folder that Prisma wrote, the user does not expect one.
 */
static void warn_of_one_way(struct migrate *migrate, const struct parts *parts)
{
	const struct migration *migration;
	const struct part *part;
	bool any = false;

	if (migrate->backup_directory)
		return;
	vector_each(migration, &migrate->folder.migrations)
		any = any || has_down(migrate, migration->name);
	if (!any)
		return;
	vector_each(part, parts) {
		if (has_down(migrate, part->name))
			continue;
		report_warning(migrate->report, nowhere,
			       "%s has no down.sql: mig-rollback could not undo it", part->name);
		report_hint(migrate->report, "to be able to go back, make a backup first, with -b");
	}
}

/* Prints what would be applied, if that is permitted. */
static enum outcome dry_run(struct migrate *migrate, struct view *view, unsigned strictness)
{
	enum outcome outcome = migrate_adopt(migrate, view);
	const struct status *status;
	const struct part *part;
	struct parts parts = {0};

	if (outcome == OUTCOME_DONE)
		outcome = check(migrate, view, strictness);
	if (outcome != OUTCOME_DONE)
		return outcome;
	vector_each(status, &view->statuses) {
		if (!migrate_is_next(status, migrate->last))
			continue;
		if (add_part(migrate, status, &parts))
			migrate_report_risks(migrate, status->name, &status->migration->sql,
					     DIRECTION_UP);
		else
			outcome = OUTCOME_REFUSED;
	}
	if (outcome == OUTCOME_DONE)
		outcome = migrate_foresee(migrate, &parts);
	if (outcome == OUTCOME_DONE)
		warn_of_one_way(migrate, &parts);
	vector_each(part, &parts)
		migrate_print_risks(migrate, migrate_find_status(&view->statuses, part->name),
				    part->script.source, DIRECTION_UP, part->loses);
	return outcome;
}

/* Makes the requested backup. If it fails, nothing is changed. */
static bool back_up(struct migrate *migrate)
{
	const char *directory = migrate->backup_directory, *path;
	size_t said = migrate->report->messages.count;

	migrate->backup_directory = NULL;
	if (!directory)
		return true;
	if (!backup_in(&migrate->url, directory, &path, migrate->report))
		return false;
	if (migrate->report->messages.count == said)
		program_note("wrote the backup %s; to restore it: %s", path,
			     migrate_restore_command(migrate, path));
	else
		program_note("wrote the backup %s; to restore it, see the warnings", path);
	return true;
}

/* Creates the table in the transaction that finds it missing. */
static enum outcome make_history(struct migrate *migrate)
{
	struct db_failure failure;

	if (!db_begin(migrate->db, NULL, NULL, migrate->patience.lock_timeout, &failure)) {
		migrate_report_failure(migrate->report, "cannot create the history table",
				       &failure);
		return OUTCOME_TROUBLE;
	}
	/*
	 * On PostgreSQL, querying a missing table would abort the transaction. There the lock alone
	 * answers this.
	 */
	bool there = db_history_stale(migrate->db);
	enum outcome outcome = there ? OUTCOME_STALE : migrate_check_baseline(migrate);
	if (outcome == OUTCOME_DONE && !db_history_create(migrate->db))
		outcome = OUTCOME_TROUBLE;
	if (outcome == OUTCOME_REFUSED || outcome == OUTCOME_TROUBLE) {
		db_rollback(migrate->db);
		return outcome;
	}
	if (db_commit(migrate->db, &failure))
		return outcome;
	migrate_report_failure(migrate->report, "cannot create the history table", &failure);
	return OUTCOME_TROUBLE;
}

/* Statuses not printed yet, because they are not durable yet. */
struct unprinted {
	VECTOR_MEMBERS(const struct status *);
};

static void print_all(struct migrate *migrate, struct unprinted *waiting)
{
	const struct status **status;

	vector_each(status, waiting)
		migrate_print_status(migrate, *status);
	waiting->count = 0;
}

/* Makes everything applied durable, and prints it. */
static enum outcome flush(struct migrate *migrate, struct unprinted *waiting, enum outcome outcome)
{
	struct db_failure failure;

	if (outcome == OUTCOME_ROLLED_BACK)
		return OUTCOME_STALE;
	if (db_flush(migrate->db, &failure)) {
		print_all(migrate, waiting);
		return outcome;
	}
	/* One by one, some may fit on the disk, and we learn which one does not. */
	if (db_was_rolled_back(migrate->db))
		return OUTCOME_STALE;
	migrate_report_failure(migrate->report, "cannot commit", &failure);
	return OUTCOME_TROUBLE;
}

/* Applies migrations one after another. OUTCOME_STALE if another process changed the history. */
static enum outcome apply_all(struct migrate *migrate, struct view *view)
{
	struct unprinted waiting = {0};
	enum outcome outcome = OUTCOME_DONE;
	const struct status *next;

	if (!view->history.exists) {
		outcome = make_history(migrate);
		migrate->began_empty = outcome == OUTCOME_DONE;
	}
	if (outcome == OUTCOME_DONE && migrate_find_next(&view->statuses, migrate->last) &&
	    !back_up(migrate))
		outcome = OUTCOME_TROUBLE;
	while (outcome == OUTCOME_DONE &&
	       (next = migrate_find_next(&view->statuses, migrate->last))) {
		struct status *status = &view->statuses.at[next - view->statuses.at];
		outcome = apply_one(migrate, status);
		if (outcome == OUTCOME_DONE)
			*vector_add(migrate->report->arena, &waiting) = status;
		if (db_is_durable(migrate->db) && outcome != OUTCOME_ROLLED_BACK)
			print_all(migrate, &waiting);
	}
	return flush(migrate, &waiting, outcome);
}

static enum outcome rehearse_pending(struct migrate *migrate, const struct view *view)
{
	const struct status *status;
	struct parts parts = {0};

	vector_each(status, &view->statuses)
		if (migrate_is_next(status, migrate->last) && !add_part(migrate, status, &parts))
			return OUTCOME_REFUSED;
	return migrate_rehearse(migrate, &parts);
}

enum outcome migrate_apply(struct migrate *migrate, unsigned strictness)
{
	struct view view;

	if (!migrate_look(migrate, &view))
		return OUTCOME_TROUBLE;
	if (migrate->dry_run)
		return dry_run(migrate, &view, strictness);
	/* Seeing that nothing is pending needs no lock. */
	if (view.history.exists && !migrate_find_next(&view.statuses, migrate->last))
		return check(migrate, &view, strictness);
	if (!db_lock(migrate->db, migrate->patience.lock_wait))
		return OUTCOME_TROUBLE;
	for (;;) {
		if (!migrate_look(migrate, &view))
			return OUTCOME_TROUBLE;
		enum outcome outcome =
			migrate->rehearsal ? OUTCOME_DONE : migrate_adopt(migrate, &view);
		if (outcome == OUTCOME_DONE)
			outcome = check(migrate, &view, strictness);
		if (outcome != OUTCOME_DONE)
			return outcome;
		if (migrate->rehearsal)
			return rehearse_pending(migrate, &view);
		outcome = apply_all(migrate, &view);
		if (outcome != OUTCOME_STALE)
			return outcome;
		/* A script may have released the lock. */
		if (!db_lock(migrate->db, migrate->patience.lock_wait))
			return OUTCOME_TROUBLE;
	}
}
