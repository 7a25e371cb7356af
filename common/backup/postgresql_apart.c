/*
 * Restores a backup of PostgreSQL into a new database beside the old one, if one transaction would
 * take more locks than the server has memory for. Two renames in one transaction swap them: at each
 * instant the name belongs to the old database or to the new one.
 */
#include "backup/postgresql.h"
#include "backup/postgresql_look.h"
#include "base/program.h"
#include "scratch/postgresql.h"

/* The new database, until it has the old one's name. */
struct apart {
	const struct url *old;
	const char *database; /* its name */
	struct url url;
	struct pg_scratch *scratch;
	const struct restore *restore;
};

bool pg_refuse(const char *name, const struct pg_look *look, struct report *report)
{
	const char *const *need;

	vector_each(need, &look->needs)
		report_error(report, nowhere, "cannot restore '%s': %s", name, *need);
	return report_hint(report, "nothing was changed; create what is missing, or restore as a "
				   "superuser");
}

/* Fills the new database. */
static bool fill(struct apart *apart, bool users_path, struct pg_failure *failure,
		 struct report *report)
{
	const struct backup *backup = apart->restore->backup;
	struct pg_look look;
	bool filled = false;

	if (pg_look(&apart->url, backup->path, &look, report)) {
		struct pg_restoring restoring = {.url = &apart->url,
						 .backup = backup,
						 .patience = &apart->restore->patience,
						 .list = look.list,
						 .users_path = users_path,
						 .piecewise = true,
						 .replaces = pg_scratch_replaces(apart->scratch)};
		filled = look.needs.count ? pg_refuse(backup->name, &look, report)
					  : pg_try_restore(&restoring, failure, report);
	}
	pg_look_end(&look);
	return filled;
}

/* Checks that everything in the manifest is there. Something missing is an error. */
static bool is_complete(const struct apart *apart, struct report *report)
{
	const struct backup *backup = apart->restore->backup;
	struct manifest contents = {.kind = DB_POSTGRESQL};
	struct report differences = {.arena = report->arena};
	struct url url = apart->url;

	if (!backup->manifest)
		return true;
	if (backup->manifest->schema)
		url.schema = backup->manifest->schema;
	if (!pg_describe(&url, &contents, report))
		return false;
	return manifest_compare(backup->manifest, &contents, backup->name, &differences) ||
	       report_error(report, nowhere, "%s", differences.messages.at[0].text);
}

/* Drops the database that is left over: the new one, or after the swap the old one. */
static bool end(struct apart *apart, bool swapped, struct report *report)
{
	struct report dropping = {.arena = report->arena};
	const char *name = pg_scratch_name(apart->scratch);

	pg_scratch_report_to(apart->scratch, &dropping);
	if (!pg_scratch_remove(apart->scratch))
		report_warning(report, nowhere, "cannot drop the %s database, left as %s: %s",
			       swapped ? "old" : "new", name, dropping.messages.at[0].text);
	return swapped;
}

/* Tries once, in a new database. On false without an error, *failure says what to do. */
static bool try(struct apart *apart, bool users_path, struct pg_failure *failure,
		struct report *report)
{
	if (!pg_scratch_make_beside(&apart->scratch, apart->old, apart->database,
				    &apart->restore->patience, &apart->url, report))
		return false;
	bool swapped = fill(apart, users_path, failure, report) && is_complete(apart, report) &&
		       pg_scratch_swap(apart->scratch, report);
	return end(apart, swapped, report);
}

bool pg_restore_apart(const struct url *url, const char *database, const struct restore *restore,
		      struct report *report)
{
	struct apart apart = {.old = url, .database = database, .restore = restore};
	struct pg_failure failure = {0}, first;

	if (try(&apart, false, &failure, report))
		return true;
	first = failure;
	/* See try_often in postgresql_restore.c. */
	if (!report->errors && failure.complaint == PG_COMPLAINT_PATH &&
	    try(&apart, true, &failure, report))
		return true;
	return report->errors ? false : pg_report_failure(&first, report);
}
