/*
 * Inside the room: tables of what holds for a pair of types, and looking in them.
 */
#ifndef DIFF_CAST_ROWS_H
#define DIFF_CAST_ROWS_H

#include "schema/schema.h"

/* What the verdict of a row depends on. "From" and "to" are the old and the new type. */
enum test {
	TEST_NOTHING,	      /* it always passes */
	TEST_LENGTH,	      /* the new length is at least the row's number */
	TEST_LENGTH_KEPT,     /* the new length is at least the old one plus the row's number */
	TEST_WHOLE_DIGITS,    /* the new decimal has at least that many digits before the point */
	TEST_OLD_DIGITS,      /* the old decimal is whole and has at most that many digits */
	TEST_OLD_WHOLE,	      /* the old decimal is whole */
	TEST_DECIMAL_KEPT,    /* the new decimal loses digits on neither side of the point */
	TEST_DECIMAL_LENGTH,  /* the new length holds the old decimal with its sign and point */
	TEST_PRECISION_KEPT,  /* the new precision is the old one, or one of them is not said */
	TEST_PRECISION_EQUAL, /* the same, where one that is not said is the row's number */
	TEST_PRECISION_LEAST, /* the new one is not less than the old one; unsaid it is the number */
	TEST_SCALE_SAME,      /* the new decimal is longer before the point only */
	TEST_OLD_BARE,	      /* the old type has no argument */
	TEST_OLD_LENGTH	      /* the old length is the row's number */
};

/* A verdict of a row that leaves it to the rows after it; the others are the table's own. */
enum { CAST_NEXT_ROW = -1 };

/*
 * `missing` is the verdict where the argument that the test looks at is not there. Rows are tried
 * from the top. A `from` or `to` of NULL is every type; a row of two ends the table.
 */
struct cast_row {
	const char *from, *to;
	enum test test;
	uint32_t number;
	int passes, fails, missing;
};

/* What holds whatever the arguments are. */
#define ALWAYS(verdict) TEST_NOTHING, 0, verdict, verdict, verdict

/* The verdict of the first row that has one on two native types; `otherwise` where none has. */
int cast_look_up(const struct cast_row *rows, const struct type *old, const struct type *new,
		 int otherwise);

#endif
