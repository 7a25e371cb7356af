/*
 * Inside the room: finds changes of indexes.
 */
#ifndef DIFF_INDEXES_H
#define DIFF_INDEXES_H

#include "diff/comparison.h"

/* Adds the changes of a table that remains. Compare the enums first. */
void diff_compare_indexes(struct comparison *comparison, const struct table_pair *pair);

/* Adds the indexes of a table that is created. */
void diff_create_indexes(struct comparison *comparison, const struct table *table);

/*
 * Drops those indexes of a dropped table that must be dropped before it. The others are dropped
 * with it.
 */
void diff_drop_indexes(struct comparison *comparison, const struct table *table);

/* True if a column of the index is dropped, even if it is added again. */
bool diff_index_loses_column(const struct dialect *dialect, const struct table_pair *pair,
			     const struct index *index);

#endif
