/* Drops everything in a PostgreSQL database, in one transaction. */
#include "postgresql/clear.h"
#include "postgresql/clear_sql.h"
#include "postgresql/postgresql.h"

void pg_add_things(struct buffer *to)
{
	buffer_add(to, pg_sql_staying);
	buffer_add(to, pg_sql_things);
}

void pg_add_clearing(struct buffer *to)
{
	buffer_add(to, pg_sql_keep_owner);
	buffer_add(to, pg_sql_begin_drop);
	pg_add_things(to);
	buffer_add(to, pg_sql_drop_everything);
	buffer_add(to, pg_sql_create_public);
	buffer_add(to, pg_sql_reset_default_privileges);
	buffer_add(to, pg_sql_reset_privileges);
}

bool pg_clear(struct db *db)
{
	struct postgresql *pg = pg_of(db);
	struct buffer sql = {.arena = db->arena};

	buffer_add(&sql, pg_sql_begin_clear);
	pg_add_clearing(&sql);
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
