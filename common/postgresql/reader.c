/*
 * Reads one schema again and again. Planning the catalog queries for a small schema takes longer
 * than running them, so they are prepared, on a connection of their own: there neither a script nor
 * the reset after it removes them.
 */
#include <stdlib.h>

#include "base/text.h"
#include "postgresql/postgresql.h"
#include "postgresql/schema_sql.h"

/* Milliseconds to wait for the connection. */
enum { OPEN_WAIT = 5000 };

/*
 * Executions of each query after which all are planned again: a plan for a small schema is slow
 * once the schema has grown.
 */
enum { PLAN_USES = 64 };

struct db *pg_open_reader(struct db *db)
{
	struct postgresql *pg = pg_of(db);
	PGconn *connection = pg_connect_again(pg, OPEN_WAIT);

	/* A pooler would hand our prepared queries to others. */
	if (!connection ||
	    strtol(pg_process_of(pg, connection), NULL, 10) != pg->pq.PQbackendPID(connection)) {
		pg->pq.PQfinish(connection);
		return NULL;
	}
	struct postgresql *reader = arena_alloc(db->arena, sizeof *reader);
	*reader = (struct postgresql){.db = pg->db,
				      .pq = pg->pq,
				      .connection = connection,
				      .server = pg->server,
				      .schema = pg->schema,
				      .history = pg->history,
				      .prepares = true};
	reader->queue.arena = reader->said.arena = db->arena;
	pg->pq.PQsetNoticeReceiver(connection, pg_hear, reader);
	return &reader->db;
}

/* Returns the number of a prepared query, or the count if it is not prepared. */
static uint32_t find_prepared(const struct postgresql *pg, const char *sql)
{
	uint32_t n = 0;

	while (n < pg->prepared.count && !text_equal(pg->prepared.at[n], sql))
		n++;
	return n;
}

/* Queues the PREPARE of a query. */
static void queue_prepare(struct postgresql *pg, const char *sql)
{
	struct arena *arena = pg->db.report->arena;

	pg_queue(pg, arena_format(pg->db.arena, pg_sql_prepare, pg->prepared.count, sql));
	*vector_add(arena, &pg->prepared) = arena_string(arena, sql);
}

PGresult *pg_query_catalogs(struct postgresql *pg, const char *sql)
{
	if (!pg->prepares)
		return pg_query_long(pg, sql);
	if (pg->prepared.count && ++pg->uses > PLAN_USES * pg->prepared.count) {
		pg_queue(pg, pg_sql_forget_prepared);
		pg->prepared.count = 0;
		pg->uses = 0;
	}
	uint32_t n = find_prepared(pg, sql);
	if (n == pg->prepared.count)
		queue_prepare(pg, sql);
	return pg_query_long(pg, arena_format(pg->db.arena, pg_sql_run_prepared, n));
}
