/*
 * Casts: what becomes of a column's values when its type changes, as data.
 *
 * A dialect's file lists its pairs of types in tables of these rows; diff/ reads them.
 */
#ifndef SCHEMA_CAST_H
#define SCHEMA_CAST_H

#include "schema/types.h"

/* How a column's values survive a change of its type. */
enum cast {
	CAST_NONE, /* the type does not change */
	CAST_SAFE,
	CAST_RISKY,	/* a value may be cut, or may not fit */
	CAST_IMPOSSIBLE /* the column is dropped and recreated */
};

/* What the verdict of a row depends on. "Old" and "new" are the types before and after. */
enum cast_test {
	TEST_NOTHING,	      /* always passes */
	TEST_LENGTH,	      /* the new length is at least the row's number */
	TEST_LENGTH_KEPT,     /* the new length is at least the old one plus the row's number */
	TEST_WHOLE_DIGITS,    /* the new decimal has at least that many digits before the point */
	TEST_OLD_DIGITS,      /* the old decimal is whole and has at most that many digits */
	TEST_OLD_WHOLE,	      /* the old decimal is whole */
	TEST_OLD_PRECISION,   /* the old decimal has at most that many digits */
	TEST_DECIMAL_KEPT,    /* the new decimal loses no digit on either side of the point */
	TEST_DECIMAL_LENGTH,  /* the new length holds the old decimal with its sign and point; one
				 without a limit has the row's number of digits before the point */
	TEST_PRECISION_EQUAL, /* the precisions are equal; an absent one is the row's number */
	TEST_PRECISION_LEAST, /* the new precision is not less; an absent one is the row's number */
	TEST_SCALE_SAME,      /* the new decimal has more digits before the point only */
	TEST_OLD_BARE,	      /* the old type has no argument */
	TEST_OLD_LENGTH,      /* the old length is the row's number */
	TEST_OLD_SHORT	      /* the old length is at most the row's number; an absent one is 1 */
};

/* A verdict that leaves the decision to the rows below; all others belong to the table. */
enum { CAST_NEXT_ROW = -1 };

/*
 * One pair of types. Rows are tried from the top. `from` and `to` are names after `@db.`, or in SQL
 * if the dialect has no `@db.`; NULL is any type, and a row of two NULLs ends the table. `missing`
 * is the verdict if the argument that the test needs is absent.
 */
struct cast_row {
	const char *from, *to;
	enum cast_test test;
	uint32_t number;
	int passes, fails, missing;
};

/* A verdict that does not depend on the arguments. */
#define ALWAYS(verdict) TEST_NOTHING, 0, verdict, verdict, verdict

/*
 * A conversion that the server makes only if told to. `using` is its SQL, in which $ is the column
 * and @ the new type; names of types are short, so that [] can follow each. It gives a type that
 * the server casts to the new one by itself: a cast to a length would cut, instead of failing.
 * `cast` is for pairs that Prisma's engine drops and recreates. Types as in a cast_row, or "enum".
 * Rows are tried from the top; one of two NULLs ends the table.
 */
struct explicit_cast {
	const char *from, *to;
	enum cast cast;
	const char *using;
};

/* The casts of a dialect. Every table may be NULL. */
struct dialect_casts {
	/* The column's type is a mere declaration: any value can be kept. */
	bool declared_only;
	/* Verdicts are enum cast; a pair in no row is CAST_IMPOSSIBLE. */
	const struct cast_row *rows;
	const struct cast_row *list_rows;      /* from a list to a single value of type `to` */
	const struct cast_row *unindexed_rows; /* tried first, unless indexed before and after */
	enum cast enum_lists;		       /* between an enum and a list of it */

	/* For pairs that Prisma's engine drops and recreates; or NULL, and they are. */
	const struct explicit_cast *explicit_casts;
	/*
	 * Verdicts on these that depend on arguments, and on those that the server casts by itself.
	 */
	const struct cast_row *own_rows;
	/*
	 * Types of which a value can begin with a brace, as the text of a list does; ends with
	 * NULL.
	 */
	const char *const *braced;

	/* The cost. Verdicts are true or false; a pair in no row is false. */
	const struct cast_row *in_place; /* the table is not rewritten */
	const struct cast_row *losses;	 /* values that the server accepts are not what they were */
	const struct cast_row *list_losses; /* likewise in lists; tried first; may be NULL */
	const char *const
		*rounded;     /* types whose last argument says how much is kept; ends with NULL */
	uint32_t time_places; /* of a second, in a time without an argument */
	const char *const
		*textual; /* types to which any value is cast implicitly; ends with NULL */
	/* Types that the language lacks and the server has, for Unsupported("...") of these. */
	const struct native_type *server_types;
};

#endif
