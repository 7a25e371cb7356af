/*
 * Inside the room: rehearsals. Migrations really run, in a transaction that is rolled back, and
 * each statement is measured.
 */
#ifndef MIGRATE_REHEARSE_H
#define MIGRATE_REHEARSE_H

#include "migrate/migrate.h"

/* A script to rehearse, from statement number `first` on. */
struct part {
	const char *name; /* of the migration */
	struct script script;
	enum direction direction;
	size_t first;
	bool loses; /* set when it has run: it drops something without naming it */
};

struct parts {
	VECTOR_MEMBERS(struct part);
};

/*
 * Prints a line for each statement: the migration's name, the statement's line and column,
 * milliseconds, rows, the locks that it took, and its first words. A statement that cannot run in a
 * transaction, or that a rollback does not undo, is left out, with "-" for everything not measured.
 * Warnings announce this before anything runs, and name afterwards the sequences that have changed.
 * A statement that uses something that must be committed first ends the rehearsal with
 * OUTCOME_TROUBLE: nothing is known about the rest.
 */
enum outcome migrate_rehearse(struct migrate *migrate, struct parts *parts);

/*
 * Reports what the scripts drop without naming it (lost.h), and changes nothing: they run in a copy
 * of the schema, where the database can make one. If there is no copy, or they fail in it because
 * they need rows, a warning says that losses are unknown.
 */
enum outcome migrate_foresee(struct migrate *migrate, struct parts *parts);

#endif
