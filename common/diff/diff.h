/*
 * Finds what must change for one schema to become another.
 *
 * Two models go in; a list of changes comes out, in the order in which a script makes them. What
 * counts as a change, and the order, are those of Prisma's engine, unless its result would not
 * reach the new schema. Which changes are possible depends on the dialect: schema/dialect.h.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "base/report.h"
#include "diff/change.h"

/*
 * Finds what was renamed between two schemas. `given` has texts old=new: old is the path of a
 * table, an enum, a column or a value (users, users.name, namespace.users.name; a dot in a name has
 * a backslash before it), new its new name. Names are those of the database, or else those of the
 * Prisma schema. All renames happen at once: a=b and b=a swap two names.
 *
 * The new schema's documentation gives renames too, by a line `@renamed from=old`, which is ignored
 * once it is done. The table of an implicit many-to-many relation follows the models that it joins.
 *
 * Returns false, with a message, if something in `given` does not exist or cannot be renamed so.
 */
bool diff_find_renames(const struct schema *old, const struct schema *new,
		       const struct names *given, struct renames *renames, struct report *report);

/* Returns the same renames on the way back. */
struct renames diff_invert_renames(struct arena *arena, const struct renames *renames);

/*
 * Stores the changes from `old` to `new`, in the report's arena. Returns false, with a message, if
 * the two have different dialects; a blank schema has that of the other one.
 */
bool diff_schemas(const struct schema *old, const struct schema *new, const struct renames *renames,
		  struct diff *diff, struct report *report);

#endif
