/*
 * Inside the room: what falls with a table.
 */
#ifndef DIFF_NOTICE_OBJECT_H
#define DIFF_NOTICE_OBJECT_H

#include "diff/notice.h"
#include "diff/sql_names.h"

/*
 * Returns "with trigger audit, check age": the other objects that a table of the old schema has; or
 * NULL if none is known.
 */
const char *diff_falling_text(const struct diff *diff, struct object_name table);

/* Keeps the objects that depend on the columns of one table; reads them at the first question. */
struct dependents {
	const struct diff *diff;
	struct sql_index objects;	  /* the other objects of the old schema */
	const struct table_pair *pair;	  /* the table whose columns were asked for last */
	size_t first, end;		  /* its objects */
	struct sql_index fallen, indexes; /* those of it that fall or are dropped */
};

/*
 * Returns ", with check age; named by view adults": what falls with a column of a table that stays,
 * and what else depends on it; or "".
 */
const char *diff_falling_with(struct dependents *dependents, const struct table_pair *pair,
			      const struct column *column);

/*
 * Returns "; named by view adults": what the script leaves as it is, although it depends on the
 * column; or "".
 */
const char *diff_depending_on(struct dependents *dependents, const struct table_pair *pair,
			      const struct column *column);

/* Returns "without option STRICT": what a recreated table does not take over; or NULL. */
const char *diff_left_out(const struct diff *diff, const struct table_pair *pair);

#endif
