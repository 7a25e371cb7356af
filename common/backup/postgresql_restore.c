/* Restores a backup of PostgreSQL: decides where, and retries while others hold locks. */
#include "backup/postgresql.h"
#include "backup/postgresql_look.h"
#include "base/interrupt.h"

static bool report_busy(const struct pg_restoring *restoring, const struct pg_failure *failure,
			int tries, struct report *report)
{
	report_error(report, nowhere, "cannot restore '%s': %s", restoring->backup->name,
		     failure->message);
	return report_hint(report,
			   "tried %d time%s, nothing was changed; try again when the lock is free, "
			   "or end its holder",
			   tries, tries == 1 ? "" : "s");
}

/*
 * Tries repeatedly. pg_dump qualifies names, for an empty search_path. So a function in a check or
 * an index fails if it names a table without its schema; then the search_path of the database's
 * users is tried. *crowded is true if the locks do not fit.
 */
static bool try_often(struct pg_restoring *restoring, bool *crowded, struct report *report)
{
	struct pg_failure failure = {0}, first = {0};

	for (int tries = 1;;) {
		if (pg_try_restore(restoring, &failure, report))
			return true;
		*crowded = !report->errors && failure.complaint == PG_COMPLAINT_LOCKS;
		if (report->errors || *crowded)
			return false;
		if (failure.complaint == PG_COMPLAINT_PATH && restoring->users_path)
			return pg_report_failure(&first, report);
		if (failure.complaint == PG_COMPLAINT_PATH) {
			restoring->users_path = true;
			first = failure;
			continue;
		}
		if (tries > restoring->patience->retries)
			return report_busy(restoring, &failure, tries, report);
		interrupt_wait(-1, false, 100 << (tries < 6 ? tries - 1 : 5));
		tries++;
	}
}

/* Reports that the locks do not fit, and what rules out the other way. Always returns false. */
static bool report_crowded(const char *name, const struct pg_look *look, struct report *report)
{
	const char *const *reason;

	report_error(report, nowhere, "cannot restore '%s': %s", name,
		     look->locks ? look->locks
				 : "the server has no room for the locks of one transaction: "
				   "increase max_locks_per_transaction and restart the server");
	vector_each(reason, &look->bound)
		report_error(report, nowhere,
			     "cannot restore '%s' into a new database instead, which needs few "
			     "locks: %s",
			     name, *reason);
	return report_hint(report, "nothing was changed; one of these obstacles must go");
}

/* Restores within the database. *crowded as above. */
static bool restore_within(const struct url *url, const struct restore *restore,
			   const struct pg_look *look, bool *crowded, struct report *report)
{
	struct pg_restoring restoring = {.url = url,
					 .backup = restore->backup,
					 .patience = &restore->patience,
					 .list = look->list,
					 .scratch = restore->scratch,
					 .piecewise = restore->scratch && look->locks};

	if (!try_often(&restoring, crowded, report))
		return false;
	if (look->stays && !restore->scratch)
		report_warning(report, nowhere, "left unchanged, because it belongs to others: %s",
			       look->stays);
	return true;
}

/* Restores in the way for which the locks fit. */
static bool restore_somehow(const struct url *url, const struct restore *restore,
			    const struct pg_look *look, struct report *report)
{
	bool crowded = look->locks && !restore->scratch;

	if (!crowded && restore_within(url, restore, look, &crowded, report))
		return true;
	if (!crowded)
		return false;
	return look->bound.count || restore->scratch
		       ? report_crowded(restore->backup->name, look, report)
		       : pg_restore_apart(url, look->database, restore, report);
}

bool pg_backup_restore(const struct url *url, const struct restore *restore, struct report *report)
{
	struct pg_look look;
	bool restored = pg_look(url, restore->backup->path, &look, report) &&
			(look.needs.count ? pg_refuse(restore->backup->name, &look, report)
					  : restore_somehow(url, restore, &look, report));

	pg_look_end(&look);
	return restored;
}
