/*
 * Inside the room: what falls with a dropped column, and what a table that is recreated keeps.
 */
#ifndef DIFF_FALLING_H
#define DIFF_FALLING_H

#include "diff/comparison.h"

/* True if SQL, which may be NULL, names a column of the table that is dropped, or recreated. */
bool diff_names_dropped(const struct dialect *dialect, const struct table_pair *pair,
			const char *sql);

/*
 * True if only a recreated table can have an object again that fell with a column, on the way back.
 */
bool diff_needs_new_table(const struct comparison *comparison, const struct table_pair *pair);

/*
 * Fills pair->kept and pair->fallen with the table's other objects, as far as a schema lists them.
 * The pair's changes must be known.
 */
void diff_sort_objects(const struct comparison *comparison, struct table_pair *pair);

#endif
