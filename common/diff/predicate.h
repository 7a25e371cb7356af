/*
 * Inside the room: whether two conditions of partial indexes are the same.
 */
#ifndef DIFF_PREDICATE_H
#define DIFF_PREDICATE_H

#include <stdbool.h>

#include "base/arena.h"

/* True if two conditions say the same, in different spellings of a server and of people. */
bool diff_predicates_equal(struct arena *arena, const char *a, const char *b);

#endif
