/*
 * Inside the room: the functions of @default.
 */
#ifndef PSL_DEFAULT_H
#define PSL_DEFAULT_H

#include "psl/context.h"

/* The arguments that a function takes. */
enum function_arguments {
	TAKES_NOTHING,
	TAKES_EITHER,  /* none, or the number `least` or `most` */
	TAKES_RANGE,   /* none, or a number from `least` to `most` */
	TAKES_SQL,     /* none, or a string */
	TAKES_SEQUENCE /* the named options of a sequence */
};

struct default_function {
	const char *name;
	unsigned scalars; /* field types that may have it: 1 << enum scalar, or-ed */
	bool everywhere;  /* in every dialect; else only in those that list it */
	enum function_arguments takes;
	int least, most;
	bool in_types;		/* allowed in a `type` block */
	enum default_kind kind; /* DEFAULT_NONE: computed by clients, unknown to the database */
};

/* Returns the function with that name, or NULL. */
const struct default_function *psl_default_function(const char *name);

/* True if the dialect has the function. */
bool psl_default_function_in(const struct default_function *function,
			     const struct dialect *dialect);

#endif
