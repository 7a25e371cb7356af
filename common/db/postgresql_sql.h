/*
 * Inside the room: the SQL that is sent to a PostgreSQL server. BEGIN, COMMIT, ROLLBACK and RESET
 * stand where they are sent.
 *
 * A text with a conversion is a format: %s stands for a name or a literal that is quoted already,
 * %% for %. To try one in psql, replace the conversions, as in '"public"._prisma_migrations'. The
 * names of the catalog are qualified: search_path is the user's.
 */
#ifndef DB_POSTGRESQL_SQL_H
#define DB_POSTGRESQL_SQL_H

#include <inttypes.h>

/*
 * Databases and schemas
 */

static const char pg_sql_create_database[] = "CREATE DATABASE %s";
static const char pg_sql_use_schema[] = "SET search_path TO %s";
static const char pg_sql_create_schema[] = "CREATE SCHEMA IF NOT EXISTS %s";

/* Also returns the setting of pg_sql_check_client, which is NULL on servers that do not have it. */
static const char pg_sql_find_schema[] =
	"SELECT (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname OPERATOR(pg_catalog.=) %s),\n"
	"       pg_catalog.current_setting('client_connection_check_interval', true)";

/* An extension's tables (PostGIS has some) are not part of the user's schema. */
static const char pg_sql_find_table[] =
	"SELECT 1\n"
	"  FROM pg_catalog.pg_class c\n"
	"  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace\n"
	" WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'\n"
	"   AND NOT EXISTS (\n"
	"       SELECT FROM pg_catalog.pg_depend d\n"
	"        WHERE d.objid = c.oid AND d.classid = 'pg_catalog.pg_class'::regclass\n"
	"          AND d.deptype = 'e')\n"
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

static const char pg_sql_read_history[] =
	"SELECT id, migration_name, checksum, logs,\n"
	"       (extract(epoch FROM started_at) * 1000)::bigint,\n"
	"       (extract(epoch FROM finished_at) * 1000)::bigint,\n"
	"       (extract(epoch FROM rolled_back_at) * 1000)::bigint,\n"
	"       applied_steps_count\n"
	"  FROM %s\n"
	" ORDER BY started_at, migration_name";

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

static const char pg_sql_add_row[] =
	"INSERT INTO %s\n"
	"       (id, migration_name, checksum, logs,\n"
	"        started_at, finished_at, rolled_back_at, applied_steps_count)\n"
	"VALUES (%s, %s, %s, %s, %s, %s, %s, %d)";

static const char pg_sql_change_row[] =
	"UPDATE %s\n"
	"   SET migration_name = %s, checksum = %s, logs = %s,\n"
	"       started_at = %s, finished_at = %s, rolled_back_at = %s, applied_steps_count = %d\n"
	" WHERE id = %s";

/* From milliseconds. */
static const char pg_sql_time[] = "pg_catalog.to_timestamp(%" PRId64 " / 1000.0)";

/*
 * The lock
 */

/* Prisma's key: who holds it changes the history of this database, be it Prisma or migtools. */
#define PG_SQL_LOCK_KEY "72707369"

static const char pg_sql_try_lock[] =
	"SELECT 1 WHERE pg_catalog.pg_try_advisory_lock(" PG_SQL_LOCK_KEY ")";

/* Describes a process, a row `a` of pg_stat_activity. */
#define PG_SQL_PROCESS                                                                             \
	"'process ' || a.pid || ' (' || coalesce(nullif(a.application_name, ''), 'no name')"       \
	" || ') of user ' || coalesce(a.usename, '?')"                                             \
	" || coalesce(' at ' || pg_catalog.host(a.client_addr), '')"

static const char pg_sql_lock_holder[] =
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

/* For nothing but the answer: it ends what was queued before. */
static const char pg_sql_nothing[] = "SELECT 1";
static const char pg_sql_lock_timeout[] = "SET lock_timeout TO %d";

/* Checks now what constraints have deferred to the end, and lets them defer again. */
static const char pg_sql_check_constraints[] = "SET CONSTRAINTS ALL IMMEDIATE";
static const char pg_sql_defer_constraints[] = "SET CONSTRAINTS ALL DEFERRED";

/*
 * Finds an index by the table and the name as they stand in CREATE INDEX: true if it is valid, and
 * its full name. An index that another process is building now is not found.
 */
static const char pg_sql_find_index[] =
	"SELECT i.indisvalid,\n"
	"       pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)\n"
	"  FROM pg_catalog.pg_index i\n"
	"  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid\n"
	"  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace\n"
	" WHERE i.indrelid = pg_catalog.to_regclass(%s)\n"
	"   AND c.relname = (pg_catalog.parse_ident(%s))[1]\n"
	"   AND NOT EXISTS (\n"
	"       SELECT FROM pg_catalog.pg_stat_progress_create_index p\n"
	"        WHERE p.index_relid = i.indexrelid)";

