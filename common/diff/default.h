/*
 * Inside the room: compares defaults.
 */
#ifndef DIFF_DEFAULT_H
#define DIFF_DEFAULT_H

#include "diff/change.h"

/* True if a column's default does not change. */
bool diff_defaults_match(const struct alter_rules *rules, const struct column *old,
			 const struct column *new);

#endif
