/*
 * From a schema that is right to the model: what the database will have.
 */
#ifndef PSL_LOWER_H
#define PSL_LOWER_H

#include "psl/context.h"
#include "psl/index_type.h"

/* lower_type.c: what models, enums and fields are called and are in the database. */
struct object_name psl_model_object(const struct model *model);
struct object_name psl_enum_object(const struct enum_block *block);
void psl_lower_type(const struct context *context, const struct field *field, struct type *type);

/* A documentation comment, where there is one, as a fact. */
void psl_lower_doc(const struct context *context, const char *doc, const char *key,
		   struct facts *facts);

/* lower_default.c: what the database fills a column with, and what the client does. */
void psl_lower_default(const struct context *context, const struct field *field,
		       struct column *column);

/* lower_many_to_many.c: the table that stands behind an implicit many-to-many relation. */
void psl_lower_many_to_many(const struct context *context, const struct relation *relation,
			    struct table *table);

#endif
