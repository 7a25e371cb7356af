/*
 * The SQL that SQLite runs for us. BEGIN, COMMIT and ROLLBACK are written where they are run.
 *
 * history.c binds the parameters ?1, ?2, ...; in the sqlite3 shell, use `.parameter set ?1 x`.
 */
#ifndef SQLITE_SQL_H
#define SQLITE_SQL_H

#include <stddef.h>

/*
 * The history
 */

/* A new number means that another connection has changed the database. */
static const char sqlite_sql_data_version[] = "PRAGMA main.data_version";

/* Returns the number of tables, and of views, with this name. */
static const char sqlite_sql_count_history[] =
	"SELECT count(*) FILTER (WHERE type = 'table'), count(*) FILTER (WHERE type = 'view')\n"
	"  FROM main.sqlite_schema\n"
	" WHERE name = '_prisma_migrations' COLLATE NOCASE";

/* Tables of replication (Litestream) and of SQLite itself are not part of the user's schema. */
static const char sqlite_sql_count_tables[] =
	"SELECT count(*) FROM main.sqlite_schema\n"
	" WHERE type = 'table' AND name <> '_prisma_migrations' COLLATE NOCASE\n"
	"   AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_litestream_*'";

static const char sqlite_sql_list_left_out[] =
	"SELECT 'table ' || name ||\n"
	"       CASE WHEN name GLOB 'sqlite_*' THEN ', of SQLite itself'\n"
	"            WHEN name GLOB '_litestream_*' THEN ', of Litestream'\n"
	"            ELSE ', the history' END\n"
	"  FROM main.sqlite_schema\n"
	" WHERE type = 'table' AND (name = '_prisma_migrations' COLLATE NOCASE\n"
	"    OR name GLOB 'sqlite_*' OR name GLOB '_litestream_*')\n"
	" ORDER BY name";

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

/* In the order of columns in history.c's reader. */
#define SELECT_HISTORY                                                                             \
	"SELECT id, migration_name, checksum, logs,\n"                                             \
	"       started_at, finished_at, rolled_back_at, applied_steps_count\n"

static const char sqlite_sql_read_history[] =
	SELECT_HISTORY "  FROM main._prisma_migrations ORDER BY rowid";

/* For a table without rowids, which another program made. */
static const char sqlite_sql_read_history_by_time[] =
	SELECT_HISTORY "  FROM main._prisma_migrations ORDER BY started_at, migration_name";

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

/* Returns 1 if the row is there as written. */
static const char sqlite_sql_read_back[] =
	"SELECT count(*) FROM main._prisma_migrations\n"
	" WHERE id = ?1 AND migration_name IS ?2 AND checksum IS ?3 AND logs IS ?4\n"
	"   AND started_at IS ?5 AND finished_at IS ?6 AND rolled_back_at IS ?7\n"
	"   AND applied_steps_count IS ?8";

/*
 * Sessions
 */

/*
 * Pragmas that set a flag of the connection, and the statement that restores the default. Foreign
 * keys are not here: each transaction switches them, because the pragma has no effect inside one.
 */
static const struct {
	const char *pragma, *reset;
} sqlite_flags[] = {
	{"foreign_keys", NULL},
	{"case_sensitive_like", "PRAGMA case_sensitive_like = OFF"},
	{"defer_foreign_keys", "PRAGMA defer_foreign_keys = OFF"},
	{"ignore_check_constraints", "PRAGMA ignore_check_constraints = OFF"},
	{"legacy_alter_table", "PRAGMA legacy_alter_table = OFF"},
	{"query_only", "PRAGMA query_only = OFF"},
	{"recursive_triggers", "PRAGMA recursive_triggers = OFF"},
	{"reverse_unordered_selects", "PRAGMA reverse_unordered_selects = OFF"},
	{"writable_schema", "PRAGMA writable_schema = RESET"},
};

static const char sqlite_sql_query_only[] = "PRAGMA query_only";
static const char sqlite_sql_query_only_off[] = "PRAGMA query_only = OFF";
static const char sqlite_sql_query_only_on[] = "PRAGMA query_only = ON";
static const char sqlite_sql_locking_mode[] = "PRAGMA main.locking_mode";
static const char sqlite_sql_journal_mode[] = "PRAGMA main.journal_mode";
static const char sqlite_sql_journal_on_disk[] = "PRAGMA main.journal_mode = DELETE";

static const char sqlite_sql_no_temp_directory[] = "PRAGMA temp_store_directory = ''";

/* Returns the number, name and file of each database of the connection. */
static const char sqlite_sql_list_databases[] = "PRAGMA database_list";

/* Each returns a statement that drops something temporary, as long as there is something. */
static const char sqlite_sql_drop_temporary[] =
	"SELECT printf('DROP %s temp.\"%w\"', type, name) FROM temp.sqlite_schema\n"
	" WHERE type IN ('trigger', 'view', 'table') AND name NOT GLOB 'sqlite_*'\n"
	" ORDER BY type = 'table', type = 'view' LIMIT 1";
static const char sqlite_sql_drop_history_triggers[] =
	"SELECT printf('DROP TRIGGER temp.\"%w\"', name) FROM temp.sqlite_schema\n"
	" WHERE type = 'trigger' AND tbl_name = '_prisma_migrations' COLLATE NOCASE LIMIT 1";

/*
 * Running scripts
 */

/* Returns a row for each row without a parent: child table, row, parent table, foreign key. */
static const char sqlite_sql_check_foreign_keys[] = "PRAGMA main.foreign_key_check";

/* Returns the tables with foreign keys, each as the pragma that checks only this one. */
static const char sqlite_sql_list_checks[] =
	"SELECT DISTINCT printf('PRAGMA main.foreign_key_check(\"%w\")', t.name), t.name\n"
	"  FROM main.sqlite_schema t, pragma_foreign_key_list(t.name, 'main')\n"
	" WHERE t.type = 'table'";

