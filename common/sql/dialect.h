/*
 * Inside the room: the SQL of a dialect, as a table with a function for each kind of change.
 *
 * A dialect lists only the steps that it writes differently; the others come from its base.
 */
#ifndef SQL_DIALECT_H
#define SQL_DIALECT_H

#include "base/buffer.h"
#include "diff/change.h"

struct sql_output;

/* Adds the statements of one change to the script. There may be none. */
typedef void sql_step(struct sql_output *script, const struct change *change);

struct dialect_sql {
	const char *name;		/* of the dialect, as in schema/dialect.h */
	const struct dialect_sql *base; /* for the steps that are NULL here; or NULL */
	sql_step *steps[CHANGE_KIND_COUNT];
	/* Returns the value after DEFAULT, or "". */
	const char *(*default_value)(struct sql_output *script, const struct column *column);
	/* Returns the clause of an identity column, with a leading space, or "". May be NULL. */
	const char *(*identity)(struct sql_output *script, const struct column *column);
	bool serials;		 /* autoincrement columns have types of their own, such as SERIAL */
	bool one_clause_a_table; /* an ALTER TABLE can have only one clause */
};

/* A script being written. */
struct sql_output {
	const struct diff *diff;
	const struct dialect_sql *dialect;
	struct names sequences; /* those made so far, without their namespaces */
	struct arena words;	/* texts of the current step, freed after it */
	struct buffer *to;	/* the statements of the current step */
};

extern const struct dialect_sql standard_sql, postgresql_sql, cockroachdb_sql, sqlite_sql;

#endif
