/*
 * Inside the room: the join tables of implicit many-to-many relations.
 */
#ifndef DIFF_MANY_TO_MANY_H
#define DIFF_MANY_TO_MANY_H

#include "diff/rename_set.h"

/* True if a table looks like such a join table: its columns are A and B. */
bool diff_is_many_to_many(const struct table *table);

/* Adds the renames of join tables that follow from renames of models. */
void diff_follow_models(struct rename_set *set);

#endif
