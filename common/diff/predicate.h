/*
 * Inside the room: the predicates of partial indexes, and other expressions.
 */
#ifndef DIFF_PREDICATE_H
#define DIFF_PREDICATE_H

#include <stdbool.h>

#include "base/arena.h"

/* Returns a predicate, in the arena, in a canonical spelling: equal predicates get equal texts. */
const char *diff_spell_predicate(struct arena *arena, const char *predicate);

/* True if two defaults are equal. The server respells more in these than in predicates. */
bool diff_expressions_equal(struct arena *arena, const char *a, const char *b);

#endif
