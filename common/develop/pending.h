/*
 * Inside the room: pending migrations, before mig-dev applies them.
 */
#ifndef DEVELOP_PENDING_H
#define DEVELOP_PENDING_H

#include "develop/develop.h"
#include "schema/schema.h"

/*
 * True unless a pending migration loses data, some are there to be lost, and the user, asked on the
 * terminal, does not agree. Tables without rows, and a database in which nothing is
 * applied, have nothing to lose. `new` says which namespaces to look at.
 */
bool develop_allow_pending(struct develop *develop, const struct view *view,
			   const struct schema *new);

/* Prints which migrations are pending and stay so. Returns if there are any. */
bool develop_tell_pending(const struct view *view);

#endif
