/*
 * The SQL that watches and measures a running statement of PostgreSQL. See sql.h for its notation.
 */
#ifndef POSTGRESQL_WATCH_SQL_H
#define POSTGRESQL_WATCH_SQL_H

#include "postgresql/sql.h"

/* Watching a running statement, from a second connection */

/*
 * Describes a process like PG_SQL_PROCESS, with its current or last statement: the first words, up
 * to the first quote. The rest may be confidential.
 */
#define PG_SQL_HOLDER                                                                              \
	PG_SQL_PROCESS                                                                             \
	" || coalesce(', ' || a.state, '')"                                                        \
	" || coalesce(' for ' || round(extract(epoch FROM now() - a.state_change)) || ' s', '')"   \
	" || coalesce(': ' || pg_catalog.rtrim(pg_catalog.left("                                   \
	"pg_catalog.split_part(a.query, '''', 1), 60)), '')"

/* Describes the processes that block a process, and what it waits for. */
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

/* The progress of a process, from the first of the server's progress views that lists it. */
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
 * The tables, views and sequences that exist before a script runs: others can only wait for these.
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
 * This session's strongest lock on each relation, among those that make readers or writers of rows
 * wait. Weaker locks block only other schema changes.
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

/* The sequences with their last values. Unused ones have none. */
static const char pg_sql_sequences[] =
	"SELECT pg_catalog.format('%I.%I', schemaname, sequencename),\n"
	"       coalesce(last_value::pg_catalog.text, '-')\n"
	"  FROM pg_catalog.pg_sequences";

/* Writing takes RowExclusiveLock. postgres_fdw rolls its server back with us. */
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

#endif
