/*
 * Inside the room: the comparison of predicates of partial indexes.
 */
#ifndef DIFF_PREDICATE_H
#define DIFF_PREDICATE_H

#include <stdbool.h>

#include "base/arena.h"

/* True if two predicates are the same, apart from the spelling of the server. */
bool diff_predicates_equal(struct arena *arena, const char *a, const char *b);

#endif
