/*
 * Inside the room: the casts of columns whose type changes.
 */
#ifndef DIFF_CAST_H
#define DIFF_CAST_H

#include "diff/change.h"

struct column_place {
	const struct table *table;
	const struct column *column;
};

/*
 * Returns how the values of a column survive its change of type. If the server needs an explicit
 * cast, stores its SQL, in the arena, in `*using`, as in struct explicit_cast; else NULL.
 */
enum cast diff_cast(struct arena *arena, const struct alter_rules *rules, struct column_place old,
		    struct column_place new, const char **using);

#endif
