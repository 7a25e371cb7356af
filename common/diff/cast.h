/*
 * Inside the room: casts for columns whose type changes.
 */
#ifndef DIFF_CAST_H
#define DIFF_CAST_H

#include "diff/change.h"

struct column_place {
	const struct table *table;
	const struct column *column;
};

/*
 * Returns how a column's values survive its change of type. Stores the SQL of an explicit cast, if
 * the server needs one, in `*using`, in the arena and in the form of struct explicit_cast; else
 * NULL.
 */
enum cast diff_cast(struct arena *arena, const struct alter_rules *rules, struct column_place old,
		    struct column_place new, const char **using);

#endif
