/*
 * Inside the room: the SQL that is sent to a PostgreSQL server. BEGIN, COMMIT, ROLLBACK and RESET
 * stand where they are sent.
 *
 * A text with a conversion is a format: %s stands for a name or a literal that is quoted already,
 * %% for %. To try one in psql, replace the conversions, as in '"public"._prisma_migrations'.
 *
 * No name, operator or type is ever looked up where others may create one: a statement begins with
 * PG_SQL_SAFE_PATH, or runs behind it in a transaction, or is qualified to the last operator, if it
 * runs under the settings of a script.
 */
#ifndef DB_POSTGRESQL_SQL_H
#define DB_POSTGRESQL_SQL_H

#include <inttypes.h>
#include <stddef.h>

/* Lasts to the end of the transaction, or of the message if there is none. */
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
/* Also returns the setting of pg_sql_check_client, which is NULL on servers that do not have it. */
static const char pg_sql_find_schema[] =
	PG_SQL_SAFELY "SELECT (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = %s),\n"
		      "       pg_catalog.current_setting('client_connection_check_interval', true)";

/* An extension's tables (PostGIS has some) are not part of the user's schema. */
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

/* True if there is a table or a sequence of the users that we may not read. */
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
 * Lets the server look once a second, while a statement runs, if we are still there: a statement of
 * a client that was killed ends, and frees its locks. Only Linux can, and only if nobody else has
 * set it.
 */
#define PG_CHECK_CLIENT "1s"
static const char pg_sql_check_client_again[] =
	"SET client_connection_check_interval TO '" PG_CHECK_CLIENT "'";
static const char pg_sql_check_client[] =
	"SELECT pg_catalog.set_config('client_connection_check_interval', '" PG_CHECK_CLIENT
	"', false)\n"
	" WHERE pg_catalog.current_setting('client_connection_check_interval', true)\n"
	"       OPERATOR(pg_catalog.=) '0'\n"
	"   AND pg_catalog.version() OPERATOR(pg_catalog.~~) '%linux%'";

/*
 * The history
 */

/* Prisma's key: who holds it changes the history of this database, be it Prisma or migtools. */
#define PG_SQL_LOCK_KEY "72707369"

/*
 * An error of ours, raised in SQL so that nothing behind it in the message runs: a text that is no
 * number. What follows the mark is the message.
 */
#define PG_SQL_MARK "migtools: "
#define PG_SQL_CHANGED "another process has changed the history meanwhile"
#define PG_SQL_LOST "the lock on the migrations is lost, and another process holds it"
#define PG_SQL_ENDED "the script ended the transaction that it runs in"
#define PG_SQL_UNWRITTEN "the history does not keep its row as it was written"

/* Counts that each change of the history by others changes: a row `h` is the history. */
#define PG_SQL_COUNTS                                                                              \
	"concat_ws(' ', count(*), count(h.finished_at), count(h.rolled_back_at),"                  \
	" coalesce(sum(h.applied_steps_count), 0))"

/* Changes if code is attached to the table, or it becomes another. A row `c` is its pg_class. */
#define PG_SQL_SHAPE                                                                               \
	"concat(c.oid, c.relkind, c.relowner, c.relhastriggers, c.relhasrules,"                    \
	" c.relrowsecurity, c.relchecks)"

/* True if policies of row level security show all rows to this user, whatever is in them. */
#define PG_SQL_SHOWS_ALL                                                                           \
	"(SELECT coalesce(bool_or(p.polpermissive AND pg_get_expr(p.polqual, c.oid) = 'true')"     \
	" AND bool_and(p.polpermissive), false)"                                                   \
	" FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd IN ('r', '*')"                    \
	" AND (0 = ANY (p.polroles) OR EXISTS (SELECT FROM unnest(p.polroles) r (id)"              \
	" WHERE pg_has_role(r.id, 'USAGE'))))"

/* Keeps the table as it is to the end of the transaction, readers and writers as they are. */
static const char pg_sql_hold_history[] = "LOCK TABLE %s IN ACCESS SHARE MODE";

/* Keeps all writers out to the end of the transaction. */
static const char pg_sql_lock_history[] = "LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE";

