/* Changes the history, and nothing else in the database. */
#include <string.h>

#include "folder/checksum.h"
#include "folder/name.h"
#include "migrate/migrate.h"
#include "migrate/failure.h"
#include "migrate/progress.h"

/* The new statuses of the named migrations, which are printed after the commit. */
struct changes {
	VECTOR_MEMBERS(struct status);
};

static void add_change(struct migrate *migrate, struct changes *changes, enum state state,
		       const struct history_row *row)
{
	struct history_row *kept = arena_alloc(migrate->report->arena, sizeof *kept);

	*kept = *row;
	*vector_add(migrate->report->arena, changes) =
		(struct status){.state = state, .name = kept->name, .row = kept};
}

static const struct history_row *find_row(const struct history *history, const char *name,
					  bool applied)
{
	const struct history_row *row;

	vector_each(row, &history->rows)
		if (strcmp(row->name, name) == 0 &&
		    (!applied || (row->finished && !row->rolled_back)))
			return row;
	return NULL;
}

/*
 * Marks the failed rows of a name as rolled back. `from_start`: what these rows, and those rolled
 * back earlier, say is committed no longer counts.
 */
static bool close_rows(struct migrate *migrate, const struct history *history, const char *name,
		       bool from_start, db_time now)
{
	const struct history_row *row;

	vector_each(row, &history->rows) {
		bool counts = from_start && row->steps > 0;
		if (strcmp(row->name, name) != 0 || row->finished || (row->rolled_back && !counts))
			continue;
		struct history_row closed = *row;
		if (!closed.rolled_back)
			closed.rolled_back = now;
		if (from_start || migrate_is_rolling_back(row))
			closed.steps = 0;
		if (!db_history_change(migrate->db, &closed))
			return false;
	}
	return true;
}

static bool mark_applied(struct migrate *migrate, const struct view *view, const char *name,
			 struct changes *changes)
{
	struct arena *arena = migrate->report->arena;
	const struct migration *migration = folder_find(&migrate->folder, name);
	db_time now = db_now();
	/* Prisma's engine writes no steps either, for none ran. */
	struct history_row row = {.id = db_new_id(arena),
				  .name = name,
				  .checksum = folder_checksum(arena, &migration->sql),
				  .logs = "",
				  .started = now,
				  .finished = now};

	if (!close_rows(migrate, &view->history, name, false, now) ||
	    !db_history_add(migrate->db, &row))
		return false;
	add_change(migrate, changes, STATE_APPLIED, &row);
	return true;
}

/* True if the folder, or for a rollback the history, has the name. */
static bool is_known(struct migrate *migrate, const struct view *view, const char *name,
		     bool applied)
{
	if (applied && !folder_find(&migrate->folder, name))
		report_error(migrate->report, nowhere, "no migration '%s' in '%s'", name,
			     migrate->folder.path);
	else if (!applied && !migrate_find_status(&view->statuses, name))
		report_error(migrate->report, nowhere, "'%s' was never applied to this database",
			     name);
	else
		return true;
	return migrate_suggest_name(&view->statuses, name, migrate->report);
}

static bool check_applied(struct migrate *migrate, const struct view *view, const char *name)
{
	return !find_row(&view->history, name, true) ||
	       report_error(migrate->report, nowhere, "%s is already applied", name);
}

/* Returns the row of a name that changes: the last one that is open, else the last one. */
static const struct history_row *find_failed(const struct history *history, const char *name)
{
	const struct history_row *row, *found = NULL;

	vector_each(row, &history->rows)
		if (strcmp(row->name, name) == 0 &&
		    (!found || found->rolled_back || !row->rolled_back))
			found = row;
	return found;
}

static bool mark_rolled_back(struct migrate *migrate, const struct view *view, const char *name,
			     bool from_start, struct changes *changes)
{
	struct history_row row = *find_failed(&view->history, name);

	db_time now = db_now();

	if (!close_rows(migrate, &view->history, name, from_start, now))
		return false;
	row.rolled_back = row.rolled_back ? row.rolled_back : now;
	row.steps = from_start ? 0 : row.steps;
	add_change(migrate, changes, STATE_ROLLED_BACK, &row);
	return true;
}

