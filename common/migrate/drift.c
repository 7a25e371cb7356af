/* Compares a database with the sum of its applied migrations. */
#include "migrate/drift.h"

#include <string.h>

#include "db/schema.h"
#include "diff/list.h"
#include "migrate/advice.h"
#include "migrate/replay.h"

/* Warns that the database has a part of a migration, which the replay leaves out. */
static void warn_of_part(struct migrate *migrate, const struct status *status)
{
	if (migrate_is_applied(status) || !status->row ||
	    (!migrate_committed_part(status->row) && !migrate_is_rolling_back(status->row)))
		return;
	report_warning(migrate->report, nowhere, "%s: %s: the differences include their effects",
		       status->name, migrate_part_text(migrate->report->arena, status->row));
}

/* Collects the applied migrations, in the order of the folder. */
static bool choose_applied(struct migrate *migrate, const struct statuses *statuses,
			   struct folder *folder)
{
	const struct status *status;
	bool good = true;

	*folder = migrate->folder;
	memset(&folder->migrations, 0, sizeof folder->migrations);
	vector_each(status, statuses) {
		warn_of_part(migrate, status);
		if (!migrate_is_applied(status))
			continue;
		if (status->migration) {
			*vector_add(migrate->report->arena, &folder->migrations) =
				*status->migration;
			continue;
		}
		good = report_error(
			migrate->report, nowhere,
			"cannot determine the drift: %s is applied, but missing from the folder",
			status->name);
		report_hint(migrate->report,
			    "restore its directory; or forget it with 'mig-resolve -g %s'",
			    migrate_command_name(status->name));
	}
	return good;
}

bool migrate_find_drift(struct migrate *migrate, const struct view *view, struct diff *drift)
{
	struct arena *arena = migrate->report->arena;
	struct schema *expected = arena_alloc(arena, sizeof *expected);
	struct schema *live = arena_alloc(arena, sizeof *live);
	struct renames none = {0};
	struct folder applied;
	struct replay replay = {.report = migrate->report,
				.patience = migrate->patience,
				.near = &migrate->url,
				.tell = migrate->tell_scratch};

	/* The user saw the scripts' notices when they were applied. */
	replay.patience.hear = NULL;
	return choose_applied(migrate, &view->statuses, &applied) &&
	       migrate_replay_folder(&replay, &applied, expected) &&
	       db_schema_read_beside(migrate->db, &expected->namespaces, NULL, live) &&
	       diff_schemas(expected, live, &none, drift, migrate->report);
}

bool migrate_has_drifted(const struct diff *drift)
{
	return drift->changes.count || drift->objects.count;
}

static const struct program_way ways[] = {
	{"strict", "; or omit -s drift"},
	{"force", "; or continue with -f"},
};

enum outcome migrate_check_drift(struct migrate *migrate, const struct view *view)
{
	struct record_writer list = {.text = {.arena = migrate->report->arena}};
	struct diff drift;

	if (!migrate_find_drift(migrate, view, &drift))
		return OUTCOME_TROUBLE;
	if (!migrate_has_drifted(&drift))
		return OUTCOME_DONE;
	diff_write_list(&drift, &list);
	struct slice lines = slice_trim(slice_of(buffer_text(&list.text)), "\n");
	report_error(migrate->report, nowhere,
		     "the database has drifted from its applied migrations:\n%.*s",
		     (int)lines.length, lines.start);
	report_hint(migrate->report,
		    "undo these changes in the database; or put them into a migration and mark it "
		    "as applied with mig-resolve -a%s",
		    program_find_way(ways, sizeof ways / sizeof *ways));
	return OUTCOME_REFUSED;
}
