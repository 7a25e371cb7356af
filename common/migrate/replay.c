/* Replays scripts in a scratch database. */
#include "migrate/replay.h"

#include <string.h>

#include "db/schema.h"
#include "db/scratch.h"
#include "folder/check.h"
#include "folder/checksum.h"
#include "folder/name.h"
#include "migrate/failure.h"
#include "migrate/job.h"

/* The history table has a part in each transaction of a script, so it is there, too. */
static bool make_history(struct replay *replay, struct db *db)
{
	static const char what[] = "cannot create the history table";
	struct history history;
	struct db_failure failure;

	if (!db_history_read(db, &history))
		return false;
	if (!db_begin(db, NULL, NULL, replay->patience.lock_timeout, &failure))
		return migrate_report_failure(replay->report, what, &failure);
	if (!db_history_create(db)) {
		db_rollback(db);
		return false;
	}
	return db_commit(db, &failure) ? db_history_read(db, &history)
				       : migrate_report_failure(replay->report, what, &failure);
}

/* Returns the kind of database that takes scripts of a dialect. */
static enum db_kind kind_of(const struct sqltext_dialect *dialect)
{
	return dialect == &sqltext_sqlite ? DB_SQLITE : DB_POSTGRESQL;
}

bool migrate_site_open(struct replay *replay, const struct sqltext_dialect *dialect,
		       struct replay_site *site)
{
	if (!db_scratch_make(&site->scratch, kind_of(dialect), replay->near, &replay->patience,
			     replay->report))
		return false;
	if (replay->tell)
		replay->tell(db_scratch_text(site->scratch));
	if (!db_open(&site->db, db_scratch_url(site->scratch), DB_CREATE, &replay->patience,
		     replay->report)) {
		db_scratch_remove(site->scratch);
		return false;
	}
	if (make_history(replay, site->db))
		return true;
	migrate_site_close(site);
	return false;
}

bool migrate_site_close(struct replay_site *site)
{
	db_close(site->db);
	return db_scratch_remove(site->scratch);
}

bool migrate_site_run(struct replay *replay, const struct replay_site *site, const char *name,
		      const struct source *script, bool down)
{
	struct arena *arena = replay->report->arena;
	struct job job = {
		.db = site->db,
		.report = replay->report,
		.direction = DIRECTION_UP,
		.source = script,
		.row = {.id = db_new_id(arena),
			.name = name,
			.checksum = folder_checksum(arena, script),
			.started = DB_BEGUN},
		.patience = replay->patience,
		.scratch = true,
	};

	return folder_check_text(script, db_script_dialect(site->db), down, replay->report) &&
	       migrate_run_job(&job) == OUTCOME_DONE;
}

bool migrate_site_read(struct replay *replay, const struct replay_site *site, struct schema *schema)
{
	struct db_failure failure;

	if (!db_flush(site->db, &failure))
		return migrate_report_failure(replay->report, "cannot commit", &failure);
	return db_schema_read(site->db, schema);
}

/* Runs the migrations up to `last`. The folder's texts do not move any more. */
static bool run_folder(struct replay *replay, const struct replay_site *site,
		       const struct folder *folder)
{
	const struct migration *migration;

	vector_each(migration, &folder->migrations) {
		if (replay->last && strcmp(migration->name, replay->last) > 0)
			break;
		if (!migrate_site_run(replay, site, migration->name, &migration->sql, false))
			return false;
	}
	return true;
}

bool migrate_replay_folder(struct replay *replay, const struct folder *folder,
			   struct schema *schema)
{
	struct replay_site site;

	if (!migrate_site_open(replay, folder->dialect, &site))
		return false;
	bool good = run_folder(replay, &site, folder) && migrate_site_read(replay, &site, schema);
	return migrate_site_close(&site) && good;
}

bool migrate_replay_script(struct replay *replay, const struct source *script,
			   const struct sqltext_dialect *dialect, struct schema *schema)
{
	struct replay_site site;

	if (!migrate_site_open(replay, dialect, &site))
		return false;
	bool good = migrate_site_run(replay, &site, script->name, script, false) &&
		    migrate_site_read(replay, &site, schema);
	return migrate_site_close(&site) && good;
}
