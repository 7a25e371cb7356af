/*
 * The functions of @default, with what each is for.
 */
#ifndef PSL_DEFAULT_H
#define PSL_DEFAULT_H

#include "psl/context.h"

/* What the parentheses of a function may hold. */
enum function_arguments {
	TAKES_NOTHING,
	TAKES_EITHER,  /* nothing, or one of two numbers */
	TAKES_RANGE,   /* nothing, or a number between two */
	TAKES_SQL,     /* nothing, or a string */
	TAKES_SEQUENCE /* named options of a sequence */
};

struct default_function {
	const char *name;
	unsigned scalars; /* of the fields it is for: 1 << enum scalar, or-ed */
	bool everywhere;  /* else only in the dialects that list it */
	enum function_arguments takes;
	int least, most;
	bool in_types;		/* may be the default of a field in a `type` block */
	enum default_kind kind; /* DEFAULT_NONE: the client does it, the database knows nothing */
};

/* NULL where there is none of that name. */
const struct default_function *psl_default_function(const char *name);

/* True if the dialect has the function. */
bool psl_default_function_in(const struct default_function *function,
			     const struct dialect *dialect);

#endif
