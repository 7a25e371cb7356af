/* Checks a history and the pending migrations before these are applied. */
#include "migrate/check.h"

#include <string.h>

#include "folder/risks.h"
#include "migrate/advice.h"
#include "migrate/drift.h"

static const struct {
	const char *word;
	unsigned bits;
} strict_words[] = {
	{"none", 0},
	{"all", STRICT_EDITED | STRICT_MISSING | STRICT_OUT_OF_ORDER | STRICT_DRIFT | STRICT_LOST},
	{"edited", STRICT_EDITED},
	{"missing", STRICT_MISSING},
	{"out-of-order", STRICT_OUT_OF_ORDER},
	{"drift", STRICT_DRIFT},
	{"lost", STRICT_LOST},
	{"no-database", STRICT_NO_DATABASE},
	{"loses-data", STRICT_LOSES_DATA},
	{"may-fail", STRICT_MAY_FAIL},
	{"rewrites", STRICT_REWRITES},
	{"locks", STRICT_LOCKS},
};
enum { STRICT_WORD_COUNT = sizeof strict_words / sizeof *strict_words };

bool migrate_parse_strictness(const char *words, unsigned *strictness)
{
	struct slice rest = slice_of(words), word;

	*strictness = STRICT_DEFAULT;
	while (record_split(&rest, ',', &word)) {
		size_t i = 0;
		while (i < STRICT_WORD_COUNT && !slice_is(word, strict_words[i].word))
			i++;
		if (i == STRICT_WORD_COUNT)
			return false;
		*strictness = strict_words[i].bits ? *strictness | strict_words[i].bits : 0;
	}
	return true;
}

/* Faults of an applied or a pending migration. */
static const struct {
	enum state state;
	unsigned strictness;
	const char *what, *hint;
} warnings[] = {
	{STATE_EDITED, STRICT_EDITED, "has been edited since it was applied",
	 "restore the file and put the change into a new migration; or accept the edit with "
	 "mig-resolve -e"},
	{STATE_MISSING, STRICT_MISSING, "is applied, but missing from the folder",
	 "restore its directory; or forget it with mig-resolve -g"},
	{STATE_OUT_OF_ORDER, STRICT_OUT_OF_ORDER, "comes before an applied migration",
	 "rename its directory so that it comes last"},
};
/* A program with -s has no -f that permits this. */
static const struct program_way ways[] = {
	{"strict", ""},
	{"force", "; or continue with -f"},
};

static bool check_warnings(struct migrate *migrate, const struct statuses *statuses,
			   unsigned strictness)
{
	const struct status *status;

	vector_each(status, statuses)
		for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++) {
			if (status->state != warnings[i].state)
				continue;
			if (!(strictness & warnings[i].strictness)) {
				if (!migrate->warned)
					report_warning(migrate->report, nowhere, "%s %s",
						       status->name, warnings[i].what);
				continue;
			}
			report_error(migrate->report, nowhere, "%s %s", status->name,
				     warnings[i].what);
			report_hint(migrate->report, "%s%s", warnings[i].hint,
				    program_find_way(ways, sizeof ways / sizeof *ways));
		}
	migrate->warned = true;
	return migrate->report->errors == 0;
}

static bool report_failed(struct migrate *migrate, const struct status *status)
{
	const struct history_row *row = status->row;
	struct report *report = migrate->report;
	const char *name = status->name;
	const char *logs = row->logs ? row->logs : "";

	if (migrate_is_rolling_back(row)) {
		report_error(report, nowhere, "%s is partly rolled back", name);
		return report_hint(report, "%s", migrate_part_advice(report->arena, row));
	}
	report_error(report, nowhere, "%s failed, started %s%s%.*s", name,
		     db_time_text(report->arena, row->started), *logs ? ": " : "",
		     (int)strcspn(logs, "\n"), logs);
	if (migrate_committed_part(row))
		return report_hint(report, "%s", migrate_part_advice(report->arena, row));
	return report_hint(report,
			   "fix the cause and run 'mig-resolve -r %s' to apply it again; or finish "
			   "by hand and run 'mig-resolve -a %s'",
			   migrate_command_name(name), migrate_command_name(name));
}

static bool check_failed(struct migrate *migrate, const struct statuses *statuses)
{
	const struct status *status;
	bool good = true;

	vector_each(status, statuses)
		if (status->state == STATE_FAILED && !migrate_is_interrupted(status))
			good = report_failed(migrate, status);
	return good;
}

