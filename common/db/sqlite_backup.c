/* Copies SQLite databases, with SQLite's online backup. */
#include "db/backup_dialect.h"

#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

#include "base/interrupt.h"
#include "db/sqlite_sql.h"

/* Milliseconds to wait for a lock of others. */
enum { BUSY_TIMEOUT = 10000 };

/* Pages copied between two looks for a signal; the source stays locked. */
enum { PAGES_PER_STEP = 4096 };

static bool report_code(const char *path, const char *what, int code, struct report *report)
{
	return report_error(report, nowhere, "cannot %s '%s': %s", what, path,
			    sqlite3_errstr(code));
}

/* Waits for a lock of others, until a signal. */
static int on_busy(void *context, int tries)
{
	enum { PAUSE = 50 };

	(void)context;
	if (tries * PAUSE >= BUSY_TIMEOUT || interrupt_seen())
		return 0;
	interrupt_wait(-1, false, PAUSE);
	return 1;
}

static bool open_file(const char *path, int flags, sqlite3 **connection, struct report *report)
{
	int code = sqlite3_open_v2(path, connection, flags, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_extended_result_codes(*connection, 1);
	if (code == SQLITE_OK)
		code = sqlite3_busy_handler(*connection, on_busy, NULL);
	if (code == SQLITE_OK)
		return true;
	sqlite3_close(*connection);
	*connection = NULL;
	return report_code(path, "open", code, report);
}

/*
 * Copies all pages in one transaction of `to`, which sees all of them or none
 * (https://www.sqlite.org/backup.html), from one state of `from`.
 */
static int copy_pages(sqlite3 *to, sqlite3 *from)
{
	int code = sqlite3_exec(from, "BEGIN", NULL, NULL, NULL);
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

	if (!backup)
		return sqlite3_extended_errcode(to);
	do {
		if (interrupt_seen())
			code = SQLITE_INTERRUPT;
		else
			code = sqlite3_backup_step(backup, PAGES_PER_STEP);
	} while (code == SQLITE_OK);
	int finished = sqlite3_backup_finish(backup);
	return code != SQLITE_DONE ? code : finished;
}

/* Stores the first value that a pragma returns in `text`, of `size` bytes. */
static bool run_pragma(sqlite3 *connection, const char *pragma, char *text, size_t size)
{
	sqlite3_stmt *statement;
	bool answered = sqlite3_prepare_v2(connection, pragma, -1, &statement, NULL) == SQLITE_OK &&
			sqlite3_step(statement) == SQLITE_ROW;

	if (answered) {
		const unsigned char *answer = sqlite3_column_text(statement, 0);
		strncat(strcpy(text, ""), answer ? (const char *)answer : "", size - 1);
	}
	sqlite3_finalize(statement);
	return answered;
}

bool sqlite_backup_copy(const struct db_url *url, const char *path, struct report *report)
{
	sqlite3 *from, *to;
	char mode[32];

	if (!open_file(url->path, SQLITE_OPEN_READWRITE, &from, report))
		return false;
	if (!open_file(path, SQLITE_OPEN_READWRITE, &to, report)) {
		sqlite3_close(from);
		return false;
	}
	int code = copy_pages(to, from);
	/* A copy in WAL mode would need files beside it. */
	if (code == SQLITE_OK && !run_pragma(to, sqlite_sql_single_file, mode, sizeof mode))
		code = sqlite3_extended_errcode(to);
	sqlite3_close(from);
	sqlite3_close(to);
	return code == SQLITE_OK || report_code(url->shown, "copy", code, report);
}

bool sqlite_backup_check(const char *path, bool *whole, struct report *report)
{
	sqlite3 *connection;
	char answer[256] = "";

	if (!open_file(path, SQLITE_OPEN_READONLY, &connection, report))
		return false;
	*whole = run_pragma(connection, sqlite_sql_check_file, answer, sizeof answer) &&
		 strcmp(answer, "ok") == 0;
	if (!*whole)
		report_warning(report, nowhere, "'%s' is damaged: %s", path,
			       *answer ? answer : sqlite3_errmsg(connection));
	sqlite3_close(connection);
	return true;
}

bool sqlite_backup_restore(const struct db_url *url, const char *path,
			   const struct db_patience *patience, struct report *report)
{
	sqlite3 *from, *to;

	(void)patience;
	if (!open_file(path, SQLITE_OPEN_READONLY, &from, report))
		return false;
	if (!open_file(url->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &to, report)) {
		sqlite3_close(from);
		return false;
	}
	int code = copy_pages(to, from);
	sqlite3_close(from);
	sqlite3_close(to);
	return code == SQLITE_OK || report_code(url->shown, "replace", code, report);
}
