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

/*
 * Returns ", with check age; named by view adults": what falls with a column of a table that stays,
 * and what else depends on it; or "".
 */
const char *diff_falling_with(const struct diff *diff, const struct table_pair *pair,
			      const struct column *column);

/* Returns "; named by view adults" if the server refuses to change the column's type; or "". */
const char *diff_depending_on(const struct diff *diff, const struct table_pair *pair,
			      const struct column *column);

/* Returns "without option STRICT": what a recreated table does not take over; or NULL. */
const char *diff_left_out(const struct diff *diff, const struct table_pair *pair);

#endif
