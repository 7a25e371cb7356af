/*
 * Inside the room: how other objects depend on things that a script changes.
 *
 * Only their definitions show it, by the names of tables, columns and views. The server knows
 * better. But a script that is too careful recreates an object that could have stayed, and one that
 * is not careful enough fails, and changes nothing.
 */
#ifndef DIFF_TIE_H
#define DIFF_TIE_H

#include "diff/comparison.h"

/* The things that an object may name. */
enum tie {
	TIE_GAINED = 1,	    /* a column or a table that the script adds */
	TIE_CONVERTED = 2,  /* a column whose values are converted */
	TIE_UNSUITED = 4,   /* a column whose type moves to another family: text, numbers, ... */
	TIE_MOVED = 8,	    /* a column whose enum is replaced */
	TIE_RECREATED = 16, /* a column that is dropped and added again */
	TIE_GONE = 32	    /* a column or a table that is dropped */
};

/* The ties of one object, or-ed. */
struct object_ties {
	unsigned kinds;
	const char *gone; /* "t.a": the first thing that it names and that is dropped; or NULL */
};

struct ties {
	struct comparison *comparison;
	const struct schema *schema; /* the schema of these objects, the old or the new one */
	unsigned possible;	     /* the ties that are possible, or-ed */
	struct arena *arena;
	struct object_ties *of; /* by the position of the object */
	bool *read;
	struct map views;     /* a view's position, from 1, by namespace and name */
	VECTOR(size_t) order; /* positions; an object comes after the views that it names */
};

/*
 * Reads the definitions of a schema's objects, if anything changes that they could name. Before
 * that, settles generated columns: one that cannot stay is recreated, or becomes an ordinary
 * column. With `back`, the objects are those that the database will have on the way back.
 */
struct ties diff_tie_objects(struct comparison *comparison, const struct schema *schema, bool back);

#endif
