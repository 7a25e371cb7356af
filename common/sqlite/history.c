/* Reads and writes the history table in SQLite. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "db/time.h"
#include "sqlite/sql.h"
#include "sqlite/sqlite.h"

/* Returns one of our own statements, compiled only once. */
static sqlite3_stmt *prepared(struct sqlite *sqlite, enum sqlite_kept which, const char *sql)
{
	sqlite3_stmt **kept = &sqlite->kept[which];

	if (!*kept)
		sqlite3_prepare_v3(sqlite->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
	return *kept;
}

/* Reads the single number that a statement returns. */
static bool read_number(struct sqlite *sqlite, sqlite3_stmt *statement, int64_t *number)
{
	bool got = statement && sqlite3_step(statement) == SQLITE_ROW;

	*number = got ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_reset(statement);
	return got || sqlite_report(sqlite, "cannot read the database");
}

static bool read_data_version(struct sqlite *sqlite, int64_t *version)
{
	return read_number(sqlite,
			   prepared(sqlite, SQLITE_KEPT_DATA_VERSION, sqlite_sql_data_version),
			   version);
}

static bool refuse_view(struct sqlite *sqlite)
{
	report_error(sqlite->db.report, nowhere, "_prisma_migrations in '%s' is a view",
		     sqlite->db.url->path);
	return report_hint(sqlite->db.report,
			   "the history must be a table: rename or drop the view");
}

static bool find_history(struct sqlite *sqlite, bool *found)
{
	sqlite3_stmt *counts = NULL;

	sqlite3_prepare_v2(sqlite->handle, sqlite_sql_count_history, -1, &counts, NULL);
	bool read = counts && sqlite3_step(counts) == SQLITE_ROW;
	*found = read && sqlite3_column_int(counts, 0) > 0;
	bool view = read && sqlite3_column_int(counts, 1) > 0;
	if (!read)
		sqlite_report(sqlite, "cannot read the database");
	sqlite3_finalize(counts);
	return read && (!view || refuse_view(sqlite));
}

/* Looks for the table, too: an empty file has no data version that could change. */
bool sqlite_history_stale(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);
	bool found = sqlite->had_history;
	int64_t now = sqlite->version;

	return read_data_version(sqlite, &now) && (found || find_history(sqlite, &found)) &&
	       (now != sqlite->version || found != sqlite->had_history);
}

/* Reads a row of the history. Other programs may have made and filled the table. */
struct reader {
	struct sqlite *sqlite;
	sqlite3_stmt *rows;
	size_t number; /* of the row, from 1 */
};

/* Reports the fault of a column. Always returns false. */
static bool refuse_column(const struct reader *reader, int column, const char *fault)
{
	struct report *report = reader->sqlite->db.report;

	report_error(report, nowhere, "row %zu of _prisma_migrations in '%s': %s %s",
		     reader->number, reader->sqlite->db.url->path,
		     sqlite3_column_name(reader->rows, column), fault);
	return report_hint(report, "correct that row; migrations(5) describes the columns");
}

/* Reads a text, up to a NUL byte, or NULL. */
static const char *read_logs(const struct reader *reader, int column)
{
	const char *text = (const char *)sqlite3_column_text(reader->rows, column);

	return text ? arena_string(reader->sqlite->db.arena, text) : NULL;
}

static bool read_text(const struct reader *reader, int column, const char **text)
{
	*text = read_logs(reader, column);
	if (!*text)
		return refuse_column(reader, column, "is NULL");
	if (strlen(*text) != (size_t)sqlite3_column_bytes(reader->rows, column))
		return refuse_column(reader, column, "contains a NUL byte");
	return true;
}

/* Reads the time that a text denotes; only digits are milliseconds. False if it is not a time. */
static bool read_time_text(const char *text, db_time *time)
{
	size_t digits = strspn(text, "0123456789");

	if (!digits || text[digits])
		return db_time_parse(text, time);
	*time = strtoll(text, NULL, 10);
	return true;
}

/*
 * Reads a time: milliseconds, from Prisma's native engine, or text, from its drivers and SQLite.
 * The start of 1970 is a time, and not NULL.
 */
static bool read_time(const struct reader *reader, int column, db_time *time)
{
	bool good = true;

	switch (sqlite3_column_type(reader->rows, column)) {
	case SQLITE_NULL:
		*time = 0;
		return true;
	case SQLITE_TEXT:
		good = read_time_text((const char *)sqlite3_column_text(reader->rows, column),
				      time);
		break;
	case SQLITE_BLOB:
		good = false;
		break;
	default:
		*time = sqlite3_column_int64(reader->rows, column);
	}
	if (!good)
		return refuse_column(reader, column, "is not a time");
	*time = *time ? *time : 1;
	return true;
}

static int read_steps(const struct reader *reader, int column)
{
	int64_t steps = sqlite3_column_int64(reader->rows, column);

	return steps < 0 ? 0 : steps > INT_MAX ? INT_MAX : (int)steps;
}

static bool read_row(const struct reader *reader, struct history_row *row)
{
	*row = (struct history_row){.logs = read_logs(reader, 3), .steps = read_steps(reader, 7)};
	return read_text(reader, 0, &row->id) && read_text(reader, 1, &row->name) &&
	       read_text(reader, 2, &row->checksum) && read_time(reader, 4, &row->started) &&
	       read_time(reader, 5, &row->finished) && read_time(reader, 6, &row->rolled_back);
}

static bool refuse_table(struct sqlite *sqlite)
{
	sqlite_report(sqlite, "cannot read the history in");
	if ((sqlite3_errcode(sqlite->handle) & 0xFF) == SQLITE_ERROR)
		report_hint(sqlite->db.report, "its table _prisma_migrations does not have the "
					       "columns that Prisma creates: see migrations(5)");
	return false;
}

