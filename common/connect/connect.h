/*
 * Opens a database: the only room that knows every kind.
 */
#ifndef CONNECT_CONNECT_H
#define CONNECT_CONNECT_H

#include "db/db.h"

/* Connects to the database. `url` and `report` must live until db_close. */
bool db_open(struct db **db, const struct url *url, enum db_access access,
	     const struct db_patience *patience, struct report *report);

#endif
