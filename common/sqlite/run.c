/* Runs scripts in SQLite. */
#include "sqlite/sqlite.h"

bool sqlite_run(struct db *db, const struct script *script, const struct run *run,
		struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);

	if (run->kind == RUN_ALONE && (!sqlite_flush(db, failure) ||
				       !sqlite_open_session(sqlite, script, run->first, failure)))
		return false;
	for (size_t i = run->first; i < run->first + run->count; i++) {
		enum statement_kind kind = script->statements.at[i].kind;
		if (kind == STATEMENT_BEGIN || kind == STATEMENT_IDLE ||
		    sqlite_run_statement(sqlite, script, i, false, failure))
			continue;
		sqlite_end_session(sqlite);
		return false;
	}
	return true;
}

bool sqlite_measure(struct db *db, const struct script *script, size_t first, size_t statement,
		    struct db_cost *cost, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);

	if (sqlite->source != script->source) {
		if (!sqlite_open_session(sqlite, script, first, failure))
			return false;
		sqlite_switch_foreign_keys(sqlite, script->foreign_keys_off);
	}
	sqlite3_int64 before = sqlite3_total_changes64(sqlite->handle);
	int64_t start = db_clock();
	if (!sqlite_run_statement(sqlite, script, statement, false, failure))
		return false;
	cost->microseconds = db_clock() - start;
	cost->rows = sqlite3_total_changes64(sqlite->handle) - before;
	return true;
}

/* Statements that SQLite runs outside a transaction (VACUUM, PRAGMA) can be repeated. */
bool sqlite_run_is_done(struct db *db, const struct script *script, const struct run *run)
{
	(void)db;
	(void)script;
	(void)run;
	return false;
}
