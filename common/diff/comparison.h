/*
 * Inside the room: the comparison of two schemas, shared by the files that find changes.
 */
#ifndef DIFF_COMPARISON_H
#define DIFF_COMPARISON_H

#include "diff/change.h"

struct comparison {
	struct arena *arena;
	struct diff *diff;		/* receives the changes */
	const struct schema *old, *new; /* both with the names of the new schema: diff/rewrite.h */
	const struct alter_rules *rules;
	struct table_pairs pairs;	 /* in the order of the old schema */
	struct table_pair **pair_of_old; /* by the old table's position; NULL if it is dropped */
	struct map renamed;		 /* new names of what is renamed, or a part of it is */
	struct map enum_pairs;		 /* struct enum_pair, by namespace and name */
};

/*
 * Adds a change. The three numbers sort the changes of one kind, compared from left to right; after
 * that the order of the calls does.
 */
struct change *diff_add_change(struct comparison *comparison, enum change_kind kind, size_t first,
			       size_t second, size_t third);

/*
 * Moves a change before those of enums: anything that depends on a column's type must be dropped
 * before the column moves to its enum's new type.
 */
void diff_move_before_enums(struct change *change);

/* False for views and for the history table, which no script changes. */
bool diff_is_compared(const struct table *table);

/* Returns the table with that name if it is compared, else NULL. */
const struct table *diff_compared_table(const struct schema *schema, struct object_name name);

/* True if the table of the model has an index or a key with that name. */
bool diff_has_key(const struct table *table, const char *name);

/* Returns the pair whose old table has that name, or NULL. */
const struct table_pair *diff_find_pair(const struct comparison *comparison,
					struct object_name old_name);

/* Returns the pair of the table to which an object belongs, or NULL. */
struct table_pair *diff_owner_pair(const struct comparison *comparison,
				   const struct object *object);

/* Returns the enum of a column if its values differ, else NULL. */
struct enum_pair *diff_changing_enum(const struct comparison *comparison,
				     const struct column *column);

/* True if a column of an old table moves to a new type because its enum is replaced. */
bool diff_is_moved(const struct comparison *comparison, const struct table *old,
		   const char *column);

#endif
