/* Runs scripts in SQLite. */
#include <string.h>

#include "db/sqlite.h"

/* Runs the bytes of one statement of the script: for SQLite they may be several. */
static bool run_statement(struct sqlite *sqlite, const struct script *script, size_t n,
			  struct db_failure *failure)
{
	const struct statement *statement = &script->statements.at[n];
	const char *text = script->source->text + statement->start;
	const char *end = script->source->text + statement->end;

	while (text < end) {
		sqlite3_stmt *compiled = NULL;
		const char *tail = end;
		int result = sqlite3_prepare_v2(sqlite->handle, text, (int)(end - text), &compiled,
						&tail);
		while (compiled && (result = sqlite3_step(compiled)) == SQLITE_ROW)
			;
		if (result != SQLITE_OK && result != SQLITE_DONE) {
			int offset = sqlite3_error_offset(sqlite->handle);
			failure->statement = n;
			failure->place = sqltext_place(script, n);
			if (offset >= 0)
				failure->place.start =
					(size_t)(text - script->source->text) + (size_t)offset;
			sqlite_fail(sqlite, failure);
		}
		sqlite3_finalize(compiled);
		if (result != SQLITE_OK && result != SQLITE_DONE)
			return false;
		text = tail;
	}
	return true;
}

bool sqlite_run(struct db *db, const struct script *script, const struct run *run,
		struct db_failure *failure)
{
	if (run->kind == RUN_ALONE && !sqlite_flush(db, failure))
		return false;
	for (size_t i = run->first; i < run->first + run->count; i++)
		if (script->statements.at[i].kind != STATEMENT_BEGIN &&
		    !run_statement(sqlite_of(db), script, i, failure))
			return false;
	return true;
}

bool sqlite_measure(struct db *db, const struct script *script, size_t statement,
		    struct db_cost *cost, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);
	sqlite3_int64 before = sqlite3_total_changes64(sqlite->handle);
	int64_t start = db_clock();

	if (!run_statement(sqlite, script, statement, failure))
		return false;
	cost->microseconds = db_clock() - start;
	cost->rows = sqlite3_total_changes64(sqlite->handle) - before;
	return true;
}

/* SQLite's statements outside a transaction (VACUUM, PRAGMA) can be repeated. */
bool sqlite_run_is_done(struct db *db, const struct script *script, const struct run *run)
{
	(void)db;
	(void)script;
	(void)run;
	return false;
}
