/*
 * Whether a schema whose parts are right fits together, and fits the database: a file for each
 * subject.
 */
#ifndef PSL_CHECK_H
#define PSL_CHECK_H

#include "psl/context.h"

/* native.c: @db.X; fills in the field's native type. */
void check_native_type(struct context *context, struct field *field);

#endif
