#include <stdlib.h>
#include <string.h>

#include "folder/name.h"
#include "migrate/progress.h"
#include "migrate/rehearse.h"

/* A migration to take back, and its way. */
struct step {
	struct standing *standing;
	struct source *down;
};

struct steps {
	VECTOR_MEMBERS(struct step);
};

/* The newest first; what began in the same moment by the bytes of the names. */
static int compare_steps(const void *a, const void *b)
{
	const struct step *left = a, *right = b;
	db_time l = left->standing->row->started, r = right->standing->row->started;

	if (l != r)
		return l < r ? 1 : -1;
	return strcmp(right->standing->name, left->standing->name);
}

static void applied_steps(struct migrate *migrate, struct standings *standings, struct steps *steps)
{
	struct standing *standing;

	vector_each(standing, standings)
		if (is_applied(standing) || is_going_back(standing->row))
			vector_add(migrate->report->arena, steps)->standing = standing;
	if (steps->count)
		qsort(steps->at, steps->count, sizeof *steps->at, compare_steps);
}

/* Cuts the list where it is to end, at the target or behind the `oldest` that goes. */
static bool choose_steps(struct migrate *migrate, struct steps *steps, size_t count,
			 const char *target, struct standing **oldest)
{
	if (!target) {
		if (!steps->count)
			return report_error(migrate->report, nowhere, "no migration is applied");
		if (count > steps->count)
			return report_error(migrate->report, nowhere,
					    "only %u migration%s applied, not %zu", steps->count,
					    steps->count == 1 ? " is" : "s are", count);
		steps->count = count;
		*oldest = steps->at[count - 1].standing;
		return true;
	}
	for (size_t i = 0; i < steps->count; i++)
		if (strcmp(steps->at[i].standing->name, target) == 0) {
			steps->count = i;
			*oldest = steps->at[i].standing;
			return !is_going_back((*oldest)->row) ||
			       report_error(migrate->report, nowhere, "%s is taken back in part",
					    target);
		}
	return report_error(migrate->report, nowhere, "'%s' is not applied", target);
}

/* One that was begun goes on: with the statements that are committed as they ran. */
static bool check_down(struct migrate *migrate, const struct step *step)
{
	const struct history_row *row = step->standing->row;

	if (!is_going_back(row) ||
	    progress_matches(row, DIRECTION_DOWN, migrate->db, step->down, migrate->report->arena))
		return true;
	report_error(migrate->report, nowhere,
		     "%s is taken back in part, and its down.sql was edited since", row->name);
	return report_hint(migrate->report,
			   "restore the statements that are committed, or finish by hand and "
			   "'mig-resolve -r %s'",
			   row->name);
}

/* Every way back is read before the first is gone. */
static bool read_steps(struct migrate *migrate, struct steps *steps)
{
	struct report *report = migrate->report;
	struct step *step;
	bool good = true;

	vector_each(step, steps) {
		step->down = arena_alloc(report->arena, sizeof *step->down);
		good &= folder_read_down(&migrate->folder, step->standing->name, step->down,
					 report);
		if (report->errors)
			continue;
		if (step->down->text) {
			good &= check_down(migrate, step);
			continue;
		}
		report_error(report, nowhere, "%s cannot be taken back: '%s' is missing or empty",
			     step->standing->name, step->down->name);
		good = report_hint(report, "nothing was done; write it, or restore a backup "
					   "(mig-rollback -b)");
	}
	return good;
}

/* What to do about a migration that is applied in part; `finish` is what makes mig-apply go on. */
static bool report_part(struct migrate *migrate, const struct standing *standing, const char *what,
			const char *finish)
{
	const struct history_row *row = standing->row;
	const char *name = standing->name;

	report_error(migrate->report, nowhere, "%s %s %s", name, what,
		     part_text(migrate->report->arena, row));
	return report_hint(migrate->report,
			   "finish it (%s, or by hand and 'mig-resolve -a %s'), or undo the part "
			   "by hand and 'mig-resolve -f -r %s'",
			   finish, name, name);
}

