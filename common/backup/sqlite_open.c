/* Opens SQLite databases and the files of their backups, and queries them. */
#include <string.h>

#include "backup/sqlite.h"
#include "base/program.h"

struct sqlite *sqlite_backup_connect(const struct url *url, enum db_access access,
				     struct report *report)
{
	struct db_patience patience = db_patience_for(url);

	patience.progress = program_shows_progress() ? program_progress : NULL;
	struct db *db = db_sqlite.open(url, access, &patience, report);
	return db ? sqlite_of(db) : NULL;
}

bool sqlite_backup_open(const char *path, int flags, sqlite3 **connection, struct report *report)
{
	int code = sqlite3_open_v2(path, connection, flags, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_extended_result_codes(*connection, 1);
	if (code == SQLITE_OK)
		return true;
	sqlite3_close(*connection);
	*connection = NULL;
	return report_error(report, nowhere, "cannot open '%s': %s", path, sqlite3_errstr(code));
}

bool sqlite_backup_ask(sqlite3 *connection, struct arena *arena, const char *pragma,
		       const char **answer)
{
	sqlite3_stmt *statement = NULL;
	bool answered = sqlite3_prepare_v2(connection, pragma, -1, &statement, NULL) == SQLITE_OK &&
			sqlite3_step(statement) == SQLITE_ROW;

	if (answered) {
		const unsigned char *text = sqlite3_column_text(statement, 0);
		*answer = arena_string(arena, text ? (const char *)text : "");
	}
	sqlite3_finalize(statement);
	return answered;
}

/* Compares bytes. */
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
