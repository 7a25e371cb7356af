/*
 * Column defaults, from SQL in a catalog or a schema.
 */
#ifndef SCHEMA_VALUE_H
#define SCHEMA_VALUE_H

#include "schema/schema.h"
#include "sqltext/lexer.h"

/*
 * Stores the default that `sql` denotes for a column of this scalar: a literal of its type, the
 * time of insertion, or else the SQL itself as an expression.
 */
void schema_value_read(struct arena *arena, const struct sqltext_dialect *dialect,
		       enum scalar scalar, const char *sql, struct default_value *value);

/* Like schema_value_read, for an array: ARRAY[...], or an array literal. */
void schema_value_read_list(struct arena *arena, const struct sqltext_dialect *dialect,
			    enum scalar scalar, const char *sql, struct default_value *value);

/* Turns strings into enum values. */
void schema_value_is_enum(struct default_value *value);

#endif
