/*
 * PostgreSQL's functions for db/dialect.h.
 */
#ifndef POSTGRESQL_DIALECT_H
#define POSTGRESQL_DIALECT_H

#include "db/dialect.h"

extern const struct db_dialect db_postgresql;

#endif
