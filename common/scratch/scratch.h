/*
 * Scratch databases: empty, for one process, and gone with it. A script runs in one to show what it
 * makes.
 *
 * SQLite's is in memory. PostgreSQL's is created on the server of a URL, with the encoding and
 * locale of the URL's database, and dropped afterwards. Without a URL it is on a private server,
 * which serves all scratch databases of the process. The leftovers of a killed process are removed
 * by the next one; see scratch/postgresql.c and scratch/cluster.c.
 */
#ifndef SCRATCH_SCRATCH_H
#define SCRATCH_SCRATCH_H

#include "db/db.h"

struct scratch;

/*
 * Makes a scratch database. `near` is a URL of the server, or NULL. Returns false, with a message,
 * if it cannot be made; nothing is left then.
 */
bool scratch_make(struct scratch **scratch, enum db_kind kind, const struct url *near,
		  const struct db_patience *patience, struct report *report);

/* Returns its URL, for db_open with DB_CREATE, which creates the schema that `near` names. */
const struct url *scratch_url(const struct scratch *scratch);

/* Returns a description for messages: "a database in memory". */
const char *scratch_text(const struct scratch *scratch);

/*
 * Returns NULL for a real database. If the user may not create one, returns the statements that
 * make a scratch schema in the database of scratch_url, at the beginning of a transaction that is
 * rolled back: they replace the URL's schema by an empty one. Nobody else sees it, and afterwards
 * the old one is back.
 */
const char *scratch_opening(const struct scratch *scratch);

/*
 * Returns the schema that scripts may name, if another role owns it: then the scratch schema, that
 * of scratch_url, has another name, and the scripts must run without that schema name. Else returns
 * NULL.
 */
const char *scratch_stands_for(const struct scratch *scratch);

/* True if it is on a private server, whose roles go with it. */
bool scratch_has_own_server(const struct scratch *scratch);

/*
 * Removes it, even after a signal. Close all connections to it first. False, with a message, if it
 * remains; the next process removes it.
 */
bool scratch_remove(struct scratch *scratch);

/*
 * Stops the private server, if one was started, and removes its files. Call it when no more scratch
 * databases are needed. False, with a message, if files remain; the next process removes them.
 */
bool scratch_end(struct report *report);

#endif
