/* Restores backups: over a database, or beside all others to prove them. */
#include <unistd.h>

#include "db/backup_dialect.h"
#include "db/postgresql_scratch.h"

bool db_backup_suits(const struct db_backup *backup, const struct db_url *url,
		     struct report *report)
{
	if (backup->kind != url->kind)
		return report_error(report, nowhere, "'%s' is a backup of %s, but %s is %s",
				    backup->name, backup_kinds[backup->kind].name, url->shown,
				    backup_kinds[url->kind].name);
	return backup->whole || report_error(report, nowhere, "'%s' is damaged: %s is unchanged",
					     backup->name, url->shown);
}

/*
 * A backup without a history may be a dump of some tables. Refuses it for a database that has a
 * history, unless a manifest says that it is all there was, or the user wants it.
 */
static bool allow_missing_history(const struct db_url *url, const struct db_restore *restore,
				  struct report *report)
{
	const struct db_backup *backup = restore->backup;

	if (backup->manifest || backup->has_history ||
	    !backup_kinds[url->kind].has_history(url, report))
		return !report->errors;
	if (restore->forced) {
		report_warning(report, nowhere,
			       "'%s' has no table _prisma_migrations: it was a backup of "
			       "another database, or of some of the tables only",
			       backup->name);
		return true;
	}
	report_error(report, nowhere, "'%s' has no table _prisma_migrations, and %s has it",
		     backup->name, url->shown);
	return report_hint(report, "it seems to be a backup of some of the tables only; "
				   "mig-backup -f -r restores it nevertheless");
}

bool db_backup_restore(const struct db_url *url, struct db_restore *restore, struct report *report)
{
	struct db *db;

	if (!db_backup_suits(restore->backup, url, report) ||
	    !allow_missing_history(url, restore, report))
		return false;
	/* The lock keeps migrations out meanwhile. */
	if (!db_open(&db, url, DB_REPLACE, &restore->patience, report))
		return false;
	restore->created = db_was_created(db);
	bool restored = db_lock(db, restore->patience.lock_wait) &&
			backup_kinds[url->kind].restore(url, restore, report);
	db_close(db);
	return restored;
}

/* Makes a scratch database: a temporary file for SQLite. */
struct scratch {
	struct db_url url;
	struct pg_scratch *server;
	const char *file;
};

/* Makes a database on the server. Where only a schema can be had, nothing may be restored. */
static bool make_on_server(const struct db_url *near, struct scratch *scratch,
			   struct report *report)
{
	const char *text;

	if (!pg_scratch_make(&scratch->server, near, &db_default_patience, &scratch->url, &text,
			     report))
		return false;
	if (!pg_scratch_opening(scratch->server))
		return true;
	pg_scratch_remove(scratch->server);
	report_error(report, nowhere, "the user of %s may create no database", near->shown);
	return report_hint(report, "a backup is proven in a scratch database: a superuser can "
				   "ALTER ROLE ... CREATEDB, or give the URL of another server");
}

static bool make_scratch(const struct db_backup *backup, const struct db_url *near,
			 struct scratch *scratch, struct report *report)
{
	*scratch = (struct scratch){0};
	if (backup->kind == DB_POSTGRESQL)
		return make_on_server(near, scratch, report);
	int fd = backup_temporary(&scratch->file, report);
	if (fd < 0)
		return false;
	close(fd);
	scratch->url = (struct db_url){
		.kind = DB_SQLITE, .path = scratch->file, .shown = "a scratch database"};
	return true;
}

static bool remove_scratch(struct scratch *scratch)
{
	if (scratch->file)
		unlink(scratch->file);
	return !scratch->server || pg_scratch_remove(scratch->server);
}

bool db_backup_prove(struct db_backup *backup, const struct db_url *url, struct manifest *contents,
		     struct report *report)
{
	struct db_restore restore = {
		.backup = backup, .patience = db_default_patience, .scratch = true};
	struct scratch scratch;

	if (!db_backup_check(backup, report))
		return false;
	if (!backup->whole)
		return true;
	*contents = (struct manifest){.kind = backup->kind};
	if (backup->kind == DB_POSTGRESQL && !db_backup_suits(backup, url, report))
		return false;
	if (!make_scratch(backup, url, &scratch, report))
		return false;
	if (backup->manifest && backup->manifest->schema)
		scratch.url.schema = backup->manifest->schema;
	bool proven = backup_kinds[backup->kind].restore(&scratch.url, &restore, report) &&
		      backup_kinds[backup->kind].describe(&scratch.url, contents, report);
	if (!remove_scratch(&scratch) || !proven)
		return false;
	backup->whole = !backup->manifest ||
			manifest_compare(backup->manifest, contents, backup->name, report);
	return true;
}
