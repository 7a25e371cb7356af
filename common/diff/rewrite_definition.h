/*
 * Inside the room: rewrites the definitions of other objects with new names.
 */
#ifndef DIFF_REWRITE_DEFINITION_H
#define DIFF_REWRITE_DEFINITION_H

#include "diff/rename_map.h"

/* The renames: struct renaming, by kind and old name. */
struct definition_renames {
	struct arena *arena;
	const struct dialect *dialect;
	struct rename_map map;
};

struct definition_renames diff_definition_renames(struct arena *arena,
						  const struct dialect *dialect,
						  const struct renames *renames);

/*
 * Returns the definition as the database has it after the renames. A view keeps the names of its
 * columns.
 */
const char *diff_rewrite_definition(const struct definition_renames *renames,
				    const struct object *object);

#endif
