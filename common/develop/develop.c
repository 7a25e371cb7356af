/* Runs the development loop once. */
#include "develop/develop.h"

#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "connect/connect.h"
#include "develop/change.h"
#include "develop/pending.h"
#include "develop/schema_file.h"
#include "develop/sum.h"
#include "folder/name.h"
#include "folder/new.h"
#include "migrate/adopt.h"
#include "migrate/drift.h"
#include "migrate/reset.h"

/* True if the folder has a migration. False if it does not exist. */
static bool has_migrations(const char *path, struct report *report)
{
	struct report looking = {.arena = report->arena};
	struct names names = {0};
	const char **name;

	if (!directory_list(path, &names, &looking))
		return false;
	vector_each(name, &names)
		if (!folder_is_hidden(*name) && is_directory(path_join(report->arena, path, *name)))
			return true;
	return false;
}

/* Opens the database, and the folder if it has migrations. */
static bool open_all(struct develop *develop, bool *first)
{
	struct migrate *migrate = &develop->migrate;
	const char *path = folder_path(migrate->directory_option);

	*first = !has_migrations(path, migrate->report);
	migrate->database_may_be_missing = true;
	if (!*first)
		return folder_complete(path, migrate->report) && migrate_open(migrate);
	migrate->folder.path = path;
	return migrate_find_url(migrate) &&
	       db_open(&migrate->db, &migrate->url, DB_CREATE, &migrate->patience, migrate->report);
}

/* Opens the folder again, with the new migration. */
static bool open_again(struct develop *develop)
{
	struct migrate *migrate = &develop->migrate;

	db_close(migrate->db);
	migrate->db = NULL;
	return folder_read(migrate->folder.path, url_provider(&migrate->url), &migrate->folder,
			   migrate->report) &&
	       db_open(&migrate->db, &migrate->url, DB_CREATE, &migrate->patience, migrate->report);
}

/* True if there are both applied and pending migrations. */
static bool pending_behind(const struct view *view)
{
	const struct status *status;
	bool pending = false, applied = false;

	vector_each(status, &view->statuses) {
		pending |= migrate_is_pending(status);
		applied |= migrate_is_applied(status);
	}
	return pending && applied;
}

/* Prints that a rolled back migration is applied again: its directory is still there. */
static void tell_again(const struct view *view)
{
	const struct status *status;

	vector_each(status, &view->statuses)
		if (status->state == STATE_ROLLED_BACK && migrate_is_pending(status))
			program_note("%s was rolled back, but is applied again because it is in "
				     "the folder; to remove it, roll it back and delete it there",
				     status->name);
}

/*
 * Applies migrations that others have committed, unless the database has drifted, data would be
 * lost, or the new migration is only to be written.
 */
static enum outcome catch_up(struct develop *develop, const struct schema *new)
{
	struct migrate *migrate = &develop->migrate;
	unsigned strictness =
		develop->force ? 0 : STRICT_EDITED | STRICT_MISSING | STRICT_LOST_COLUMN;
	struct view view;

	if (!migrate_look(migrate, &view))
		return OUTCOME_TROUBLE;
	enum outcome outcome = migrate_adopt(migrate, &view);
	if (outcome == OUTCOME_DONE)
		outcome = migrate_check_history(migrate, &view, strictness);
	if (outcome == OUTCOME_DONE && pending_behind(&view) && !develop->force)
		outcome = migrate_check_drift(migrate, &view);
	if (outcome != OUTCOME_DONE)
		return outcome;
	if (develop->create_only) {
		develop->is_behind = develop_tell_pending(&view);
		return OUTCOME_DONE;
	}
	if (pending_behind(&view) && !develop_allow_pending(develop, &view, new))
		return OUTCOME_TROUBLE;
	tell_again(&view);
	return migrate_apply(migrate, strictness);
}

/* Stores the old schema, as far as migrations tell it. */
static enum outcome find_old(struct develop *develop, bool first, const struct schema *new,
			     struct schema *old)
{
	struct migrate *migrate = &develop->migrate;
	struct view view = {0};

	if (!first) {
		enum outcome outcome = catch_up(develop, new);
		return outcome == OUTCOME_DONE ? develop_sum(develop, new, old) : outcome;
	}
	*old = (struct schema){
		.arena = migrate->report->arena, .dialect = dialect_default(), .blank = true};
	if (!migrate_look(migrate, &view))
		return OUTCOME_TROUBLE;
	migrate->dry_run = true;
	enum outcome outcome = migrate_check_history(migrate, &view, 0);
	migrate->dry_run = false;
	return outcome;
}

