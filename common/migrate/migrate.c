/* Opens the database and the folder, and prints results. */
#include "migrate/migrate.h"

#include "base/file.h"
#include "base/shell.h"
#include "connect/connect.h"
#include "folder/name.h"
#include "folder/risks.h"
#include "folder/suggest.h"

/* Finds the last migration to run, before a database is created for it. */
static bool find_last(struct migrate *migrate)
{
	if (!migrate->last)
		return true;
	migrate->last = folder_migration_name(migrate->report->arena, migrate->last);
	return folder_find(&migrate->folder, migrate->last) ||
	       folder_refuse_name(&migrate->folder, migrate->last, migrate->report);
}

bool migrate_find_url(struct migrate *migrate)
{
	if (!url_find(migrate->url_option, &migrate->url, migrate->report))
		return false;
	migrate->url.wait = migrate->patience.lock_wait;
	migrate->url.table_wait = migrate->patience.lock_timeout;
	migrate->url.wait_given = true;
	migrate->url.for_server = migrate->patience.for_server;
	return true;
}

static bool check_named(const struct migrate *migrate)
{
	return !migrate->database_must_be_named || !migrate->url.names_none ||
	       report_error(migrate->report, nowhere,
			    "-s no-database refuses a URL that names no database");
}

bool migrate_open(struct migrate *migrate)
{
	const char *path = folder_path(migrate->directory_option);
	bool may_be_missing = migrate->database_may_be_missing;
	/* A rehearsal rolls everything back, so it creates nothing. */
	enum db_access access = may_be_missing && !migrate->rehearsal ? DB_CREATE : DB_WRITE;

	if (migrate->dry_run)
		access = may_be_missing ? DB_READ : DB_READ_EXISTING;

	if (!migrate_find_url(migrate) || !check_named(migrate) ||
	    !folder_read(path, url_provider(&migrate->url), &migrate->folder, migrate->report) ||
	    !find_last(migrate) ||
	    /* A slip in its name shows now, not when the first migration comes. */
	    (migrate->backup_directory &&
	     !directory_may_make(migrate->backup_directory, migrate->report)) ||
	    !db_open(&migrate->db, &migrate->url, access, &migrate->patience, migrate->report))
		return false;
	migrate->folder.dialect = db_script_dialect(migrate->db);
	return true;
}

void migrate_close(struct migrate *migrate)
{
	if (migrate->db)
		db_close(migrate->db);
}

void migrate_print_status(struct migrate *migrate, const struct status *status)
{
	if (!migrate->quiet)
		migrate_write_status(status, &migrate->records);
}

/* Reads the risks of a script. A down.sql drops what its migration created: no word about that. */
static struct risk_notes read_risks(const struct migrate *migrate, const struct source *script,
				    enum direction direction)
{
	struct arena *arena = migrate->report->arena;
	const struct sqltext_dialect *dialect = migrate->folder.dialect;
	struct risk_notes risks;

	if (direction == DIRECTION_UP)
		folder_read_risks(arena, dialect, script, &risks);
	else
		folder_read_announced(arena, dialect, script, &risks);
	return risks;
}

void migrate_warn(const struct migrate *migrate, const char *name, const struct source *script,
		  enum direction direction)
{
	const struct risk_notes risks = read_risks(migrate, script, direction);
	const struct risk_note *note;

	if (migrate->began_empty)
		return;
	vector_each(note, &risks)
		program_note("warning: %s %s: %s", name, risk_name(note->risk), note->text);
}

void migrate_report_risks(struct migrate *migrate, const char *name, const struct source *script,
			  enum direction direction)
{
	const struct risk_notes risks = read_risks(migrate, script, direction);
	const struct risk_note *note;

	vector_each(note, &risks)
		report_warning(migrate->report, nowhere, "%s %s: %s", name, risk_name(note->risk),
			       note->text);
}

void migrate_print_risks(struct migrate *migrate, const struct status *status,
			 const struct source *script, enum direction direction, bool loses)
{
	struct arena *arena = migrate->report->arena;
	struct risk_notes risks = read_risks(migrate, script, direction);
	struct status risky = *status;

	if (loses)
		*vector_add(arena, &risks) = (struct risk_note){.risk = RISK_LOSES_DATA};
	risky.detail = folder_risk_names(arena, &risks);
	migrate_print_status(migrate, &risky);
}

bool migrate_look(struct migrate *migrate, struct view *view)
{
	if (!db_history_read(migrate->db, &view->history))
		return false;
	migrate_make_statuses(&migrate->folder, &view->history, migrate->report->arena,
			      &view->statuses);
	return true;
}

enum exit_status migrate_exit_status(struct report *report, enum outcome outcome)
{
	if (outcome == OUTCOME_DONE)
		return EXIT_YES;
	if (outcome == OUTCOME_TROUBLE)
		return EXIT_TROUBLE;
	/* Errors printed here do not turn the status into trouble at the end. */
	report_print(report);
	return EXIT_NO;
}

const char *migrate_restore_command(const struct migrate *migrate, const char *path)
{
	struct arena *arena = migrate->report->arena;
	const struct url *url = &migrate->url;
	const char *name =
		url->kind == DB_SQLITE ? arena_format(arena, "file:%s", url->path) : url->shown;

	return arena_format(arena, "mig-backup%s%s -r %s", migrate->url_option ? " -u " : "",
			    migrate->url_option ? shell_quote(arena, name) : "",
			    shell_quote(arena, path));
}
