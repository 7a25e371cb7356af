/*
 * Inside the room: schemas as they are compared, with the names that they will have.
 */
#ifndef DIFF_REWRITE_H
#define DIFF_REWRITE_H

#include "diff/change.h"

/*
 * Returns a copy of a schema with the new names of what is renamed. Objects of the default namespace
 * are in no namespace there; if `say_default`, those in no namespace are in the default one. Returns
 * the schema itself if the copy would be the same.
 */
const struct schema *diff_rewrite_schema(struct arena *arena, const struct schema *schema,
					 const struct alter_rules *rules,
					 const struct renames *renames, bool say_default);

#endif
