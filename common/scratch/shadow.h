/*
 * Inside the room: a user's empty database that serves as a scratch database.
 */
#ifndef SCRATCH_SHADOW_H
#define SCRATCH_SHADOW_H

#include "db/db.h"

/*
 * Takes over the database of `url`, and removes what a killed process left there. False, with a
 * message, if it is not empty, or in use.
 */
bool pg_shadow_take(struct db **control, const struct url *url, const struct db_patience *patience,
		    struct report *report);

/* Removes everything made in it, and closes it. False, with a message, if that fails. */
bool pg_shadow_give_back(struct db *control);

#endif
