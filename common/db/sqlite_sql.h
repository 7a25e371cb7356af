/*
 * Inside the room: the SQL that SQLite runs for us. BEGIN, COMMIT and ROLLBACK stand where they are
 * run.
 *
 * ?1, ?2, ... are the parameters that sqlite_history.c binds; in the sqlite3 shell, `.parameter set
 * ?1 x`.
 */
#ifndef DB_SQLITE_SQL_H
#define DB_SQLITE_SQL_H

/*
 * The history
 */

/* Another number than before says that another connection has changed the database. */
static const char sqlite_sql_data_version[] = "PRAGMA main.data_version";

static const char sqlite_sql_count_history[] =
	"SELECT count(*) FROM main.sqlite_schema\n"
	" WHERE type = 'table' AND name = '_prisma_migrations'";

/* Replication (Litestream) and SQLite itself keep tables that are not part of the user's schema. */
static const char sqlite_sql_count_tables[] =
	"SELECT count(*) FROM main.sqlite_schema\n"
	" WHERE type = 'table' AND name <> '_prisma_migrations'\n"
	"   AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_litestream_*'";

/* Prisma's own statement. */
static const char sqlite_sql_create_history[] =
	"CREATE TABLE IF NOT EXISTS main.\"_prisma_migrations\" (\n"
	"    \"id\"                    TEXT PRIMARY KEY NOT NULL,\n"
	"    \"checksum\"              TEXT NOT NULL,\n"
	"    \"finished_at\"           DATETIME,\n"
	"    \"migration_name\"        TEXT NOT NULL,\n"
	"    \"logs\"                  TEXT,\n"
	"    \"rolled_back_at\"        DATETIME,\n"
	"    \"started_at\"            DATETIME NOT NULL DEFAULT current_timestamp,\n"
	"    \"applied_steps_count\"   INTEGER UNSIGNED NOT NULL DEFAULT 0\n"
	")";

static const char sqlite_sql_read_history[] =
	"SELECT id, migration_name, checksum, logs,\n"
	"       started_at, finished_at, rolled_back_at, applied_steps_count\n"
	"  FROM main._prisma_migrations\n"
	" ORDER BY rowid";

static const char sqlite_sql_add_row[] =
	"INSERT INTO main._prisma_migrations\n"
	"       (id, migration_name, checksum, logs,\n"
	"        started_at, finished_at, rolled_back_at, applied_steps_count)\n"
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

static const char sqlite_sql_change_row[] =
	"UPDATE main._prisma_migrations\n"
	"   SET migration_name = ?2, checksum = ?3, logs = ?4,\n"
	"       started_at = ?5, finished_at = ?6, rolled_back_at = ?7, applied_steps_count = ?8\n"
	" WHERE id = ?1";

/*
 * Running scripts
 */

/* These are without effect inside a transaction. */
static const char sqlite_sql_foreign_keys_off[] = "PRAGMA foreign_keys = OFF";
static const char sqlite_sql_foreign_keys_on[] = "PRAGMA foreign_keys = ON";

/*
 * Returns a row for each row whose parent is missing: child table, row, parent table, foreign key.
 */
static const char sqlite_sql_check_foreign_keys[] = "PRAGMA foreign_key_check";

static const char sqlite_sql_savepoint[] = "SAVEPOINT migtools";
static const char sqlite_sql_release[] = "RELEASE migtools";
static const char sqlite_sql_rollback[] = "ROLLBACK TO migtools; RELEASE migtools";

/*
 * Backups
 */

/* Takes a database out of WAL mode, whose files beside the database a backup must not need. */
static const char sqlite_sql_single_file[] = "PRAGMA journal_mode = DELETE";

/* Returns 'ok', or the first damage. */
static const char sqlite_sql_check_file[] = "PRAGMA integrity_check(1)";

#endif
