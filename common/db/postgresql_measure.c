/* What a statement costs: its time, its rows, and the locks that it takes from others. */
#include <stdlib.h>
#include <string.h>

#include "db/postgresql.h"

/* Before anything is dropped: afterwards a table that is gone has no name any more. */
static const char names_sql[] =
	"SELECT c.oid, c.oid::pg_catalog.regclass FROM pg_catalog.pg_class c"
	" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	" WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'";

/* The locks of this session on what is no catalog, in a stable order. */
static const char locks_sql[] =
	"SELECT l.relation, l.mode, c.oid::pg_catalog.regclass FROM pg_catalog.pg_locks l"
	" LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation"
	" LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	" WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation'"
	" AND l.relation >= 16384"
	" AND n.nspname IS DISTINCT FROM 'pg_toast' ORDER BY 3, 1, 2";

static void learn_names(struct postgresql *pg)
{
	PGresult *result = pg_ask(pg, names_sql);

	pg->table_names = (struct map){.arena = pg->db.arena};
	pg->known_locks = (struct map){.arena = pg->db.arena};
	for (int row = 0; row < pg->pq.PQntuples(result); row++)
		map_add(&pg->table_names, pg_cell(pg, result, row, 0),
			arena_string(pg->db.arena, pg->pq.PQgetvalue(result, row, 1)));
	pg->pq.PQclear(result);
}

static const char *table_name(struct postgresql *pg, const PGresult *result, int row)
{
	const char *now = pg_cell(pg, result, row, 2), *oid = pg_cell(pg, result, row, 0);
	const char *before = map_get(&pg->table_names, oid);

	return before ? before : now ? now : oid;
}

/* "users:AccessExclusiveLock,...", of locks that were not there before; NULL where there is
 * none. */
static const char *new_locks(struct postgresql *pg)
{
	PGresult *result = pg_ask(pg, locks_sql);
	struct buffer locks = {.arena = pg->db.arena};

	for (int row = 0; row < pg->pq.PQntuples(result); row++) {
		const char *mode = pg_cell(pg, result, row, 1);
		const char *key =
			arena_format(pg->db.arena, "%s %s", pg_cell(pg, result, row, 0), mode);
		if (map_get(&pg->known_locks, key))
			continue;
		map_add(&pg->known_locks, key, pg);
		buffer_add(&locks, locks.length ? "," : "");
		record_escape(&locks, table_name(pg, result, row), ",:");
		buffer_format(&locks, ":%s", mode);
	}
	pg->pq.PQclear(result);
	return locks.length ? buffer_text(&locks) : NULL;
}

bool pg_measure(struct db *db, const struct script *script, size_t statement, struct db_cost *cost,
		struct db_failure *failure)
{
	struct postgresql *pg = pg_of(db);
	struct run run = {.first = statement, .count = 1};

	if (!pg->table_names.arena)
		learn_names(pg);
	cost->rows = 0;
	int64_t start = db_clock();
	if (!pg_send_run(pg, script, &run, &cost->rows, failure))
		return false;
	cost->microseconds = db_clock() - start;
	cost->locks = new_locks(pg);
	return true;
}