/* Fails if the table cannot be read as a history. */
static const char pg_sql_check_history[] =
	"SELECT CAST(CASE\n"
	"           WHEN c.relkind <> 'r' THEN '" PG_SQL_MARK "_prisma_migrations is no table: '\n"
	"               || CASE WHEN c.relkind IN ('v', 'm') THEN 'a view'\n"
	"                       WHEN c.relkind = 'p' THEN 'it has partitions'\n"
	"                       WHEN c.relkind = 'f' THEN 'a foreign table'\n"
	"                       ELSE 'another thing' END\n"
	"           WHEN row_security_active(c.oid) AND NOT " PG_SQL_SHOWS_ALL "\n"
	"           THEN '" PG_SQL_MARK
	"row level security hides rows of _prisma_migrations from this user'\n"
	"           ELSE coalesce((\n"
	"               SELECT '" PG_SQL_MARK "_prisma_migrations is not Prisma''s table: '\n"
	"                      || string_agg('column ' || w.name || coalesce(\n"
	"                             ' has type ' || format_type(a.atttypid, "
	"a.atttypmod),\n"
	"                             ' is missing'), ', ' ORDER BY w.number)\n"
	"                 FROM (VALUES (1, 'id', '{25,1042,1043,2950}'::oid[]),\n"
	"                              (2, 'migration_name', '{25,1042,1043}'),\n"
	"                              (3, 'checksum', '{25,1042,1043}'),\n"
	"                              (4, 'logs', '{25,1042,1043}'),\n"
	"                              (5, 'started_at', '{1184}'),\n"
	"                              (6, 'finished_at', '{1184}'),\n"
	"                              (7, 'rolled_back_at', '{1184}'),\n"
	"                              (8, 'applied_steps_count', '{20,21,23}'))\n"
	"                      w (number, name, types)\n"
	"                 LEFT JOIN pg_attribute a\n"
	"                      ON a.attrelid = c.oid AND a.attname = w.name AND a.attnum > "
	"0\n"
	"                         AND NOT a.attisdropped\n"
	"                WHERE a.atttypid IS NULL OR a.atttypid <> ALL (w.types)), '0')\n"
	"           END AS int4)\n"
	"  FROM pg_class c WHERE c.oid = %s::regclass";

/*
 * Reads all rows, or one line without a row: each says first why the table must not be written, or
 * NULL; if it has triggers; if it has policies for this user; and its shape.
 */
static const char pg_sql_read_history[] =
	"SELECT f.*, h.tableoid IS NOT NULL, h.id, h.migration_name, h.checksum, h.logs,\n"
	"       (extract(epoch FROM h.started_at) * 1000)::int8,\n"
	"       (extract(epoch FROM h.finished_at) * 1000)::int8,\n"
	"       (extract(epoch FROM h.rolled_back_at) * 1000)::int8,\n"
	"       h.applied_steps_count\n"
	"  FROM (\n"
	"SELECT CASE WHEN EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid)\n"
	"            THEN 'it has rules'\n"
	"            WHEN NOT o.trusted AND (c.relchecks > 0\n"
	"                 OR EXISTS (SELECT FROM pg_policy p\n"
	"                             WHERE p.polrelid = c.oid AND row_security_active(c.oid)\n"
	"                               AND concat(pg_get_expr(p.polqual, c.oid), ' ',\n"
	"                                          pg_get_expr(p.polwithcheck, c.oid))\n"
	"                                   NOT IN ('true ', ' true', 'true true'))\n"
	"                 OR EXISTS (SELECT FROM pg_index i\n"
	"                             WHERE i.indrelid = c.oid\n"
	"                               AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL))\n"
	"                 OR EXISTS (SELECT FROM pg_attribute a\n"
	"                              JOIN pg_type t ON t.oid = a.atttypid\n"
	"                             WHERE a.attrelid = c.oid AND a.attnum > 0\n"
	"                               AND t.typnamespace <> 'pg_catalog'::regnamespace)\n"
	"                 OR EXISTS (SELECT FROM pg_attribute a\n"
	"                             WHERE a.attrelid = c.oid AND a.atthasdef\n"
	"                               AND a.attname NOT IN\n"
	"                                   ('started_at', 'applied_steps_count')))\n"
	"            THEN 'its checks, policies or defaults would run code of the role '\n"
	"                 || pg_get_userbyid(c.relowner)\n"
	"            ELSE (SELECT 'its trigger ' || quote_ident(t.tgname)\n"
	"                         || ' would run code of the role '\n"
	"                         || CASE WHEN o.trusted THEN r.rolname\n"
	"                                 ELSE pg_get_userbyid(c.relowner) END\n"
	"                    FROM pg_trigger t\n"
	"                    JOIN pg_proc p ON p.oid = t.tgfoid\n"
	"                    JOIN pg_roles r ON r.oid = p.proowner\n"
	"                   WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D'\n"
	"                     AND NOT (o.trusted AND (r.rolsuper OR r.rolname = current_user))\n"
	"                   ORDER BY t.tgname LIMIT 1)\n"
	"       END,\n"
	"       c.relhastriggers, row_security_active(c.oid), " PG_SQL_SHAPE "\n"
	"  FROM pg_class c\n"
	"  JOIN (SELECT r.oid, r.rolsuper OR r.rolname = current_user FROM pg_roles r)\n"
	"       o (oid, trusted) ON o.oid = c.relowner\n"
	" WHERE c.oid = %s::regclass) f\n"
	"  LEFT JOIN %s h ON true\n"
	" ORDER BY h.started_at, h.migration_name";

static const char pg_sql_find_history[] = PG_SQL_SAFELY "SELECT to_regclass(%s)::oid";

/*
 * Fails unless the history is as it was read, and the lock is ours: it is taken again if a script
 * gave it up. Marks the transaction, so that its end is noticed. The first %s is PG_SQL_LOSES_LOCK,
 * or false where locks are switched off.
 */
#define PG_SQL_LOSES_LOCK "NOT pg_try_advisory_lock(" PG_SQL_LOCK_KEY ")"

