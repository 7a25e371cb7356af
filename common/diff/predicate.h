/*
 * Inside the room: the predicates of partial indexes.
 */
#ifndef DIFF_PREDICATE_H
#define DIFF_PREDICATE_H

#include <stdbool.h>

#include "base/arena.h"

/* Returns a predicate, in the arena, in the one spelling that all equal ones have. */
const char *diff_spell_predicate(struct arena *arena, const char *predicate);

/* True if the predicate, which may be NULL, names a column, or something else of that name. */
bool diff_predicate_names(const char *predicate, const char *column);

#endif
