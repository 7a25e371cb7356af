/* Empties an SQLite file, in one transaction. */
#include "sqlite/sql.h"
#include "sqlite/sqlite.h"

bool sqlite_clear(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);

	/* As SQLite's manual shows. It needs no table, so the file may be damaged. */
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_RESET_DATABASE, 1, 0);
	int code = sqlite3_exec(sqlite->handle, sqlite_sql_vacuum, NULL, NULL, NULL);
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_RESET_DATABASE, 0, 0);
	return code == SQLITE_OK || sqlite_report(sqlite, "cannot empty the database");
}
