/*
 * Finds the changes that turn one schema into another.
 *
 * Takes two models, and returns a list of changes, in the order in which a script makes them.
 * Changes and order are those of Prisma's engine, unless its result would not reach the new schema.
 * The dialect decides which changes are possible: schema/dialect.h.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "base/report.h"
#include "diff/change.h"

/*
 * Finds the renames between two schemas. `given` holds texts old=new. Old is the path of a table,
 * an enum, a column or a value (users, users.name, namespace.users.name; a dot in a name has a
 * backslash before it), and new is its new name. Names are those of the database, or else those of
 * the Prisma schema. All renames happen at once: a=b and b=a swap two names.
 *
 * The new schema's documentation may give renames, too, by a line `@renamed from=old`, which is
 * ignored once the rename is done. The join table of an implicit many-to-many relation follows its
 * models.
 *
 * Returns false, with a message, if something in `given` does not exist or cannot be renamed like
 * this.
 */
bool diff_find_renames(const struct schema *old, const struct schema *new,
		       const struct names *given, struct renames *renames, struct report *report);

/* Returns the same renames in reverse. */
struct renames diff_invert_renames(struct arena *arena, const struct renames *renames);

/*
 * Stores the changes from `old` to `new`, in the report's arena. Returns false, with a message, if
 * their dialects differ; a blank schema has that of the other one.
 */
bool diff_schemas(const struct schema *old, const struct schema *new, const struct renames *renames,
		  struct diff *diff, struct report *report);

/* Gives the memory of the list of changes back, once it is printed. */
void diff_forget_changes(struct diff *diff);

#endif
