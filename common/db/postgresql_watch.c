/* While a PostgreSQL server is long at a statement: how far it is, and for whom it waits. */
#include <inttypes.h>

#include "base/interrupt.h"
#include "db/postgresql.h"

/* A shorter statement is no news, and news come no closer than that. Microseconds. */
enum { LONG = 1000000, PAUSE = 500000 };

/* How often it is asked who is in the way of what waits without end. Microseconds. */
enum { LOOK = 2000000 };

/* What the server's views of progress say of a process; the first that says something. */
static const char progress_sql[] =
	"SELECT coalesce("
	"(SELECT phase || coalesce(' ' || 100 * blocks_done / nullif(blocks_total, 0) || ' %%', '')"
	" FROM pg_catalog.pg_stat_progress_create_index WHERE pid = %d),"
	"(SELECT phase || coalesce(' ' || 100 * heap_blks_scanned / nullif(heap_blks_total, 0)"
	" || ' %%', '')"
	" FROM pg_catalog.pg_stat_progress_vacuum WHERE pid = %d),"
	"(SELECT phase || coalesce(' ' || 100 * heap_blks_scanned / nullif(heap_blks_total, 0)"
	" || ' %%', '')"
	" FROM pg_catalog.pg_stat_progress_cluster WHERE pid = %d),"
	"(SELECT 'waiting for a lock that process '"
	" || pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(pid), ', ') || ' holds'"
	" FROM pg_catalog.pg_stat_activity WHERE pid = %d AND wait_event_type = 'Lock'),"
	"'running')";

/* Who has what a process waits for. */
static const char holders_sql[] =
	"SELECT pg_catalog.string_agg(who, ', and by ') FROM (SELECT " PG_HOLDER
	" AS who FROM pg_catalog.pg_stat_activity a"
	" WHERE a.pid = ANY (pg_catalog.pg_blocking_pids(%d)) ORDER BY a.xact_start LIMIT 3) h";

/* Asks on a connection of its own; NULL where there is none, or no answer. */
static const char *ask(struct postgresql *pg, const char *sql)
{
	const char *answer = NULL;

	if (!pg->watcher)
		pg->watcher = pg_connect(pg, NULL);
	if (pg->pq.PQstatus(pg->watcher) != CONNECTION_OK)
		return NULL;
	PGresult *result = pg->pq.PQexec(pg->watcher, sql);
	if (pg_is_good(pg, result) && pg->pq.PQntuples(result) > 0)
		answer = pg_cell(pg, result, 0, 0);
	pg->pq.PQclear(result);
	return answer;
}

static int process(struct postgresql *pg)
{
	return pg->process ? pg->process : pg->pq.PQbackendPID(pg->connection);
}

/* Twice in the time that a lock is waited for: so that who is in the way was seen. */
static int64_t next_look(const struct postgresql *pg, int64_t now)
{
	return now + (pg->lock_timeout ? (int64_t)pg->lock_timeout * 500 : LOOK);
}

static void look(struct postgresql *pg, int64_t now)
{
	struct buffer sql = {.arena = pg->db.arena};

	if (now < pg->next_look)
		return;
	buffer_format(&sql, holders_sql, process(pg));
	const char *holders = ask(pg, buffer_text(&sql));
	pg->waits = holders;
	if (holders)
		pg->holders = pg_one_line(pg->db.arena, holders);
	pg->next_look = next_look(pg, now);
}

static void tell(struct postgresql *pg, int64_t now)
{
	struct buffer sql = {.arena = pg->db.arena};
	int pid = process(pg);

	if (!pg->db.tell || now < pg->next_tell)
		return;
	buffer_format(&sql, progress_sql, pid, pid, pid, pid);
	const char *progress = ask(pg, buffer_text(&sql));
	pg->db.tell(arena_format(pg->db.arena, "%s, %" PRId64 " s", progress ? progress : "running",
				 (now - pg->begun) / 1000000));
	pg->next_tell = now + PAUSE;
}

void pg_watch_begin(struct postgresql *pg)
{
	pg->begun = db_clock();
	pg->next_look = next_look(pg, pg->begun);
	pg->next_tell = pg->begun + LONG;
	pg->holders = NULL;
	pg->waits = false;
	pg->cancelled = false;
}

void pg_watch(struct postgresql *pg)
{
	int64_t now = db_clock();

	if (interrupt_seen() && !pg->cancelled) {
		pg_cancel(pg);
		pg->cancelled = true;
	}
	look(pg, now);
	tell(pg, now);
}

void pg_watch_end(struct postgresql *pg)
{
	if (pg->db.tell && pg->next_tell != pg->begun + LONG)
		pg->db.tell(NULL);
}
