/*
 * Inside the room: objects dropped with a table or a column.
 */
#ifndef DIFF_NOTICE_OBJECT_H
#define DIFF_NOTICE_OBJECT_H

#include "diff/notice.h"
#include "diff/sql_names.h"

/*
 * Returns "with trigger audit, check age", the other objects of a table of the old schema, or NULL
 * if none is known.
 */
const char *diff_falling_text(const struct diff *diff, struct object_name table);

/* Remembers the objects that depend on the columns of one table. Reads them on first use. */
struct dependents {
	const struct diff *diff;
	struct sql_index objects;	  /* the other objects of the old schema */
	const struct table_pair *pair;	  /* the last table asked for */
	size_t first, end;		  /* its objects */
	struct sql_index fallen, indexes; /* those of its objects that are dropped */
};

/*
 * Returns ", with check age; named by view adults": the objects dropped with a column of a table
 * that remains, and others that depend on it; or "".
 */
const char *diff_falling_with(struct dependents *dependents, const struct table_pair *pair,
			      const struct column *column);

/*
 * Returns "; named by view adults": the objects that depend on the column and that the script
 * leaves alone; or "".
 */
const char *diff_depending_on(struct dependents *dependents, const struct table_pair *pair,
			      const struct column *column);

/*
 * Returns "without option STRICT": the objects that a recreated table does not take over; or NULL.
 */
const char *diff_left_out(const struct diff *diff, const struct table_pair *pair);

#endif
