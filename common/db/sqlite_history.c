/* Reads and writes the history table in SQLite. */
#include <string.h>

#include "db/sqlite.h"
#include "db/sqlite_sql.h"
#include "db/time.h"

/* Returns a prepared statement, which is kept for the next time. */
static sqlite3_stmt *prepared(struct sqlite *sqlite, sqlite3_stmt **kept, const char *sql)
{
	if (!*kept)
		sqlite3_prepare_v3(sqlite->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
	return *kept;
}

/* Reads the one number that a statement returns. */
static bool read_number(struct sqlite *sqlite, sqlite3_stmt *statement, int64_t *number)
{
	bool got = statement && sqlite3_step(statement) == SQLITE_ROW;

	*number = got ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_reset(statement);
	return got || sqlite_report(sqlite, "cannot read the database");
}

static bool read_data_version(struct sqlite *sqlite, int64_t *version)
{
	return read_number(sqlite, prepared(sqlite, &sqlite->data_version, sqlite_sql_data_version),
			   version);
}

static bool find_history(struct sqlite *sqlite, bool *found)
{
	sqlite3_stmt *statement = NULL;
	int64_t count = 0;

	sqlite3_prepare_v2(sqlite->handle, sqlite_sql_count_history, -1, &statement, NULL);
	bool read = read_number(sqlite, statement, &count);
	sqlite3_finalize(statement);
	*found = count > 0;
	return read;
}

/* Looks for the table too: an empty file has no data version that could change. */
bool sqlite_history_stale(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);
	bool found = sqlite->had_history;
	int64_t now = sqlite->version;

	return read_data_version(sqlite, &now) && (found || find_history(sqlite, &found)) &&
	       (now != sqlite->version || found != sqlite->had_history);
}

static const char *column_text(struct arena *arena, sqlite3_stmt *statement, int column)
{
	const unsigned char *text = sqlite3_column_text(statement, column);

	return text ? arena_string(arena, (const char *)text) : NULL;
}

/*
 * Reads milliseconds, as Prisma's native engine writes them, or text, as its drivers and SQLite do.
 */
static db_time column_time(sqlite3_stmt *statement, int column)
{
	switch (sqlite3_column_type(statement, column)) {
	case SQLITE_NULL:
		return 0;
	case SQLITE_TEXT:
		return db_time_parse((const char *)sqlite3_column_text(statement, column));
	default:
		return sqlite3_column_int64(statement, column);
	}
}

static bool read_rows(struct sqlite *sqlite, struct history *history)
{
	struct arena *arena = sqlite->db.arena;
	sqlite3_stmt *rows = NULL;
	int result = sqlite3_prepare_v2(sqlite->handle, sqlite_sql_read_history, -1, &rows, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(rows);
	for (; result == SQLITE_ROW; result = sqlite3_step(rows)) {
		sqlite->times_as_text = sqlite3_column_type(rows, 4) == SQLITE_TEXT;
		*vector_add(arena, &history->rows) = (struct history_row){
			.id = column_text(arena, rows, 0),
			.name = column_text(arena, rows, 1),
			.checksum = column_text(arena, rows, 2),
			.logs = column_text(arena, rows, 3),
			.started = column_time(rows, 4),
			.finished = column_time(rows, 5),
			.rolled_back = column_time(rows, 6),
			.steps = sqlite3_column_int(rows, 7),
		};
	}
	if (result != SQLITE_DONE)
		sqlite_report(sqlite, "cannot read the history in");
	sqlite3_finalize(rows);
	return result == SQLITE_DONE;
}

/* Reads in one transaction: it is cheaper than one for each statement, and sees one state. */
bool sqlite_history_read(struct db *db, struct history *history)
{
	struct sqlite *sqlite = sqlite_of(db);
	bool own, good;

	if (!sqlite->handle)
		return true;
	own = sqlite3_get_autocommit(sqlite->handle);
	if (own && sqlite3_exec(sqlite->handle, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_report(sqlite, "cannot read the database");
	good = find_history(sqlite, &sqlite->had_history) &&
	       read_data_version(sqlite, &sqlite->version) &&
	       (!sqlite->had_history || read_rows(sqlite, history));
	history->exists = good && sqlite->had_history;
	if (own)
		sqlite3_exec(sqlite->handle, "COMMIT", NULL, NULL, NULL);
	return good;
}

bool sqlite_history_create(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);

	return sqlite3_exec(sqlite->handle, sqlite_sql_create_history, NULL, NULL, NULL) ==
		       SQLITE_OK ||
	       sqlite_report(sqlite, "cannot create the history table in");
}

/*
 * Binds a time in the form that the last row has, milliseconds or text: Prisma orders by it, and
 * SQLite sorts every text after every number.
 */
static void bind_time(struct sqlite *sqlite, sqlite3_stmt *statement, int parameter, db_time time)
{
	const char *text = db_time_text(sqlite->db.arena, time);

	if (!time)
		sqlite3_bind_null(statement, parameter);
	else if (!sqlite->times_as_text)
		sqlite3_bind_int64(statement, parameter, time);
	else
		sqlite3_bind_text(
			statement, parameter,
			arena_format(sqlite->db.arena, "%.*s+00:00", (int)strcspn(text, "Z"), text),
			-1, SQLITE_STATIC);
}

static bool write_row(struct sqlite *sqlite, sqlite3_stmt *statement, const struct history_row *row)
{
	if (!statement)
		return sqlite_report(sqlite, "cannot write the history in");
	sqlite3_bind_text(statement, 1, row->id, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, row->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 3, row->checksum, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 4, row->logs, -1, SQLITE_STATIC);
	bind_time(sqlite, statement, 5, row->started);
	bind_time(sqlite, statement, 6, row->finished);
	bind_time(sqlite, statement, 7, row->rolled_back);
	sqlite3_bind_int(statement, 8, row->steps);
	int result = sqlite3_step(statement);
	if (result != SQLITE_DONE)
		sqlite_report(sqlite, "cannot write the history in");
	sqlite3_reset(statement);
	return result == SQLITE_DONE;
}

bool sqlite_history_add(struct db *db, const struct history_row *row)
{
	struct sqlite *sqlite = sqlite_of(db);

	return write_row(sqlite, prepared(sqlite, &sqlite->add, sqlite_sql_add_row), row);
}

bool sqlite_history_change(struct db *db, const struct history_row *row)
{
	struct sqlite *sqlite = sqlite_of(db);

	return write_row(sqlite, prepared(sqlite, &sqlite->change, sqlite_sql_change_row), row);
}

bool sqlite_has_tables(struct db *db, bool *has)
{
	struct sqlite *sqlite = sqlite_of(db);
	sqlite3_stmt *statement = NULL;
	int64_t count = 0;

	*has = false;
	if (!sqlite->handle)
		return true;
	sqlite3_prepare_v2(sqlite->handle, sqlite_sql_count_tables, -1, &statement, NULL);
	bool read = read_number(sqlite, statement, &count);
	sqlite3_finalize(statement);
	*has = count > 0;
	return read;
}
