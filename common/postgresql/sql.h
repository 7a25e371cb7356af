/*
 * The SQL sent to a PostgreSQL server. BEGIN, COMMIT, ROLLBACK and RESET are written where they are
 * sent.
 *
 * A text with a conversion is a format: %s stands for a name or literal, already quoted, and %% for
 * %. To try one in psql, replace the conversions, with '"public"._prisma_migrations' for example.
 *
 * No name, operator or type is looked up where others can create one: a statement begins with
 * PG_SQL_SAFE_PATH, or runs after it in a transaction, or, under a script's settings, has all its
 * names and operators qualified.
 */
#ifndef POSTGRESQL_SQL_H
#define POSTGRESQL_SQL_H

#include <inttypes.h>
#include <stddef.h>

/* Lasts until the end of the transaction, or of the message if there is none. */
#define PG_SQL_SAFE_PATH "SET LOCAL search_path TO pg_catalog, pg_temp"
#define PG_SQL_SAFELY PG_SQL_SAFE_PATH ";\n"

/*
 * Databases and schemas
 */

static const char pg_sql_find_database[] =
	"SELECT 1 FROM pg_catalog.pg_database WHERE datname OPERATOR(pg_catalog.=) %s";
static const char pg_sql_create_database[] = "CREATE DATABASE %s";
static const char pg_sql_use_schema[] = "SET search_path TO %s";
static const char pg_sql_create_schema[] = "CREATE SCHEMA IF NOT EXISTS %s";
/* Also returns the setting of pg_sql_check_client; it is NULL on servers that lack it. */
static const char pg_sql_find_schema[] =
	PG_SQL_SAFELY "SELECT (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = %s),\n"
		      "       pg_catalog.current_setting('client_connection_check_interval', true)";
static const char pg_sql_list_schemas[] =
	PG_SQL_SAFELY "SELECT nspname FROM pg_catalog.pg_namespace\n"
		      " WHERE nspname !~ '^pg_|^information_schema$' ORDER BY nspname";

/* Tables of an extension (PostGIS has some) are not part of the user's schema. */
static const char pg_sql_find_table[] = PG_SQL_SAFELY
	"SELECT 1\n"
	"  FROM pg_catalog.pg_class c\n"
	"  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace\n"
	" WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'\n"
	"   AND NOT EXISTS (\n"
	"       SELECT FROM pg_catalog.pg_depend d\n"
	"        WHERE d.objid = c.oid AND d.classid = 'pg_catalog.pg_class'::regclass\n"
	"          AND d.deptype = 'e')\n"
	" LIMIT 1";

/* True if there is a table or sequence of users that we may not read. */
static const char pg_sql_find_unreadable[] =
	"SELECT 1\n"
	"  FROM pg_catalog.pg_class c\n"
	"  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace\n"
	" WHERE c.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p', 'S', 'm']::\"char\"[])\n"
	"   AND n.nspname OPERATOR(pg_catalog.!~) '^pg_|^information_schema$'\n"
	"   AND (NOT pg_catalog.has_table_privilege(c.oid, 'SELECT')\n"
	"        OR NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE'))\n"
	" LIMIT 1";

/*
 * Contents, for backups, all read in one transaction, so that pg_dump can use its snapshot. The
 * tables are those whose rows pg_dump writes: no members of extensions.
 */
static const char pg_sql_no_limits[] =
	"SET LOCAL search_path TO pg_catalog, pg_temp;\n"
	"SET LOCAL statement_timeout TO 0;\n"
	"SET LOCAL row_security TO off;\n"
	/* Names of SQL_ASCII are any bytes: the server would refuse to send them as UTF-8. */
	"SELECT set_config('client_encoding', 'SQL_ASCII', true)\n"
	" WHERE current_setting('server_encoding') = 'SQL_ASCII';\n"
	"SELECT set_config(name, '0', true) FROM pg_settings\n"
	" WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout')";
