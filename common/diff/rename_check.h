/*
 * Inside the room: whether the renames that were collected make sense.
 */
#ifndef DIFF_RENAME_CHECK_H
#define DIFF_RENAME_CHECK_H

#include "diff/rename_set.h"

/*
 * Looks at the renames of two kinds. Removes documented ones that are done already, with a warning
 * if that is in doubt. Returns false, with messages, if one is impossible.
 */
bool diff_check_renames(struct rename_set *set, enum change_kind one, enum change_kind other);

#endif
