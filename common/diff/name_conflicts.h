/*
 * Inside the room: names that a change needs while something else still has them.
 */
#ifndef DIFF_NAME_CONFLICTS_H
#define DIFF_NAME_CONFLICTS_H

#include "diff/change.h"

/*
 * Adds a temporary rename for each thing whose name some change needs before the change that drops
 * or renames the thing. `old` is the old schema under its own names. Returns true if it added any;
 * find the changes again then.
 */
bool diff_clear_names(struct diff *diff, const struct schema *old, struct renames *renames);

#endif
