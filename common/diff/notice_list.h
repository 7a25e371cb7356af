/*
 * Inside the room: the list of notices while it is built.
 */
#ifndef DIFF_NOTICE_LIST_H
#define DIFF_NOTICE_LIST_H

#include "diff/notice.h"

/* Something that can happen to a schema. */
struct event {
	const char *kind; /* as in struct notice */
	enum risk risk;
	const char *why; /* what makes it risky; or NULL */
};

struct notice_list {
	const struct diff *diff;
	struct notices *notices;
	bool copied; /* the table at hand is copied anyway: no risk is less than that */
};

/*
 * Adds a notice of what happens to an object, or to the part of that name. Its detail is `detail`
 * and why the event is risky; each may be NULL.
 */
void diff_note(struct notice_list *list, const struct event *event, struct object_name object,
	       const char *part, const char *detail);

/* Each returns text in the diff's arena: namespace.name; (a, b); "to name". */
const char *diff_object_text(const struct notice_list *list, struct object_name name);
const char *diff_parts_text(const struct notice_list *list, const struct key_parts *parts);
const char *diff_to_text(const struct notice_list *list, const char *name);

#endif
