/* Reads what a PostgreSQL database has beyond the model of a schema. */
#include "base/buffer.h"
#include "db/postgresql.h"
#include "db/postgresql_schema_objects_sql.h"

/* Returns the query for the version of the server. */
static const char *object_query(struct postgresql *pg)
{
	struct buffer sql = {.arena = pg->db.arena};
	int version = pg->pq.PQserverVersion(pg->connection);

	buffer_add(&sql, pg_sql_objects_of);
	buffer_add(&sql, pg_quote_literal(pg, pg->db.url->schema));
	buffer_add(&sql, pg_sql_objects_in);
	for (size_t i = 0; i < sizeof pg_sql_objects / sizeof *pg_sql_objects; i++)
		if (version >= pg_sql_objects[i].from)
			buffer_add(&sql, pg_sql_objects[i].sql);
	return buffer_take(&sql);
}

bool pg_objects_read(struct postgresql *pg, struct schema *schema)
{
	if (!pg_command(pg, pg_sql_clear_path, PG_READ_SCHEMA))
		return false;
	PGresult *result = pg_query_long(pg, object_query(pg));
	if (!pg_succeeded(pg, result))
		return pg_report(pg, result, PG_READ_SCHEMA);
	int count = pg->pq.PQntuples(result);
	for (int row = 0; row < count; row++)
		*vector_add(pg->db.arena, &schema->objects) = (struct object){
			.kind = object_kind_by_word(pg->pq.PQgetvalue(result, row, 0)),
			.owner.name = pg_value(pg, result, row, 1),
			.name.name = pg_value(pg, result, row, 2),
			.definition = pg_value(pg, result, row, 3),
		};
	pg->pq.PQclear(result);
	schema_list_objects(schema);
	schema_sort_objects(schema);
	return true;
}
