/*
 * Inside the room: possible renames between two schemas: something disappears and something similar
 * appears.
 */
#ifndef DEVELOP_PROPOSE_H
#define DEVELOP_PROPOSE_H

#include "base/report.h"
#include "diff/change.h"

/* A rename in the form of diff_find_renames, and in words. */
struct proposal {
	const char *given; /* "users.name=full_name" */
	const char *old, *new;
};

struct proposals {
	VECTOR_MEMBERS(struct proposal);
};

/*
 * Lists the columns dropped from a table that gets a new one of the same type, and the dropped
 * tables for which there is a new one with the same columns, and the only value dropped from an enum
 * that gets a single new one.
 */
void develop_propose(struct arena *arena, const struct schema *old, const struct schema *new,
		     struct proposals *proposals);

#endif