/* No script uses this name by accident, and none may release the savepoint: see connect.c. */
#define OUR_SAVEPOINT "transaction of migtools"
static const char sqlite_savepoint_name[] = OUR_SAVEPOINT;
static const char sqlite_sql_savepoint[] = "SAVEPOINT \"" OUR_SAVEPOINT "\"";
static const char sqlite_sql_release[] = "RELEASE \"" OUR_SAVEPOINT "\"";
static const char sqlite_sql_rollback[] =
	"ROLLBACK TO \"" OUR_SAVEPOINT "\"; RELEASE \"" OUR_SAVEPOINT "\"";

/*
 * Backups
 */

/* Takes a database out of WAL mode: a backup must not need the files beside it. */
static const char sqlite_sql_single_file[] = "PRAGMA journal_mode = DELETE";

/* Takes the read lock that BEGIN does not take. */
static const char sqlite_sql_read_something[] = "SELECT count(*) FROM main.sqlite_schema";

static const char sqlite_sql_no_journal[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF";
static const char sqlite_sql_use_wal[] = "PRAGMA journal_mode = WAL";
static const char sqlite_sql_page_size[] = "PRAGMA page_size";

/* Returns the statements that make the schema, each after those that it depends on. */
static const char sqlite_sql_list_statements[] =
	"SELECT sql FROM main.sqlite_schema\n"
	" WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*' AND name NOT IN\n"
	"       (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')\n"
	" ORDER BY type <> 'table', type = 'trigger', rowid";

/* Shadow tables hold the data of virtual tables. */
static const char sqlite_sql_list_counted[] =
	"SELECT name, printf('SELECT count(*) FROM main.\"%w\"', name) FROM pragma_table_list\n"
	" WHERE schema = 'main' AND type IN ('table', 'shadow') AND name NOT LIKE 'sqlite\\_%' "
	"ESCAPE '\\'\n"
	" ORDER BY name";

/*
 * Each returns 'ok' or the first damage: the first checks everything, the second compares no
 * values.
 */
static const char sqlite_sql_check_file[] = "PRAGMA integrity_check(1)";
static const char sqlite_sql_check_structure[] = "PRAGMA quick_check(1)";
static const char sqlite_sql_ignore_checks[] = "PRAGMA ignore_check_constraints = ON";

/*
 * Reading the schema
 */

/* Begins a query with `l`, the user's tables. Virtual tables have shadow tables beside them. */
#define SQLITE_SQL_TABLES                                                                          \
	"WITH l AS (\n"                                                                            \
	"    SELECT name FROM pragma_table_list\n"                                                 \
	"     WHERE schema = 'main' AND type = 'table' AND name <> '_prisma_migrations'\n"         \
	"       AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_litestream_*')\n"

/* Returns the text of the whole schema, in an order that depends on names only. */
static const char sqlite_sql_mark_schema[] =
	"SELECT group_concat(quote(type) || quote(name) || quote(tbl_name) || quote(sql), "
	"char(10))\n"
	"  FROM (SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY type, name)";

static const char sqlite_sql_list_tables[] = SQLITE_SQL_TABLES "SELECT name FROM l ORDER BY name";

static const char sqlite_sql_list_index_sql[] =
	"SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";

/*
 * Returns name, type, NOT NULL, default and position in the key. `hidden` is 2 or 3 for a generated
 * column.
 */
static const char sqlite_sql_list_columns[] =
	"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?1, 'main')\n"
	" WHERE hidden = 0\n"
	" ORDER BY cid";

/* Except those of primary keys. */
static const char sqlite_sql_list_indexes[] =
	"SELECT name, \"unique\" FROM pragma_index_list(?1, 'main') WHERE origin <> 'pk'\n"
	" ORDER BY name";

/* Returns name (NULL for an expression), DESC, and if it uses a collation. */
static const char sqlite_sql_list_index_parts[] =
	"SELECT name, \"desc\", coll <> 'BINARY' FROM pragma_index_xinfo(?1, 'main') WHERE key\n"
	" ORDER BY seqno";

/* SQLite numbers foreign keys from last to first. Actions are spelled as in schema text. */
static const char sqlite_sql_list_foreign_keys[] =
	"SELECT seq, \"table\", \"from\", \"to\",\n"
	"       lower(replace(on_update, ' ', '-')), lower(replace(on_delete, ' ', '-'))\n"
	"  FROM pragma_foreign_key_list(?1, 'main')\n"
	" ORDER BY id DESC, seq";

/*
 * Lists other objects (kind, owner, name, SQL), and tables, whose SQL holds checks and collations.
 */
static const char sqlite_sql_list_beyond[] = SQLITE_SQL_TABLES
	"SELECT s.type, l.name, NULL, s.sql\n"
	"  FROM l JOIN main.sqlite_schema s ON s.type = 'table' AND s.name = l.name\n"
	"UNION ALL\n"
	"SELECT s.type, CASE s.type WHEN 'trigger' THEN s.tbl_name END, s.name, s.sql\n"
	"  FROM main.sqlite_schema s\n"
	" WHERE s.type IN ('trigger', 'view')\n"
	"UNION ALL\n"
	"SELECT 'virtual-table', NULL, s.name, s.sql\n"
	"  FROM pragma_table_list t\n"
	"  JOIN main.sqlite_schema s ON s.type = 'table' AND s.name = t.name\n"
	" WHERE t.schema = 'main' AND t.type = 'virtual'";

/* Rewrites the whole file; after SQLITE_DBCONFIG_RESET_DATABASE, as an empty one. */
static const char sqlite_sql_vacuum[] = "VACUUM";

#endif
