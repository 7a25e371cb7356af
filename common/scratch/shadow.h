/*
 * Inside the room: an empty database of the user's that serves as a scratch database.
 */
#ifndef SCRATCH_SHADOW_H
#define SCRATCH_SHADOW_H

#include "db/db.h"

/*
 * Takes the database of `url`, and removes what a killed process has left there. False, with a
 * message, if it is not empty, or in use.
 */
bool pg_shadow_take(struct db **control, const struct url *url, const struct db_patience *patience,
		    struct report *report);

/* Removes all that was made in it, and closes it. False, with a message, if that cannot be. */
bool pg_shadow_give_back(struct db *control);

#endif
