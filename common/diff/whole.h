/*
 * Inside the room: the other objects of a database that is created from nothing, or dropped as a
 * whole.
 */
#ifndef DIFF_WHOLE_H
#define DIFF_WHOLE_H

#include "diff/comparison.h"

/*
 * Adds the steps that create all other objects of the new schema, if the old one is blank; or those
 * that drop the objects of the old schema that do not fall with a table, if the new one is blank.
 * Tables need some of them, such as types: these are created before the tables, and dropped after
 * them.
 */
void diff_add_whole(struct comparison *comparison);

#endif
