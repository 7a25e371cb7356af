/*
 * Inside the room: predicates of partial indexes, and other expressions.
 */
#ifndef DIFF_PREDICATE_H
#define DIFF_PREDICATE_H

#include <stdbool.h>

#include "base/arena.h"

/* Returns a predicate, in the arena, in the one spelling that all equal ones have. */
const char *diff_spell_predicate(struct arena *arena, const char *predicate);

/* The same for defaults, of which the server writes more in its own way. */
bool diff_expressions_equal(struct arena *arena, const char *a, const char *b);

#endif
