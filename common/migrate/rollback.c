#include <stdlib.h>
#include <string.h>

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
		if (is_applied(standing))
			vector_add(migrate->report->arena, steps)->standing = standing;
	if (steps->count)
		qsort(steps->at, steps->count, sizeof *steps->at, compare_steps);
}

/* Cuts the list where it is to end. */
static bool choose_steps(struct migrate *migrate, struct steps *steps, size_t count,
			 const char *target)
{
	if (!target) {
		if (count > steps->count)
			return report_error(migrate->report, nowhere,
					    "only %zu migration%s applied, not %zu", steps->count,
					    steps->count == 1 ? " is" : "s are", count);
		steps->count = count;
		return true;
	}
	for (size_t i = 0; i < steps->count; i++)
		if (strcmp(steps->at[i].standing->name, target) == 0) {
			steps->count = i;
			return true;
		}
	return report_error(migrate->report, nowhere, "'%s' is not applied", target);
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
		if (report->errors || step->down->text)
			continue;
		report_error(report, nowhere, "%s cannot be taken back: '%s' is missing or empty",
			     step->standing->name, step->down->name);
		good = report_hint(report, "nothing was done; write it, or restore a backup "
					   "(mig-rollback -b)");
	}
	return good;
}

static bool check_failed(struct migrate *migrate, const struct standings *standings)
{
	const struct standing *standing;

	vector_each(standing, standings)
		if (standing->state == STATE_FAILED) {
			report_error(migrate->report, nowhere, "%s has failed and is not resolved",
				     standing->name);
			return report_hint(migrate->report, "see mig-status, and mig-resolve -r");
		}
	return true;
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
	enum outcome outcome = job_run(&job);

	if (outcome != OUTCOME_DONE)
		return outcome;
	if (!db_settle(migrate->db, &failure)) {
		failure_report(migrate->report, standing->name, &failure);
		return OUTCOME_TROUBLE;
	}
	struct history_row *row = arena_alloc(migrate->report->arena, sizeof *row);
	*row = job.row;
	standing->row = row;
	standing->state = STATE_ROLLED_BACK;
	migrate->done(migrate, standing);
	return OUTCOME_DONE;
}

static enum outcome rehearse_steps(struct migrate *migrate, const struct steps *steps)
{
	struct parts parts = {0};
	const struct step *step;

	vector_each(step, steps)
		*vector_add(migrate->report->arena, &parts) =
			(struct part){step->standing->name, step->down};
	return rehearse(migrate, &parts);
}

enum outcome migrate_roll_back(struct migrate *migrate, size_t count, const char *target)
{
	struct view view;
	struct steps steps = {0};
	struct step *step;

	if (!migrate->dry_run && !db_lock(migrate->db, migrate->patience.lock_wait))
		return OUTCOME_TROUBLE;
	if (!migrate_look(migrate, &view))
		return OUTCOME_TROUBLE;
	applied_steps(migrate, &view.standings, &steps);
	if (!check_failed(migrate, &view.standings) ||
	    !choose_steps(migrate, &steps, count, target) || !read_steps(migrate, &steps))
		return OUTCOME_REFUSED;
	if (migrate->rehearsal)
		return rehearse_steps(migrate, &steps);
	vector_each(step, &steps) {
		if (migrate->dry_run) {
			migrate->done(migrate, step->standing);
			continue;
		}
		enum outcome outcome = take_back(migrate, step);
		if (outcome != OUTCOME_DONE)
			return outcome;
	}
	return OUTCOME_DONE;
}