static const char pg_sql_drop_index[] = "DROP INDEX CONCURRENTLY IF EXISTS %s";
static const char pg_sql_find_relation[] = "SELECT pg_catalog.to_regclass(%s)::text";

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
	"SELECT pg_catalog.string_agg(h.who, ', and by '),\n"
	"       (SELECT coalesce(l.relation::regclass::text, 'a ' || l.locktype)\n"
	"          FROM pg_catalog.pg_locks l\n"
	"         WHERE l.pid = %d AND NOT l.granted LIMIT 1)\n"
	"  FROM (SELECT " PG_SQL_HOLDER " AS who\n"
	"          FROM pg_catalog.pg_stat_activity a\n"
	"         WHERE a.pid = ANY (pg_catalog.pg_blocking_pids(%d))\n"
	"         ORDER BY a.xact_start LIMIT 3) h";

/* How far a process is: what the first of the server's progress views that knows it says. */
static const char pg_sql_progress[] =
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
	"       pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname)\n"
	"  FROM pg_catalog.pg_class c\n"
	"  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace\n"
	" WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f', 'S')\n"
	"   AND n.nspname NOT IN ('pg_catalog', 'information_schema')\n"
	"   AND n.nspname !~ '^pg_toast'";

/*
 * The strongest lock of this session on each relation, of those that make readers or writers of
 * rows wait. Weaker ones stop only other changes of the schema.
 */
static const char pg_sql_strongest_locks[] =
	"SELECT DISTINCT ON (l.relation) l.relation, l.mode\n"
	"  FROM pg_catalog.pg_locks l\n"
	"  JOIN (VALUES (1, 'ShareLock'), (2, 'ShareRowExclusiveLock'),\n"
	"               (3, 'ExclusiveLock'), (4, 'AccessExclusiveLock')) s (strength, name)\n"
	"       ON s.name = l.mode\n"
	" WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation'\n"
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
 * Comes before the SQL of the archive and drops everything in the database. Both are one
 * transaction. The schema public is created as a new database has it, because pg_dump writes only
 * what differs from that.
 *
 * Needs a lock on everything in the database. If it does not get one in time, the message names the
 * holders.
 */
static const char pg_sql_clear_database[] =
	"\\set ON_ERROR_STOP on\n"
	"BEGIN;\n"
	"SET LOCAL client_min_messages = warning;\n"
	"SET LOCAL lock_timeout = %d;\n"
	"DO $clear$\n"
	"DECLARE\n"
	"    command text;\n"
	"    public_owner text;\n"
	"    holders text;\n"
	"BEGIN\n"
	"    SELECT nspowner::regrole::text INTO public_owner\n"
	"      FROM pg_namespace WHERE nspname = 'public';\n"
	"    FOR command IN\n"
	"        SELECT format('DROP EVENT TRIGGER IF EXISTS %%I CASCADE', evtname)\n"
	"          FROM pg_event_trigger\n"
	"        UNION ALL\n"
	"        SELECT format('DROP PUBLICATION IF EXISTS %%I CASCADE', pubname)\n"
	"          FROM pg_publication\n"
	"        UNION ALL\n"
	"        SELECT format('DROP EXTENSION IF EXISTS %%I CASCADE', extname)\n"
	"          FROM pg_extension WHERE extname <> 'plpgsql'\n"
	"        UNION ALL\n"
	"        SELECT format('DROP SCHEMA IF EXISTS %%I CASCADE', nspname)\n"
	"          FROM pg_namespace\n"
	"         WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'\n"
	"        UNION ALL\n"
	"        SELECT format('DROP FOREIGN DATA WRAPPER IF EXISTS %%I CASCADE', fdwname)\n"
	"          FROM pg_foreign_data_wrapper\n"
	"    LOOP\n"
	"        EXECUTE command;\n"
	"    END LOOP;\n"
	"    PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;\n"
	"    CREATE SCHEMA public;\n"
	"    EXECUTE format('ALTER SCHEMA public OWNER TO %%s',\n"
	"                   coalesce(public_owner, 'CURRENT_USER'));\n"
	"    GRANT USAGE ON SCHEMA public TO PUBLIC;\n"
	"    IF current_setting('server_version_num')::int < 150000 THEN\n"
	"        GRANT CREATE ON SCHEMA public TO PUBLIC;\n"
	"    END IF;\n"
	"    COMMENT ON SCHEMA public IS 'standard public schema';\n"
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
	"        format('%%s (%%s)', SQLERRM, SQLSTATE)\n"
	"        || coalesce('; the lock is held by ' || holders, '');\n"
	"END\n"
	"$clear$;\n";

#endif
