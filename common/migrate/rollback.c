/* Rolls back applied migrations with their down.sql. */
#include <stdlib.h>
#include <string.h>

#include "folder/name.h"
#include "migrate/failure.h"
#include "migrate/progress.h"
#include "migrate/rehearse.h"

/* A migration to roll back, and its down.sql. */
struct step {
	struct status *status;
	struct source *down;
};

struct steps {
	VECTOR_MEMBERS(struct step);
};

/* Orders the newest first; those that began in the same moment by the bytes of their names. */
static int compare_steps(const void *a, const void *b)
{
	const struct step *left = a, *right = b;
	db_time l = left->status->row->started, r = right->status->row->started;

	if (l != r)
		return l < r ? 1 : -1;
	return strcmp(right->status->name, left->status->name);
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

/*
 * Cuts the list at the target, or after `count` steps. `oldest` is the target, or the last one
 * that is rolled back.
 */
static bool choose_steps(struct migrate *migrate, struct steps *steps, size_t count,
			 const char *target, struct status **oldest)
{
	if (!target) {
		if (!steps->count)
			return report_error(migrate->report, nowhere, "no migration is applied");
		if (count > steps->count)
			return report_error(migrate->report, nowhere,
					    "only %u migration%s applied, not %zu", steps->count,
					    steps->count == 1 ? " is" : "s are", count);
		steps->count = count;
		*oldest = steps->at[count - 1].status;
		return true;
	}
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

/* True unless a rollback was begun with other statements than down.sql has now. */
static bool check_down(struct migrate *migrate, const struct step *step)
{
	const struct history_row *row = step->status->row;

	if (!migrate_is_rolling_back(row) ||
	    migrate_progress_matches(row, DIRECTION_DOWN, migrate->db, step->down,
				     migrate->report->arena))
		return true;
	report_error(migrate->report, nowhere,
		     "%s is partly rolled back, and its down.sql has changed since", row->name);
	return report_hint(
		migrate->report,
		"restore the committed statements; or finish by hand, then 'mig-resolve -r %s'",
		row->name);
}

static bool read_step(struct migrate *migrate, struct step *step)
{
	struct report *report = migrate->report;
	const char *name = step->status->name;

	step->down = arena_alloc(report->arena, sizeof *step->down);
	if (!folder_read_down(&migrate->folder, name, step->down, report))
		return false;
	if (step->down->text)
		return check_down(migrate, step);
	report_error(report, nowhere, "cannot roll back %s: '%s' is missing or empty", name,
		     step->down->name);
	return report_hint(report, "nothing was done; write it, or restore a backup "
				   "(mig-rollback -b)");
}

/* Reads every down.sql before the first one runs. Reports each that is missing. */
static bool read_steps(struct migrate *migrate, struct steps *steps)
{
	struct step *step;
	bool good = true;

	vector_each(step, steps)
		good &= read_step(migrate, step);
	return good;
}

/* Reports a migration that is applied in part. `finish` says how mig-apply goes on with it. */
static bool report_part(struct migrate *migrate, const struct status *status, const char *what,
			const char *finish)
{
	const struct history_row *row = status->row;
	const char *name = status->name;

	report_error(migrate->report, nowhere, "%s %s %s", name, what,
		     migrate_part_text(migrate->report->arena, row));
	return report_hint(migrate->report,
			   "finish it (%s; or by hand, then 'mig-resolve -a %s'), or undo that "
			   "part by hand, then 'mig-resolve -f -r %s'",
			   finish, name, name);
}

static bool check_failed(struct migrate *migrate, const struct statuses *statuses)
{
	const struct status *status;

	vector_each(status, statuses) {
		if (status->state != STATE_FAILED || migrate_is_rolling_back(status->row))
			continue;
		if (migrate_committed_part(status->row))
			return report_part(migrate, status, "has failed and is not resolved, and",
					   arena_format(migrate->report->arena,
							"'mig-resolve -r %s' and mig-apply",
							status->name));
		report_error(migrate->report, nowhere, "%s has failed and is not resolved",
			     status->name);
		return report_hint(migrate->report, "see mig-status, and mig-resolve -r");
	}
	return true;
}

/*
 * True unless a migration that is younger than `oldest` is rolled back only in the history, and
 * what it committed is still in the database: nothing older can be rolled back under it.
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
					   "is later, and partly applied:", "with mig-apply");
	}
	return good;
}

static enum outcome roll_back(struct migrate *migrate, struct step *step)
{
	struct status *status = step->status;
	struct job job = {
		.db = migrate->db,
		.report = migrate->report,
		.direction = DIRECTION_DOWN,
		.source = step->down,
		.row = *status->row,
		.row_exists = true,
		.patience = migrate->patience,
	};
	struct db_failure failure;

	migrate_warn(migrate, status->name, step->down);
	enum outcome outcome = migrate_run_job(&job);

	/* What is done is kept, even if the rest failed. */
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

static enum outcome rehearse_steps(struct migrate *migrate, const struct steps *steps)
{
	struct parts parts = {0};
	const struct step *step;

	vector_each(step, steps) {
		const struct history_row *row = step->status->row;
		long done =
			migrate_is_rolling_back(row) ? migrate_progress(row, DIRECTION_DOWN) : 0;
		*vector_add(migrate->report->arena, &parts) =
			(struct part){step->status->name, step->down, (size_t)done};
	}
	return migrate_rehearse(migrate, &parts);
}

enum outcome migrate_roll_back(struct migrate *migrate, size_t count, const char *target)
{
	struct view view;
	struct steps steps = {0};
	struct step *step;
	struct status *oldest = NULL;

	if (!migrate->dry_run && !db_lock(migrate->db, migrate->patience.lock_wait))
		return OUTCOME_TROUBLE;
	if (!migrate_look(migrate, &view))
		return OUTCOME_TROUBLE;
	target = target ? folder_migration_name(migrate->report->arena, target) : NULL;
	if (target && !migrate_find_status(&view.statuses, target)) {
		report_error(migrate->report, nowhere, "'%s' is not applied", target);
		migrate_suggest_name(&view.statuses, target, migrate->report);
		return OUTCOME_TROUBLE;
	}
	applied_steps(migrate, &view.statuses, &steps);
	if (!check_failed(migrate, &view.statuses) ||
	    !choose_steps(migrate, &steps, count, target, &oldest) ||
	    !check_parts(migrate, &view.statuses, oldest) || !read_steps(migrate, &steps))
		return OUTCOME_REFUSED;
	if (migrate->rehearsal)
		return rehearse_steps(migrate, &steps);
	vector_each(step, &steps) {
		if (migrate->dry_run) {
			migrate_warn_before(migrate, step->status, step->down);
			continue;
		}
		enum outcome outcome = roll_back(migrate, step);
		if (outcome != OUTCOME_DONE)
			return outcome;
	}
	return OUTCOME_DONE;
}
