/* Reads a schema from the requested source. */
#include "migrate/pull.h"

#include "base/file.h"
#include "connect/connect.h"
#include "db/schema.h"
#include "folder/name.h"
#include "folder/suggest.h"
#include "migrate/replay.h"
#include "scratch/scratch.h"

static bool tell_left_out(const struct pull *pull, struct db *db)
{
	struct names things = {0};
	const char **thing;

	if (!db_schema_left_out(db, &things))
		return false;
	vector_each(thing, &things)
		pull->leave_out(*thing);
	return true;
}

static bool pull_database(const struct pull *pull, const struct names *namespaces,
			  struct schema *schema)
{
	struct url url;
	struct db *db;

	/* Nothing is written, but a missing database must not look like one without tables. */
	if (!url_find(pull->url_option, &url, pull->report) ||
	    !db_open(&db, &url, DB_WRITE, &pull->patience, pull->report))
		return false;
	bool read = db_schema_read(db, namespaces, NULL, schema) &&
		    (!pull->leave_out || tell_left_out(pull, db));
	db_close(db);
	return read;
}

/*
 * Finds the provider of scripts: the given one, else the URL's. Sets `replay->near` to the URL if
 * that has the same provider.
 */
static bool find_provider(const struct pull *pull, const char **provider, struct url *url,
			  struct replay *replay)
{
	bool found;

	if (!url_find_any(pull->url_option, url, &found, pull->report))
		return false;
	if (!*provider && found)
		*provider = url_provider(url);
	if (!*provider) {
		report_error(pull->report, nowhere, "cannot tell which database the SQL is for");
		return report_hint(pull->report,
				   "add migration_lock.toml to the folder, use -p for a script, or "
				   "give a URL with -u or DATABASE_URL");
	}
	if (!dialect_by_name(*provider))
		return report_error(pull->report, nowhere,
				    "cannot create a scratch database for the provider '%s'",
				    *provider);
	if (found && text_equal(*provider, url_provider(url)))
		replay->near = url;
	return true;
}

static bool check_last(struct replay *replay, const char *last, const struct folder *folder)
{
	replay->last = last ? folder_migration_name(replay->report->arena, last) : NULL;
	if (!last || folder_find(folder, replay->last))
		return true;
	return folder_refuse_name(folder, replay->last, replay->report);
}

static bool pull_folder(const struct pull *pull, struct replay *replay, struct schema *schema)
{
	const char *provider;
	struct folder folder;
	struct url url;

	return folder_find_provider(pull->folder, &provider, pull->report) &&
	       find_provider(pull, &provider, &url, replay) &&
	       folder_read(pull->folder, provider, &folder, pull->report) &&
	       check_last(replay, pull->last, &folder) &&
	       migrate_replay_folder(replay, &folder, schema);
}

static bool pull_script(const struct pull *pull, struct replay *replay, struct schema *schema)
{
	const char *provider = pull->provider;
	struct source *script = arena_alloc(pull->report->arena, sizeof *script);
	struct url url;

	return find_provider(pull, &provider, &url, replay) &&
	       file_read(pull->script, script, pull->report) &&
	       migrate_replay_script(replay, script, sqltext_dialect(provider), schema);
}

bool migrate_pull(const struct pull *pull, struct schema *schema)
{
	static const struct names none;
	const struct names *namespaces = pull->namespaces ? pull->namespaces : &none;
	struct replay replay = {.report = pull->report,
				.patience = pull->patience,
				.namespaces = namespaces,
				.tell = pull->tell};

	bool good = pull->folder   ? pull_folder(pull, &replay, schema)
		    : pull->script ? pull_script(pull, &replay, schema)
				   : pull_database(pull, namespaces, schema);
	return scratch_end(pull->report) && good;
}
