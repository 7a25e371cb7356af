/* Changes the history, and nothing else in the database. */
#include <inttypes.h>
#include <string.h>

#include "folder/check.h"
#include "folder/checksum.h"
#include "folder/name.h"
#include "folder/replaces.h"
#include "migrate/check.h"
#include "migrate/failure.h"
#include "migrate/migrate.h"
#include "migrate/progress.h"

/* The work of one run. The new statuses are printed after the commit. */
struct resolve {
	struct migrate *migrate;
	const struct view *view;
	bool from_start;
	VECTOR(struct status) changes;
};

/* Returns a copy to change. The commit fills in its times. */
static struct history_row *copy_row(struct resolve *resolve, const struct history_row *row)
{
	struct history_row *copy = arena_alloc(resolve->migrate->report->arena, sizeof *copy);

	*copy = *row;
	return copy;
}

/* Adds a change to the rows. `detail` may be NULL. */
static void add_change(struct resolve *resolve, enum state state, const struct history_row *row,
		       const char *detail)
{
	*vector_add(resolve->migrate->report->arena, &resolve->changes) =
		(struct status){.state = state, .name = row->name, .row = row, .detail = detail};
}

static const struct history_row *find_row(const struct history *history, const char *name,
					  bool applied)
{
	const struct history_row *row;

	vector_each(row, &history->rows)
		if (strcmp(row->name, name) == 0 && (!applied || history_row_is_applied(row)))
			return row;
	return NULL;
}

static struct status status_of(const struct resolve *resolve, const char *name)
{
	const struct status *found = migrate_find_status(&resolve->view->statuses, name);

	return found ? *found : (struct status){.name = name};
}

/*
 * Marks the failed rows of a name as rolled back. From the start: the committed statements counted
 * in these rows, and in rows rolled back earlier, no longer count. If `decides` (or NULL) is one of
 * them, it becomes the changed row.
 */
static bool close_rows(struct resolve *resolve, const char *name,
		       const struct history_row **decides)
{
	const struct history_row *row;

	vector_each(row, &resolve->view->history.rows) {
		bool counts = resolve->from_start && row->steps > 0;
		if (strcmp(row->name, name) != 0 || row->finished || (row->rolled_back && !counts))
			continue;
		struct history_row *closed = copy_row(resolve, row);
		if (!closed->rolled_back)
			closed->rolled_back = DB_NOW;
		if (resolve->from_start || migrate_is_rolling_back(row))
			closed->steps = 0;
		if (!db_history_change(resolve->migrate->db, closed))
			return false;
		if (decides && row == *decides)
			*decides = closed;
	}
	return true;
}

/*
 * Marks the rows as unfinished, since Prisma's engine takes a finished row for applied. `by`
 * replaces the migration, or is NULL.
 */
static bool forget(struct resolve *resolve, const char *name, const char *by)
{
	const struct history_row *decides = status_of(resolve, name).row;
	const struct history_row *row;

	vector_each(row, &resolve->view->history.rows) {
		if (strcmp(row->name, name) != 0 || !history_row_is_applied(row))
			continue;
		struct history_row *changed = copy_row(resolve, row);
		changed->logs = migrate_forgotten_text(resolve->migrate->report->arena, row, by);
		changed->finished = 0;
		changed->steps = 0;
		changed->rolled_back = DB_NOW;
		if (!db_history_change(resolve->migrate->db, changed))
			return false;
		if (row == decides)
			decides = changed;
	}
	if (by)
		add_change(resolve, STATE_SQUASHED, decides, NULL);
	else
		add_change(resolve, STATE_ROLLED_BACK, decides,
			   "forgotten; its changes are still there");
	return true;
}

static bool mark_forgotten(struct resolve *resolve, const char *name)
{
	return forget(resolve, name, NULL);
}

/* Forgets the migrations that another replaces: they are part of that one now. */
static bool forget_replaced(struct resolve *resolve, const char *name)
{
	struct migrate *migrate = resolve->migrate;
	struct names replaced;
	const char **old;

	if (!folder_list_replaced(migrate->folder.path, name, &replaced, migrate->report))
		return false;
	vector_each(old, &replaced)
		if (find_row(&resolve->view->history, *old, true) && !forget(resolve, *old, name))
			return false;
	return true;
}

static bool mark_applied(struct resolve *resolve, const char *name)
{
	struct migrate *migrate = resolve->migrate;
	struct arena *arena = migrate->report->arena;
	const struct migration *migration = folder_find(&migrate->folder, name);
	/* Like Prisma's engine, counts no steps: none ran. */
	const struct history_row applied = {.id = db_new_id(arena),
					    .name = name,
					    .checksum = folder_checksum(arena, &migration->sql),
					    .logs = "",
					    .started = DB_BEGUN,
					    .finished = DB_BEGUN};
	struct history_row *row = copy_row(resolve, &applied);

	if (!close_rows(resolve, name, NULL) || !db_history_add(migrate->db, row))
		return false;
	add_change(resolve, STATE_APPLIED, row, NULL);
	return forget_replaced(resolve, name);
}

