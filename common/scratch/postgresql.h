/*
 * Scratch databases of PostgreSQL.
 */
#ifndef SCRATCH_POSTGRESQL_H
#define SCRATCH_POSTGRESQL_H

#include "db/db.h"

struct pg_scratch;

/*
 * Creates a database on the server of `near`, stores its URL and what it is for messages, and
 * removes what killed processes have left there. Returns false, with a message, if it cannot be
 * created.
 */
bool pg_scratch_make(struct pg_scratch **scratch, const struct url *near,
		     const struct db_patience *patience, struct url *url, const char **text,
		     struct report *report);

/* Returns the statements that scratch_opening does; NULL if it is a database. */
const char *pg_scratch_opening(const struct pg_scratch *scratch);

/* Returns the name that scratch_stands_for does, or NULL. */
const char *pg_scratch_stands_for(const struct pg_scratch *scratch);

/* Drops it. False, with a message, if it is left. */
bool pg_scratch_remove(struct pg_scratch *scratch);

#endif