static const char pg_sql_export_snapshot[] = "SELECT pg_catalog.pg_export_snapshot()";
static const char pg_sql_list_counted[] =
	"SELECT concat(quote_ident(n.nspname), '.', quote_ident(c.relname))\n"
	"  FROM pg_class c\n"
	"  JOIN pg_namespace n ON n.oid = c.relnamespace\n"
	" WHERE c.relkind = 'r' AND c.relpersistence <> 't'\n"
	"   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'\n"
	"   AND NOT EXISTS (\n"
	"       SELECT FROM pg_depend d\n"
	"        WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')\n"
	" ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\"";
static const char pg_sql_count_rows[] = "SELECT count(*) FROM ONLY %s";

/* Releases the locks of the last statement; what it read stays in the snapshot. */
static const char pg_sql_savepoint[] = "SAVEPOINT m";
static const char pg_sql_back[] = "ROLLBACK TO SAVEPOINT m";

/*
 * Makes the server check once a second, while a statement runs, that we are alive: the statement of
 * a killed client then ends and frees its locks. Works on Linux only, and only if nobody else has
 * set it. Behind a pooler, whose process is not the one that we were told, it would reach other
 * clients.
 */
#define PG_CHECK_CLIENT "1s"
static const char pg_sql_check_client_again[] =
	"SET client_connection_check_interval TO '" PG_CHECK_CLIENT "'";
static const char pg_sql_check_client[] =
	"SELECT pg_catalog.set_config('client_connection_check_interval', '" PG_CHECK_CLIENT
	"', false)\n"
	" WHERE pg_catalog.current_setting('client_connection_check_interval', true)\n"
	"       OPERATOR(pg_catalog.=) '0'\n"
	"   AND pg_catalog.pg_backend_pid() OPERATOR(pg_catalog.=) %d\n"
	"   AND pg_catalog.version() OPERATOR(pg_catalog.~~) '%%linux%%'";

/*
 * The lock
 */

/*
 * Prisma's key. The holder of this lock may change the history of this database, in Prisma and in
 * migtools.
 */
#define PG_SQL_LOCK_KEY "72707369"

static const char pg_sql_try_lock[] =
	PG_SQL_SAFELY "SELECT 1 WHERE pg_catalog.pg_try_advisory_lock(" PG_SQL_LOCK_KEY ")";

/* Describes a process, a row `a` of pg_stat_activity. */
#define PG_SQL_PROCESS                                                                             \
	"'process ' || a.pid || ' (' || coalesce(nullif(a.application_name, ''), 'no name')"       \
	" || ') of user ' || coalesce(a.usename, '?')"                                             \
	" || coalesce(' at ' || pg_catalog.host(a.client_addr), '')"

static const char pg_sql_lock_holder[] = PG_SQL_SAFELY
	"SELECT " PG_SQL_PROCESS "\n"
	"       || ', connected since ' || to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS')\n"
	"  FROM pg_catalog.pg_locks l\n"
	"  JOIN pg_catalog.pg_stat_activity a USING (pid)\n"
	" WHERE l.locktype = 'advisory' AND l.granted\n"
	"   AND l.classid = 0 AND l.objid = " PG_SQL_LOCK_KEY " AND l.objsubid = 1\n"
	"   AND l.database = (SELECT oid FROM pg_catalog.pg_database\n"
	"                      WHERE datname = pg_catalog.current_database())";

static const char pg_sql_process_id[] = "SELECT pg_catalog.pg_backend_pid()";

/*
 * Running scripts
 */

static const char pg_sql_lock_timeout[] = "SET lock_timeout TO %d";
static const char pg_sql_local_lock_timeout[] = "SET LOCAL lock_timeout TO %d";

/*
 * Lifts lock_timeout if it is still ours, %d, and then returns a row. The other settings are a
 * script's.
 */
static const char pg_sql_lift_lock_timeout[] =
	"SELECT pg_catalog.set_config('lock_timeout', '0', false)\n"
	" WHERE pg_catalog.current_setting('lock_timeout')::pg_catalog.interval\n"
	"       OPERATOR(pg_catalog.=) '%d ms'::pg_catalog.interval";

