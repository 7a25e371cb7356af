/*
 * Inside the room: what PostgreSQL has beyond the model, dropped and made again.
 */
#ifndef SQL_POSTGRESQL_OBJECT_H
#define SQL_POSTGRESQL_OBJECT_H

#include "sql/dialect.h"

sql_step sql_postgresql_drop_objects, sql_postgresql_create_objects;

/*
 * Adds the statement that makes an index or a key of a table as it was, if the database has more of
 * it than the model holds. Returns false if it does not.
 */
bool sql_postgresql_make_whole(struct sql_output *script, const struct table *table,
			       const char *name);

/* Returns a clause that a column keeps, with a space before it, or "". */
const char *sql_postgresql_property(struct sql_output *script, struct object_name table,
				    const struct column *column, enum object_kind kind);

#endif