bool migrate_check_same_project(struct migrate *migrate, const struct statuses *statuses)
{
	const struct status *status;
	bool any = false, common = false;

	vector_each(status, statuses)
		if (migrate_is_applied(status)) {
			any = true;
			common |= status->migration != NULL;
		}
	if (!any || common)
		return true;
	report_error(migrate->report, nowhere, "none of the applied migrations is in '%s'",
		     migrate->folder.path);
	return report_hint(migrate->report, "check the folder (-m) and the database (-u)");
}

static const char no_history[] = "the database is not empty, but has no migration history";
static const char no_history_hint[] = "if it already has what the first migrations create, mark "
				      "them as applied: mig-resolve -a NAME...";

static const char adoption_hint[] =
	"to adopt it, make its schema the first migration: run 'schema-pull > now.text', then "
	"'schema-diff -o up /dev/null now.text | mig-new -s now.text init', and 'mig-resolve -a' "
	"with the path that this prints";

/* Adds what to do with a database that has no history. */
static void report_baseline_hint(struct migrate *migrate)
{
	report_hint(migrate->report, "%s",
		    migrate->folder.migrations.count ? no_history_hint : adoption_hint);
}

enum outcome migrate_check_baseline(struct migrate *migrate)
{
	bool has_tables;

	if (!db_has_tables(migrate->db, &has_tables))
		return OUTCOME_TROUBLE;
	if (!has_tables)
		return OUTCOME_DONE;
	report_error(migrate->report, nowhere, no_history);
	report_baseline_hint(migrate);
	return OUTCOME_REFUSED;
}

bool migrate_warn_of_baseline(struct migrate *migrate, const struct view *view)
{
	bool has_tables = false;

	if (!view->history.exists && !db_has_tables(migrate->db, &has_tables))
		return false;
	if (!has_tables)
		return true;
	report_warning(migrate->report, nowhere, no_history);
	report_baseline_hint(migrate);
	return true;
}

/* Refuses the risks in the scripts that would run. Returns false if there is one. */
static bool check_risks(struct migrate *migrate, const struct statuses *statuses,
			unsigned strictness)
{
	static const unsigned refused[RISK_COUNT] = {
		[RISK_LOCKS] = STRICT_LOCKS,
		[RISK_REWRITES] = STRICT_REWRITES,
		[RISK_MAY_FAIL] = STRICT_MAY_FAIL,
		[RISK_LOSES_DATA] = STRICT_LOSES_DATA,
	};
	const struct status *status;
	const struct risk_note *note;
	bool any = false;

	vector_each(status, statuses) {
		struct risk_notes notes = {0};
		if (migrate_is_next(status, migrate->last))
			folder_read_risks(migrate->report->arena, migrate->folder.dialect,
					  &status->migration->sql, &notes);
		vector_each(note, &notes) {
			if (!(strictness & refused[note->risk]))
				continue;
			report_error(migrate->report, nowhere, "%s %s: %s", status->name,
				     risk_name(note->risk), note->text);
			any = true;
		}
	}
	if (any)
		report_hint(migrate->report, "to apply a migration with such a risk, omit its word "
					     "from -s");
	return !any;
}

/* The same, unless there is no table: nothing is at risk in an empty database. */
static enum outcome check_risks_to_rows(struct migrate *migrate, const struct statuses *statuses,
					unsigned strictness)
{
	bool has_tables;

	if (!(strictness & STRICT_RISKS))
		return OUTCOME_DONE;
	if (!db_has_tables(migrate->db, &has_tables))
		return OUTCOME_TROUBLE;
	return !has_tables || check_risks(migrate, statuses, strictness) ? OUTCOME_DONE
									 : OUTCOME_REFUSED;
}

enum outcome migrate_check_history(struct migrate *migrate, const struct view *view,
				   unsigned strictness)
{
	const struct statuses *statuses = &view->statuses;
	enum outcome outcome = OUTCOME_DONE;

	if ((strictness & STRICT_EDITED_IF_PENDING) && migrate_find_next(statuses, migrate->last))
		strictness |= STRICT_EDITED;
	if (!check_failed(migrate, statuses) || !migrate_check_same_project(migrate, statuses))
		return OUTCOME_REFUSED;
	if (!view->history.exists && (migrate->dry_run || migrate->rehearsal))
		outcome = migrate_check_baseline(migrate);
	if (outcome == OUTCOME_DONE && !check_warnings(migrate, statuses, strictness))
		outcome = OUTCOME_REFUSED;
	if (outcome == OUTCOME_DONE && view->history.exists && (strictness & STRICT_DRIFT))
		outcome = migrate_check_drift(migrate, view);
	if (outcome == OUTCOME_DONE)
		outcome = check_risks_to_rows(migrate, statuses, strictness);
	return outcome;
}
