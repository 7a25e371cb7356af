/* Reads the contents of an SQLite database, for the manifests of backups. */
#include "backup/sqlite.h"
#include "base/interrupt.h"
#include "sqlite/sql.h"

/* Returns the first value of a query, or -1. */
static int64_t ask(sqlite3 *connection, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	bool got = sqlite3_prepare_v2(connection, sql, -1, &statement, NULL) == SQLITE_OK &&
		   sqlite3_step(statement) == SQLITE_ROW;
	int64_t number = got ? sqlite3_column_int64(statement, 0) : -1;

	sqlite3_finalize(statement);
	return number;
}

static void count_rows(sqlite3 *connection, struct manifest *manifest, struct arena *arena)
{
	sqlite3_stmt *tables = NULL;

	sqlite3_prepare_v2(connection, sqlite_sql_list_counted, -1, &tables, NULL);
	while (tables && sqlite3_step(tables) == SQLITE_ROW && !interrupt_seen()) {
		struct manifest_table *table = vector_add(arena, &manifest->tables);
		table->name = arena_string(arena, (const char *)sqlite3_column_text(tables, 0));
		table->rows = ask(connection, (const char *)sqlite3_column_text(tables, 1));
	}
	sqlite3_finalize(tables);
}

static bool is_busy(int code)
{
	return (code & 0xFF) == SQLITE_BUSY;
}

/* Begins to read as of one instant. Returns SQLite's result code. */
static int begin(struct sqlite *sqlite)
{
	sqlite_backup_stand_in(sqlite->handle);
	sqlite3_exec(sqlite->handle, "BEGIN", NULL, NULL, NULL);
	int code = sqlite3_exec(sqlite->handle, sqlite_sql_read_something, NULL, NULL, NULL);
	sqlite_end_wait(sqlite);
	return code;
}

/* Fills in everything, or only what takes no time. Unreadable tables stay unknown. */
static void read_contents(struct sqlite *sqlite, bool with_rows, struct manifest *manifest)
{
	struct report *report = sqlite->db.report, unheard = {.arena = report->arena};

	sqlite->db.report = &unheard;
	manifest->kind = DB_SQLITE;
	manifest->taken = db_now();
	manifest->server = sqlite3_libversion();
	if (with_rows)
		count_rows(sqlite->handle, manifest, report->arena);
	manifest->history_known = db_history_read(&sqlite->db, &manifest->history);
	if (!manifest->history_known)
		manifest->unread = unheard.messages.at[0];
	sqlite->db.report = report;
}

static bool describe(const struct url *url, bool with_rows, struct manifest *manifest,
		     struct report *report)
{
	struct sqlite *sqlite = sqlite_backup_connect(url, DB_READ_EXISTING, report);

	if (!sqlite)
		return false;
	int code = begin(sqlite);
	if (!is_busy(code))
		read_contents(sqlite, with_rows, manifest);
	db_close(&sqlite->db);
	if (is_busy(code))
		return sqlite_backup_report(url, "read", code, report);
	return !interrupt_seen() || report_error(report, nowhere, "interrupted");
}

bool sqlite_describe(const struct url *url, struct manifest *manifest, struct report *report)
{
	return describe(url, true, manifest, report);
}

bool sqlite_backup_read_back(const struct url *url, const char *path, struct manifest *manifest,
			     struct report *report)
{
	const struct url copy = {.kind = DB_SQLITE, .path = path, .shown = path};
	db_time taken = manifest->taken;
	bool read = sqlite_backup_read_pages(url, path, report) &&
		    sqlite_describe(&copy, manifest, report);

	manifest->taken = taken;
	return read;
}

bool sqlite_read_history(const struct url *url, struct manifest *manifest, struct report *report)
{
	return describe(url, false, manifest, report);
}

bool sqlite_has_history(const struct url *url, struct report *report)
{
	struct report unheard = {.arena = report->arena};
	struct sqlite *sqlite = sqlite_backup_connect(url, DB_READ_EXISTING, &unheard);

	if (!sqlite)
		return false;
	int code = begin(sqlite);
	bool has = code == SQLITE_OK && ask(sqlite->handle, sqlite_sql_count_history) > 0;
	db_close(&sqlite->db);
	return is_busy(code) ? sqlite_backup_report(url, "read", code, report) : has;
}
