/* Opens the files of SQLite's backups, and asks them. */
#include <string.h>

#include "backup/sqlite.h"
#include "base/interrupt.h"

/* Milliseconds to wait for a lock of others. */
enum { BUSY_TIMEOUT = 10000 };

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

bool sqlite_backup_open(const char *path, int flags, sqlite3 **connection, struct report *report)
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
	return report_error(report, nowhere, "cannot open '%s': %s", path, sqlite3_errstr(code));
}

bool sqlite_backup_ask(sqlite3 *connection, struct arena *arena, const char *pragma,
		       const char **answer)
{
	sqlite3_stmt *statement;
	bool answered = sqlite3_prepare_v2(connection, pragma, -1, &statement, NULL) == SQLITE_OK &&
			sqlite3_step(statement) == SQLITE_ROW;

	if (answered) {
		const unsigned char *text = sqlite3_column_text(statement, 0);
		*answer = arena_string(arena, text ? (const char *)text : "");
	}
	sqlite3_finalize(statement);
	return answered;
}

/* Orders by bytes. */
static int compare(void *context, int a_size, const void *a, int b_size, const void *b)
{
	int order = memcmp(a, b, (size_t)(a_size < b_size ? a_size : b_size));

	(void)context;
	return order ? order : a_size - b_size;
}

static void add_collation(void *context, sqlite3 *connection, int encoding, const char *name)
{
	(void)context;
	sqlite3_create_collation(connection, name, encoding, NULL, compare);
}

void sqlite_backup_stand_in(sqlite3 *connection)
{
	sqlite3_collation_needed(connection, NULL, add_collation);
}
