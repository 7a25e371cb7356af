/*
 * Inside the room: what falls with a table.
 */
#ifndef DIFF_NOTICE_OBJECT_H
#define DIFF_NOTICE_OBJECT_H

#include "diff/notice.h"

/*
 * Returns "with trigger audit, check age": the other objects that a table of the old schema has; or
 * NULL if none is known.
 */
const char *diff_falling_text(const struct diff *diff, struct object_name table);

#endif
