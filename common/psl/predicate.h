/*
 * Inside the room: the predicate of a partial index: where: raw("SQL") or where: { field: value,
 * ... }.
 */
#ifndef PSL_PREDICATE_H
#define PSL_PREDICATE_H

#include "psl/context.h"

/* Checks the `where` of a key of `model`. Reports faults and returns false. */
bool psl_resolve_predicate(struct context *context, const struct model *model,
			   const struct attribute *attribute, const struct expression *where);

/* Returns the SQL of a valid `where`, in the arena. */
const char *psl_predicate_sql(struct arena *arena, const struct model *model,
			      const struct expression *where);

#endif
