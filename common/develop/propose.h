/*
 * Inside the room: renames that two schemas suggest: something goes and something like it comes.
 */
#ifndef DEVELOP_PROPOSE_H
#define DEVELOP_PROPOSE_H

#include "base/report.h"
#include "diff/change.h"

/* A rename in the form that diff_find_renames takes, and in words. */
struct proposal {
	const char *given; /* "users.name=full_name" */
	const char *old, *new;
};

struct proposals {
	VECTOR_MEMBERS(struct proposal);
};

/*
 * Lists the columns that go from a table in which one of the same type comes, and the tables that
 * go while one with the same columns comes.
 */
void develop_propose(struct arena *arena, const struct schema *old, const struct schema *new,
		     struct proposals *proposals);

#endif
