/* Checks the names of migrations, also against a git revision. */
#include <ctype.h>
#include <string.h>
#include <time.h>

#include "develop/check_run.h"
#include "develop/git.h"
#include "folder/replaces.h"

/*
 * Digits of the time at the start of a name, and the greatest difference between clocks, in
 * seconds.
 */
enum { TIME_DIGITS = 14, CLOCKS_DIFFER = 300 };

static bool has_time(const char *name)
{
	size_t digits = 0;

	while (isdigit((unsigned char)name[digits]))
		digits++;
	return digits == TIME_DIGITS;
}

/*
 * Checks the times in names. If both migrations are in `known`, nobody can change either any more.
 */
static void check_times(struct check_run *run, const struct names *known)
{
	const char *before = NULL;
	time_t now = time(NULL) + CLOCKS_DIFFER;
	struct tm moment;
	char digits[TIME_DIGITS + 1];

	gmtime_r(&now, &moment);
	strftime(digits, sizeof digits, "%Y%m%d%H%M%S", &moment);
	for (size_t i = run->first; i < run->folder.migrations.count; i++) {
		const char *name = run->folder.migrations.at[i].name;
		if (!has_time(name))
			continue;
		bool settled = before && names_have(known, before) && names_have(known, name);
		if (before && !settled && strncmp(name, before, TIME_DIGITS) == 0)
			check_found(run, FOUND_SAME_TIME, name, NULL,
				    arena_format(run->check->report->arena,
						 "%s has the same timestamp: the rest of the name "
						 "decides which runs first",
						 before));
		if (strncmp(name, digits, TIME_DIGITS) > 0)
			check_found(run, FOUND_FUTURE, name, NULL,
				    "its timestamp is in the future");
		before = name;
	}
}

/* Lists the migrations replaced by others of the folder: they have moved, and are not missing. */
static bool list_replaced(const struct check_run *run, struct names *replaced)
{
	struct report *report = run->check->report;
	const struct migration *migration;
	struct names some;
	const char **name;

	*replaced = (struct names){0};
	vector_each(migration, &run->folder.migrations) {
		if (!folder_list_replaced(run->folder.path, migration->name, &some, report))
			return false;
		vector_each(name, &some)
			*vector_add(report->arena, replaced) = *name;
	}
	return true;
}

/*
 * Checks that each new migration comes after all of the revision's: those may be applied already.
 */
static void check_order(struct check_run *run, const struct names *known,
			const struct names *replaced)
{
	const struct migration *migration;
	const char **name, *last = "";

	vector_each(name, known)
		if (!names_have(replaced, *name))
			last = *name;
	vector_each(migration, &run->folder.migrations)
		if (strcmp(migration->name, last) < 0 && !names_have(known, migration->name))
			check_found(
				run, FOUND_BEFORE_BASE, migration->name, NULL,
				arena_format(
					run->check->report->arena,
					"%s, which is in %s, runs after it: give it a later name",
					last, run->check->base));
}

/* Finds files whose text differs from the revision's, or that are missing. */
static void check_changes(struct check_run *run, const struct git_changes *changes,
			  const struct names *replaced)
{
	struct arena *arena = run->check->report->arena;
	const struct git_change *change;

	vector_each(change, changes) {
		const char *slash = strchr(change->file, '/');
		bool modified = change->kind == 'M', deleted = change->kind == 'D';
		if (!slash || strcmp(slash, "/migration.sql") != 0 || !(modified || deleted))
			continue;
		const char *name = arena_slice(arena, change->file, (size_t)(slash - change->file));
		if (deleted && names_have(replaced, name))
			continue;
		check_found(run, modified ? FOUND_EDITED : FOUND_REMOVED, name, NULL,
			    arena_format(arena, "%s has it%s", run->check->base,
					 modified ? " with different text" : ""));
	}
}

bool check_names(struct check_run *run)
{
	struct report *report = run->check->report;
	struct names known = {0}, replaced;
	struct git_changes changes;

	if (!run->check->base) {
		check_times(run, &known);
		return true;
	}
	if (!develop_git_list(run->folder.path, run->check->base, &known, report) ||
	    !develop_git_changes(run->folder.path, run->check->base, &changes, report) ||
	    !list_replaced(run, &replaced))
		return false;
	check_times(run, &known);
	check_order(run, &known, &replaced);
	check_changes(run, &changes, &replaced);
	return true;
}
