/*
 * Inside the room: the check of the renames that were collected.
 */
#ifndef DIFF_RENAME_CHECK_H
#define DIFF_RENAME_CHECK_H

#include "diff/rename_set.h"

/*
 * Checks the renames of two kinds. Removes documented ones that are done already, with a warning if
 * that is uncertain. Returns false, with messages, if a rename is impossible.
 */
bool diff_check_renames(struct rename_set *set, enum change_kind one, enum change_kind other);

#endif
