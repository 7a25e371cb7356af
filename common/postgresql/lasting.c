/* Finds what a rollback does not undo. If a query fails, its answer is empty. */
#include "postgresql/postgresql.h"
#include "postgresql/watch_sql.h"

/* Returns a value of a result, in the arena. */
static const char *kept_value(struct postgresql *pg, const PGresult *result, int row, int column)
{
	return arena_string(pg->db.arena, pg->pq.PQgetvalue(result, row, column));
}

void pg_list_sequences(struct db *db, struct db_sequences *sequences)
{
	struct postgresql *pg = pg_of(db);
	PGresult *result = pg_query(pg, pg_sql_sequences);

	for (int row = 0; row < pg->pq.PQntuples(result); row++)
		*vector_add(db->arena, sequences) = (struct db_sequence){
			kept_value(pg, result, row, 0), kept_value(pg, result, row, 1)};
	pg->pq.PQclear(result);
}

void pg_list_foreign_writes(struct db *db, struct names *tables)
{
	struct postgresql *pg = pg_of(db);
	PGresult *result = pg_query(pg, pg_sql_foreign_writes);

	for (int row = 0; row < pg->pq.PQntuples(result); row++)
		*vector_add(db->arena, tables) = kept_value(pg, result, row, 0);
	pg->pq.PQclear(result);
}
