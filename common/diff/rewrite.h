/*
 * Inside the room: schemas as they are compared, under the names that they will have.
 */
#ifndef DIFF_REWRITE_H
#define DIFF_REWRITE_H

#include "diff/change.h"

/*
 * Returns a copy of a schema with the new names of what is renamed. In the copy, objects of the
 * default namespace have no namespace; if `say_default`, objects without a namespace have the
 * default one. Returns the schema itself if the copy would be the same.
 */
const struct schema *diff_rewrite_schema(struct arena *arena, const struct schema *schema,
					 const struct alter_rules *rules,
					 const struct renames *renames, bool say_default);

/* Returns a copy of renames in which names lack the default namespace too. */
struct renames diff_rewrite_renames(struct arena *arena, const struct alter_rules *rules,
				    const struct renames *renames);

#endif
