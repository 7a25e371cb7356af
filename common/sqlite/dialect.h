/*
 * SQLite's functions for db/dialect.h.
 */
#ifndef SQLITE_DIALECT_H
#define SQLITE_DIALECT_H

#include "db/dialect.h"

extern const struct db_dialect db_sqlite;

#endif
