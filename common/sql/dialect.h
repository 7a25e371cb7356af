/*
 * Inside the room: the SQL of a dialect, a table with a function for each kind of change.
 *
 * A dialect lists the steps that it writes in its own way and takes the others from its base.
 */
#ifndef SQL_DIALECT_H
#define SQL_DIALECT_H

#include "base/buffer.h"
#include "diff/change.h"

struct sql_output;

/* Adds the statements of one change to the script. A step may add none. */
typedef void sql_step(struct sql_output *script, const struct change *change);

struct dialect_sql {
	const char *name;		/* of the dialect, as in schema/dialect.h */
	const struct dialect_sql *base; /* used for steps that are NULL here; or NULL */
	sql_step *steps[CHANGE_KIND_COUNT];
	/* Returns the value that follows DEFAULT, or "" if there is none. */
	const char *(*default_value)(struct sql_output *script, const struct column *column);
	/* Returns the clause of an identity column, with a leading space, or "". May be NULL. */
	const char *(*identity)(struct sql_output *script, const struct column *column);
	bool serials;		 /* autoincrement columns have types of their own, such as SERIAL */
	bool one_clause_a_table; /* an ALTER TABLE takes only one clause */
};

/* A script that is being written. */
struct sql_output {
	const struct diff *diff;
	const struct dialect_sql *dialect;
	struct names sequences; /* made so far, without their namespaces */
	struct arena words;	/* texts of the current step; emptied after it */
	struct buffer *to;	/* the statements of the current step */
};

extern const struct dialect_sql standard_sql, postgresql_sql, cockroachdb_sql, sqlite_sql;

#endif
