/*
 * Inside the room: the relations of a diagram.
 */
#ifndef PRINT_EDGES_H
#define PRINT_EDGES_H

#include "schema/schema.h"

/* A line between two tables. */
struct edge {
	const struct table *from, *to;
	const struct foreign_key *key; /* of `from`; NULL for a many-to-many relation */
	const char *label;	       /* the columns, or the name of the join table */
	bool from_many, to_many; /* several rows on that side can belong to one row on the other */
	bool to_optional;	 /* a row of `from` may have none */
};

struct edges {
	VECTOR_MEMBERS(struct edge);
};

/* Finds all relations. A join table becomes a line, not a table. */
void edges_find(const struct schema *schema, struct edges *edges);

/* The keys that a column is part of. */
struct column_keys {
	bool primary, foreign, unique;
};
struct column_keys column_keys(const struct table *table, const char *column);

#endif
