/*
 * Inside the room: how other objects are tied to what a script changes.
 *
 * Only definitions tell: they are read for names of tables, columns and views. The server knows
 * better, but a script that is too careful makes an object again that could have stayed, and one
 * that is not careful enough fails and changes nothing.
 */
#ifndef DIFF_TIE_H
#define DIFF_TIE_H

#include "diff/comparison.h"

/* What an object names. */
enum tie {
	TIE_GAINED = 1,	    /* a column or a table that the script adds */
	TIE_CONVERTED = 2,  /* a column whose values are converted */
	TIE_UNSUITED = 4,   /* one that becomes a type of another family: text, numbers, ... */
	TIE_MOVED = 8,	    /* one whose enum is replaced */
	TIE_RECREATED = 16, /* a column that is dropped and added again */
	TIE_GONE = 32	    /* a column or a table that is dropped */
};

/* The ties of one object, or-ed. */
struct object_ties {
	unsigned kinds;
	const char *gone; /* "t.a": the first thing that it names and that goes; or NULL */
};

struct ties {
	struct comparison *comparison;
	const struct schema *schema; /* whose objects these are: the old or the new one */
	unsigned possible;	     /* the ties that there can be, or-ed */
	struct arena *arena;
	struct object_ties *of; /* by the position of the object */
	bool *read;
	struct map views;     /* the position of a view from 1, by namespace and name */
	VECTOR(size_t) order; /* positions: an object comes after the views that it names */
};

/*
 * Reads the definitions of a schema's objects, if anything changes that they could name. Settles the
 * generated columns first: one that cannot stay as it is is made anew, or becomes a plain one.
 * `back`: the objects are those that the database will have, on the way back.
 */
struct ties diff_tie_objects(struct comparison *comparison, const struct schema *schema, bool back);

#endif
