/*
 * Casts, as data: what happens to the values of a column when its type changes.
 *
 * Each dialect lists its pairs of types in tables of these rows; diff/ reads them.
 */
#ifndef SCHEMA_CAST_H
#define SCHEMA_CAST_H

#include "schema/types.h"

/* The fate of the values of a column when its type changes. */
enum cast {
	CAST_NONE, /* the type does not change */
	CAST_SAFE,
	CAST_RISKY,	/* a value may be truncated, or may not fit */
	CAST_IMPOSSIBLE /* the column is dropped and recreated */
};

/* The condition of a row. "Old" and "new" are the types before and after the change. */
enum cast_test {
	TEST_NOTHING,	   /* always true */
	TEST_LENGTH,	   /* the new length is at least the row's number */
	TEST_LENGTH_KEPT,  /* the new length is at least the old one plus the row's number */
	TEST_WHOLE_DIGITS, /* at least the row's number of digits before the new point */
	TEST_OLD_DIGITS,   /* the old decimal has no scale and at most the row's number of digits */
	TEST_OLD_WHOLE,	   /* the old decimal has no scale */
	TEST_OLD_PRECISION,   /* the old decimal has at most the row's number of digits */
	TEST_DECIMAL_KEPT,    /* the new decimal loses no digit on either side of the point */
	TEST_DECIMAL_LENGTH,  /* the new length holds the old decimal with sign and point; one
				 without a limit has the row's number of digits before the point */
	TEST_PRECISION_EQUAL, /* the precisions are equal; a missing one is the row's number */
	TEST_PRECISION_LEAST, /* the new precision is not less; a missing one is the row's number */
	TEST_SCALE_SAME, /* the new decimal differs only in having more digits before the point */
	TEST_OLD_BARE,	 /* the old type has no arguments */
	TEST_OLD_LENGTH, /* the old length is the row's number */
	TEST_OLD_SHORT	 /* the old length is at most the row's number; a missing length is 1 */
};

/* A verdict that leaves the decision to the rows below. Each table defines the others. */
enum { CAST_NEXT_ROW = -1 };

/*
 * One pair of types. Rows are tried from the top. `from` and `to` are names after `@db.`, or SQL
 * names if the dialect has no `@db.`; NULL stands for any type, and a row with two NULLs ends the
 * table. `missing` is the verdict if the argument that the test needs is missing.
 */
struct cast_row {
	const char *from, *to;
	enum cast_test test;
	uint32_t number;
	int passes, fails, missing;
};

/* A verdict that does not depend on arguments. */
#define ALWAYS(verdict) TEST_NOTHING, 0, verdict, verdict, verdict

/*
 * A conversion that needs a USING clause. In `using`, SQL, $ stands for the column and @ for the
 * new type; type names are short, so that [] can follow each. The result has a type that the server
 * then assigns to the new one: an explicit cast to a length would truncate instead of failing.
 * `cast` is for pairs that Prisma's engine drops and recreates. Types are as in a cast_row, or
 * "enum". Rows are tried from the top; a row with two NULLs ends the table.
 */
struct explicit_cast {
	const char *from, *to;
	enum cast cast;
	const char *using;
};

/* The casts of a dialect. Any table may be NULL. */
struct dialect_casts {
	/* Declared types restrict nothing: a column keeps any value. */
	bool declared_only;
	/* Verdicts are enum cast; without a row a pair is CAST_IMPOSSIBLE. */
	const struct cast_row *rows;
	const struct cast_row *list_rows;      /* from a list to a single value of type `to` */
	const struct cast_row *unindexed_rows; /* tried first, unless indexed before and after */
	enum cast enum_lists;		       /* between an enum and a list of it */

	/* For pairs that Prisma's engine drops and recreates. NULL: we do so, too. */
	const struct explicit_cast *explicit_casts;
	/*
	 * Verdicts on those pairs that depend on arguments, and on those that need no USING clause.
	 */
	const struct cast_row *own_rows;
	/*
	 * Types with values that may begin with a brace, like the text of a list; ends with NULL.
	 */
	const char *const *braced;

	/* The cost and the losses. Verdicts are true or false; without a row a pair is false. */
	const struct cast_row *in_place;    /* the change does not rewrite the table */
	const struct cast_row *losses;	    /* the server accepts the values, and changes some */
	const struct cast_row *list_losses; /* the same for lists; tried first; may be NULL */
	const char *const
		*rounded;     /* types whose last argument limits their precision; ends with NULL */
	uint32_t time_places; /* digits of a second in a time type without an argument */
	const char *const
		*textual; /* types that take any value by an implicit cast; ends with NULL */
	/* Types of the server that the schema language writes as Unsupported("..."). */
	const struct native_type *server_types;
};

#endif
