/* Restores backups: over a database, or into a scratch database to test them. */
#include <string.h>
#include <unistd.h>

#include "backup/dialect.h"
#include "base/program.h"
#include "connect/connect.h"
#include "scratch/postgresql.h"

/* Reports an error if a backup may not replace this database. */
static bool suits(const struct backup *backup, const struct url *url, struct report *report)
{
	if (backup->kind != url->kind)
		return report_error(report, nowhere, "'%s' is a backup of %s, but %s is %s",
				    backup->name, backup_kinds[backup->kind].name, url->shown,
				    backup_kinds[url->kind].name);
	return backup->whole || report_error(report, nowhere, "'%s' is damaged: %s is unchanged",
					     backup->name, url->shown);
}

/*
 * Refuses a backup without a history for a database that has one, because it may be a dump of a few
 * tables, unless its manifest says that it is complete, or the user insists.
 */
static bool allow_missing_history(const struct url *url, const struct restore *restore,
				  struct report *report)
{
	const struct backup *backup = restore->backup;

	if (backup->manifest || backup->has_history ||
	    !backup_kinds[url->kind].has_history(url, report))
		return !report->errors;
	if (restore->forced) {
		report_warning(report, nowhere,
			       "'%s' has no table _prisma_migrations: it is a backup of another "
			       "database, or of only some tables",
			       backup->name);
		return true;
	}
	report_error(report, nowhere, "'%s' has no table _prisma_migrations, but %s has one",
		     backup->name, url->shown);
	return report_hint(report, "it looks like a backup of only some tables; to restore it "
				   "anyway, use mig-backup -f -r");
}

/* Restores a verified backup while a lock keeps migrations out. */
static bool replace(const struct url *url, struct restore *restore, struct report *report)
{
	struct db *db;

	if (!suits(restore->backup, url, report) || !allow_missing_history(url, restore, report))
		return false;
	if (!db_open(&db, url, DB_REPLACE, &restore->patience, report))
		return false;
	restore->created = db_was_created(db);
	bool restored = db_lock(db, restore->patience.lock_wait) &&
			backup_kinds[url->kind].restore(url, restore, report);
	db_close(db);
	return restored;
}

bool backup_restore(const struct url *url, struct restore *restore, struct report *report)
{
	const char *name = restore->backup->name;

	if (!backup_verify(restore->backup, report) || !replace(url, restore, report))
		return false;
	if (restore->created)
		program_note("restored %s into the new database %s", name, url->shown);
	else
		program_note("restored %s, replacing everything in %s", name, url->shown);
	return true;
}

bool backup_ask(const struct url *url, const char *with, struct report *report)
{
	const char *question =
		arena_format(report->arena, "Replace everything in %s%s?", url->shown, with);
	bool yes;

	if (program_ask(question, &yes))
		return yes || report_error(report, nowhere, "not restored");
	report_error(report, nowhere, "cannot ask before replacing %s: no terminal", url->shown);
	return report_hint(report, "use -f to restore without asking");
}

/*
 * Notes that a backup comes from another database: copying is common, and so is mistaking one for
 * another.
 */
static void tell_origin(const struct url *url, const struct backup *backup, struct arena *arena)
{
	const struct manifest *manifest = backup->manifest;

	if (url->kind == DB_SQLITE && access(url->path, F_OK) != 0)
		return; /* nothing is replaced */
	if (manifest && !manifest_is_of(manifest, url, arena))
		program_note("%s is a backup of %s", backup->name, manifest->database);
}

/*
 * Divides the URL's wait for a table into several tries: others queue behind a session that waits
 * for a lock.
 */
static struct db_patience divided_patience(const struct url *url)
{
	struct db_patience patience = db_patience_for(url);
	int longest = db_default_patience.lock_timeout;

	if (!url->wait_given || !url->table_wait)
		return patience;
	patience.retries = (url->table_wait - 1) / longest;
	patience.lock_timeout = url->table_wait / (patience.retries + 1);
	return patience;
}

bool backup_replace(const struct url *url, struct backup *backup, bool forced,
		    struct report *report)
{
	struct restore restore = {
		.backup = backup, .patience = divided_patience(url), .forced = forced};
	const char *with = arena_format(report->arena, " with '%s'", backup->name);

	tell_origin(url, backup, report->arena);
	return (forced || backup_ask(url, with, report)) && backup_restore(url, &restore, report);
}

/* A scratch database; for SQLite, a temporary file. */
struct beside {
	struct url url;
	struct pg_scratch *server;
	struct draft file;
};

/* Makes a database on the server. If only a scratch schema is possible, nothing can be restored. */
static bool make_on_server(const struct url *near, struct beside *scratch, struct report *report)
{
	struct db_patience patience = db_patience_for(near);
	const char *text;

	if (!pg_scratch_make(&scratch->server, near, &patience, &scratch->url, &text, report))
		return false;
	if (!pg_scratch_opening(scratch->server))
		return true;
	pg_scratch_remove(scratch->server);
	report_error(report, nowhere, "the user of %s may not create databases", near->shown);
	return report_hint(report, "a backup is tested in a scratch database: a superuser can "
				   "ALTER ROLE ... CREATEDB; or give the URL of another server");
}

static bool make_scratch(const struct backup *backup, const struct url *near,
			 struct beside *scratch, struct report *report)
{
	*scratch = (struct beside){0};
	if (backup->kind == DB_POSTGRESQL)
		return make_on_server(near, scratch, report);
	if (!backup_temporary(&scratch->file, report))
		return false;
	scratch->url = (struct url){
		.kind = DB_SQLITE, .path = scratch->file.path, .shown = "a scratch database"};
	return true;
}

static bool remove_scratch(struct beside *scratch)
{
	draft_remove(&scratch->file);
	return !scratch->server || pg_scratch_remove(scratch->server);
}

/* Restores into a scratch database, and reads its contents. */
static bool restore_beside(struct backup *backup, const struct url *url, struct manifest *contents,
			   struct report *report)
{
	struct restore restore = {
		.backup = backup, .patience = db_default_patience, .scratch = true};
	struct beside scratch;

	if (!make_scratch(backup, url, &scratch, report))
		return false;
	if (backup->manifest && backup->manifest->schema)
		scratch.url.schema = backup->manifest->schema;
	bool restored = backup_kinds[backup->kind].restore(&scratch.url, &restore, report) &&
			backup_kinds[backup->kind].describe(&scratch.url, contents, report);
	return remove_scratch(&scratch) && restored;
}

bool backup_prove(struct backup *backup, const struct url *url, struct report *report)
{
	const struct manifest *manifest = backup->manifest;
	struct manifest contents = {.kind = backup->kind};

	if (!backup_check(backup, report))
		return false;
	if (!backup->whole)
		return true;
	if ((backup->kind == DB_POSTGRESQL && !suits(backup, url, report)) ||
	    !restore_beside(backup, url, &contents, report))
		return false;
	backup->whole = !manifest || manifest_compare(manifest, &contents, backup->name, report);
	if (backup->whole)
		program_note("restored %s into a scratch database: %s%s", backup->name,
			     manifest_summary(report->arena, &contents),
			     manifest ? ", as its manifest says"
				      : "; it has no manifest to compare with");
	return true;
}
