/*
 * Inside the room: lowers a valid schema to the model: the tables, enums and so on of the database.
 */
#ifndef PSL_LOWER_H
#define PSL_LOWER_H

#include "psl/context.h"
#include "psl/index_type.h"

/* lower_type.c: names and types in the database. */
struct object_name psl_model_object(const struct model *model);
struct object_name psl_enum_object(const struct enum_block *block);
void psl_lower_type(const struct context *context, const struct field *field, struct type *type);

/* Adds a documentation comment, if any, as the fact `key`. */
void psl_lower_doc(const struct context *context, const char *doc, const char *key,
		   struct facts *facts);

/* attributes.c: adds the facts for attributes of the field such as @updatedAt. */
void psl_lower_facts(const struct context *context, const struct field *field, struct facts *facts);

/* lower_default.c: the default of a column, and facts about clients' defaults. */
void psl_lower_default(const struct context *context, const struct field *field,
		       struct column *column);

/* lower_many_to_many.c: the join table of an implicit many-to-many relation. */
void psl_lower_many_to_many(const struct context *context, const struct relation *relation,
			    struct table *table);

#endif
