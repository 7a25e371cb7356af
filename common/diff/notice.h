/*
 * Notices: what the changes do to the schema, one line each, with its risk.
 */
#ifndef DIFF_NOTICE_H
#define DIFF_NOTICE_H

#include "diff/change.h"
#include "schema/risk.h"

struct notice {
	enum risk risk;
	const char *kind;   /* "drop-column"; schema-diff(1) lists them */
	const char *object; /* "users.name" */
	const char *detail; /* a remark; may be "" */
};

struct notices {
	VECTOR_MEMBERS(struct notice);
};

/* Returns the notices of all changes, in their order, in the diff's arena. */
struct notices diff_notices(const struct diff *diff);

#endif
