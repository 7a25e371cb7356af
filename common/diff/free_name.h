/*
 * Unused names, for temporary use while a script runs.
 */
#ifndef DIFF_FREE_NAME_H
#define DIFF_FREE_NAME_H

#include "diff/change.h"

/* Returns the name with the suffix. Cuts the name, between characters, to the dialect's limit. */
const char *diff_cut_name(struct arena *arena, const struct dialect *dialect, const char *name,
			  const char *suffix);

/*
 * Returns the name in lower case if the database ignores case, so that equal names are equal texts.
 */
const char *diff_folded_name(struct arena *arena, const struct dialect *dialect, const char *name);

/* True if the name is taken. */
typedef bool diff_name_test(const void *context, const char *name);

/*
 * Returns the first of name_old, name_old2, name_old3, ... that is not taken. Passes `context` to
 * the test.
 */
const char *diff_old_name(struct arena *arena, const struct dialect *dialect, const char *name,
			  diff_name_test *is_taken, const void *context);

/* Returns the first of name, name2, name3, ... that no table or enum of either schema has. */
const char *diff_free_name(const struct diff *diff, struct object_name name);

#endif
