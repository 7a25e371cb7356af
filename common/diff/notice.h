/*
 * What changes cost: a line for each thing that happens to a schema, with its risk.
 */
#ifndef DIFF_NOTICE_H
#define DIFF_NOTICE_H

#include "diff/change.h"
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

/* Returns what the changes do, in their order, in the diff's arena. */
struct notices diff_notices(const struct diff *diff);

#endif
