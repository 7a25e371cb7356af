/*
 * Inside the room: rows for the tables of a scratch database, and how many a script leaves.
 */
#ifndef DEVELOP_CHECK_ROWS_H
#define DEVELOP_CHECK_ROWS_H

#include "develop/check_run.h"

/* The number of rows in a table, or of values in one of its columns. */
struct count {
	const char *object; /* "table" or "table.column" */
	bool is_table;	    /* its columns follow */
	int64_t number;
};

struct tally {
	VECTOR_MEMBERS(struct count);
};

/* Counts the contents of a schema's tables. The tally lives in `arena`. */
void check_count(const struct replay_site *site, const struct schema *schema, struct arena *arena,
		 struct tally *tally);

/*
 * Writes a finding for each object in both tallies that has fewer rows or values than before. A
 * column may lose as many values as the table has lost rows.
 */
void check_losses(struct check_run *run, enum finding kind, const char *migration,
		  const struct tally *before, struct tally *after);

/*
 * Returns statements that insert two rows into each empty table of a schema. Some of them fail,
 * when a check demands other values, or a foreign key needs rows that come later.
 */
struct names check_make_rows(const struct schema *schema, const struct replay_site *site,
			     struct arena *arena);

#endif
