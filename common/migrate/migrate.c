#include "migrate/migrate.h"

#include "folder/risks.h"

bool migrate_open(struct migrate *migrate)
{
	const char *path = folder_path(migrate->told_directory);
	/* What undoes all that it does makes nothing. */
	bool makes = migrate->makes_database && !migrate->rehearsal;
	enum db_access access = makes ? DB_MAKE : DB_WORK;

	bool opened = db_url_find(migrate->told_url, &migrate->url, migrate->report) &&
		      folder_read(path, db_url_provider(&migrate->url), &migrate->folder,
				  migrate->report) &&
		      db_open(&migrate->db, &migrate->url, migrate->dry_run ? DB_LOOK : access,
			      migrate->report);

	if (opened)
		db_watch(migrate->db, migrate->progress);
	return opened;
}

void migrate_close(struct migrate *migrate)
{
	if (migrate->db)
		db_close(migrate->db);
}

void migrate_tell(struct migrate *migrate, const struct standing *standing)
{
	if (!migrate->quiet)
		standing_write(standing, &migrate->records);
}

void migrate_warn(const struct migrate *migrate, const char *name, const struct source *script)
{
	struct risk_notes risks;
	const struct risk_note *note;

	folder_read_risks(migrate->report->arena, migrate->folder.dialect, script, &risks);
	vector_each(note, &risks)
		program_note("warning: %s %s: %s", name, risk_name(note->risk), note->text);
}

void migrate_forewarn(struct migrate *migrate, const struct standing *standing,
		      const struct source *script)
{
	struct standing warned = *standing;
	struct risk_notes risks;
	const struct risk_note *note;

	folder_read_risks(migrate->report->arena, migrate->folder.dialect, script, &risks);
	vector_each(note, &risks)
		report_warning(migrate->report, nowhere, "%s %s: %s", standing->name,
			       risk_name(note->risk), note->text);
	warned.detail = folder_risk_names(migrate->report->arena, &risks);
	migrate_tell(migrate, &warned);
}

bool migrate_look(struct migrate *migrate, struct view *view)
{
	if (!db_history_read(migrate->db, &view->history))
		return false;
	standings_make(&migrate->folder, &view->history, migrate->report->arena, &view->standings);
	return true;
}

enum exit_status outcome_status(struct report *report, enum outcome outcome)
{
	if (outcome == OUTCOME_DONE)
		return EXIT_YES;
	if (outcome == OUTCOME_TROUBLE)
		return EXIT_TROUBLE;
	/* Printed here, it does not count as trouble at the end. */
	report_print(report);
	return EXIT_NO;
}
