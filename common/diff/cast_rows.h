/*
 * Inside the room: looking up a pair of types in a table of casts (schema/cast.h).
 */
#ifndef DIFF_CAST_ROWS_H
#define DIFF_CAST_ROWS_H

#include "schema/schema.h"

/* The verdict of the first row that has one on two native types; `otherwise` where none has. */
int cast_look_up(const struct cast_row *rows, const struct type *old, const struct type *new,
		 int otherwise);

#endif
