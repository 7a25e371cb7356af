/*
 * Inside the room: compares the other objects of two schemas.
 */
#ifndef DIFF_OBJECTS_H
#define DIFF_OBJECTS_H

#include "diff/comparison.h"

/* Finds the objects that differ, if both schemas list theirs. */
void diff_compare_objects(struct comparison *comparison);

#endif
