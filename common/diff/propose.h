/*
 * Possible renames: something is dropped, and something similar is added.
 */
#ifndef DIFF_PROPOSE_H
#define DIFF_PROPOSE_H

#include "base/report.h"
#include "diff/change.h"

/*
 * Adds a note for each such pair, with the option -r that would keep its rows. Names only
 * unambiguous pairs: two columns of a table with the same type, two tables with the same columns,
 * two enums with the same values, two values of an enum. `old` is the old schema under its own
 * names.
 */
void diff_propose_renames(const struct schema *old, const struct diff *diff, struct report *report);

#endif
