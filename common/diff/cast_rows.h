/*
 * Inside the room: looking up types in the tables of casts (schema/cast.h).
 */
#ifndef DIFF_CAST_ROWS_H
#define DIFF_CAST_ROWS_H

#include "schema/schema.h"

/* True if the name of a native type is among `names`; NULL ends them. */
bool diff_type_is_listed(const char *const *names, const struct type *type);

/* True if neither Prisma nor the server's own list has the type. */
bool diff_type_is_unknown(const struct dialect_casts *casts, const struct type *type);

/* Returns the verdict of the first row that has one on two native types, or `otherwise`. */
int diff_look_up_cast(const struct cast_row *rows, const struct type *old, const struct type *new,
		      int otherwise);

#endif
