/*
 * The predicate of a partial index: where: raw("SQL"), or where: { field: value, ... }.
 */
#ifndef PSL_PREDICATE_H
#define PSL_PREDICATE_H

#include "psl/context.h"

/* Checks the `where` of a key of `model`; false, and reported, where it is wrong. */
bool psl_resolve_predicate(struct context *context, const struct model *model,
			   const struct attribute *attribute, const struct expression *where);

/* What a right one is in SQL. */
const char *psl_predicate_sql(struct arena *arena, const struct model *model,
			      const struct expression *where);

#endif
