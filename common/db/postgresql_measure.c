/* What a statement costs: its time, its rows, and the locks for which others have to wait. */
#include <stdlib.h>
#include <string.h>

#include "db/postgresql.h"

/*
 * What is there before anything is changed: others can wait for nothing else, and a table that is
 * dropped has no name afterwards.
 */
static const char names_sql[] =
	"SELECT c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname)"
	" FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	" WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f', 'S')"
	" AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'";

/*
 * The strongest lock of this session on each table, of those for which others wait who read or
 * write rows: the weaker ones stop only other changes of the schema.
 */
static const char locks_sql[] =
	"SELECT DISTINCT ON (relation) relation, mode FROM pg_catalog.pg_locks"
	" JOIN (VALUES (1, 'ShareLock'), (2, 'ShareRowExclusiveLock'), (3, 'ExclusiveLock'),"
	" (4, 'AccessExclusiveLock')) s (strength, name) ON name = mode"
	" WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'relation'"
	" ORDER BY relation, strength DESC";

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

/* "public.users:AccessExclusiveLock,...", of tables that were not locked so before; or NULL. */
static const char *new_locks(struct postgresql *pg)
{
	PGresult *result = pg_ask(pg, locks_sql);
	struct buffer locks = {.arena = pg->db.arena};

	for (int row = 0; row < pg->pq.PQntuples(result); row++) {
		const char *oid = pg_cell(pg, result, row, 0);
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

/* What constraints have put off to the end is checked now, and may be put off again. */
bool pg_check(struct db *db, struct db_failure *failure)
{
	struct postgresql *pg = pg_of(db);

	return pg_execute(pg, "SET CONSTRAINTS ALL IMMEDIATE", failure) &&
	       pg_execute(pg, "SET CONSTRAINTS ALL DEFERRED", failure);
}