/* The lock of the transaction stays until its end, even if a script gives up those of the session. */
#define PG_SQL_LOSES_LOCKS                                                                         \
	PG_SQL_LOSES_LOCK " OR NOT pg_try_advisory_xact_lock(" PG_SQL_LOCK_KEY ")"

/* Triggers find their tables as Prisma lets them: in the schema of the URL. A name of it follows. */
#define PG_SQL_TRIGGER_PATH "FROM (SELECT set_config('search_path', %s, true)) s (p)\n"

static const char pg_sql_mark[] = "SELECT set_config('migtools.transaction', 'open', true)";

static const char pg_sql_guard[] =
	"SELECT CAST(CASE\n"
	"           WHEN %s THEN '" PG_SQL_MARK PG_SQL_LOST "'\n"
	"           WHEN (SELECT " PG_SQL_SHAPE
	" FROM pg_class c WHERE c.oid = %s::regclass) <> %s\n"
	"             OR (SELECT " PG_SQL_COUNTS " FROM %s h) <> '%ld %ld %ld %ld'\n"
	"           THEN '" PG_SQL_MARK PG_SQL_CHANGED "'\n"
	"           ELSE '1' END AS int4),\n"
	"       set_config('migtools.transaction', 'open', true)";

/* Prisma's own table, column for column. */
static const char pg_sql_create_history[] =
	"CREATE TABLE IF NOT EXISTS %s (\n"
	"    id                      VARCHAR(36) PRIMARY KEY NOT NULL,\n"
	"    checksum                VARCHAR(64) NOT NULL,\n"
	"    finished_at             TIMESTAMPTZ,\n"
	"    migration_name          VARCHAR(255) NOT NULL,\n"
	"    logs                    TEXT,\n"
	"    rolled_back_at          TIMESTAMPTZ,\n"
	"    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),\n"
	"    applied_steps_count     INTEGER NOT NULL DEFAULT 0\n"
	")";

/*
 * Both fail unless one row was written, in the transaction that the guard has marked, under the
 * lock. They return the times that were written. A script that says RESET ALL takes the mark off:
 * then the lock on the table tells that the transaction is the same.
 */
#define PG_SQL_WRITTEN                                                                             \
	"\nSELECT CAST(CASE\n"                                                                     \
	"           WHEN current_setting('migtools.transaction', true) IS DISTINCT FROM 'open'\n"  \
	"            AND NOT EXISTS (SELECT FROM pg_lock_status() l\n"                             \
	"                             WHERE l.pid = pg_backend_pid() AND l.relation = "            \
	"%s::regclass\n"                                                                           \
	"                               AND l.mode = 'ShareRowExclusiveLock')\n"                   \
	"           THEN '" PG_SQL_MARK PG_SQL_ENDED "'\n"                                         \
	"           WHEN %s THEN '" PG_SQL_MARK PG_SQL_LOST "'\n"                                  \
	"           WHEN count(*) <> 1 THEN '" PG_SQL_MARK PG_SQL_UNWRITTEN "'\n"                  \
	"           ELSE '1' END AS int4),\n"                                                      \
	"       (extract(epoch FROM max(w.started_at)) * 1000)::int8,\n"                           \
	"       (extract(epoch FROM max(w.finished_at)) * 1000)::int8,\n"                          \
	"       (extract(epoch FROM max(w.rolled_back_at)) * 1000)::int8\n"                        \
	"  FROM w"

static const char pg_sql_add_row[] =
	"WITH w AS (\n"
	"    INSERT INTO %s\n"
	"           (id, migration_name, checksum, logs,\n"
	"            started_at, finished_at, rolled_back_at, applied_steps_count)\n"
	"    SELECT %s, %s, %s, %s, %s, %s, %s, %d\n"
	"      " PG_SQL_TRIGGER_PATH "     WHERE s.p IS NOT NULL\n"
	"    RETURNING started_at, finished_at, rolled_back_at)" PG_SQL_WRITTEN;

static const char pg_sql_change_row[] =
	"WITH w AS (\n"
	"    UPDATE %s\n"
	"       SET migration_name = %s, checksum = %s, logs = %s, started_at = %s,\n"
	"           finished_at = %s, rolled_back_at = %s, applied_steps_count = %d\n"
	"      " PG_SQL_TRIGGER_PATH "     WHERE s.p IS NOT NULL AND id = %s\n"
	"    RETURNING started_at, finished_at, rolled_back_at)" PG_SQL_WRITTEN;

/* Where triggers may have changed it: fails unless the row is as it was written. */
static const char pg_sql_check_row[] =
	"SELECT CAST(CASE WHEN count(*) = 1 THEN '1' ELSE '" PG_SQL_MARK PG_SQL_UNWRITTEN
	"' END AS int4)\n"
	"  FROM %s\n"
	" WHERE id = %s AND migration_name = %s AND checksum = %s AND logs IS NOT DISTINCT FROM "
	"%s\n"
	"   AND (finished_at IS NULL) = %s AND (rolled_back_at IS NULL) = %s\n"
	"   AND applied_steps_count = %d";