static bool check_applied(struct resolve *resolve, const char *name)
{
	struct migrate *migrate = resolve->migrate;
	struct script script;

	if (find_row(&resolve->view->history, name, true))
		return report_error(migrate->report, nowhere, "%s is already applied", name);
	/* A migration that never runs here may have to run in another database. */
	sqltext_read(migrate->report->arena, migrate->folder.dialect,
		     &folder_find(&migrate->folder, name)->sql, &script);
	return folder_check_migration(name, &script, migrate->report);
}

/* Returns the row of a name to change: the last open one, else the last one. */
static const struct history_row *find_failed(const struct history *history, const char *name)
{
	const struct history_row *row, *found = NULL;

	vector_each(row, &history->rows)
		if (strcmp(row->name, name) == 0 &&
		    (!found || found->rolled_back || !row->rolled_back))
			found = row;
	return found;
}

static bool mark_rolled_back(struct resolve *resolve, const char *name)
{
	const struct history_row *row = find_failed(&resolve->view->history, name);

	if (!close_rows(resolve, name, &row))
		return false;
	add_change(resolve, STATE_ROLLED_BACK, row, NULL);
	return true;
}

static bool check_rolled_back(struct resolve *resolve, const char *name)
{
	struct report *report = resolve->migrate->report;

	if (!find_row(&resolve->view->history, name, false)) {
		report_error(report, nowhere, "%s has not failed: it is pending", name);
		return report_hint(report, "apply it with mig-apply");
	}
	if (!find_row(&resolve->view->history, name, true))
		return true;
	report_error(report, nowhere, "%s has not failed: it is applied", name);
	return report_hint(report, "roll it back with mig-rollback");
}

/* Returns the old checksum and that of the present file. */
static const char *edit_text(const struct resolve *resolve, const struct status *status)
{
	struct arena *arena = resolve->migrate->report->arena;
	const struct source *sql = &status->migration->sql;
	struct script script;

	sqltext_read(arena, db_script_dialect(resolve->migrate->db), sql, &script);
	return arena_format(arena, "SHA-256 was %s, is now %s, %" PRIu32 " statement%s",
			    status->row->checksum, folder_checksum(arena, sql),
			    script.statements.count, script.statements.count == 1 ? "" : "s");
}

static bool mark_edited(struct resolve *resolve, const char *name)
{
	struct arena *arena = resolve->migrate->report->arena;
	const struct status status = status_of(resolve, name);
	const struct source *sql = &status.migration->sql;
	const struct history_row *row;
	struct history_row *decides = copy_row(resolve, status.row);

	decides->checksum = folder_checksum(arena, sql);
	vector_each(row, &resolve->view->history.rows) {
		if (strcmp(row->name, name) != 0 || !history_row_is_applied(row) ||
		    folder_checksum_matches(row->checksum, sql))
			continue;
		struct history_row *changed = copy_row(resolve, row);
		changed->checksum = decides->checksum;
		if (!db_history_change(resolve->migrate->db, changed))
			return false;
	}
	add_change(resolve, STATE_APPLIED, decides, edit_text(resolve, &status));
	return true;
}

static bool check_edited(struct resolve *resolve, const char *name)
{
	struct report *report = resolve->migrate->report;
	const struct status status = status_of(resolve, name);
	struct script script;

	switch (status.state) {
	case STATE_EDITED:
		sqltext_read(report->arena, resolve->migrate->folder.dialect,
			     &status.migration->sql, &script);
		return folder_check_script(&script, false, report);
	case STATE_APPLIED:
		return report_error(report, nowhere, "%s has not been edited since it was applied",
				    name);
	case STATE_MISSING:
		report_error(report, nowhere, "%s is not in the folder", name);
		return report_hint(report, "restore its directory; or forget it with -g");
	default:
		return report_error(report, nowhere, "'%s' is not applied", name);
	}
}

static bool check_forgotten(struct resolve *resolve, const char *name)
{
	struct report *report = resolve->migrate->report;
	const struct status status = status_of(resolve, name);

	if (status.state == STATE_MISSING)
		return true;
	if (status.migration)
		return report_error(report, nowhere, "%s is not missing: it is in the folder",
				    name);
	return report_error(report, nowhere, "'%s' is not applied", name);
}

/* The functions of each resolution: one checks a name, one changes its rows. */
static const struct correction {
	bool in_folder; /* the name must be in the folder; else in the history */
	bool single;	/* takes one migration at a time: each is a decision */
	bool (*check)(struct resolve *resolve, const char *name);
	bool (*mark)(struct resolve *resolve, const char *name);
} corrections[] = {
	[RESOLVE_APPLIED] = {true, false, check_applied, mark_applied},
	[RESOLVE_ROLLED_BACK] = {false, false, check_rolled_back, mark_rolled_back},
	[RESOLVE_FROM_START] = {false, false, check_rolled_back, mark_rolled_back},
	[RESOLVE_EDITED] = {false, true, check_edited, mark_edited},
	[RESOLVE_FORGOTTEN] = {false, true, check_forgotten, mark_forgotten},
};

