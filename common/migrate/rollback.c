/* Rolls back applied migrations by their down.sql. */
#include <stdlib.h>
#include <string.h>

#include "backup/list.h"
#include "base/file.h"
#include "base/program.h"
#include "base/record.h"
#include "folder/name.h"
#include "folder/risks.h"
#include "migrate/advice.h"
#include "migrate/failure.h"
#include "migrate/progress.h"
#include "migrate/rehearse.h"

/* A migration to roll back, with its down.sql. */
struct step {
	struct status *status;
	struct source *down;
	bool listed; /* in rollback.list */
};

struct steps {
	VECTOR_MEMBERS(struct step);
};

/* Sorts the newest first. Of those that began at the same time, the one added last is the newer. */
static int compare_steps(const void *a, const void *b)
{
	const struct step *left = a, *right = b;
	db_time l = left->status->row->started, r = right->status->row->started;

	if (l != r)
		return l < r ? 1 : -1;
	return left->status->row < right->status->row ? 1 : -1;
}

static void applied_steps(struct migrate *migrate, struct statuses *statuses, struct steps *steps)
{
	struct status *status;

	vector_each(status, statuses)
		if (migrate_is_applied(status) || migrate_is_rolling_back(status->row))
			vector_add(migrate->report->arena, steps)->status = status;
	if (steps->count)
		qsort(steps->at, steps->count, sizeof *steps->at, compare_steps);
}

static bool choose_last(struct migrate *migrate, struct steps *steps, size_t count)
{
	if (!steps->count)
		return report_error(migrate->report, nowhere, "no migration is applied");
	if (count > steps->count)
		return report_error(migrate->report, nowhere,
				    "only %u migration%s applied, not %zu", steps->count,
				    steps->count == 1 ? " is" : "s are", count);
	steps->count = count;
	return true;
}

/* Keeps the steps applied after the target, which is stored in `oldest`. */
static bool choose_after(struct migrate *migrate, struct steps *steps, const char *target,
			 struct status **oldest)
{
	for (size_t i = 0; i < steps->count; i++)
		if (strcmp(steps->at[i].status->name, target) == 0) {
			steps->count = i;
			*oldest = steps->at[i].status;
			return !migrate_is_rolling_back((*oldest)->row) ||
			       report_error(migrate->report, nowhere, "%s is partly rolled back",
					    target);
		}
	return report_error(migrate->report, nowhere, "'%s' is not applied", target);
}

/* Returns the row of a migration that was applied at this time, or NULL. */
static const struct history_row *find_row(const struct history *history,
					  const struct applied *applied)
{
	const struct history_row *row;

	vector_each(row, &history->rows)
		if (strcmp(row->name, applied->name) == 0 && row->started == applied->started)
			return row;
	return NULL;
}

/* Marks the step of a record as listed. A migration already rolled back has no step. */
static bool mark_listed(struct migrate *migrate, const struct history *history, struct steps *steps,
			const struct applied *applied, const char *file)
{
	const struct history_row *row = find_row(history, applied);
	struct step *step;

	if (row && row->rolled_back)
		return true;
	vector_each(step, steps)
		if (row && step->status->row == row)
			return step->listed = true;
	return report_error(migrate->report, nowhere,
			    "%s is not applied as recorded in '%s', started %s",
			    record_escaped(migrate->report->arena, applied->name), file,
			    db_time_text(migrate->report->arena, applied->started));
}

/* Keeps the listed steps, which must come before all others. */
static bool choose_listed(struct migrate *migrate, const struct history *history,
			  struct steps *steps, const struct applied_list *list)
{
	const struct applied *applied;
	const struct step *step, *other = NULL;
	size_t count = 0;
	bool good = true;

	vector_each(applied, &list->records)
		good &= mark_listed(migrate, history, steps, applied, list->file);
	vector_each(step, steps) {
		if (!step->listed)
			other = other ? other : step;
		else if (other)
			return report_error(migrate->report, nowhere,
					    "%s was applied after %s, but is not in '%s'",
					    other->status->name, step->status->name, list->file);
		count += step->listed;
	}
	steps->count = count;
	return good;
}

/*
 * Keeps the steps to be done. `oldest` is the last of them, or the target; NULL if there is nothing
 * to do.
 */
