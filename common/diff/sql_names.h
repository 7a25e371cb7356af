/*
 * Inside the room: the names in a piece of SQL: a predicate, or the definition of an object.
 */
#ifndef DIFF_SQL_NAMES_H
#define DIFF_SQL_NAMES_H

#include "base/map.h"
#include "schema/dialect.h"

/* True if `sql` (which may be NULL) names a column, or something else with that name. */
bool diff_sql_names(const struct dialect *dialect, const char *sql, const char *name);

/* True if a test is true of a name in the SQL, which may be NULL. */
typedef bool diff_sql_test(const void *context, const char *name);
bool diff_sql_any(struct arena *arena, const struct dialect *dialect, const char *sql,
		  diff_sql_test *test, const void *context);

/*
 * Returns the SQL with a name replaced by another, in the arena; `sql` itself if the name is not in
 * it.
 */
const char *diff_sql_renamed(struct arena *arena, const struct dialect *dialect, const char *sql,
			     const char *from, const char *to);

/*
 * An index of pieces of SQL by the names in them: many searches cost only one reading of each
 * piece.
 */
struct sql_index {
	struct arena *arena;
	const struct dialect *dialect;
	struct map names; /* struct sql_pieces */
};

/* The numbers of pieces, in ascending order. */
struct sql_pieces {
	VECTOR_MEMBERS(size_t);
};

/* Each adds a piece: SQL, which may be NULL, or just a name. Numbers must not decrease. */
void diff_index_sql(struct sql_index *index, const char *sql, size_t number);
void diff_index_name(struct sql_index *index, const char *name, size_t number);

/* Returns the pieces that contain the name, perhaps none. */
struct sql_pieces diff_sql_with(const struct sql_index *index, const char *name);

/* Returns the position of the first piece from `number` on, or the count if there is none. */
size_t diff_first_piece(const struct sql_pieces *pieces, size_t number);

/* True if `sql` (which may be NULL) contains one of the names. */
bool diff_sql_names_any(const struct sql_index *index, const char *sql);

#endif
