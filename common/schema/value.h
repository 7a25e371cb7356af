/*
 * Defaults of columns, from the SQL that a catalog or a schema has of them.
 */
#ifndef SCHEMA_VALUE_H
#define SCHEMA_VALUE_H

#include "schema/schema.h"
#include "sqltext/lexer.h"

/*
 * Stores the default that a text in SQL is for a column of this scalar: a literal of its type, the
 * time of insertion, or an expression as it stands.
 */
void schema_value_read(struct arena *arena, const struct sqltext_dialect *dialect,
		       enum scalar scalar, const char *sql, struct default_value *value);

/* The same for an array: ARRAY[...], or a literal of an array. */
void schema_value_read_list(struct arena *arena, const struct sqltext_dialect *dialect,
			    enum scalar scalar, const char *sql, struct default_value *value);

/* Turns strings into values of an enum. */
void schema_value_is_enum(struct default_value *value);

#endif
