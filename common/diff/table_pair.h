/*
 * Inside the room: the pair of two tables, column by column and index by index.
 */
#ifndef DIFF_TABLE_PAIR_H
#define DIFF_TABLE_PAIR_H

#include "diff/change.h"

/* Returns the pair of two tables, with everything set but `redefined`. */
struct table_pair *diff_pair_tables(struct arena *arena, const struct alter_rules *rules,
				    const struct table *old, size_t old_position,
				    const struct table *new, size_t new_position);

/* True if a foreign key is the same, whatever its name, and the types of its columns stay. */
bool diff_foreign_keys_match(const struct table_pair *pair, const struct foreign_key *old,
			     const struct foreign_key *new);

/* True if one of the old table's foreign keys matches. */
bool diff_has_old_key(const struct table_pair *pair, const struct foreign_key *new);

#endif
