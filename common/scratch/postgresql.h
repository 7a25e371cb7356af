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

/*
 * As pg_scratch_make, but with the owner and the tablespace of `database`, the one of `near`, whose
 * place it is to take. An error if that may not be.
 */
bool pg_scratch_make_beside(struct pg_scratch **scratch, const struct url *near,
			    const char *database, const struct db_patience *patience,
			    struct url *url, struct report *report);

/* Returns the name of the database in whose place it comes, as a literal. */
const char *pg_scratch_replaces(const struct pg_scratch *scratch);

/* Returns its name, quoted. */
const char *pg_scratch_name(const struct pg_scratch *scratch);

/*
 * Ends all sessions of the database that it replaces, and gives it that one's name, properties and
 * limit of connections. The scratch database is the old one then. After false nothing is changed.
 */
bool pg_scratch_swap(struct pg_scratch *scratch, struct report *report);

/*
 * Says that nobody else uses its server: roles, and settings of roles, are then those of the
 * scripts, and go with the database.
 */
void pg_scratch_own_roles(struct pg_scratch *scratch);

/* Drops it. False, with a message, if it is left. */
bool pg_scratch_remove(struct pg_scratch *scratch);

/* Sends its messages to another report from now on. */
void pg_scratch_report_to(struct pg_scratch *scratch, struct report *report);

#endif
