/*
 * Inside the room: builds the list of notices.
 */
#ifndef DIFF_NOTICE_LIST_H
#define DIFF_NOTICE_LIST_H

#include "diff/notice.h"
#include "diff/notice_object.h"
#include "diff/rename_map.h"

/* An event in a schema. */
struct event {
	const char *kind; /* as in struct notice */
	enum risk risk;
	const char *why; /* the reason for the risk; or NULL */
};

struct notice_list {
	const struct diff *diff;
	struct notices *notices;
	struct rename_map known; /* temporary names of objects and parts: the name before */
	struct dependents dependents;
	bool copied; /* the table is copied, so its risk is at least RISK_REWRITES */
};

/*
 * Adds a notice of an event. `part` is a column, value, index or key of the object, or NULL. The
 * remark consists of `detail`, which may be NULL, and the event's `why`. Returns the notice; it is
 * valid until the next one.
 */
struct notice *diff_note(struct notice_list *list, const struct event *event,
			 struct object_name object, const char *part, const char *detail);

/* Keeps the names from before the temporary renames of the diff. */
void diff_know_names(struct notice_list *list);

/* Returns the name of a part as users know it, even while it has a temporary one. */
const char *diff_known_part(const struct notice_list *list, struct object_name object,
			    const char *part);

/* Each returns a text in the diff's arena: "namespace.name", "(a, b)", "to name". */
const char *diff_object_text(const struct notice_list *list, struct object_name name);
const char *diff_parts_text(const struct notice_list *list, const struct key_parts *parts);
const char *diff_to_text(const struct notice_list *list, const char *name);

#endif