/* From milliseconds. */
static const char pg_sql_time[] = "to_timestamp(%" PRId64 " / 1000.0)";

/*
 * The time at which the transaction began, or is now, but not before a time in milliseconds: a
 * clock may have been set back.
 */
static const char pg_sql_begun[] = "greatest(now(), to_timestamp(%" PRId64 " / 1000.0))";
static const char pg_sql_now[] = "greatest(clock_timestamp(), to_timestamp(%" PRId64 " / 1000.0))";

/*
 * The lock
 */

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
 * Lifts lock_timeout if it is still ours, %d: then it returns a row. The settings are a script's.
 */
static const char pg_sql_lift_lock_timeout[] =
	"SELECT pg_catalog.set_config('lock_timeout', '0', false)\n"
	" WHERE pg_catalog.current_setting('lock_timeout')::pg_catalog.interval\n"
	"       OPERATOR(pg_catalog.=) '%d ms'::pg_catalog.interval";

/* What the server must read our SQL with; what a script had, given back. */
static const char pg_sql_read_utf8[] = "SET LOCAL client_encoding TO 'UTF8'";
static const char pg_sql_read_standard[] = "SET LOCAL standard_conforming_strings TO on";
static const char pg_sql_read_encoding[] = "SET LOCAL client_encoding TO '%s'";
static const char pg_sql_read_strings[] = "SET LOCAL standard_conforming_strings TO %s";

static const char pg_sql_policies_on[] = "SET LOCAL row_security TO on";
static const char pg_sql_policies_off[] = "SET LOCAL row_security TO off";

/* Our own settings, until the transaction ends: none of a script matters to us. */
static const char *const pg_sql_neutral[] = {
	"SET LOCAL session_authorization TO DEFAULT",
	"SET LOCAL role TO DEFAULT",
	PG_SQL_SAFE_PATH,
	"SET LOCAL statement_timeout TO 0",
	NULL,
};

/* Keeps a script's settings while ours are on; gives them back in the same transaction. */
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

/* Leaves nothing of a script's session: DISCARD ALL, as far as a transaction allows it. */
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

/* Gives up the advisory locks of a script, which cannot be told from ours: that is taken again. */
#define PG_SQL_UNLOCK "SELECT pg_catalog.pg_advisory_unlock_all()"
static const char pg_sql_unlock[] = PG_SQL_UNLOCK;
static const char pg_sql_relock[] = "SELECT pg_catalog.pg_advisory_unlock_all(),\n"
				    "       pg_catalog.pg_try_advisory_lock(" PG_SQL_LOCK_KEY ")";

/* Checks now what constraints have deferred to the end, and lets them defer again. */
static const char pg_sql_check_constraints[] = "SET CONSTRAINTS ALL IMMEDIATE";
static const char pg_sql_defer_constraints[] = "SET CONSTRAINTS ALL DEFERRED";

/*
 * Finds an index by the table and the name as they stand in CREATE INDEX: true if it is valid, and
 * its full name. An index that another process is building now is not found.
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

/*
 * Looking on while a statement runs, from a second connection
 */

/*
 * Describes a process as PG_SQL_PROCESS does, and what it does or did last: the first words of
 * that, up to the first quote. What follows may be confidential.
 */
#define PG_SQL_HOLDER                                                                              \
	PG_SQL_PROCESS                                                                             \
	" || coalesce(', ' || a.state, '')"                                                        \
	" || coalesce(' for ' || round(extract(epoch FROM now() - a.state_change)) || ' s', '')"   \
	" || coalesce(': ' || pg_catalog.rtrim(pg_catalog.left("                                   \
	"pg_catalog.split_part(a.query, '''', 1), 60)), '')"

/* Describes the processes that make a process wait, and what it waits for. */
static const char pg_sql_holders[] =
	PG_SQL_SAFELY "SELECT pg_catalog.string_agg(h.who, ', and by '),\n"
		      "       (SELECT coalesce(l.relation::regclass::text, 'a ' || l.locktype)\n"
		      "          FROM pg_catalog.pg_locks l\n"
		      "         WHERE l.pid = %d AND NOT l.granted LIMIT 1)\n"
		      "  FROM (SELECT " PG_SQL_HOLDER " AS who\n"
		      "          FROM pg_catalog.pg_stat_activity a\n"
		      "         WHERE a.pid = ANY (pg_catalog.pg_blocking_pids(%d))\n"
		      "         ORDER BY a.xact_start LIMIT 3) h";

/* Describes the processes that lock tables of this database against readers. */
static const char pg_sql_lockers[] =
	"SELECT pg_catalog.string_agg(h.who, ', and by ')\n"
	"  FROM (SELECT " PG_SQL_HOLDER " AS who\n"
	"          FROM pg_catalog.pg_stat_activity a\n"
	"         WHERE a.pid IN (\n"
	"               SELECT l.pid FROM pg_catalog.pg_locks l\n"
	"                WHERE l.granted AND l.mode = 'AccessExclusiveLock' AND l.relation >= "
	"16384\n"
	"                  AND l.database = (SELECT oid FROM pg_catalog.pg_database\n"
	"                                     WHERE datname = pg_catalog.current_database()))\n"
	"         ORDER BY a.xact_start LIMIT 3) h";