/* Make the server read our SQL correctly, and restore the script's settings. */
static const char pg_sql_read_utf8[] = "SET LOCAL client_encoding TO 'UTF8'";
static const char pg_sql_read_standard[] = "SET LOCAL standard_conforming_strings TO on";
static const char pg_sql_read_encoding[] = "SET LOCAL client_encoding TO '%s'";
static const char pg_sql_read_strings[] = "SET LOCAL standard_conforming_strings TO %s";

static const char pg_sql_policies_on[] = "SET LOCAL row_security TO on";
static const char pg_sql_policies_off[] = "SET LOCAL row_security TO off";

/* Our own settings until the end of the transaction: no setting of a script affects us. */
static const char *const pg_sql_neutral[] = {
	"SET LOCAL session_authorization TO DEFAULT",
	"SET LOCAL role TO DEFAULT",
	PG_SQL_SAFE_PATH,
	"SET LOCAL statement_timeout TO 0",
	NULL,
};

/* Saves a script's settings while ours hold; restores them in the same transaction. */
static const char pg_sql_keep_settings[] =
	"SELECT pg_catalog.set_config(pg_catalog.concat('migtools.', s),\n"
	"                             pg_catalog.current_setting(s), true)\n"
	"  FROM (VALUES ('session_authorization'), ('role'), ('search_path'), ('row_security'),\n"
	"               ('statement_timeout'), ('lock_timeout')) v (s)";
static const char pg_sql_restore_settings[] =
	"SELECT set_config('session_authorization',\n"
	"                  current_setting('migtools.session_authorization'), true),\n"
	"       set_config('role', current_setting('migtools.role'), true),\n"
	"       set_config('row_security', current_setting('migtools.row_security'), true),\n"
	"       set_config('statement_timeout', current_setting('migtools.statement_timeout'), "
	"true),\n"
	"       set_config('lock_timeout', current_setting('migtools.lock_timeout'), true),\n"
	"       set_config('search_path', current_setting('migtools.search_path'), true)";

/* Resets a script's session: DISCARD ALL, as far as a transaction allows. */
static const char *const pg_sql_reset[] = {
	"RESET SESSION AUTHORIZATION",
	"RESET ROLE",
	"RESET ALL",
	"DEALLOCATE ALL",
	"CLOSE ALL",
	"UNLISTEN *",
	"DISCARD TEMP",
	"DISCARD SEQUENCES",
	NULL,
};

/* Releases a script's advisory locks. They cannot be told from ours, which is then taken again. */
#define PG_SQL_UNLOCK "SELECT pg_catalog.pg_advisory_unlock_all()"
static const char pg_sql_unlock[] = PG_SQL_UNLOCK;
static const char pg_sql_relock[] = "SELECT pg_catalog.pg_advisory_unlock_all(),\n"
				    "       pg_catalog.pg_try_advisory_lock(" PG_SQL_LOCK_KEY ")";

/* Checks deferred constraints now, and lets them defer again. */
static const char pg_sql_check_constraints[] = "SET CONSTRAINTS ALL IMMEDIATE";
static const char pg_sql_defer_constraints[] = "SET CONSTRAINTS ALL DEFERRED";

/*
 * Finds an index by the table and name written in CREATE INDEX. Returns true if it is valid, and
 * its full name. Does not find an index that another process is building.
 */
static const char pg_sql_find_index[] =
	"SELECT i.indisvalid,\n"
	"       pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.',\n"
	"                         pg_catalog.quote_ident(c.relname))\n"
	"  FROM pg_catalog.pg_index i\n"
	"  JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid\n"
	"  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace\n"
	" WHERE i.indrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(%s)::pg_catalog.oid\n"
	"   AND c.relname::pg_catalog.text\n"
	"       OPERATOR(pg_catalog.=) (pg_catalog.parse_ident(%s))[1]\n"
	"   AND NOT EXISTS (\n"
	"       SELECT FROM pg_catalog.pg_stat_progress_create_index p\n"
	"        WHERE p.index_relid OPERATOR(pg_catalog.=) i.indexrelid)";

static const char pg_sql_drop_index[] = "DROP INDEX CONCURRENTLY IF EXISTS %s";
static const char pg_sql_find_relation[] = "SELECT pg_catalog.to_regclass(%s)::pg_catalog.text";

#endif
