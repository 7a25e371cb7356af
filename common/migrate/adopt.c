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
 * Counts the applied names, and stores one that is not applied, or NULL. `directory` has their
 * copies. A name that itself replaces applied migrations counts as partly applied.
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
		     "%s replaces migrations that are only partly applied: %s is not applied", name,
		     missing);
	report_hint(migrate->report,
		    "apply the missing migrations first: mig-apply -m %s/%s/replaces",
		    migrate->folder.path, migrate_command_name(name));
	return OUTCOME_REFUSED;
}

/* Changes the view as the history would change. */
static void pretend(struct view *view, const char *name, const struct names *replaced)
{
	struct status *status;
	const char **old;

	vector_each(status, &view->statuses) {
		if (strcmp(status->name, name) == 0)
			status->state = STATE_APPLIED;
		vector_each(old, replaced)
			if (migrate_is_applied(status) && strcmp(status->name, *old) == 0)
				status->state = STATE_SQUASHED;
	}
}

static enum outcome adopt(struct migrate *migrate, struct view *view, const char *name,
			  const struct names *replaced)
{
	struct names names = {0};

	*vector_add(migrate->report->arena, &names) = name;
	program_note("%s replaces applied migrations: %s marked as applied", name,
		     migrate->dry_run ? "it would be" : "it is");
	pretend(view, name, replaced);
	return migrate->dry_run ? OUTCOME_DONE : migrate_resolve(migrate, &names, RESOLVE_APPLIED);
}

/* A pending migration that replaces migrations applied here. */
struct adoption {
	const char *name, *copies;
	struct names replaced;
	const char *missing; /* one of them that is not applied; or NULL */
};

/*
 * Finds the migrations that this one would adopt; *found is false for most. False if this cannot be
 * determined.
 */
static bool find(struct migrate *migrate, const struct view *view, const struct status *status,
		 struct adoption *adoption, bool *found)
{
	const char *folder = migrate->folder.path;
	struct report *report = migrate->report;

	*found = false;
	*adoption = (struct adoption){.name = status->name};
	if (!status->migration || !migrate_is_pending(status))
		return true;
	if (!folder_list_replaced(folder, status->name, &adoption->replaced, report))
		return false;
	adoption->copies = folder_replaces(report->arena, folder, status->name);
	*found = count_applied(view, adoption->copies, &adoption->replaced, &adoption->missing,
			       report) > 0;
	return true;
}

enum outcome migrate_adopt(struct migrate *migrate, struct view *view)
{
	const struct status *status;
	struct adoption adoption;
	bool changed = false, found;

	vector_each(status, &view->statuses) {
		if (!find(migrate, view, status, &adoption, &found))
			return OUTCOME_TROUBLE;
		if (!found)
			continue;
		enum outcome outcome =
			adoption.missing ? refuse(migrate, adoption.name, adoption.missing)
					 : adopt(migrate, view, adoption.name, &adoption.replaced);
		if (outcome != OUTCOME_DONE)
			return outcome;
		changed = !migrate->dry_run;
	}
	return !changed || migrate_look(migrate, view) ? OUTCOME_DONE : OUTCOME_TROUBLE;
}

/*
 * Sets the replacing migration in the status of everything applied that it replaces, also in copies
 * of copies.
 */
static void mark_replaced(struct migrate *migrate, struct view *view, const char *directory,
			  const struct names *names, const char *by)
{
	struct report *report = migrate->report;
	struct status *status;
	struct names inner;
	const char **name;

	vector_each(name, names) {
		vector_each(status, &view->statuses)
			if (status->state == STATE_MISSING && strcmp(status->name, *name) == 0) {
				status->state = STATE_REPLACED;
				status->detail = arena_format(report->arena, "by %s", by);
			}
		if (folder_list_replaced(directory, *name, &inner, report))
			mark_replaced(migrate, view,
				      folder_replaces(report->arena, directory, *name), &inner, by);
	}
}

bool migrate_foresee_adoption(struct migrate *migrate, struct view *view)
{
	struct status *status;
	struct adoption adoption;
	bool found;

	vector_each(status, &view->statuses) {
		if (!find(migrate, view, status, &adoption, &found))
			return false;
		if (!found)
			continue;
		status->state = STATE_PENDING;
		status->detail = adoption.missing
					 ? arena_format(migrate->report->arena,
							"replaces %s, which is not applied; "
							"mig-apply tells how to apply it",
							adoption.missing)
					 : "replaces applied migrations: the next mig-apply only "
					   "marks it as applied";
		mark_replaced(migrate, view, adoption.copies, &adoption.replaced, adoption.name);
	}
	return true;
}
