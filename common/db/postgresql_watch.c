/* How far a statement has come that a PostgreSQL server is long at. */
#include <inttypes.h>

#include "db/postgresql.h"

/* A shorter statement is no news. Microseconds. */
enum { LONG = 1000000 };

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

static const char *ask_progress(struct postgresql *pg)
{
	int pid = pg->pq.PQbackendPID(pg->connection);
	struct buffer sql = {.arena = pg->db.arena};
	const char *progress = "running";

	if (!pg->watcher)
		pg->watcher = pg_connect(pg, NULL);
	if (pg->pq.PQstatus(pg->watcher) != CONNECTION_OK)
		return progress;
	buffer_format(&sql, progress_sql, pid, pid, pid, pid);
	PGresult *result = pg->pq.PQexec(pg->watcher, buffer_text(&sql));
	if (pg_is_good(pg, result) && pg->pq.PQntuples(result) > 0)
		progress = pg_cell(pg, result, 0, 0);
	pg->pq.PQclear(result);
	return progress;
}

void pg_watch(struct postgresql *pg, bool done)
{
	int64_t since = db_clock() - pg->statement_begun;

	if (!pg->db.tell || since < LONG)
		return;
	if (done)
		pg->db.tell(NULL);
	else
		pg->db.tell(arena_format(pg->db.arena, "%s, %" PRId64 " s", ask_progress(pg),
					 since / 1000000));
}
