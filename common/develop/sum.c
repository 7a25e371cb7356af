/* Finds the sum of a folder, and drift from it. */
#include "develop/sum.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "db/schema.h"
#include "develop/compare.h"
#include "folder/sum.h"
#include "migrate/drift.h"
#include "migrate/replay.h"
#include "schema/text.h"

/* Replays the folder, and reads the namespaces of the new schema. */
static bool replay(struct develop *develop, const struct schema *new, struct schema *schema)
{
	struct migrate *migrate = &develop->migrate;
	struct replay replay = {
		.report = migrate->report,
		.patience = migrate->patience,
		.near = &migrate->url,
		.namespaces = &new->namespaces,
	};

	return migrate_replay_folder(&replay, &migrate->folder, schema);
}

/* Reads schema.text. *agrees says if the database matches it. */
static bool read_text(struct develop *develop, struct schema *sum, bool *agrees)
{
	struct migrate *migrate = &develop->migrate;
	const char *file = folder_sum_file(migrate->report->arena, migrate->folder.path);
	struct schema actual;
	struct diff diff;

	*agrees = false;
	if (access(file, F_OK) != 0)
		return true;
	if (!schema_read_file(file, sum, migrate->report) ||
	    !db_schema_read(migrate->db, &sum->namespaces, NULL, &actual) ||
	    !develop_compare(sum, &actual, &diff, migrate->report))
		return false;
	/* Triggers and views are in no Prisma schema: only a replay tells if they belong there. */
	*agrees = !develop->is_behind && !migrate_has_drifted(&diff) && !actual.objects.count;
	return true;
}

/* Refuses drift, unless `force` is set. */
static enum outcome check_drift(struct develop *develop)
{
	struct view view;

	if (develop->force)
		return OUTCOME_DONE;
	return migrate_look(&develop->migrate, &view)
		       ? migrate_check_drift(&develop->migrate, &view)
		       : OUTCOME_TROUBLE;
}

enum outcome develop_sum(struct develop *develop, const struct schema *new, struct schema *sum)
{
	bool agrees;

	if (!read_text(develop, sum, &agrees))
		return OUTCOME_TROUBLE;
	enum outcome outcome = agrees ? OUTCOME_DONE : check_drift(develop);
	if (agrees || outcome != OUTCOME_DONE)
		return outcome;
	if (!replay(develop, new, sum))
		return OUTCOME_TROUBLE;
	develop_skip_untold(sum, new);
	return OUTCOME_DONE;
}

bool develop_refresh_text(const struct develop *develop, const struct schema *schema)
{
	struct report *report = develop->migrate.report;
	const struct folder *folder = &develop->migrate.folder;
	const char *file = folder_sum_file(report->arena, folder->path);
	struct schema text;
	struct diff diff;

	if (!folder->migrations.count || access(file, F_OK) != 0)
		return true;
	if (!schema_read_file(file, &text, report))
		return false;
	develop_skip_untold(&text, schema);
	if (!develop_compare(&text, schema, &diff, report))
		return false;
	if (!diff.changes.count)
		return true;
	const char *last = folder->migrations.at[folder->migrations.count - 1].name;
	if (!folder_write_sum(folder_new_sum_file(report->arena, folder->path, last), schema) ||
	    !folder_place_sum(report->arena, folder->path, last))
		return report_error(report, nowhere, "cannot write '%s': %s", file,
				    strerror(errno));
	program_note("updated %s, which was out of date", file);
	return true;
}
