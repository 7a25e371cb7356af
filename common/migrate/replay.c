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

static bool run(struct replay *replay, struct db *db, const char *name, const struct source *script)
{
	struct arena *arena = replay->report->arena;
	struct job job = {
		.db = db,
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

	return folder_check_text(script, db_script_dialect(db), false, replay->report) &&
	       migrate_run_job(&job) == OUTCOME_DONE;
}

static bool read_schema(struct replay *replay, struct db *db, struct schema *schema)
{
	struct db_failure failure;

	if (!db_flush(db, &failure))
		return migrate_report_failure(replay->report, "cannot commit", &failure);
	return db_schema_read(db, schema);
}

/* Runs the migrations up to `last`. The folder's texts do not move any more. */
static bool run_folder(struct replay *replay, struct db *db, const struct folder *folder)
{
	const struct migration *migration;

	vector_each(migration, &folder->migrations) {
		if (replay->last && strcmp(migration->name, replay->last) > 0)
			break;
		if (!run(replay, db, migration->name, &migration->sql))
			return false;
	}
	return true;
}

/* What runs in the scratch database: a folder, or a script. */
struct load {
	const struct folder *folder;
	const struct source *script;
};

static bool run_load(struct replay *replay, struct db *db, const struct load *load,
		     struct schema *schema)
{
	bool ran = make_history(replay, db) &&
		   (load->folder ? run_folder(replay, db, load->folder)
				 : run(replay, db, load->script->name, load->script));

	return ran && read_schema(replay, db, schema);
}

static bool replay_load(struct replay *replay, enum db_kind kind, const struct load *load,
			struct schema *schema)
{
	struct db_scratch *scratch;
	struct db *db;

	if (!db_scratch_make(&scratch, kind, replay->near, &replay->patience, replay->report))
		return false;
	if (replay->tell)
		replay->tell(db_scratch_text(scratch));
	bool good =
		db_open(&db, db_scratch_url(scratch), DB_CREATE, &replay->patience, replay->report);
	if (good) {
		good = run_load(replay, db, load, schema);
		db_close(db);
	}
	return db_scratch_remove(scratch) && good;
}

/* Returns the kind of database that takes scripts of a dialect. */
static enum db_kind kind_of(const struct sqltext_dialect *dialect)
{
	return dialect == &sqltext_sqlite ? DB_SQLITE : DB_POSTGRESQL;
}

bool migrate_replay_folder(struct replay *replay, const struct folder *folder,
			   struct schema *schema)
{
	const struct load load = {.folder = folder};

	return replay_load(replay, kind_of(folder->dialect), &load, schema);
}

bool migrate_replay_script(struct replay *replay, const struct source *script,
			   const struct sqltext_dialect *dialect, struct schema *schema)
{
	const struct load load = {.script = script};

	return replay_load(replay, kind_of(dialect), &load, schema);
}
