/*
 * Inside the room: other objects that are dropped before the changes and made after them.
 *
 * A server refuses to change what a view, a policy or the like names: this is dropped meanwhile. A
 * check or an index of an expression falls with its column: if the column is back, so is this.
 */
#ifndef DIFF_RECREATE_H
#define DIFF_RECREATE_H

#include "diff/comparison.h"

/* Adds the steps, if the dialect holds objects to columns. The pairs and enums must be known. */
void diff_recreate_objects(struct comparison *comparison);

#endif
