/* Runs a script that is not a migration. */
#include "migrate/run_file.h"

#include "base/file.h"
#include "base/interrupt.h"
#include "folder/check.h"
#include "migrate/failure.h"

static bool run_one(struct migrate *migrate, const struct script *script, const struct run *run,
		    struct db_failure *failure)
{
	struct db *db = migrate->db;

	if (run->kind == RUN_ALONE)
		return db_run(db, script, run, failure);
	if (!db_begin(db, script, run, migrate->patience.lock_timeout, failure) ||
	    !db_run(db, script, run, failure))
		return false;
	return run->kind == RUN_UNDONE ? db_rollback(db) : db_commit(db, failure);
}

static bool run_all(struct migrate *migrate, const struct script *script,
		    struct db_failure *failure)
{
	struct runs runs;
	const struct run *run;

	sqltext_plan(migrate->report->arena, script, 0, &runs);
	vector_each(run, &runs) {
		*failure =
			(struct db_failure){.kind = FAILED_INTERRUPTED, .message = "interrupted"};
		if (interrupt_seen() || !run_one(migrate, script, run, failure))
			return false;
	}
	return db_flush(migrate->db, failure);
}

enum outcome migrate_run_file(struct migrate *migrate, const char *path)
{
	struct source *source = arena_alloc(migrate->report->arena, sizeof *source);
	struct script script;
	struct db_failure failure;

	if (!file_read_text(path, source, migrate->report))
		return OUTCOME_TROUBLE;
	sqltext_read(migrate->report->arena, db_script_dialect(migrate->db), source, &script);
	if (!folder_check_script(&script, false, migrate->report))
		return OUTCOME_TROUBLE;
	db_session_begin(migrate->db, &script, 0);
	bool good = run_all(migrate, &script, &failure);
	if (!good) {
		db_rollback(migrate->db);
		migrate_report_failure(migrate->report, path, &failure);
	}
	db_session_end(migrate->db);
	return good ? OUTCOME_DONE : OUTCOME_FAILED;
}
