/*
 * Inside the room: a dry run in a transaction that is rolled back: migrations run for real, and
 * each statement is measured.
 */
#ifndef MIGRATE_REHEARSE_H
#define MIGRATE_REHEARSE_H

#include "migrate/migrate.h"

/* A script to rehearse, from statement number `first` on. */
struct part {
	const char *name; /* of the migration */
	struct script script;
	size_t first;
};

struct parts {
	VECTOR_MEMBERS(struct part);
};

/*
 * Prints a line for each statement: the name of the migration, the line and column of the
 * statement, milliseconds, rows, the locks it took, and its first words. A statement that refuses
 * to run in a transaction, or that a rollback does not undo, is left out, with "-" for what was not
 * measured; warnings say so before anything runs, and afterwards which sequences have changed. One
 * that uses what must be committed first ends the rehearsal with OUTCOME_TROUBLE: nothing is known
 * of what follows.
 */
enum outcome migrate_rehearse(struct migrate *migrate, const struct parts *parts);

/*
 * Reports what the scripts lose without a word (lost.h), and touches nothing: they run in a copy of
 * the schema, where the database can have one. If they fail there, which takes rows that they miss,
 * or if there is no copy, a warning says that it is not known.
 */
enum outcome migrate_foresee(struct migrate *migrate, const struct parts *parts);

#endif
