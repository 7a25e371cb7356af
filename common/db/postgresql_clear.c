/* Drops everything in a PostgreSQL database, in one transaction. */
#include "db/postgresql.h"
#include "db/postgresql_restore_sql.h"

bool pg_clear(struct db *db)
{
	struct postgresql *pg = pg_of(db);
	struct buffer sql = {.arena = db->arena};

	buffer_add(&sql, pg_sql_begin_clear);
	buffer_add(&sql, pg_sql_keep_owner);
	buffer_add(&sql, pg_sql_drop_everything);
	buffer_add(&sql, pg_sql_create_public);
	buffer_add(&sql, pg_sql_reset_default_privileges);
	buffer_add(&sql, pg_sql_reset_privileges);
	buffer_add(&sql, pg_sql_end_clear);
	PGresult *result = pg_query_long(pg, buffer_text(&sql));
	if (!pg_succeeded(pg, result)) {
		pg_report(pg, result, PG_CLEAR);
		pg->pq.PQclear(pg_query(pg, pg_sql_undo_clear));
		return false;
	}
	pg->pq.PQclear(result);
	return true;
}
