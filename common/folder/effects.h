/*
 * Inside the room: the risks of the statements of a script, as far as their text tells.
 */
#ifndef FOLDER_EFFECTS_H
#define FOLDER_EFFECTS_H

#include "schema/risk.h"
#include "sqltext/script.h"

/* A statement, or a part of one, that destroys data or may fail on the rows that exist. */
struct effect {
	const char *change; /* "drop-column", as in the list of schema-diff */
	enum risk risk;
	const char *reason;
	const char *table,
		*part;	     /* without quotes; part: a column, an index, a constraint; or NULL */
	struct names others; /* other names that tell what it is about */
};

struct effects {
	VECTOR_MEMBERS(struct effect);
};

/*
 * Adds the effects of a script, in order. Tables and columns that the script itself creates do not
 * count, and neither does a table whose rows it has copied and whose name another one takes.
 * Nothing inside quotes is seen: functions, DO blocks, SQL that is put together at run time.
 */
void folder_read_effects(struct arena *arena, const struct script *script, struct effects *effects);

#endif
