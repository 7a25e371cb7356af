/*
 * Inside the room: the changes of enums.
 */
#ifndef DIFF_ENUMS_H
#define DIFF_ENUMS_H

#include "diff/comparison.h"

/* Adds the changes and fills comparison->enum_pairs. The tables must be paired before. */
void diff_compare_enums(struct comparison *comparison);

/* Makes the cast of an enum safe if all its values fit: into another enum, or a length. */
void diff_settle_enum_cast(struct comparison *comparison, struct column_pair *pair);

#endif
