/*
 * Running migrations for real in one transaction, measuring each statement, and undoing it all.
 */
#ifndef MIGRATE_REHEARSE_H
#define MIGRATE_REHEARSE_H

#include "migrate/migrate.h"

/* One script to be rehearsed, of the migration of that name, from statement `first` on. */
struct part {
	const char *name;
	const struct source *source;
	size_t first;
};

struct parts {
	VECTOR_MEMBERS(struct part);
};

/*
 * Prints a line for each statement: the name of the migration, the line and
 * column of the statement, milliseconds, rows, the locks it took, and its first words. A statement
 * that refuses to be in a transaction is left out, and "-" stands for what was not measured. One
 * that needs what stands before it to be committed ends the rehearsal, which says nothing of what
 * follows: that is OUTCOME_TROUBLE.
 */
enum outcome rehearse(struct migrate *migrate, const struct parts *parts);

#endif
