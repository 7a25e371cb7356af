/*
 * Inside the room: names that a change needs while something else still has them.
 */
#ifndef DIFF_NAME_CONFLICTS_H
#define DIFF_NAME_CONFLICTS_H

#include "diff/change.h"

/*
 * Adds temporary renames of what has a name that a change before takes. `old` is the old schema with
 * its own names. Returns true if there was any: the changes must be found again.
 */
bool diff_clear_names(struct diff *diff, const struct schema *old, struct renames *renames);

#endif
