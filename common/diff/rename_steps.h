/*
 * Inside the room: the steps of renames.
 */
#ifndef DIFF_RENAME_STEPS_H
#define DIFF_RENAME_STEPS_H

#include "diff/change.h"

/*
 * Returns the renames that change a name in the database, and temporary renames for things that
 * have one of the new names and are dropped only later.
 */
struct renames diff_add_temporary_names(struct arena *arena, const struct dialect *dialect,
					const struct schema *old, const struct schema *new,
					const struct renames *renames);

/*
 * One statement of a rename; swapping two names takes three. The names of columns and values have
 * no namespace. A step changes a name or a namespace, not both.
 */
struct rename_step {
	const struct renaming *renaming;
	struct object_name from, to;
};

struct rename_steps {
	VECTOR_MEMBERS(struct rename_step);
};

/* Returns the steps in an order in which no two things ever have the same name. */
struct rename_steps diff_order_renames(struct arena *arena, const struct dialect *dialect,
				       const struct schema *old, const struct schema *new,
				       const struct renames *renames);

#endif
