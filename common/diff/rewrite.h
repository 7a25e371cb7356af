/*
 * Inside the room: rewrites schemas for the comparison, under the names that they will have.
 */
#ifndef DIFF_REWRITE_H
#define DIFF_REWRITE_H

#include "diff/change.h"

/*
 * Returns a copy of a schema with the new names of everything renamed. In the copy, objects of the
 * default namespace have no namespace; with `say_default`, objects without a namespace have the
 * default one. Returns the schema itself if the copy would be equal.
 */
const struct schema *diff_rewrite_schema(struct arena *arena, const struct schema *schema,
					 const struct alter_rules *rules,
					 const struct renames *renames, bool say_default);

/* Returns a copy of renames whose names lack the default namespace, too. */
struct renames diff_rewrite_renames(struct arena *arena, const struct alter_rules *rules,
				    const struct renames *renames);

#endif