static bool is_known(struct resolve *resolve, const struct correction *correction, const char *name)
{
	struct migrate *migrate = resolve->migrate;

	if (correction->in_folder && !folder_find(&migrate->folder, name))
		report_error(migrate->report, nowhere, "no migration '%s' in '%s'", name,
			     migrate->folder.path);
	else if (!correction->in_folder && !migrate_find_status(&resolve->view->statuses, name))
		report_error(migrate->report, nowhere, "'%s' was never applied to this database",
			     name);
	else
		return true;
	return migrate_suggest_name(&resolve->view->statuses, name, migrate->report);
}

/* Reads the names, also given as paths. Repeated names count once. */
static bool read_names(struct resolve *resolve, const struct names *given,
		       const struct correction *correction, struct names *names)
{
	struct report *report = resolve->migrate->report;
	struct arena *arena = report->arena;
	const char **path;

	*names = (struct names){0};
	vector_each(path, given) {
		const char *name = migrate_given_name(&resolve->view->statuses, *path, arena);
		if (!names_have(names, name))
			*vector_add(arena, names) = name;
	}
	return !correction->single || names->count == 1 ||
	       report_error(report, nowhere, "only one migration at a time can be %s",
			    correction == &corrections[RESOLVE_EDITED] ? "accepted" : "forgotten");
}

/* True if one of the names replaces a migration that is applied. */
static bool replaces_applied(const struct resolve *resolve, const struct names *names)
{
	const struct migrate *migrate = resolve->migrate;
	struct names replaced;
	const char **name, **old;

	vector_each(name, names) {
		if (!folder_list_replaced(migrate->folder.path, *name, &replaced, migrate->report))
			return false;
		vector_each(old, &replaced)
			if (find_row(&resolve->view->history, *old, true))
				return true;
	}
	return false;
}

/*
 * Refuses to mark a migration of one project in the database of another: afterwards mig-apply could
 * no longer tell them apart.
 */
static bool check_project(const struct resolve *resolve, const struct names *names)
{
	struct migrate *migrate = resolve->migrate;

	if (replaces_applied(resolve, names) ||
	    migrate_check_same_project(migrate, &resolve->view->statuses))
		return true;
	return report_hint(
		migrate->report,
		"check the folder (-m) and the database (-u); if new migrations replace all old "
		"ones, forget the old ones first, one by one, with mig-resolve -g");
}

/* Checks that all names may be marked. */
static enum outcome check_names(struct resolve *resolve, const struct correction *correction,
				const struct names *names)
{
	enum outcome outcome = OUTCOME_DONE;
	const char **name;

	vector_each(name, names)
		if (!is_known(resolve, correction, *name))
			outcome = OUTCOME_TROUBLE;
		else if (!correction->check(resolve, *name) && outcome == OUTCOME_DONE)
			outcome = OUTCOME_REFUSED;
	if (outcome == OUTCOME_DONE && correction->in_folder && !check_project(resolve, names))
		outcome = OUTCOME_REFUSED;
	return outcome;
}

/* Prints the statuses as they are. */
static enum outcome dry_run(struct resolve *resolve, const struct names *names)
{
	const char **name;

	vector_each(name, names) {
		struct status status = status_of(resolve, *name);
		if (status.state == STATE_EDITED)
			status.detail = edit_text(resolve, &status);
		migrate_print_status(resolve->migrate, &status);
	}
	return OUTCOME_DONE;
}

/* Opens the transaction that reads and changes the history, unless it is a dry run. */
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
	if ((view->history.exists || db_history_create(migrate->db)) && migrate_look(migrate, view))
		return true;
	db_rollback(migrate->db);
	return false;
}

static enum outcome end(struct resolve *resolve, bool good)
{
	struct migrate *migrate = resolve->migrate;
	struct db_failure failure;
	const struct status *status;

	if (!migrate->dry_run && !good)
		db_rollback(migrate->db);
	if (good && !(db_commit(migrate->db, &failure) && db_flush(migrate->db, &failure)))
		good = migrate_report_failure(migrate->report, "cannot change the history",
					      &failure);
	if (!good)
		return OUTCOME_TROUBLE;
	vector_each(status, &resolve->changes)
		migrate_print_status(migrate, status);
	return OUTCOME_DONE;
}

enum outcome migrate_resolve(struct migrate *migrate, const struct names *given,
			     enum resolution resolution)
{
	const struct correction *correction = &corrections[resolution];
	struct view view;
	struct resolve resolve = {
		.migrate = migrate, .view = &view, .from_start = resolution == RESOLVE_FROM_START};
	struct names names;
	const char **name;
	bool good = true;

	if (!begin(migrate, &view))
		return OUTCOME_TROUBLE;
	enum outcome outcome = read_names(&resolve, given, correction, &names)
				       ? check_names(&resolve, correction, &names)
				       : OUTCOME_TROUBLE;
	if (outcome != OUTCOME_DONE) {
		end(&resolve, false);
		return outcome;
	}
	if (migrate->dry_run)
		return dry_run(&resolve, &names);
	vector_each(name, &names)
		good = good && correction->mark(&resolve, *name);
	return end(&resolve, good);
}
