/*
 * Inside the room: the names in a piece of SQL: a predicate, or the definition of an object.
 */
#ifndef DIFF_SQL_NAMES_H
#define DIFF_SQL_NAMES_H

#include "schema/dialect.h"

/* True if the SQL, which may be NULL, names a column, or something else of that name. */
bool diff_sql_names(const struct dialect *dialect, const char *sql, const char *name);

/* Returns the SQL with another name in place of one, in the arena; `sql` itself if it has none. */
const char *diff_sql_renamed(struct arena *arena, const struct dialect *dialect, const char *sql,
			     const char *from, const char *to);

#endif
