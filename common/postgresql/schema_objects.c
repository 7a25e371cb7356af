/* Reads the objects of a PostgreSQL database that the model of a schema lacks. */
#include "base/buffer.h"
#include "base/text.h"
#include "postgresql/postgresql.h"
#include "postgresql/schema_objects_sql.h"

/* Returns the query for the server's version. `namespaces` are literals. */
static const char *object_query(struct postgresql *pg, const char *namespaces)
{
	struct buffer sql = {.arena = pg->db.arena};
	int version = pg->pq.PQserverVersion(pg->connection);

	buffer_add(&sql, pg_sql_objects_of);
	buffer_add(&sql, namespaces);
	buffer_add(&sql, pg_sql_objects_in);
	for (size_t i = 0; i < sizeof pg_sql_objects / sizeof *pg_sql_objects; i++)
		if (version >= pg_sql_objects[i].from)
			buffer_add(&sql, pg_sql_objects[i].sql);
	return buffer_take(&sql);
}

/* Reads a row. Only objects without an owner have a namespace of their own. */
static struct object read_object(struct postgresql *pg, const PGresult *result, int row,
				 const char *plain)
{
	struct object object = {
		.kind = object_kind_by_word(pg->pq.PQgetvalue(result, row, 0)),
		.owner.name = pg_value(pg, result, row, 2),
		.name.name = pg_value(pg, result, row, 3),
		.definition = pg_value(pg, result, row, 4),
	};
	struct object_name *name = object.owner.name ? &object.owner : &object.name;

	const char *namespace = pg_value(pg, result, row, 1);

	if (!text_equal(namespace, plain))
		name->namespace = namespace;
	return object;
}

bool pg_objects_read(struct postgresql *pg, const char *namespaces, const char *plain,
		     struct schema *schema)
{
	if (!pg_command(pg, pg_sql_clear_path, PG_READ_SCHEMA))
		return false;
	PGresult *result = pg_query_catalogs(pg, object_query(pg, namespaces));
	if (!pg_succeeded(pg, result))
		return pg_report(pg, result, PG_READ_SCHEMA);
	int count = pg->pq.PQntuples(result);
	for (int row = 0; row < count; row++)
		*vector_add(pg->db.arena, &schema->objects) = read_object(pg, result, row, plain);
	pg->pq.PQclear(result);
	schema_list_objects(schema);
	schema_sort_objects(schema);
	return !pg->in_transaction || pg_command(pg, pg_sql_restore_path, PG_READ_SCHEMA);
}
