/*
 * Notices: the effects of changes on the schema, one line each, with the risk.
 */
#ifndef DIFF_NOTICE_H
#define DIFF_NOTICE_H

#include "base/report.h"
#include "diff/change.h"
#include "schema/risk.h"

struct notice {
	enum risk risk;
	const char *kind;   /* "drop-column"; schema-diff(1) lists them */
	const char *object; /* "users.name" */
	const char *detail; /* a remark; may be "" */
	bool unwritten;	    /* something is dropped that no statement of the script names */
};

struct notices {
	VECTOR_MEMBERS(struct notice);
};

/* Another object that differs and that the script leaves alone. */
struct object_notice {
	const char *kind;   /* "trigger" */
	const char *object; /* "users.audit" */
	const char *state;  /* of the new schema: "differs", "missing" or "extra" */
};

struct object_notices {
	VECTOR_MEMBERS(struct object_notice);
};

/* Returns the notices of all changes, in order, in the diff's arena. */
struct notices diff_notices(const struct diff *diff);

/* Returns the notices of the other objects that no step changes, in the diff's arena. */
struct object_notices diff_object_notices(const struct diff *diff);

/* Reports each of them that the script does not change, as a note. */
void diff_report_objects(const struct diff *diff, struct report *report);

#endif