/* How far a process is: what the first of the server's progress views that knows it says. */
static const char pg_sql_progress[] = PG_SQL_SAFELY
	"SELECT coalesce(\n"
	"       (SELECT phase || coalesce(' ' || 100 * blocks_done / nullif(blocks_total, 0) || ' "
	"%%', '')\n"
	"          FROM pg_catalog.pg_stat_progress_create_index v WHERE v.pid = p.pid),\n"
	"       (SELECT phase || coalesce(' ' || 100 * heap_blks_scanned / nullif(heap_blks_total, "
	"0)\n"
	"                                 || ' %%', '')\n"
	"          FROM pg_catalog.pg_stat_progress_vacuum v WHERE v.pid = p.pid),\n"
	"       (SELECT phase || coalesce(' ' || 100 * heap_blks_scanned / nullif(heap_blks_total, "
	"0)\n"
	"                                 || ' %%', '')\n"
	"          FROM pg_catalog.pg_stat_progress_cluster v WHERE v.pid = p.pid),\n"
	"       (SELECT 'waiting for a lock that process '\n"
	"               || pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(v.pid), ', ') || "
	"' holds'\n"
	"          FROM pg_catalog.pg_stat_activity v\n"
	"         WHERE v.pid = p.pid AND v.wait_event_type = 'Lock'),\n"
	"       'running')\n"
	"  FROM (VALUES (%d)) p (pid)";

/*
 * Measuring statements
 */

/*
 * The tables, views and sequences that exist before a script runs: others can wait only for these.
 */
static const char pg_sql_relation_names[] =
	"SELECT c.oid,\n"
	"       pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.',\n"
	"                         pg_catalog.quote_ident(c.relname))\n"
	"  FROM pg_catalog.pg_class c\n"
	"  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace\n"
	" WHERE pg_catalog.strpos('rpmvfS', c.relkind::pg_catalog.text) OPERATOR(pg_catalog.>) 0\n"
	"   AND n.nspname::pg_catalog.text OPERATOR(pg_catalog.<>) 'information_schema'\n"
	"   AND n.nspname::pg_catalog.text OPERATOR(pg_catalog.!~) '^pg_(catalog$|toast)'";

/*
 * The strongest lock of this session on each relation, of those that make readers or writers of
 * rows wait. Weaker ones stop only other changes of the schema.
 */
static const char pg_sql_strongest_locks[] =
	"SELECT DISTINCT ON (l.relation) l.relation, l.mode\n"
	"  FROM pg_catalog.pg_locks l\n"
	"  JOIN (VALUES (1, 'ShareLock'), (2, 'ShareRowExclusiveLock'),\n"
	"               (3, 'ExclusiveLock'), (4, 'AccessExclusiveLock')) s (strength, name)\n"
	"       ON s.name OPERATOR(pg_catalog.=) l.mode\n"
	" WHERE l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()\n"
	"   AND l.locktype OPERATOR(pg_catalog.=) 'relation'\n"
	" ORDER BY l.relation, s.strength DESC";

/* The sequences with the value given last. Those that nobody has used yet have none. */
static const char pg_sql_sequences[] =
	"SELECT pg_catalog.format('%I.%I', schemaname, sequencename),\n"
	"       coalesce(last_value::pg_catalog.text, '-')\n"
	"  FROM pg_catalog.pg_sequences";

/* Writing takes RowExclusiveLock. postgres_fdw rolls its server back together with us. */
static const char pg_sql_foreign_writes[] =
	"SELECT DISTINCT pg_catalog.format('%I.%I', n.nspname, c.relname)\n"
	"  FROM pg_catalog.pg_locks l\n"
	"  JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) l.relation\n"
	"  JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace\n"
	"  JOIN pg_catalog.pg_foreign_table t ON t.ftrelid OPERATOR(pg_catalog.=) c.oid\n"
	"  JOIN pg_catalog.pg_foreign_server s ON s.oid OPERATOR(pg_catalog.=) t.ftserver\n"
	"  JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid OPERATOR(pg_catalog.=) s.srvfdw\n"
	" WHERE l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()\n"
	"   AND l.mode OPERATOR(pg_catalog.=) 'RowExclusiveLock'\n"
	"   AND w.fdwname OPERATOR(pg_catalog.<>) 'postgres_fdw'\n"
	" ORDER BY 1";

/*
 * Restoring a backup, through psql
 */

/*
 * Makes the session that of a restore, whatever the role and the database set: no limit of time,
 * rows are written and seen by all. psql tells SQLSTATEs.
 */