static bool choose_steps(struct migrate *migrate, const struct view *view,
			 const struct rollback *rollback, struct steps *steps,
			 struct status **oldest)
{
	*oldest = NULL;
	if (rollback->target)
		return choose_after(migrate, steps, rollback->target, oldest);
	if (!(rollback->list ? choose_listed(migrate, &view->history, steps, rollback->list)
			     : choose_last(migrate, steps, rollback->count)))
		return false;
	if (steps->count)
		*oldest = steps->at[steps->count - 1].status;
	return true;
}

/* True unless a rollback began with other statements than down.sql now has. */
static bool check_down(struct migrate *migrate, const struct step *step)
{
	const struct history_row *row = step->status->row;

	if (!migrate_is_rolling_back(row) ||
	    migrate_progress_matches(row, DIRECTION_DOWN, migrate->db, step->down,
				     migrate->report->arena))
		return true;
	report_error(migrate->report, nowhere,
		     "%s is partly rolled back, but its down.sql has changed since", row->name);
	return report_hint(
		migrate->report,
		"restore the committed statements; or finish by hand and run 'mig-resolve -r %s'",
		migrate_command_name(row->name));
}

/* Returns a text about the data that a script destroys, shortened if there is much. */
static const char *losses_text(struct migrate *migrate, const struct source *source)
{
	struct script script;

	sqltext_read(migrate->report->arena, db_script_dialect(migrate->db), source, &script);
	return folder_losses_text(migrate->report->arena, &script);
}

/*
 * Refuses a migration that was only marked as applied: its tables were there before, and its
 * down.sql would drop them.
 */
static bool refuse_marked(struct migrate *migrate, const struct step *step)
{
	struct report *report = migrate->report;
	const char *losses = step->down->text ? losses_text(migrate, step->down) : NULL;

	report_error(report, nowhere, "%s was only marked as applied%s%s", step->status->name,
		     losses ? "; its down.sql would " : "", losses ? losses : "");
	return report_hint(report, "nothing was rolled back; to roll it back anyway, use -a");
}

/* True if the down.sql may run. */
static bool check_step(struct migrate *migrate, const struct step *step, bool marked)
{
	struct report *report = migrate->report;
	const char *name = step->status->name;

	if (!folder_check_down(&migrate->folder, step->down, report))
		return false;
	if (migrate_was_marked(step->status->row) && !marked)
		return refuse_marked(migrate, step);
	if (step->down->text)
		return check_down(migrate, step);
	report_error(report, nowhere, "cannot roll back %s: '%s' is missing or empty", name,
		     step->down->name);
	return report_hint(
		report,
		"nothing was rolled back; write the file, or restore a backup (mig-rollback -b)");
}

static enum outcome read_step(struct migrate *migrate, struct step *step, bool marked)
{
	struct report *report = migrate->report;
	const char *name = step->status->name;

	step->down = arena_alloc(report->arena, sizeof *step->down);
	if (!folder_is_name(name)) {
		report_error(report, nowhere, "'%s' cannot be the name of a directory in '%s'",
			     record_escaped(report->arena, name), migrate->folder.path);
		return OUTCOME_REFUSED;
	}
	if (!folder_read_down(&migrate->folder, name, step->down, report))
		return OUTCOME_TROUBLE;
	return check_step(migrate, step, marked) ? OUTCOME_DONE : OUTCOME_REFUSED;
}

/* Reads every down.sql before the first one runs. Reports each missing one. */
static enum outcome read_steps(struct migrate *migrate, struct steps *steps, bool marked)
{
	enum outcome worst = OUTCOME_DONE;
	struct step *step;

	vector_each(step, steps) {
		enum outcome outcome = read_step(migrate, step, marked);
		worst = outcome > worst ? outcome : worst;
	}
	return worst;
}

/* Reports a partly applied migration. `finish` says how to complete it. */
static bool report_part(struct migrate *migrate, const struct status *status, const char *what,
			const char *finish)
{
	const struct history_row *row = status->row;
	const char *name = status->name;

	report_error(migrate->report, nowhere, "%s %s %s", name, what,
		     migrate_part_text(migrate->report->arena, row));
	return report_hint(migrate->report,
			   "finish it with %s, or by hand and run 'mig-resolve -a %s'; or undo "
			   "that part by hand and run 'mig-resolve -f -r %s'",
			   finish, migrate_command_name(name), migrate_command_name(name));
}

