/*
 * Inside the room: drops and recreates PostgreSQL's objects that the model lacks.
 */
#ifndef SQL_POSTGRESQL_OBJECT_H
#define SQL_POSTGRESQL_OBJECT_H

#include "sql/dialect.h"

sql_step sql_postgresql_drop_objects, sql_postgresql_create_objects;

/*
 * Adds the statement that recreates an index or key of a table, if the model does not hold all of
 * its properties. Returns that index or key, or NULL if the model holds it.
 */
const struct object *sql_postgresql_make_whole(struct sql_output *script, const struct table *table,
					       const char *name);

/* Returns a clause that a column keeps, with a leading space, or "". */
const char *sql_postgresql_property(struct sql_output *script, struct object_name table,
				    const struct column *column, enum object_kind kind);

#endif
