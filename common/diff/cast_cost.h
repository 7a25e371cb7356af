/*
 * Inside the room: the cost of changing a column's type.
 */
#ifndef DIFF_CAST_COST_H
#define DIFF_CAST_COST_H

#include "diff/change.h"

/* True if the server rewrites the table. */
bool diff_cast_rewrites(const struct dialect *dialect, const struct column_pair *column);

/* True if values may change: rounded, truncated or reinterpreted. */
bool diff_cast_loses(const struct dialect *dialect, const struct column_pair *column);

#endif