static const char pg_sql_prepare_restore[] =
	"\\set ON_ERROR_STOP on\n"
	"\\set VERBOSITY verbose\n"
	"SET statement_timeout = 0;\n"
	"SET client_min_messages = error;\n"
	"SELECT pg_catalog.set_config(s.name, v.value, false)\n"
	"  FROM (VALUES ('idle_in_transaction_session_timeout', '0'),\n"
	"               ('transaction_timeout', '0'), ('idle_session_timeout', '0'),\n"
	"               ('session_replication_role', 'origin'), ('transform_null_equals', 'off'),\n"
	"               ('datestyle', 'ISO, MDY'), ('intervalstyle', 'postgres'),\n"
	"               ('search_path', '')) v (name, value)\n"
	"  JOIN pg_catalog.pg_settings s ON pg_catalog.lower(s.name) = v.name\n"
	" WHERE s.setting <> v.value;\n"
	"BEGIN READ WRITE;\n"
	"SET LOCAL lock_timeout = %d;\n"
	"SELECT count(*) = 0 AS without FROM pg_language WHERE lanname = 'plpgsql' \\gset\n"
	"\\if :without\n"
	"CREATE EXTENSION plpgsql;\n"
	"\\endif\n"
	"SELECT set_config('migtools.public_owner', nspowner::regrole::text, true)\n"
	"  FROM pg_namespace WHERE nspname = 'public';\n";

/*
 * Drops everything in the database, also what stands in no schema; the archive's SQL follows in the
 * same transaction. A subscription is dropped without a word to its publisher. The oids of what
 * initdb makes are below 16384.
 *
 * Needs a lock on everything in the database. If it does not get one in time, the message names the
 * holders.
 */
static const char pg_sql_drop_everything[] =
	"DO $clear$\n"
	"DECLARE\n"
	"    command text;\n"
	"    holders text;\n"
	"BEGIN\n"
	"    FOR command IN SELECT c.command FROM (\n"
	"        SELECT 1, format('DROP EVENT TRIGGER IF EXISTS %I CASCADE', evtname)\n"
	"          FROM pg_event_trigger\n"
	"        UNION ALL\n"
	"        SELECT 2 + n, format(step, subname)\n"
	"          FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid,\n"
	"               (VALUES (0, 'ALTER SUBSCRIPTION %I DISABLE'),\n"
	"                       (1, 'ALTER SUBSCRIPTION %I SET (slot_name = NONE)'),\n"
	"                       (2, 'DROP SUBSCRIPTION %I')) steps (n, step)\n"
	"         WHERE datname = current_database()\n"
	"        UNION ALL\n"
	"        SELECT 5, format('DROP PUBLICATION IF EXISTS %I CASCADE', pubname)\n"
	"          FROM pg_publication\n"
	"        UNION ALL\n"
	"        SELECT 6, format('DROP EXTENSION IF EXISTS %I CASCADE', extname)\n"
	"          FROM pg_extension WHERE extname <> 'plpgsql'\n"
	"        UNION ALL\n"
	"        SELECT 7, format('DROP CAST IF EXISTS (%s AS %s) CASCADE',\n"
	"                         castsource::regtype, casttarget::regtype)\n"
	"          FROM pg_cast c WHERE oid >= 16384 AND NOT EXISTS (\n"
	"               SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass\n"
	"                AND d.objid = c.oid AND deptype IN ('e', 'i'))\n"
	"        UNION ALL\n"
	"        SELECT 8, format('DROP TRANSFORM IF EXISTS FOR %s LANGUAGE %I CASCADE',\n"
	"                         trftype::regtype, lanname)\n"
	"          FROM pg_transform t JOIN pg_language l ON l.oid = trflang\n"
	"         WHERE NOT EXISTS (\n"
	"               SELECT FROM pg_depend d WHERE d.classid = 'pg_transform'::regclass\n"
	"                AND d.objid = t.oid AND deptype = 'e')\n"
	"        UNION ALL\n"
	"        SELECT 9, format('DROP SCHEMA IF EXISTS %I CASCADE', nspname)\n"
	"          FROM pg_namespace\n"
	"         WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'\n"
	"        UNION ALL\n"
	"        SELECT 10, format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', fdwname)\n"
	"          FROM pg_foreign_data_wrapper\n"
	"        UNION ALL\n"
	"        SELECT 11, format('DROP ACCESS METHOD IF EXISTS %I CASCADE', amname)\n"
	"          FROM pg_am WHERE oid >= 16384\n"
	"        UNION ALL\n"
	"        SELECT 12, format('DROP LANGUAGE IF EXISTS %I CASCADE', lanname)\n"
	"          FROM pg_language l WHERE oid >= 16384 AND NOT EXISTS (\n"
	"               SELECT FROM pg_depend d WHERE d.classid = 'pg_language'::regclass\n"
	"                AND d.objid = l.oid AND deptype = 'e')\n"
	"    ) c (step, command) ORDER BY step\n"
	"    LOOP\n"
	"        EXECUTE command;\n"
	"    END LOOP;\n"
	"    PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;\n"
	"EXCEPTION WHEN lock_not_available OR deadlock_detected THEN\n"
	"    SELECT string_agg(who, ', and by ') INTO holders FROM (\n"
	"        SELECT " PG_SQL_HOLDER " AS who\n"
	"          FROM pg_stat_activity a\n"
	"         WHERE a.pid <> pg_backend_pid() AND a.pid IN (\n"
	"            SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database\n"
	"             WHERE l.granted AND d.datname = current_database()\n"
	"               AND (l.locktype = 'object' OR l.relation >= 16384))\n"
	"         ORDER BY a.xact_start LIMIT 3) h;\n"
	"    RAISE EXCEPTION USING ERRCODE = SQLSTATE, MESSAGE =\n"
	"        format('%s (%s)', SQLERRM, SQLSTATE)\n"
	"        || coalesce('; the lock is held by ' || holders, '');\n"
	"END\n"
	"$clear$;\n";

