/*
 * What constraints are called in the database, as `map` says or by Prisma's default names; and what
 * the tables are called that no model describes.
 */
#ifndef PSL_CONSTRAINT_H
#define PSL_CONSTRAINT_H

#include "psl/context.h"

/* NULL where the database keeps no names of primary keys, or there is no id. */
const char *id_constraint_name(const struct context *context, const struct model *model);
const char *index_constraint_name(const struct context *context, const struct model *model,
				  struct key *key);
/* Of the foreign key that a relation field of this model makes. */
const char *reference_constraint_name(const struct context *context, const struct model *model,
				      struct reference *reference);

/* The table behind an implicit many-to-many relation. */
const char *relation_table(const struct context *context, const struct relation *relation);

#endif
