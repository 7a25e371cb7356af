/*
 * Watches a running statement: ends it at a signal or when its time is up and, from a second
 * connection, finds its progress and who blocks it.
 */
#include <inttypes.h>

#include "base/interrupt.h"
#include "postgresql/postgresql.h"
#include "postgresql/watch_sql.h"

/* Microseconds before the first progress report, and between two reports. */
enum { FIRST_REPORT = 1000000, REPORT_PERIOD = 500000 };

/* Microseconds: the latest first search for lock holders, and the time between two searches. */
enum { FIRST_LOOK = 800000, LOOK_PERIOD = 2000000 };

/* Microseconds that a server has to answer a cancel request, or after a signal. */
enum { GRACE = 1000000 };

/* Milliseconds to wait for the second connection, and for its answer. */
enum { WATCHER_WAIT = 2000, ANSWER_WAIT = 1000 };

/* Queries a row through the second connection. Returns NULL if there is none. */
static PGresult *ask(struct postgresql *pg, const char *sql)
{
	if (!pg->watcher && !pg->unwatched) {
		pg->watcher = pg_connect_again(pg, WATCHER_WAIT);
		pg->unwatched = !pg->watcher;
	}
	PGresult *result = pg_ask(pg, pg->watcher, sql, ANSWER_WAIT);
	if (pg_succeeded(pg, result) && pg->pq.PQntuples(result) > 0)
		return result;
	pg->pq.PQclear(result);
	return NULL;
}

/* Returns the server process that works for us. Behind a pooler libpq does not know it. */
static int process(struct postgresql *pg)
{
	return pg->process ? pg->process : pg->pq.PQbackendPID(pg->connection);
}

/* Looks twice within lock_timeout, so that we have seen the holder when it expires. */
static int64_t next_look(const struct postgresql *pg, int64_t now)
{
	int64_t half = (int64_t)(pg->limit ? pg->db.lock_wait : pg->lock_timeout) * 500;
	int64_t longest = now == pg->begun ? FIRST_LOOK : LOOK_PERIOD;

	return now + (half && half < longest ? half : longest);
}

static void find_holders(struct postgresql *pg, int64_t now)
{
	if (now < pg->next_look)
		return;
	int id = process(pg);
	PGresult *row = ask(pg, arena_format(pg->db.arena, pg_sql_holders, id, id));
	const char *holders = row ? pg_value(pg, row, 0, 0) : NULL;
	const char *wanted = row ? pg_value(pg, row, 0, 1) : NULL;
	pg->waits = holders;
	if (holders) {
		pg->holders = pg_one_line(pg->db.arena, holders);
		pg->wanted = wanted ? pg_one_line(pg->db.arena, wanted) : "something";
	}
	pg->pq.PQclear(row);
	pg->next_look = next_look(pg, now);
}

/* Returns the progress of the statement. */
static const char *find_progress(struct postgresql *pg)
{
	if (pg->waits)
		return arena_format(pg->db.arena, "waiting for a lock on %s, held by %s",
				    pg->wanted, pg->holders);
	PGresult *row = ask(pg, arena_format(pg->db.arena, pg_sql_progress, process(pg)));
	const char *progress = row ? pg_value(pg, row, 0, 0) : NULL;
	pg->pq.PQclear(row);
	return progress ? progress : "running";
}

static void report_progress(struct postgresql *pg, int64_t now)
{
	if (!pg->db.progress || now < pg->next_progress)
		return;
	const char *progress = find_progress(pg);
	pg->db.progress(arena_format(pg->db.arena, "%s, %" PRId64 " s", progress,
				     (now - pg->begun) / 1000000));
	pg->next_progress = now + REPORT_PERIOD;
}

void pg_watch_begin(struct postgresql *pg, int milliseconds)
{
	pg->begun = db_clock();
	pg->limit = (int64_t)milliseconds * 1000;
	pg->deaf = milliseconds && interrupt_seen();
	if (pg->deaf)
		pg->limit = 2 * GRACE;
	pg->next_look = next_look(pg, pg->begun);
	pg->next_progress = pg->begun + FIRST_REPORT;
	pg->holders = pg->refused = NULL;
	pg->waits = pg->expired = false;
	pg->cancelled = 0;
}

/*
 * True if a statement of ours is over its time: -w while it waits for a lock, else at least a few
 * seconds.
 */
static bool is_late(const struct postgresql *pg, int64_t now)
{
	int64_t waited = now - pg->begun;

	return pg->limit &&
	       (waited >= pg->limit || (pg->waits && waited >= (int64_t)pg->db.lock_wait * 1000));
}

void pg_watch(struct postgresql *pg)
{
	int64_t now = db_clock();

	if (pg->cancelled) {
		if (now >= pg->cancelled + GRACE)
			pg_abandon(pg, pg->connection);
		return;
	}
	find_holders(pg, now);
	report_progress(pg, now);
	bool late = is_late(pg, now);
	if (late || (!pg->deaf && interrupt_seen())) {
		pg->expired = late;
		pg_cancel(pg);
		pg->cancelled = now;
	}
}

void pg_watch_end(struct postgresql *pg)
{
	pg_cancel_end(pg);
	if (pg->db.progress && pg->next_progress != pg->begun + FIRST_REPORT)
		pg->db.progress(NULL);
}
