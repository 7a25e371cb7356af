/*
 * Inside the room: what a change of a column's type costs.
 */
#ifndef DIFF_CAST_COST_H
#define DIFF_CAST_COST_H

#include "diff/change.h"

/*
 * True if the server casts only if told to. `*through` is then the type in between, if it takes two
 * casts.
 */
bool diff_cast_is_explicit(const struct alter_rules *rules, const struct column_pair *column,
			   const struct native_type **through);

/* True if the server rewrites the table. */
bool diff_cast_rewrites(const struct dialect *dialect, const struct column_pair *column);

/* True if values may change: rounded, cut, or reinterpreted. */
bool diff_cast_loses(const struct dialect *dialect, const struct column_pair *column);

#endif