/* Writes the migration: all of it or nothing. Stores the path of its directory. */
static enum outcome write_migration(struct develop *develop, const struct develop_change *change,
				    const struct schema *new, const char **path)
{
	struct report *report = develop->migrate.report;
	const char *script = develop_script(report->arena, change);
	const struct source source = {.name = "<script>", .text = script, .length = strlen(script)};
	const struct folder_request request = {
		.directory = develop->migrate.folder.path,
		.name = develop->name ? develop->name : develop_name_change(report->arena, change),
		.script = &source,
		.schema = new,
	};

	if (interrupt_seen()) {
		report_error(report, nowhere, "interrupted: nothing was written");
		return OUTCOME_TROUBLE;
	}
	if (!folder_new(&request, path, report))
		return OUTCOME_TROUBLE;
	program_note("wrote %s", *path);
	return OUTCOME_DONE;
}

/* Adds the other way out to the message about the new migration, which failed: to discard it. */
static void hint_at_schema(struct develop *develop, const char *path)
{
	struct report *report = develop->migrate.report;
	const char *name = folder_migration_name(report->arena, path);
	const struct message *last;
	struct view view;

	if (!report->messages.count || !migrate_look(&develop->migrate, &view))
		return;
	const struct status *status = migrate_find_status(&view.statuses, name);
	last = &report->messages.at[report->messages.count - 1];
	if (last->hint && status && status->state == STATE_FAILED &&
	    !migrate_committed_part(status->row))
		report_hint(report,
			    "%s; or, if the schema is wrong, fix it, run 'mig-resolve -r %s', "
			    "delete %s, and run mig-dev again",
			    last->hint, name, path);
}

/* Applies the new migration. */
static enum outcome apply(struct develop *develop, const char *path)
{
	if (!open_again(develop))
		return OUTCOME_TROUBLE;
	enum outcome outcome =
		migrate_apply(&develop->migrate, develop->force ? 0 : STRICT_LOST_COLUMN);
	if (outcome == OUTCOME_FAILED)
		hint_at_schema(develop, path);
	return outcome;
}

/* Makes a migration of the differences. */
static enum outcome go_on(struct develop *develop, const struct schema *old,
			  const struct schema *new)
{
	struct develop_change change;
	const char *path;

	if (!develop_find_change(develop, old, new, &change))
		return OUTCOME_TROUBLE;
	if (!change.up.changes.count) {
		program_note("the migrations match the schema: nothing to do");
		return develop_refresh_text(develop, new) ? OUTCOME_DONE : OUTCOME_TROUBLE;
	}
	develop_show_change(&change);
	report_print(develop->migrate.report);
	if (!develop_check_rows(develop, &change) || !develop_allow_change(develop, &change))
		return OUTCOME_TROUBLE;
	enum outcome outcome = write_migration(develop, &change, new, &path);
	return outcome == OUTCOME_DONE && !develop->create_only ? apply(develop, path) : outcome;
}

static bool check_provider(const struct develop *develop, const struct schema *new)
{
	const char *provider = url_provider(&develop->migrate.url);

	if ((new->dialect == dialect_by_name("sqlite")) == (strcmp(provider, "sqlite") == 0))
		return true;
	report_error(develop->migrate.report, nowhere,
		     "the schema is for %s, but the database is %s", new->dialect->name, provider);
	return report_hint(
		develop->migrate.report,
		"choose another schema with -s, or another database with -u or DATABASE_URL");
}

enum outcome develop_run(struct develop *develop)
{
	struct migrate *migrate = &develop->migrate;
	struct schema old, new;
	bool first;

	if (!develop_read_schema(develop->schema, &new, migrate->report) ||
	    !open_all(develop, &first) || !check_provider(develop, &new))
		return OUTCOME_TROUBLE;
	if (db_was_created(migrate->db))
		program_note("created the database %s", migrate->url.shown);
	enum outcome outcome = find_old(develop, first, &new, &old);
	if (outcome == OUTCOME_DONE)
		outcome = go_on(develop, &old, &new);
	if (outcome == OUTCOME_DONE && develop->command)
		outcome = migrate_run_command(migrate, develop->command);
	return outcome;
}