/*
 * Creates the schema public as a new database has it, because pg_dump writes only what differs from
 * that. Who may not give it that owner gives it the one that it had.
 */
static const char pg_sql_create_public[] =
	"DO $clear$\n"
	"BEGIN\n"
	"    CREATE SCHEMA public;\n"
	"    BEGIN\n"
	"        EXECUTE format('ALTER SCHEMA public OWNER TO %s',\n"
	"            CASE WHEN current_setting('server_version_num')::int < 150000\n"
	"                 THEN 10::regrole::text ELSE 'pg_database_owner' END);\n"
	"    EXCEPTION WHEN insufficient_privilege THEN\n"
	"        EXECUTE format('ALTER SCHEMA public OWNER TO %s', coalesce(\n"
	"            nullif(current_setting('migtools.public_owner', true), ''), "
	"'CURRENT_USER'));\n"
	"    END;\n"
	"    GRANT USAGE ON SCHEMA public TO PUBLIC;\n"
	"    IF current_setting('server_version_num')::int < 150000 THEN\n"
	"        GRANT CREATE ON SCHEMA public TO PUBLIC;\n"
	"    END IF;\n"
	"    COMMENT ON SCHEMA public IS 'standard public schema';\n"
	"END\n"
	"$clear$;\n";

/* Makes the default privileges that belong to no schema those of a new database. */
static const char pg_sql_reset_default_privileges[] =
	"DO $clear$\n"
	"DECLARE\n"
	"    command text;\n"
	"BEGIN\n"
	"    FOR command IN SELECT c.command FROM (\n"
	"        SELECT 1, format('ALTER DEFAULT PRIVILEGES FOR ROLE %s REVOKE ALL ON %s FROM "
	"%s',\n"
	"                         defaclrole::regrole, word, g.grantee)\n"
	"          FROM pg_default_acl a\n"
	"          JOIN (VALUES ('r', 'TABLES'), ('S', 'SEQUENCES'), ('f', 'FUNCTIONS'),\n"
	"                       ('T', 'TYPES'), ('n', 'SCHEMAS')) w (kind, word)\n"
	"               ON w.kind = defaclobjtype::text,\n"
	"               LATERAL (\n"
	"            SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text "
	"END\n"
	"              FROM aclexplode(defaclacl)) g (grantee)\n"
	"        UNION ALL\n"
	"        SELECT 2, format('ALTER DEFAULT PRIVILEGES FOR ROLE %s GRANT %s TO %s',\n"
	"                         defaclrole::regrole, rights,\n"
	"                         coalesce(grantee, defaclrole::regrole::text))\n"
	"          FROM pg_default_acl a\n"
	"          JOIN (VALUES ('r', 'ALL ON TABLES', NULL), ('S', 'ALL ON SEQUENCES', NULL),\n"
	"                       ('f', 'ALL ON FUNCTIONS', NULL), ('T', 'ALL ON TYPES', NULL),\n"
	"                       ('n', 'ALL ON SCHEMAS', NULL),\n"
	"                       ('f', 'EXECUTE ON FUNCTIONS', 'PUBLIC'),\n"
	"                       ('T', 'USAGE ON TYPES', 'PUBLIC')) w (kind, rights, grantee)\n"
	"               ON w.kind = defaclobjtype::text\n"
	"    ) c (step, command) ORDER BY step\n"
	"    LOOP\n"
	"        EXECUTE command;\n"
	"    END LOOP;\n"
	"END\n"
	"$clear$;\n";

