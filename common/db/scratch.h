/*
 * Scratch databases: empty, for one process, and gone with it. A script can be run in one to see what
 * it makes.
 *
 * SQLite's is in memory. PostgreSQL's is created on the server of a URL, with the encoding and the
 * locale of the URL's database, and dropped afterwards. What a process leaves that was killed is
 * removed by the next one; see db/postgresql_scratch.c.
 */
#ifndef DB_SCRATCH_H
#define DB_SCRATCH_H

#include "db/db.h"

struct db_scratch;

/*
 * Makes a scratch database. `near` is a URL of that server, or NULL if none is known. Returns false,
 * with a message, if it cannot be made; then nothing is left.
 */
bool db_scratch_make(struct db_scratch **scratch, enum db_kind kind, const struct db_url *near,
		     const struct db_patience *patience, struct report *report);

/* Returns its URL, for db_open with DB_CREATE: that makes the schema that `near` names. */
const struct db_url *db_scratch_url(const struct db_scratch *scratch);

/* Returns what was made and where, for messages: "a database in memory". */
const char *db_scratch_text(const struct db_scratch *scratch);

/*
 * Where the user may create no database, it is only a schema: returns the statements that make it, at
 * the begin of a transaction that is rolled back, in the database of db_scratch_url. They put an empty
 * schema in the place of the URL's, which is there again afterwards; nobody else sees it. Else NULL.
 */
const char *db_scratch_opening(const struct db_scratch *scratch);

/*
 * Returns the schema that the scripts may name, if it is another one's: then the scratch schema, that
 * of db_scratch_url, has a name of its own, and the scripts must leave out that of theirs. Else NULL.
 */
const char *db_scratch_stands_for(const struct db_scratch *scratch);

/*
 * Removes it, even after a signal. All that is open in it must be closed. False, with a message, if
 * it is left: the next process removes it.
 */
bool db_scratch_remove(struct db_scratch *scratch);

#endif
