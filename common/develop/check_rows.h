/*
 * Inside the room: rows for the tables of a scratch database, and what a script leaves of them.
 */
#ifndef DEVELOP_CHECK_ROWS_H
#define DEVELOP_CHECK_ROWS_H

#include "develop/check_run.h"

/* Counts the rows of a table, or the values in one of its columns. */
struct count {
	const char *object; /* "table" or "table.column" */
	bool is_table;	    /* its columns follow */
	int64_t number;
};

struct tally {
	VECTOR_MEMBERS(struct count);
};

/* Counts what the tables of a schema hold. The tally lives in `arena`. */
void check_count(const struct replay_site *site, const struct schema *schema, struct arena *arena,
		 struct tally *tally);

/*
 * Writes a finding for each object of both tallies that has less than before; for a column, less
 * than the rows that are gone explain.
 */
void check_losses(struct check_run *run, enum finding kind, const char *migration,
		  const struct tally *before, struct tally *after);

/*
 * Returns statements that give each table of a schema that is empty two rows. Some fail: where a
 * check wants other values, or a foreign key rows that come later.
 */
struct names check_make_rows(const struct schema *schema, const struct replay_site *site,
			     struct arena *arena);

#endif
