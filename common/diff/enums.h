/*
 * Inside the room: finds changes of enums.
 */
#ifndef DIFF_ENUMS_H
#define DIFF_ENUMS_H

#include "diff/comparison.h"

/* Adds the changes, and fills comparison->enum_pairs. Pair the tables first. */
void diff_compare_enums(struct comparison *comparison);

/* Makes the cast of an enum safe if all of its values fit the other enum, or the length. */
void diff_settle_enum_cast(struct comparison *comparison, struct column_pair *pair);

#endif
