/*
 * From a schema that is right to the model: what the database will have.
 */
#ifndef PSL_LOWER_H
#define PSL_LOWER_H

#include "psl/context.h"
#include "psl/index_type.h"

/* lower_default.c: what the database fills a column with, and what the client does. */
void lower_default(const struct context *context, const struct field *field, struct column *column);

/* lower_many_to_many.c: the tables that stand behind implicit many-to-many relations. */
void lower_many_to_many(const struct context *context, struct schema *schema);

struct object_name model_object(const struct model *model);

#endif