/* Takes back what was granted, and gives back what was revoked, on things that initdb makes. */
static const char pg_sql_reset_privileges[] =
	"DO $clear$\n"
	"DECLARE\n"
	"    command text;\n"
	"BEGIN\n"
	"    FOR command IN\n"
	"        WITH things (thing, acl, initial, owner) AS (\n"
	"            SELECT (CASE prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END)\n"
	"                   || o.oid::regprocedure, proacl,\n"
	"                   coalesce(initprivs, acldefault('f', proowner)), proowner\n"
	"              FROM pg_proc o LEFT JOIN pg_init_privs i\n"
	"                   ON i.objoid = o.oid AND i.classoid = 'pg_proc'::regclass\n"
	"             WHERE o.oid < 16384 AND proacl IS NOT NULL\n"
	"            UNION ALL\n"
	"            SELECT 'TABLE ' || o.oid::regclass, relacl,\n"
	"                   coalesce(initprivs, acldefault('r', relowner)), relowner\n"
	"              FROM pg_class o LEFT JOIN pg_init_privs i\n"
	"                   ON i.objoid = o.oid AND i.classoid = 'pg_class'::regclass\n"
	"                   AND i.objsubid = 0\n"
	"             WHERE o.oid < 16384 AND relacl IS NOT NULL\n"
	"            UNION ALL\n"
	"            SELECT format('LANGUAGE %I', lanname), lanacl,\n"
	"                   coalesce(initprivs, acldefault('l', lanowner)), lanowner\n"
	"              FROM pg_language o LEFT JOIN pg_init_privs i\n"
	"                   ON i.objoid = o.oid AND i.classoid = 'pg_language'::regclass\n"
	"             WHERE o.oid < 16384 AND lanacl IS NOT NULL)\n"
	"        SELECT format('REVOKE %s ON %s FROM %s CASCADE', privilege_type, thing,\n"
	"                      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)\n"
	"          FROM things, aclexplode(acl) a\n"
	"         WHERE grantee <> owner AND NOT EXISTS (\n"
	"               SELECT FROM aclexplode(initial) b\n"
	"                WHERE b.grantee = a.grantee AND b.privilege_type = a.privilege_type)\n"
	"        UNION ALL\n"
	"        SELECT format('GRANT %s ON %s TO %s', privilege_type, thing,\n"
	"                      CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)\n"
	"          FROM things, aclexplode(initial) b\n"
	"         WHERE NOT EXISTS (\n"
	"               SELECT FROM aclexplode(acl) a\n"
	"                WHERE b.grantee = a.grantee AND b.privilege_type = a.privilege_type)\n"
	"    LOOP\n"
	"        EXECUTE command;\n"
	"    END LOOP;\n"
	"END\n"
	"$clear$;\n";

/* Starts a message that a restore passes on to people. */
static const char pg_sql_restore_note[] = "migtools: ";

/*
 * Resets the settings that belong to the database, if there are any. Without the right to do so
 * they stay.
 */
static const char pg_sql_reset_settings[] =
	"SET LOCAL client_min_messages = warning;\n"
	"DO $clear$\n"
	"DECLARE\n"
	"    row record;\n"
	"BEGIN\n"
	"    FOR row IN\n"
	"        SELECT format(CASE setrole WHEN 0 THEN 'ALTER DATABASE %1$I RESET ALL'\n"
	"                      ELSE 'ALTER ROLE %2$s IN DATABASE %1$I RESET ALL' END,\n"
	"                      current_database(), nullif(setrole, 0)::regrole) AS command,\n"
	"               set_config('migtools.settings_' || setrole, setconfig::text, true)\n"
	"          FROM pg_db_role_setting s JOIN pg_database d ON d.oid = setdatabase\n"
	"         WHERE datname = current_database()\n"
	"    LOOP\n"
	"        BEGIN\n"
	"            EXECUTE row.command;\n"
	"        EXCEPTION WHEN insufficient_privilege THEN NULL;\n"
	"        END;\n"
	"    END LOOP;\n"
	"END\n"
	"$clear$;\n";

/* Sets one again: '... DATABASE ', and what stands behind the database's name in the archive. */
static const char pg_sql_restore_setting[] =
	"DO $migtools$\n"
	"BEGIN\n"
	"    EXECUTE $setting$%s$setting$ || quote_ident(current_database()) || "
	"$setting$%s$setting$;\n"
	"EXCEPTION WHEN insufficient_privilege OR undefined_object THEN\n"
	"    RAISE WARNING 'migtools: a setting is not restored: %%', SQLERRM;\n"
	"END\n"
	"$migtools$;\n";

/* Says which settings of the database were reset and not set again. */
static const char pg_sql_tell_settings[] =
	"DO $clear$\n"
	"DECLARE\n"
	"    was text;\n"
	"BEGIN\n"
	"    FOR was IN\n"
	"        SELECT w FROM unnest(nullif(current_setting('migtools.settings_0', true), '')\n"
	"                             ::text[]) w\n"
	"        EXCEPT ALL\n"
	"        SELECT n FROM pg_db_role_setting s JOIN pg_database d ON d.oid = setdatabase,\n"
	"               unnest(setconfig) n\n"
	"         WHERE datname = current_database() AND setrole = 0\n"
	"    LOOP\n"
	"        RAISE WARNING 'migtools: the setting % of the database is gone: the '\n"
	"                      'backup does not have it', was;\n"
	"    END LOOP;\n"
	"END\n"
	"$clear$;\n"
	"SET LOCAL client_min_messages = error;\n";

/*
 * The search_path of those who use the database, for the functions that lean on it: the schema of
 * the URL, if it has one, and what the database or the role sets.
 */
static const char pg_sql_users_search_path[] =
	"RESET search_path;\n"
	"SELECT pg_catalog.set_config('search_path', %s || coalesce((\n"
	"       SELECT pg_catalog.substr(c, 13)\n"
	"         FROM pg_catalog.pg_db_role_setting s\n"
	"         JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase,\n"
	"              pg_catalog.unnest(s.setconfig) c\n"
	"        WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0\n"
	"          AND c LIKE 'search_path=%%' LIMIT 1),\n"
	"       pg_catalog.current_setting('search_path')), false);\n";

#endif
