/*
 * Inside the room: the predicates of partial indexes.
 */
#ifndef DIFF_PREDICATE_H
#define DIFF_PREDICATE_H

#include <stdbool.h>

#include "base/arena.h"

/* True if two predicates are the same, apart from the spelling of the server. */
bool diff_predicates_equal(struct arena *arena, const char *a, const char *b);

/* True if the predicate, which may be NULL, names a column, or something else of that name. */
bool diff_predicate_names(const char *predicate, const char *column);

#endif
