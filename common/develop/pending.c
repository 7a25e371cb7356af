/* Asks about pending migrations that lose data. */
#include "develop/pending.h"

#include "base/text.h"
#include "db/schema.h"
#include "folder/risks.h"

/* True if a table has rows, or cannot be counted. */
static bool has_rows(const struct develop *develop, const struct table *table)
{
	const int64_t *counts;

	if (table->view)
		return false;
	counts = db_count_values(develop->migrate.db, table, develop->migrate.report->arena);
	return !counts || counts[0] > 0;
}

/*
 * True if there are rows that a migration may lose: in the tables that its note names, or, if it
 * names none that is here, in any.
 */
static bool can_lose(const struct develop *develop, const struct schema *now, const char *note)
{
	const struct table *table;
	bool named = false;

	vector_each(table, &now->tables) {
		if (!text_has_word(note, table->name.name))
			continue;
		named = true;
		if (has_rows(develop, table))
			return true;
	}
	vector_each(table, &now->tables)
		if (!named && has_rows(develop, table))
			return true;
	return false;
}

/* Prints what a pending migration loses. Stores true if there is anything. */
static void tell_losses(const struct develop *develop, const struct schema *now,
			const struct status *status, bool *loses)
{
	const struct migrate *migrate = &develop->migrate;
	struct risk_notes risks;
	const struct risk_note *note;

	folder_read_risks(migrate->report->arena, migrate->folder.dialect, &status->migration->sql,
			  &risks);
	vector_each(note, &risks) {
		if (note->risk != RISK_LOSES_DATA || !can_lose(develop, now, note->text))
			continue;
		program_note("%s is pending and %s: %s", status->name, risk_name(note->risk),
			     note->text);
		*loses = true;
	}
}

static bool ask(const struct develop *develop)
{
	struct report *report = develop->migrate.report;
	bool yes;

	if (program_ask("Data will be lost. Apply the pending migrations?", &yes))
		return yes || report_error(report, nowhere, "nothing was applied");
	report_error(report, nowhere, "cannot ask before losing data: no terminal");
	return report_hint(report, "nothing was applied; use -f to continue");
}

bool develop_allow_pending(struct develop *develop, const struct view *view,
			   const struct schema *new)
{
	const struct status *status;
	struct schema now;
	bool loses = false;

	if (develop->force)
		return true;
	if (!db_schema_read(develop->migrate.db, &new->namespaces, NULL, &now))
		return false;
	vector_each(status, &view->statuses)
		if (migrate_is_pending(status))
			tell_losses(develop, &now, status, &loses);
	return !loses || ask(develop);
}

bool develop_tell_pending(const struct view *view)
{
	const struct status *status;
	bool any = false;

	vector_each(status, &view->statuses) {
		if (!migrate_is_pending(status))
			continue;
		program_note("%s stays pending: the new migration comes after it", status->name);
		any = true;
	}
	return any;
}
