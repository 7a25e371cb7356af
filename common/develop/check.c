/* Checks a migrations folder. */
#include "develop/check.h"

#include <unistd.h>

#include "develop/check_run.h"
#include "develop/compare.h"
#include "develop/open.h"
#include "develop/schema_file.h"
#include "folder/name.h"
#include "folder/suggest.h"
#include "folder/sum.h"
#include "schema/text.h"
#include "scratch/scratch.h"

/*
 * Compares the sum with schema.text, if the folder has one. Call it after check_twice, because it
 * changes the sum.
 */
static bool check_text(struct check_run *run)
{
	struct report *report = run->check->report;
	const char *file = folder_sum_file(report->arena, run->folder.path);
	struct schema text;
	bool differ;

	if (access(file, F_OK) != 0)
		return true;
	if (!schema_read_file(file, &text, report))
		return false;
	develop_skip_untold(&run->sum, &text);
	if (!check_compare(run, FOUND_SCHEMA_TEXT, NULL, &text, &run->sum, &differ))
		return false;
	if (differ)
		program_note("%s is out of date: update it with mig-dev, or with 'schema-pull -m "
			     "%s > %s'",
			     file, run->folder.path, file);
	return true;
}

/* Reads the Prisma schema, if there is one. It comes first: a fault in it is found at once. */
static bool read_schema(struct check_run *run)
{
	run->has_schema = run->check->schema || develop_has_schema();
	return !run->has_schema ||
	       develop_read_schema(run->check->schema, &run->schema, run->check->report);
}

/* Compares the sum with the Prisma schema. Also after check_twice. */
static bool check_schema(struct check_run *run)
{
	bool differ;

	if (!run->has_schema)
		return true;
	develop_skip_untold(&run->sum, &run->schema);
	return check_compare(run, FOUND_SCHEMA, NULL, &run->sum, &run->schema, &differ);
}

/* Compares the sum with that of a second run of the migrations. */
static bool check_twice(struct check_run *run)
{
	struct schema again;
	bool differ;

	return migrate_replay_folder(&run->replay, &run->folder, &again) &&
	       check_compare(run, FOUND_TWICE, NULL, &again, &run->sum, &differ);
}

/* Finds the first migration to check. */
static bool find_first(struct check_run *run)
{
	struct report *report = run->check->report;
	size_t count = run->folder.migrations.count, newest = run->check->count;

	run->first = newest && newest < count ? count - newest : 0;
	if (!run->check->first)
		return true;
	const char *name = folder_migration_name(report->arena, run->check->first);
	const struct migration *found = folder_find(&run->folder, name);
	if (!found)
		return folder_refuse_name(&run->folder, name, report);
	run->first = (size_t)(found - run->folder.migrations.at);
	return true;
}

/* Opens the folder, and finds the first migration to check. */
static bool open_folder(struct check_run *run)
{
	const struct check *check = run->check;

	return develop_open_folder(check->directory_option, check->url_option, &run->folder,
				   &run->url, &run->replay) &&
	       find_first(run);
}

/* Lists the risks. False, with a message, if the folder cannot be read. */
static bool list_risks(struct check_run *run)
{
	if (!open_folder(run))
		return false;
	check_list_risks(run);
	return true;
}

/* Runs all checks. False, with a message, if one cannot run. */
static bool run_checks(struct check_run *run)
{
	if (!read_schema(run) || !open_folder(run) || !check_names(run) || !check_scripts(run))
		return false;
	if (run->summed)
		check_losses_of_objects(run);
	return !run->summed || (check_twice(run) && check_text(run) && check_schema(run));
}

enum outcome develop_check(struct check *check)
{
	struct check_run run = {
		.check = check,
		.replay = {.report = check->report,
			   .patience = check->patience,
			   .reads_often = true},
	};

	bool good = check->lists_risks ? list_risks(&run) : run_checks(&run);
	if (!scratch_end(check->report) || !good)
		return OUTCOME_TROUBLE;
	buffer_flush(&check->records.text);
	return run.findings ? OUTCOME_FAILED : OUTCOME_DONE;
}
