/* Runs one statement of a script in SQLite. */
#include <string.h>
#include <sys/stat.h>

#include "sqlite/sql.h"
#include "sqlite/sqlite.h"

static bool is_same_file(const char *one, const char *other)
{
	struct stat a, b;

	return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

/* True if the database file is also attached under another name. */
static bool is_attached_twice(struct sqlite *sqlite)
{
	const char *path = sqlite3_db_filename(sqlite->handle, "main");
	sqlite3_stmt *list = NULL;
	bool twice = false;

	sqlite3_prepare_v2(sqlite->handle, sqlite_sql_list_databases, -1, &list, NULL);
	while (path && list && sqlite3_step(list) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(list, 1);
		const char *file = (const char *)sqlite3_column_text(list, 2);
		twice |= name && file && strcmp(name, "main") != 0 && is_same_file(path, file);
	}
	sqlite3_finalize(list);
	return twice;
}

/* Refuses a statement that SQLite would run. Always returns false. */
static bool refuse(struct db_failure *failure, const char *message, const char *hint)
{
	failure->message = message;
	failure->hint = hint;
	return false;
}

/* Compiles the first statement of a text, and records its effects on the connection. */
static int compile(struct sqlite *sqlite, const char *text, const char *end,
		   sqlite3_stmt **compiled, const char **tail)
{
	sqlite->effects = 0;
	*tail = end;
	int result = sqlite3_prepare_v2(sqlite->handle, text, (int)(end - text), compiled, tail);
	sqlite->session |= sqlite->effects;
	return result;
}

/* Steps through a compiled statement. Returns the result code of the last step. */
static int step(struct sqlite *sqlite, sqlite3_stmt *compiled)
{
	int result;

	sqlite_begin_progress(sqlite);
	do
		result = sqlite3_step(compiled);
	while (result == SQLITE_ROW);
	sqlite_end_progress(sqlite);
	return result;
}

/* Refuses statements that SQLite allows, but that break the migration's transaction. */
static bool check(struct sqlite *sqlite, sqlite3_stmt *compiled, struct db_failure *failure)
{
	if ((sqlite->effects & EFFECT_TRANSACTION) && !sqlite3_stmt_isexplain(compiled))
		return refuse(failure, "this would end the transaction in which the migration runs",
			      NULL);
	return true;
}

static bool check_attached(struct sqlite *sqlite, struct db_failure *failure)
{
	if ((sqlite->effects & EFFECT_ATTACH) && is_attached_twice(sqlite))
		return refuse(failure, "the migration attaches the database to which it is applied",
			      "it would wait for its own lock: use its tables without ATTACH");
	return true;
}

/* Stores the place of a failure: the one that SQLite reports, else the whole statement. */
static bool fail(struct sqlite *sqlite, const struct script *script, const char *text,
		 struct db_failure *failure)
{
	int offset = sqlite3_error_offset(sqlite->handle);

	if (offset >= 0)
		failure->place.start =
			(uint32_t)((size_t)(text - script->source->text) + (size_t)offset);
	return sqlite_fail(sqlite, failure);
}

bool sqlite_run_statement(struct sqlite *sqlite, const struct script *script, size_t n,
			  bool settings_only, struct db_failure *failure)
{
	const struct statement *statement = &script->statements.at[n];
	const char *text = script->source->text + statement->start;
	const char *end = script->source->text + statement->end;

	failure->statement = n;
	failure->place = sqltext_place(script, n);
	while (text < end) {
		sqlite3_stmt *compiled = NULL;
		const char *tail;
		bool good = true;
		int result = compile(sqlite, text, end, &compiled, &tail);
		bool runs = compiled && (!settings_only || (sqlite->effects & EFFECTS_OF_SESSION));
		if (runs && (good = check(sqlite, compiled, failure)))
			result = step(sqlite, compiled);
		if (result != SQLITE_OK && result != SQLITE_DONE)
			good = fail(sqlite, script, text, failure);
		sqlite3_finalize(compiled);
		if (!good || !check_attached(sqlite, failure))
			return false;
		text = tail;
	}
	failure->place = nowhere;
	return true;
}