/* True if a migration failed and, by its history, nothing of it is committed. */
static bool left_nothing(const struct status *status)
{
	return !migrate_is_interrupted(status) && migrate_progress(status->row, DIRECTION_UP) == 0;
}

/*
 * Refuses failed migrations. With a list, ignores a failure that left nothing: it is why the list
 * is rolled back.
 */
static bool check_failed(struct migrate *migrate, const struct statuses *statuses,
			 const struct rollback *rollback)
{
	const struct status *status;

	vector_each(status, statuses) {
		if (status->state != STATE_FAILED || migrate_is_rolling_back(status->row) ||
		    (rollback->list && left_nothing(status)))
			continue;
		if (migrate_committed_part(status->row))
			return report_part(migrate, status, "failed and is unresolved, and",
					   arena_format(migrate->report->arena,
							"'mig-resolve -r %s' and mig-apply",
							migrate_command_name(status->name)));
		report_error(migrate->report, nowhere, "%s failed and is unresolved", status->name);
		return report_hint(migrate->report, "see mig-status and mig-resolve -r");
	}
	return true;
}

/*
 * True unless a migration newer than `oldest` is rolled back in the history only, and its committed
 * part is still in the database: nothing older can be rolled back beneath that.
 */
static bool check_parts(struct migrate *migrate, struct statuses *statuses, struct status *oldest)
{
	struct status *status;
	struct step under = {.status = oldest};
	bool good = true;

	vector_each(status, statuses) {
		struct step over = {.status = status};
		if (status->state == STATE_ROLLED_BACK && migrate_committed_part(status->row) &&
		    compare_steps(&over, &under) < 0)
			good = report_part(migrate, status,
					   "is later and partly applied:", "mig-apply");
	}
	return good;
}

/*
 * Names the backup that brings the data back: one in the directory that the manuals use, if it has
 * one from before the migration, else the way to find it.
 */
static void tell_backup(const struct migrate *migrate, const struct history *history,
			const struct status *status)
{
	static const char usual[] = "backups";
	struct report unheard = {.arena = migrate->report->arena};
	struct backup_list list = {0};
	const struct backup_entry *entry = NULL;

	if (is_directory(usual) && backup_list(usual, &migrate->url, &list, &unheard))
		entry = backup_before(&list, history, status->row);
	if (entry)
		program_note("  to restore it, use an earlier backup: %s",
			     migrate_restore_command(migrate, entry->backup.path));
	else
		program_note("  to restore it, use an earlier backup: mig-rollback -b DIR -t %s",
			     migrate_command_name(status->name));
}

/*
 * Warns of the data that the migration lost when it was applied: a down.sql restores columns, not
 * their values.
 */
static void warn_of_lost(const struct migrate *migrate, const struct history *history,
			 const struct status *status)
{
	struct risk_notes risks;
	const struct risk_note *note;
	bool lost = false;

	if (!status->migration)
		return;
	folder_read_risks(migrate->report->arena, migrate->folder.dialect, &status->migration->sql,
			  &risks);
	vector_each(note, &risks) {
		if (note->risk != RISK_LOSES_DATA)
			continue;
		program_note("warning: rolling back %s does not restore: %s", status->name,
			     note->text);
		lost = true;
	}
	if (lost)
		tell_backup(migrate, history, status);
}

static enum outcome roll_back(struct migrate *migrate, const struct history *history,
			      struct step *step)
{
	struct status *status = step->status;
	struct script script;
	struct job job = {
		.db = migrate->db,
		.report = migrate->report,
		.direction = DIRECTION_DOWN,
		.script = &script,
		.row = *status->row,
		.row_exists = true,
		.patience = migrate->patience,
		.refused = migrate->refused,
	};
	struct db_failure failure;

	sqltext_read(migrate->report->arena, db_script_dialect(migrate->db), step->down, &script);
	migrate_warn(migrate, status->name, step->down, DIRECTION_DOWN);
	warn_of_lost(migrate, history, status);
	enum outcome outcome = migrate_run_job(&job);

