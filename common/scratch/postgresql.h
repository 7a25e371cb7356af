/*
 * Scratch databases of PostgreSQL.
 */
#ifndef SCRATCH_POSTGRESQL_H
#define SCRATCH_POSTGRESQL_H

#include "db/db.h"

struct pg_scratch;

/*
 * Creates a database on the server of `near`, stores its URL and a description for messages, and
 * removes what killed processes left there. Returns false, with a message, if it cannot be created.
 */
bool pg_scratch_make(struct pg_scratch **scratch, const struct url *near,
		     const struct db_patience *patience, struct url *url, const char **text,
		     struct report *report);

/* Returns the statements for scratch_opening, or NULL if it is a database. */
const char *pg_scratch_opening(const struct pg_scratch *scratch);

/* Returns the name for scratch_stands_for, or NULL. */
const char *pg_scratch_stands_for(const struct pg_scratch *scratch);

/*
 * Like pg_scratch_make, but uses the owner and the tablespace of `database`, that of `near`, which
 * it will replace. An error if this is not permitted.
 */
bool pg_scratch_make_beside(struct pg_scratch **scratch, const struct url *near,
			    const char *database, const struct db_patience *patience,
			    struct url *url, struct report *report);

/* Returns the name of the database to be replaced, as a literal. */
const char *pg_scratch_replaces(const struct pg_scratch *scratch);

/* Returns the quoted name. */
const char *pg_scratch_name(const struct pg_scratch *scratch);

/*
 * Ends all sessions of the database to be replaced, and swaps: the new database gets the old one's
 * name, properties and connection limit, and the old one becomes the scratch database. On false
 * nothing has changed.
 */
bool pg_scratch_swap(struct pg_scratch *scratch, struct report *report);

/*
 * Declares the server private: roles, and their settings, then belong to the scripts, and go with
 * the database.
 */
void pg_scratch_own_roles(struct pg_scratch *scratch);

/* Drops it. False, with a message, if it remains. */
bool pg_scratch_remove(struct pg_scratch *scratch);

/* Sends further messages to another report. */
void pg_scratch_report_to(struct pg_scratch *scratch, struct report *report);

#endif
