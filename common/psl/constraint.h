/*
 * Inside the room: names in the database: those of constraints, from `map` or Prisma's default,
 * with duplicates among them, and those of join tables. Names live in the context's arena.
 */
#ifndef PSL_CONSTRAINT_H
#define PSL_CONSTRAINT_H

#include "psl/context.h"

/* Returns the name of the primary key, or NULL if there is no id or the dialect stores no name. */
const char *psl_id_constraint_name(const struct context *context, const struct model *model);

/* Returns the name of a unique constraint or index. */
const char *psl_index_constraint_name(const struct context *context, const struct model *model,
				      struct key *key);

/* Returns the name of the foreign key of a relation field of the model. */
const char *psl_reference_constraint_name(const struct context *context, const struct model *model,
					  struct reference *reference);

/* True if a relation has a foreign key: it is one-to-one or one-to-many. */
bool psl_has_foreign_key(const struct relation *relation);

/* Returns the model whose table has the foreign key. */
const struct model *psl_referring_model(const struct relation *relation);

/* Returns the name of the relation's foreign key. */
const char *psl_relation_constraint_name(const struct context *context,
					 const struct relation *relation);

/*
 * True if another constraint has the name: a key, in the scope shared by tables; a key or a foreign
 * key, in the same model. Call it after psl_collect_constraint_names.
 */
bool psl_is_shared_duplicate(const struct context *context, const struct model *model,
			     const char *name);
bool psl_is_local_duplicate(const struct context *context, const struct model *model,
			    const char *name);

/* Returns the name of the join table of an implicit many-to-many relation. */
const char *psl_relation_table(const struct context *context, const struct relation *relation);

#endif
