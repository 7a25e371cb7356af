/*
 * Inside the room: looking up a pair of types in a table of casts (schema/cast.h).
 */
#ifndef DIFF_CAST_ROWS_H
#define DIFF_CAST_ROWS_H

#include "schema/schema.h"

/* Returns the verdict of the first row that has one on two native types, or `otherwise`. */
int diff_look_up_cast(const struct cast_row *rows, const struct type *old, const struct type *new,
		      int otherwise);

#endif
