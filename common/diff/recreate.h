/*
 * Inside the room: other objects that are dropped before the changes and created after them.
 *
 * A server refuses to change anything that a view, a policy or the like names, so the object is
 * dropped for the while. A check, or an index on an expression, is dropped with its column; if the
 * column comes back, so does the object.
 */
#ifndef DIFF_RECREATE_H
#define DIFF_RECREATE_H

#include "diff/comparison.h"

/*
 * Adds the steps, if in this dialect objects block changes of columns. Find the pairs and the enums
 * first.
 */
void diff_recreate_objects(struct comparison *comparison);

#endif
