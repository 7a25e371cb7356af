/*
 * Inside the room: looks up types in the tables of casts (schema/cast.h).
 */
#ifndef DIFF_CAST_ROWS_H
#define DIFF_CAST_ROWS_H

#include "schema/schema.h"

/* True if the name of a native type is in `names`, an array that ends with NULL. */
bool diff_type_is_listed(const char *const *names, const struct type *type);

/* True if neither Prisma nor the list of the server's own types knows the type. */
bool diff_type_is_unknown(const struct dialect_casts *casts, const struct type *type);

/* Returns the verdict of the first row that has one for two native types, else `otherwise`. */
int diff_look_up_cast(const struct cast_row *rows, const struct type *old, const struct type *new,
		      int otherwise);

#endif
