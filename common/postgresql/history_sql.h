/*
 * The SQL that reads, writes and guards the history in PostgreSQL. See sql.h for its notation.
 */
#ifndef POSTGRESQL_HISTORY_SQL_H
#define POSTGRESQL_HISTORY_SQL_H

#include "postgresql/sql.h"

/*
 * Begins an error of ours. SQL raises it, as a cast of text to a number, so that nothing after it
 * in the message runs. The text after the mark is the error's message.
 */
#define PG_SQL_MARK "migtools: "
#define PG_SQL_CHANGED "another process has changed the history in the meantime"
#define PG_SQL_LOST "the lock on the migrations is lost, and another process holds it"
#define PG_SQL_ENDED "the script ended the transaction in which it runs"
#define PG_SQL_UNWRITTEN "the history did not keep the row as it was written"

/* Counts that differ after any change of the history by others. A row `h` is in the history. */
#define PG_SQL_COUNTS                                                                              \
	"concat_ws(' ', count(*), count(h.finished_at), count(h.rolled_back_at),"                  \
	" coalesce(sum(h.applied_steps_count), 0))"

/*
 * A value that changes if code is attached to the table, or another table takes its place. A row
 * `c` is its pg_class.
 */
#define PG_SQL_SHAPE                                                                               \
	"concat(c.oid, c.relkind, c.relowner, c.relhastriggers, c.relhasrules,"                    \
	" c.relrowsecurity, c.relchecks)"

/* True if row level security shows this user all rows, whatever they hold. */
#define PG_SQL_SHOWS_ALL                                                                           \
	"(SELECT coalesce(bool_or(p.polpermissive AND pg_get_expr(p.polqual, c.oid) = 'true')"     \
	" AND bool_and(p.polpermissive), false)"                                                   \
	" FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd IN ('r', '*')"                    \
	" AND (0 = ANY (p.polroles) OR EXISTS (SELECT FROM unnest(p.polroles) r (id)"              \
	" WHERE pg_has_role(r.id, 'USAGE'))))"

/*
 * Keeps the table from changing its shape until the end of the transaction; reading and writing go
 * on.
 */
static const char pg_sql_hold_history[] = "LOCK TABLE %s IN ACCESS SHARE MODE";

/* Keeps all writers out until the end of the transaction. */
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
 * Reads all rows, or one line if there are none. Each line first has the reason why the table must
 * not be written, or NULL; true if it has triggers; true if it has policies for this user; and its
 * shape.
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
 * Fails unless the history is as it was read, and we hold the lock; takes it again if a script
 * released it. Marks the transaction, so that we notice its end. The first %s is PG_SQL_LOSES_LOCK,
 * or false where locks are switched off.
 */
#define PG_SQL_LOSES_LOCK "NOT pg_try_advisory_lock(" PG_SQL_LOCK_KEY ")"

/* The transaction's lock lasts until its end, even if a script releases those of the session. */
#define PG_SQL_LOSES_LOCKS                                                                         \
	PG_SQL_LOSES_LOCK " OR NOT pg_try_advisory_xact_lock(" PG_SQL_LOCK_KEY ")"

/* Triggers look up tables where Prisma lets them: in the URL's schema, whose name is %s. */
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
 * Both statements fail unless they write one row, under the lock, in the transaction marked by the
 * guard. They return the times that they wrote. RESET ALL in a script removes the mark; then our
 * lock on the table proves that the transaction is the same.
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

/* For tables with triggers: fails unless the row is as it was written. */
static const char pg_sql_check_row[] =
	"SELECT CAST(CASE WHEN count(*) = 1 THEN '1' ELSE '" PG_SQL_MARK PG_SQL_UNWRITTEN
	"' END AS int4)\n"
	"  FROM %s\n"
	" WHERE id = %s AND migration_name = %s AND checksum = %s AND logs IS NOT DISTINCT FROM "
	"%s\n"
	"   AND (finished_at IS NULL) = %s AND (rolled_back_at IS NULL) = %s\n"
	"   AND applied_steps_count = %d";

/* A time from milliseconds. */
static const char pg_sql_time[] = "to_timestamp(%" PRId64 " / 1000.0)";

/*
 * The start of the transaction, or now, but no earlier than a time in milliseconds: a clock may
 * have been set back.
 */
static const char pg_sql_begun[] = "greatest(now(), to_timestamp(%" PRId64 " / 1000.0))";
static const char pg_sql_now[] = "greatest(clock_timestamp(), to_timestamp(%" PRId64 " / 1000.0))";

#endif
