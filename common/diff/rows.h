/*
 * Inside the room: what is known about a table's existing rows, so that no impossible risk is
 * listed.
 */
#ifndef DIFF_ROWS_H
#define DIFF_ROWS_H

#include "diff/change.h"

/* True if the column's default gives rows a value: there is one, and it is not NULL. */
bool diff_fills_rows(const struct dialect *dialect, const struct column *column);

/*
 * True unless the default is a constant that does not fit the column's type: the server accepts it,
 * and fails on the first row.
 */
bool diff_default_fits(const struct dialect *dialect, const struct column *column);

/*
 * True if no two rows can have the same values in these columns: an older key guarantees it, or
 * each row gets a value of its own, or NULL.
 */
bool diff_rows_are_unique(const struct diff *diff, const struct table_pair *pair,
			  const struct key_parts *parts);

/* True if every row has a value in each of these columns. */
bool diff_rows_are_filled(const struct diff *diff, const struct table_pair *pair,
			  const struct key_parts *parts);

/* True if every row has its parent: an older key guarantees it, or the values are all NULL. */
bool diff_rows_have_parents(const struct diff *diff, const struct table_pair *pair,
			    const struct foreign_key *key);

#endif
