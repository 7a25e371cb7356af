/*
 * Inside the room: objects dropped with a column, and objects that a recreated table keeps.
 */
#ifndef DIFF_FALLING_H
#define DIFF_FALLING_H

#include "diff/comparison.h"

/* True if `sql` (which may be NULL) names a column of the table that is dropped or recreated. */
bool diff_names_dropped(const struct dialect *dialect, const struct table_pair *pair,
			const char *sql);

/*
 * True if an object was dropped with a column, and on the way back only a recreated table can have
 * it again.
 */
bool diff_needs_new_table(const struct comparison *comparison, const struct table_pair *pair);

/*
 * Fills pair->kept and pair->fallen with the table's other objects, as far as a schema lists them.
 * Find the pair's changes first.
 */
void diff_sort_objects(const struct comparison *comparison, struct table_pair *pair);

/* True for an object that the CREATE TABLE of a new table includes. */
bool diff_is_in_table(const struct comparison *comparison, const struct table *table,
		      const struct object *object);

/* Returns those objects, as far as the new schema lists them. */
const struct kept_objects *diff_objects_in_table(const struct comparison *comparison,
						 const struct table *table);

#endif
