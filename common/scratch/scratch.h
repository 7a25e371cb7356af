/*
 * Scratch databases: empty, for one process, and gone with it. A script can be run in one to see
 * what it makes.
 *
 * SQLite's is in memory. PostgreSQL's is created on the server of a URL, with the encoding and the
 * locale of the URL's database, and dropped afterwards; without a URL, on a server that is started
 * for it, and for all others of the process. What a process leaves that was killed is removed by the next one; see
 * scratch/postgresql.c and scratch/cluster.c.
 */
#ifndef SCRATCH_SCRATCH_H
#define SCRATCH_SCRATCH_H

#include "db/db.h"

struct scratch;

/*
 * Makes a scratch database. `near` is a URL of that server, or NULL if none is known. Returns
 * false, with a message, if it cannot be made; then nothing is left.
 */
bool scratch_make(struct scratch **scratch, enum db_kind kind, const struct url *near,
		  const struct db_patience *patience, struct report *report);

/* Returns its URL, for db_open with DB_CREATE: that makes the schema that `near` names. */
const struct url *scratch_url(const struct scratch *scratch);

/* Returns what was made and where, for messages: "a database in memory". */
const char *scratch_text(const struct scratch *scratch);

/*
 * Returns NULL for a database of its own. If the user may create none, returns the statements that
 * make a scratch schema in the database of scratch_url, at the beginning of a transaction that is
 * rolled back: they put an empty schema in the place of the URL's, which is there again afterwards.
 * Nobody else sees it.
 */
const char *scratch_opening(const struct scratch *scratch);

/*
 * Returns the schema that the scripts may name, if it is another one's: then the scratch schema,
 * that of scratch_url, has a name of its own, and the scripts must leave out that of theirs. Else
 * NULL.
 */
const char *scratch_stands_for(const struct scratch *scratch);

/* True if it has a server of its own, whose roles are gone with it. */
bool scratch_has_own_server(const struct scratch *scratch);

/*
 * Removes it, even after a signal. All that is open in it must be closed. False, with a message, if
 * it is left: the next process removes it.
 */
bool scratch_remove(struct scratch *scratch);

/*
 * Stops the private server, if one was started, when no more scratch databases are needed, and
 * removes its files. False, with a message, if these are left: the next process removes them.
 */
bool scratch_end(struct report *report);

#endif