/* Compiles the statement that reads all rows. */
static sqlite3_stmt *select_rows(struct sqlite *sqlite)
{
	sqlite3_stmt *rows = NULL;

	if (sqlite3_prepare_v2(sqlite->handle, sqlite_sql_read_history, -1, &rows, NULL) !=
	    SQLITE_OK)
		sqlite3_prepare_v2(sqlite->handle, sqlite_sql_read_history_by_time, -1, &rows,
				   NULL);
	return rows;
}

static bool read_rows(struct sqlite *sqlite, struct history *history)
{
	struct reader reader = {.sqlite = sqlite, .rows = select_rows(sqlite)};
	int result = SQLITE_ERROR;
	bool good = true;

	while (reader.rows && good && (result = sqlite3_step(reader.rows)) == SQLITE_ROW) {
		reader.number++;
		sqlite->times_as_text = sqlite3_column_type(reader.rows, 4) == SQLITE_TEXT;
		struct history_row *row = vector_add(sqlite->db.arena, &history->rows);
		good = read_row(&reader, row);
		if (row->started > sqlite->newest)
			sqlite->newest = row->started;
	}
	if (good && result != SQLITE_DONE)
		good = refuse_table(sqlite);
	sqlite3_finalize(reader.rows);
	return good;
}

/*
 * Reads in one transaction, which is cheaper than one for each statement and sees a single state.
 */
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
	sqlite_end_wait(sqlite);
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
 * Binds a time in the form of the last row, milliseconds or text. Prisma sorts by this column, and
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

static void bind_row(struct sqlite *sqlite, sqlite3_stmt *statement, const struct history_row *row)
{
	sqlite3_bind_text(statement, 1, row->id, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, row->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 3, row->checksum, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 4, row->logs, -1, SQLITE_STATIC);
	bind_time(sqlite, statement, 5, row->started);
	bind_time(sqlite, statement, 6, row->finished);
	bind_time(sqlite, statement, 7, row->rolled_back);
	sqlite3_bind_int(statement, 8, row->steps);
}

/* Reports that SQLite wrote something else, or nothing. Always returns false. */
static bool refuse_write(struct sqlite *sqlite, const struct history_row *row)
{
	report_error(sqlite->db.report, nowhere,
		     "the history in '%s' did not keep the row of %s as it was written",
		     sqlite->db.url->path, row->name);
	return report_hint(sqlite->db.report,
			   "check the triggers and columns of the table _prisma_migrations");
}

/* True if one row was written and holds the right values: a trigger may change it. */
static bool is_written(struct sqlite *sqlite, const struct history_row *row)
{
	bool one = sqlite3_changes64(sqlite->handle) == 1;
	sqlite3_stmt *read = prepared(sqlite, SQLITE_KEPT_READ_BACK, sqlite_sql_read_back);
	int64_t count;

	if (read)
		bind_row(sqlite, read, row);
	return read_number(sqlite, read, &count) &&
	       ((one && count == 1) || refuse_write(sqlite, row));
}

static bool write_row(struct sqlite *sqlite, sqlite3_stmt *statement, const struct history_row *row)
{
	if (!statement)
		return sqlite_report(sqlite, "cannot write the history in");
	bind_row(sqlite, statement, row);
	int result = sqlite3_step(statement);
	if (result != SQLITE_DONE)
		sqlite_report(sqlite, "cannot write the history in");
	sqlite3_reset(statement);
	return result == SQLITE_DONE && is_written(sqlite, row);
}

/* Fills in a time, no earlier than `least`: the clock may have been set back. */
static void fill_in_time(const struct sqlite *sqlite, db_time *time, db_time least)
{
	db_time now = db_now();

	if (*time != DB_NOW && *time != DB_BEGUN)
		return;
	if (*time == DB_BEGUN && sqlite->begun)
		now = sqlite->begun;
	*time = now > least ? now : least;
}

static void fill_in_times(struct sqlite *sqlite, struct history_row *row)
{
	/* Anybody may have written the newest. */
	fill_in_time(sqlite, &row->started, sqlite->newest + (sqlite->newest < INT64_MAX));
	fill_in_time(sqlite, &row->finished, row->started);
	fill_in_time(sqlite, &row->rolled_back, row->started);
	if (row->started > sqlite->newest)
		sqlite->newest = row->started;
}

/* Runs one of our own statements around the write. */
static bool execute(struct sqlite *sqlite, const char *sql)
{
	return sqlite3_exec(sqlite->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       sqlite_report(sqlite, "cannot write the history in");
}

/* Writes a row in the open transaction, or else in one of its own. */
static bool write_history(struct db *db, enum sqlite_kept which, const char *sql,
			  struct history_row *row)
{
	struct sqlite *sqlite = sqlite_of(db);
	bool own = sqlite3_get_autocommit(sqlite->handle);
	struct takeover session;

	fill_in_times(sqlite, row);
	sqlite_take_over(sqlite, &session);
	bool good = (!own || execute(sqlite, "BEGIN IMMEDIATE")) &&
		    write_row(sqlite, prepared(sqlite, which, sql), row) &&
		    (!own || execute(sqlite, "COMMIT"));
	if (own && !good && !sqlite3_get_autocommit(sqlite->handle))
		sqlite3_exec(sqlite->handle, "ROLLBACK", NULL, NULL, NULL);
	sqlite_hand_back(sqlite, &session);
	return good;
}

bool sqlite_history_add(struct db *db, struct history_row *row)
{
	return write_history(db, SQLITE_KEPT_ADD, sqlite_sql_add_row, row);
}

bool sqlite_history_change(struct db *db, struct history_row *row)
{
	return write_history(db, SQLITE_KEPT_CHANGE, sqlite_sql_change_row, row);
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
