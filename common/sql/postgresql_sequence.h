/*
 * Inside the room: sequences of columns that number themselves.
 */
#ifndef SQL_POSTGRESQL_SEQUENCE_H
#define SQL_POSTGRESQL_SEQUENCE_H

#include "sql/dialect.h"

/*
 * Returns the name, quoted if need be, of a new sequence for a column that starts to number itself.
 */
const char *sql_postgresql_new_sequence(struct sql_output *script, const struct table *table,
					const struct column *column);

/* Each renames a table or a column, and the sequences that are named after it. */
sql_step sql_postgresql_rename_table, sql_postgresql_rename_column;

#endif
