/*
 * Inside the room: pairs two tables, column by column and index by index.
 */
#ifndef DIFF_TABLE_PAIR_H
#define DIFF_TABLE_PAIR_H

#include "diff/change.h"

/* Returns the pair of two tables, with everything set except `redefined`. */
struct table_pair *diff_pair_tables(struct arena *arena, const struct alter_rules *rules,
				    const struct table *old, size_t old_position,
				    const struct table *new, size_t new_position);

/*
 * Returns the foreign keys of the new table that equal an old one, whatever their names. NULL if
 * there is none, or the type of a column changes.
 */
struct group *diff_matching_new_keys(const struct table_pair *pair, const struct foreign_key *old);

/* True if one of the old table's foreign keys equals this one. */
bool diff_has_old_key(const struct table_pair *pair, const struct foreign_key *new);

#endif
