/*
 * Inside the room: what is known of the rows that a table has, so that no risk is listed that there
 * is not.
 */
#ifndef DIFF_ROWS_H
#define DIFF_ROWS_H

#include "diff/change.h"

/* True if rows get a value from the column's default: it has one, and that is not NULL. */
bool diff_fills_rows(const struct dialect *dialect, const struct column *column);

/*
 * True unless the default is a constant that the column's type cannot hold: the server takes it, and
 * fails at the first row.
 */
bool diff_default_fits(const struct dialect *dialect, const struct column *column);

/*
 * True if no two rows of the table can have the same values in these columns: an older key says so,
 * or each row gets a value of its own, or NULL.
 */
bool diff_rows_are_unique(const struct diff *diff, const struct table_pair *pair,
			  const struct key_parts *parts);

/* True if every row of the table has a value in each of these columns. */
bool diff_rows_are_filled(const struct diff *diff, const struct table_pair *pair,
			  const struct key_parts *parts);

/* True if no row of the table can miss its parent: an older key says so, or all are NULL. */
bool diff_rows_have_parents(const struct diff *diff, const struct table_pair *pair,
			    const struct foreign_key *key);

#endif