static bool check_rolled_back(struct migrate *migrate, const struct view *view, const char *name)
{
	if (!find_row(&view->history, name, false)) {
		report_error(migrate->report, nowhere, "%s has not failed, it is pending", name);
		return report_hint(migrate->report, "mig-apply applies it");
	}
	if (!find_row(&view->history, name, true))
		return true;
	report_error(migrate->report, nowhere, "%s has not failed, it is applied", name);
	return report_hint(migrate->report, "mig-rollback rolls back what is applied");
}

/* Takes the names off the paths that were given, and checks that all of them may be marked. */
static enum outcome check_names(struct migrate *migrate, const struct view *view,
				const struct names *given, bool applied, struct names *names)
{
	enum outcome outcome = OUTCOME_DONE;
	const char **name;

	*names = (struct names){0};
	vector_each(name, given)
		*vector_add(migrate->report->arena, names) =
			folder_migration_name(migrate->report->arena, *name);
	vector_each(name, names)
		if (!is_known(migrate, view, *name, applied))
			outcome = OUTCOME_TROUBLE;
		else if (!(applied ? check_applied : check_rolled_back)(migrate, view, *name) &&
			 outcome == OUTCOME_DONE)
			outcome = OUTCOME_REFUSED;
	return outcome;
}

/* Prints the statuses as they are. */
static enum outcome dry_run(struct migrate *migrate, const struct view *view,
			    const struct names *names)
{
	const char **name;

	vector_each(name, names)
		migrate_print_status(migrate, migrate_find_status(&view->statuses, *name));
	return OUTCOME_DONE;
}

/* Opens the transaction in which the history is read and changed, unless it is a dry run. */
static bool begin(struct migrate *migrate, struct view *view)
{
	struct db_failure failure;

	if (!migrate_look(migrate, view))
		return false;
	if (migrate->dry_run)
		return true;
	if (!db_lock(migrate->db, migrate->patience.lock_wait))
		return false;
	if (!db_begin(migrate->db, NULL, NULL, migrate->patience.lock_timeout, &failure))
		return migrate_report_failure(migrate->report, "cannot change the history",
					      &failure);
	return (view->history.exists || db_history_create(migrate->db)) &&
	       migrate_look(migrate, view);
}

static enum outcome end(struct migrate *migrate, const struct changes *changes, bool good)
{
	struct db_failure failure;
	const struct status *status;

	if (!migrate->dry_run && !good)
		db_rollback(migrate->db);
	if (good && !(db_commit(migrate->db, &failure) && db_flush(migrate->db, &failure)))
		good = migrate_report_failure(migrate->report, "cannot change the history",
					      &failure);
	if (!good)
		return OUTCOME_TROUBLE;
	vector_each(status, changes)
		migrate_print_status(migrate, status);
	return OUTCOME_DONE;
}

static enum outcome mark(struct migrate *migrate, const struct names *given, bool applied,
			 bool from_start)
{
	struct changes changes = {0};
	struct view view;
	struct names names;
	const char **name;
	bool good = true;

	if (!begin(migrate, &view))
		return OUTCOME_TROUBLE;
	enum outcome outcome = check_names(migrate, &view, given, applied, &names);
	if (outcome != OUTCOME_DONE) {
		end(migrate, &changes, false);
		return outcome;
	}
	if (migrate->dry_run)
		return dry_run(migrate, &view, &names);
	vector_each(name, &names)
		good = good &&
		       (applied ? mark_applied(migrate, &view, *name, &changes)
				: mark_rolled_back(migrate, &view, *name, from_start, &changes));
	return end(migrate, &changes, good);
}

enum outcome migrate_mark_applied(struct migrate *migrate, const struct names *given)
{
	return mark(migrate, given, true, false);
}

enum outcome migrate_mark_rolled_back(struct migrate *migrate, const struct names *given,
				      bool from_start)
{
	return mark(migrate, given, false, from_start);
}