	/* Keeps the finished parts, even if the rest failed. */
	if (!db_flush(migrate->db, &failure)) {
		migrate_report_failure(migrate->report, status->name, &failure);
		return OUTCOME_TROUBLE;
	}
	if (outcome != OUTCOME_DONE)
		return outcome;
	struct history_row *row = arena_alloc(migrate->report->arena, sizeof *row);
	*row = job.row;
	status->row = row;
	status->state = STATE_ROLLED_BACK;
	migrate_print_status(migrate, status);
	return OUTCOME_DONE;
}

/* Returns the scripts of the steps, each from its next statement on. */
static struct parts parts_of(struct migrate *migrate, const struct steps *steps)
{
	struct parts parts = {0};
	const struct step *step;

	vector_each(step, steps) {
		const struct history_row *row = step->status->row;
		long done =
			migrate_is_rolling_back(row) ? migrate_progress(row, DIRECTION_DOWN) : 0;
		struct part *part = vector_add(migrate->report->arena, &parts);
		*part = (struct part){.name = step->status->name,
				      .direction = DIRECTION_DOWN,
				      .first = (size_t)done};
		sqltext_read(migrate->report->arena, db_script_dialect(migrate->db), step->down,
			     &part->script);
	}
	return parts;
}

/* Prints what would be rolled back, and the data that this loses. */
static enum outcome dry_run(struct migrate *migrate, const struct history *history,
			    const struct steps *steps)
{
	struct parts parts = parts_of(migrate, steps);
	const struct part *part = parts.at;
	const struct step *step;

	vector_each(step, steps) {
		migrate_report_risks(migrate, step->status->name, step->down, DIRECTION_DOWN);
		warn_of_lost(migrate, history, step->status);
	}
	enum outcome outcome = migrate_foresee(migrate, &parts);
	vector_each(step, steps)
		migrate_print_risks(migrate, step->status, step->down, DIRECTION_DOWN,
				    part++->loses);
	return outcome;
}

static enum outcome rehearse_steps(struct migrate *migrate, const struct steps *steps)
{
	struct parts parts = parts_of(migrate, steps);

	return migrate_rehearse(migrate, &parts);
}

/* True unless the target is unknown. Accepts a path, and reduces it to the name. */
static bool find_target(struct migrate *migrate, const struct view *view, struct rollback *rollback)
{
	struct report *report = migrate->report;

	if (!rollback->target)
		return true;
	rollback->target = migrate_given_name(&view->statuses, rollback->target, report->arena);
	if (migrate_find_status(&view->statuses, rollback->target))
		return true;
	report_error(report, nowhere, "'%s' is not applied", rollback->target);
	return migrate_suggest_name(&view->statuses, rollback->target, report);
}

/* Finds the steps and reads their files, or reports why nothing is done. */
static enum outcome prepare(struct migrate *migrate, struct view *view,
			    const struct rollback *rollback, struct steps *steps)
{
	struct status *oldest;

	applied_steps(migrate, &view->statuses, steps);
	if (!check_failed(migrate, &view->statuses, rollback) ||
	    !choose_steps(migrate, view, rollback, steps, &oldest) ||
	    (oldest && !check_parts(migrate, &view->statuses, oldest)))
		return OUTCOME_REFUSED;
	return read_steps(migrate, steps, rollback->marked);
}

enum outcome migrate_roll_back(struct migrate *migrate, const struct rollback *rollback)
{
	struct rollback wanted = *rollback;
	struct steps steps = {0};
	struct view view;
	struct step *step;

	if (!migrate->dry_run && !db_lock(migrate->db, migrate->patience.lock_wait))
		return OUTCOME_TROUBLE;
	if (!migrate_look(migrate, &view) || !find_target(migrate, &view, &wanted))
		return OUTCOME_TROUBLE;
	enum outcome outcome = prepare(migrate, &view, &wanted, &steps);
	if (outcome != OUTCOME_DONE)
		return outcome;
	if (migrate->dry_run)
		return dry_run(migrate, &view.history, &steps);
	if (migrate->rehearsal)
		return rehearse_steps(migrate, &steps);
	vector_each(step, &steps) {
		outcome = roll_back(migrate, &view.history, step);
		if (outcome != OUTCOME_DONE)
			return outcome;
	}
	return OUTCOME_DONE;
}
