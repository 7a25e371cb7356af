/*
 * What constraints are called in the database, as `map` says or by Prisma's default names, and which of
 * these names are there twice; and what the tables are called that no model describes.
 */
#ifndef PSL_CONSTRAINT_H
#define PSL_CONSTRAINT_H

#include "psl/context.h"

/* NULL where the database keeps no names of primary keys, or there is no id. */
const char *psl_id_constraint_name(const struct context *context, const struct model *model);
const char *psl_index_constraint_name(const struct context *context, const struct model *model,
				      struct key *key);
/* Of the foreign key that a relation field of this model makes. */
const char *psl_reference_constraint_name(const struct context *context, const struct model *model,
					  struct reference *reference);

/* One-to-one and one-to-many. */
bool psl_has_foreign_key(const struct relation *relation);

/* The model whose table gets the foreign key, as far as there is one, and what that is called. */
const struct model *psl_referring_model(const struct relation *relation);
const char *psl_relation_constraint_name(const struct context *context,
					 const struct relation *relation);

/*
 * True if another constraint of the name exists: a key in a scope that tables share, or a key or
 * foreign key of the model.
 */
bool psl_is_shared_duplicate(const struct context *context, const struct model *model,
			     const char *name);
bool psl_is_local_duplicate(const struct context *context, const struct model *model,
			    const char *name);

/* The table behind an implicit many-to-many relation. */
const char *psl_relation_table(const struct context *context, const struct relation *relation);

#endif
