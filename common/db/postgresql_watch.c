/* Watches a long statement from a second connection: its progress, and who makes it wait. */
#include <inttypes.h>

#include "base/interrupt.h"
#include "db/postgresql.h"
#include "db/postgresql_sql.h"

/* Microseconds until progress is first reported, and between two reports. */
enum { FIRST_REPORT = 1000000, REPORT_PERIOD = 500000 };

/* Microseconds between two looks for lock holders if there is no lock_timeout. */
enum { LOOK_PERIOD = 2000000 };

/* Returns a value through the second connection; NULL if there is none. */
static const char *ask(struct postgresql *pg, const char *sql)
{
	const char *answer = NULL;

	if (!pg->watcher)
		pg->watcher = pg_connect(pg, NULL);
	if (pg->pq.PQstatus(pg->watcher) != CONNECTION_OK)
		return NULL;
	PGresult *result = pg->pq.PQexec(pg->watcher, sql);
	if (pg_succeeded(pg, result) && pg->pq.PQntuples(result) > 0)
		answer = pg_value(pg, result, 0, 0);
	pg->pq.PQclear(result);
	return answer;
}

/* Returns the process that works for us. Behind a pooler libpq does not know it. */
static int process(struct postgresql *pg)
{
	return pg->process ? pg->process : pg->pq.PQbackendPID(pg->connection);
}

/* Looks twice in the time of lock_timeout, so that the holder has been seen when it is over. */
static int64_t next_look(const struct postgresql *pg, int64_t now)
{
	return now + (pg->lock_timeout ? (int64_t)pg->lock_timeout * 500 : LOOK_PERIOD);
}

static void find_holders(struct postgresql *pg, int64_t now)
{
	if (now < pg->next_look)
		return;
	const char *holders = ask(pg, arena_format(pg->db.arena, pg_sql_holders, process(pg)));
	pg->waits = holders;
	if (holders)
		pg->holders = pg_one_line(pg->db.arena, holders);
	pg->next_look = next_look(pg, now);
}

static void report_progress(struct postgresql *pg, int64_t now)
{
	if (!pg->db.progress || now < pg->next_progress)
		return;
	const char *progress = ask(pg, arena_format(pg->db.arena, pg_sql_progress, process(pg)));
	pg->db.progress(arena_format(pg->db.arena, "%s, %" PRId64 " s",
				     progress ? progress : "running", (now - pg->begun) / 1000000));
	pg->next_progress = now + REPORT_PERIOD;
}

void pg_watch_begin(struct postgresql *pg)
{
	pg->begun = db_clock();
	pg->next_look = next_look(pg, pg->begun);
	pg->next_progress = pg->begun + FIRST_REPORT;
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
	find_holders(pg, now);
	report_progress(pg, now);
}

void pg_watch_end(struct postgresql *pg)
{
	if (pg->db.progress && pg->next_progress != pg->begun + FIRST_REPORT)
		pg->db.progress(NULL);
}