static bool check_failed(struct migrate *migrate, const struct standings *standings)
{
	const struct standing *standing;

	vector_each(standing, standings) {
		if (standing->state != STATE_FAILED || is_going_back(standing->row))
			continue;
		if (committed_part(standing->row))
			return report_part(migrate, standing, "has failed and is not resolved, and",
					   arena_format(migrate->report->arena,
							"'mig-resolve -r %s' and mig-apply",
							standing->name));
		report_error(migrate->report, nowhere, "%s has failed and is not resolved",
			     standing->name);
		return report_hint(migrate->report, "see mig-status, and mig-resolve -r");
	}
	return true;
}

/*
 * What is committed of a migration that was resolved half-applied is in the database: nothing that
 * is older than it can go. `oldest` is what goes last, or what is to stay as it was.
 */
static bool check_parts(struct migrate *migrate, struct standings *standings,
			struct standing *oldest)
{
	struct standing *standing;
	struct step under = {.standing = oldest};
	bool good = true;

	vector_each(standing, standings) {
		struct step over = {.standing = standing};
		if (standing->state == STATE_ROLLED_BACK && committed_part(standing->row) &&
		    compare_steps(&over, &under) < 0)
			good = report_part(migrate, standing,
					   "came later and is applied in part:", "with mig-apply");
	}
	return good;
}

static enum outcome take_back(struct migrate *migrate, struct step *step)
{
	struct standing *standing = step->standing;
	struct job job = {
		.db = migrate->db,
		.report = migrate->report,
		.direction = DIRECTION_DOWN,
		.source = step->down,
		.row = *standing->row,
		.row_is_there = true,
		.patience = migrate->patience,
	};
	struct db_failure failure;

	migrate_warn(migrate, standing->name, step->down);
	enum outcome outcome = job_run(&job);

	/* What is done of it is kept, even where the rest did not work. */
	if (!db_settle(migrate->db, &failure)) {
		failure_report(migrate->report, standing->name, &failure);
		return OUTCOME_TROUBLE;
	}
	if (outcome != OUTCOME_DONE)
		return outcome;
	struct history_row *row = arena_alloc(migrate->report->arena, sizeof *row);
	*row = job.row;
	standing->row = row;
	standing->state = STATE_ROLLED_BACK;
	migrate_tell(migrate, standing);
	return OUTCOME_DONE;
}

static enum outcome rehearse_steps(struct migrate *migrate, const struct steps *steps)
{
	struct parts parts = {0};
	const struct step *step;

	vector_each(step, steps) {
		const struct history_row *row = step->standing->row;
		long done = is_going_back(row) ? progress_of(row, DIRECTION_DOWN) : 0;
		*vector_add(migrate->report->arena, &parts) =
			(struct part){step->standing->name, step->down, (size_t)done};
	}
	return rehearse(migrate, &parts);
}

enum outcome migrate_roll_back(struct migrate *migrate, size_t count, const char *target)
{
	struct view view;
	struct steps steps = {0};
	struct step *step;
	struct standing *oldest = NULL;

	if (!migrate->dry_run && !db_lock(migrate->db, migrate->patience.lock_wait))
		return OUTCOME_TROUBLE;
	if (!migrate_look(migrate, &view))
		return OUTCOME_TROUBLE;
	target = target ? folder_migration_name(migrate->report->arena, target) : NULL;
	if (target && !standings_find(&view.standings, target)) {
		report_error(migrate->report, nowhere, "'%s' is not applied", target);
		standings_hint(&view.standings, target, migrate->report);
		return OUTCOME_TROUBLE;
	}
	applied_steps(migrate, &view.standings, &steps);
	if (!check_failed(migrate, &view.standings) ||
	    !choose_steps(migrate, &steps, count, target, &oldest) ||
	    !check_parts(migrate, &view.standings, oldest) || !read_steps(migrate, &steps))
		return OUTCOME_REFUSED;
	if (migrate->rehearsal)
		return rehearse_steps(migrate, &steps);
	vector_each(step, &steps) {
		if (migrate->dry_run) {
			migrate_forewarn(migrate, step->standing, step->down);
			continue;
		}
		enum outcome outcome = take_back(migrate, step);
		if (outcome != OUTCOME_DONE)
			return outcome;
	}
	return OUTCOME_DONE;
}
