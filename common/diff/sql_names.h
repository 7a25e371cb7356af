/*
 * Inside the room: the names in a piece of SQL: a predicate, or the definition of an object.
 */
#ifndef DIFF_SQL_NAMES_H
#define DIFF_SQL_NAMES_H

#include "base/map.h"
#include "schema/dialect.h"

/* True if the SQL, which may be NULL, names a column, or something else of that name. */
bool diff_sql_names(const struct dialect *dialect, const char *sql, const char *name);

/* Returns the SQL with another name in place of one, in the arena; `sql` itself if it has none. */
const char *diff_sql_renamed(struct arena *arena, const struct dialect *dialect, const char *sql,
			     const char *from, const char *to);

/*
 * The pieces of SQL that have a name, by name: many questions at the cost of reading each piece
 * once.
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

/*
 * Each adds a piece: SQL, which may be NULL, or just a name. Its number is not below those before.
 */
void diff_index_sql(struct sql_index *index, const char *sql, size_t number);
void diff_index_name(struct sql_index *index, const char *name, size_t number);

/* Returns the pieces that have the name; none may have it. */
struct sql_pieces diff_sql_with(const struct sql_index *index, const char *name);

/* Returns the position of the first piece from `number` on; the count if there is none. */
size_t diff_first_piece(const struct sql_pieces *pieces, size_t number);

/* True if the SQL, which may be NULL, has one of the names. */
bool diff_sql_names_any(const struct sql_index *index, const char *sql);

#endif
