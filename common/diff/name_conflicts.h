/*
 * Inside the room: names that a change needs while something else still has them.
 */
#ifndef DIFF_NAME_CONFLICTS_H
#define DIFF_NAME_CONFLICTS_H

#include "diff/change.h"

/*
 * Adds a temporary rename for each thing whose name is needed by a change before the one that drops
 * or renames it. `old` is the old schema under its own names. Returns true if it added any; then
 * the changes must be found again.
 */
bool diff_clear_names(struct diff *diff, const struct schema *old, struct renames *renames);

#endif
