/* Adopts migrations that replace others. */
#include "migrate/adopt.h"

#include <string.h>

#include "folder/replaces.h"
#include "migrate/advice.h"

static bool is_applied(const struct view *view, const char *name)
{
	const struct status *status = migrate_find_status(&view->statuses, name);

	return status && migrate_is_applied(status);
}

/*
 * Counts the names that are applied, and stores one that is not, or NULL. `directory` has their
 * copies: one that replaces others, which are applied, counts as applied in part.
 */
static size_t count_applied(const struct view *view, const char *directory,
			    const struct names *names, const char **missing, struct report *report)
{
	const char **name, *inner_missing;
	struct names inner;
	size_t count = 0;

	*missing = NULL;
	vector_each(name, names) {
		if (is_applied(view, *name)) {
			count++;
			continue;
		}
		*missing = *name;
		if (folder_list_replaced(directory, *name, &inner, report))
			count += count_applied(view,
					       folder_replaces(report->arena, directory, *name),
					       &inner, &inner_missing, report);
	}
	return count;
}

static enum outcome refuse(struct migrate *migrate, const char *name, const char *missing)
{
	report_error(migrate->report, nowhere,
		     "%s replaces migrations that are applied here in part: %s is not", name,
		     missing);
	report_hint(migrate->report, "first apply what is missing: mig-apply -m %s/%s/replaces",
		    migrate->folder.path, migrate_command_name(name));
	return OUTCOME_REFUSED;
}

/* Changes the view as the history would be changed. */
static void pretend(struct view *view, const char *name, const struct names *replaced)
{
	struct status *status;
	const char **old;

	vector_each(status, &view->statuses) {
		if (strcmp(status->name, name) == 0)
			status->state = STATE_APPLIED;
		vector_each(old, replaced)
			if (strcmp(status->name, *old) == 0)
				status->state = STATE_ROLLED_BACK;
	}
}

static enum outcome adopt(struct migrate *migrate, struct view *view, const char *name,
			  const struct names *replaced)
{
	struct names names = {0};

	*vector_add(migrate->report->arena, &names) = name;
	program_note("%s replaces migrations that are applied here: it is marked as applied", name);
	pretend(view, name, replaced);
	return migrate->dry_run ? OUTCOME_DONE : migrate_resolve(migrate, &names, RESOLVE_APPLIED);
}

enum outcome migrate_adopt(struct migrate *migrate, struct view *view)
{
	const struct status *status;
	struct names replaced;
	const char *missing;
	bool changed = false;

	vector_each(status, &view->statuses) {
		if (!status->migration || !migrate_is_pending(status))
			continue;
		if (!folder_list_replaced(migrate->folder.path, status->name, &replaced,
					  migrate->report))
			return OUTCOME_TROUBLE;
		const char *copies =
			folder_replaces(migrate->report->arena, migrate->folder.path, status->name);
		if (!count_applied(view, copies, &replaced, &missing, migrate->report))
			continue;
		enum outcome outcome = missing ? refuse(migrate, status->name, missing)
					       : adopt(migrate, view, status->name, &replaced);
		if (outcome != OUTCOME_DONE)
			return outcome;
		changed = !migrate->dry_run;
	}
	return !changed || migrate_look(migrate, view) ? OUTCOME_DONE : OUTCOME_TROUBLE;
}
