/* Measures a statement: its time, its rows, and the locks for which others must wait. */
#include <stdlib.h>
#include <string.h>

#include "base/record.h"
#include "postgresql/postgresql.h"
#include "postgresql/sql.h"
#include "postgresql/watch_sql.h"

static void read_names(struct postgresql *pg)
{
	PGresult *result = pg_query(pg, pg_sql_relation_names);

	pg->table_names = (struct map){.arena = pg->db.arena};
	pg->known_locks = (struct map){.arena = pg->db.arena};
	for (int row = 0; row < pg->pq.PQntuples(result); row++)
		map_add(&pg->table_names, pg_value(pg, result, row, 0),
			arena_string(pg->db.arena, pg->pq.PQgetvalue(result, row, 1)));
	pg->pq.PQclear(result);
}

/*
 * Returns "public.users:AccessExclusiveLock,...", the tables with a new or stronger lock, or NULL
 * if there are none.
 */
static const char *new_locks(struct postgresql *pg)
{
	PGresult *result = pg_query(pg, pg_sql_strongest_locks);
	struct buffer locks = {.arena = pg->db.arena};

	for (int row = 0; row < pg->pq.PQntuples(result); row++) {
		const char *oid = pg_value(pg, result, row, 0);
		const char *name = map_get(&pg->table_names, oid);
		char *mode = arena_string(pg->db.arena, pg->pq.PQgetvalue(result, row, 1));
		const char *before = name ? map_replace(&pg->known_locks, oid, mode) : mode;
		if (before && strcmp(before, mode) == 0)
			continue;
		buffer_add(&locks, locks.length ? "," : "");
		record_escape(&locks, name, ",:");
		buffer_format(&locks, ":%s", mode);
	}
	pg->pq.PQclear(result);
	return locks.length ? buffer_text(&locks) : NULL;
}

bool pg_measure(struct db *db, const struct script *script, size_t first, size_t statement,
		struct db_cost *cost, struct db_failure *failure)
{
	struct postgresql *pg = pg_of(db);
	struct run run = {.first = statement, .count = 1};

	(void)first;
	if (!pg_session_start(pg, failure))
		return false;
	if (!pg->table_names.arena)
		read_names(pg);
	cost->rows = 0;
	int64_t start = db_clock();
	if (!pg_send_run(pg, script, &run, &cost->rows, failure))
		return false;
	cost->microseconds = db_clock() - start;
	cost->locks = new_locks(pg);
	return true;
}

bool pg_check(struct db *db, struct db_failure *failure)
{
	struct postgresql *pg = pg_of(db);

	return pg_execute(pg, pg_sql_check_constraints, failure) &&
	       pg_execute(pg, pg_sql_defer_constraints, failure);
}
