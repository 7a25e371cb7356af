/*
 * What changes cost: a line for each thing that happens to a schema, with its risk.
 */
#ifndef DIFF_NOTICE_H
#define DIFF_NOTICE_H

#include "diff/diff.h"
#include "schema/risk.h"

struct notice {
	enum risk risk;
	const char *kind;   /* "drop-column": a word of a short list, which schema-diff(1) has */
	const char *object; /* "users.name" */
	const char *detail; /* in words; may be "" */
};

struct notices {
	VECTOR_MEMBERS(struct notice);
};

/* In the order of the changes, into the diff's arena. */
struct notices diff_notices(const struct diff *diff);

/* Whether the table is written anew when a column's type changes: diff/cast_cost.c. */
bool cast_rewrites(const struct dialect *dialect, const struct column_pair *column);

/* Whether a column's values may come out of its new type as others than they were. */
bool cast_loses(const struct dialect *dialect, const struct column_pair *column);

#endif
