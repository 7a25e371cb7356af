/*
 * Inside the room: the SQL of a dialect is a table of steps, one for each kind of change.
 *
 * A dialect lists what it says in its own words; the rest it takes from its base.
 */
#ifndef SQL_DIALECT_H
#define SQL_DIALECT_H

#include "base/buffer.h"
#include "diff/change.h"

struct script;

/* Adds the statements of one change to the script. A step may add none. */
typedef void sql_step(struct script *script, const struct change *change);

struct dialect_sql {
	const char *name;		/* of the dialect, as in schema/dialect.h */
	const struct dialect_sql *base; /* has the steps that are NULL here; or NULL */
	sql_step *steps[CHANGE_KIND_COUNT];
	/* Returns the value that stands behind DEFAULT; "" if there is none. */
	const char *(*default_value)(struct script *script, const struct column *column);
	/* Returns what follows the default of a column, with a blank before it; or NULL. */
	const char *(*identity)(struct script *script, const struct column *column);
	bool serials;		 /* a column that counts up has a type of its own, SERIAL */
	bool one_clause_a_table; /* an ALTER TABLE takes one clause */
};

/* A script while it is written. */
struct script {
	const struct diff *diff;
	const struct dialect_sql *dialect;
	struct arena words; /* what is said in one step; emptied after it */
	struct buffer *to;  /* the step's statements */
};

extern const struct dialect_sql standard_sql, postgresql_sql, cockroachdb_sql, sqlite_sql;

#endif
