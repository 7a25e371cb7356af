/*
 * Inside the room: checks the collected renames.
 */
#ifndef DIFF_RENAME_CHECK_H
#define DIFF_RENAME_CHECK_H

#include "diff/rename_set.h"

/*
 * Checks the renames of two kinds. Removes documented renames that are already done, with a warning
 * if that is uncertain. Returns false, with messages, if a rename is impossible.
 */
bool diff_check_renames(struct rename_set *set, enum change_kind one, enum change_kind other);

#endif
