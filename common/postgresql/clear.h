/*
 * SQL that drops everything in a PostgreSQL database.
 */
#ifndef POSTGRESQL_CLEAR_H
#define POSTGRESQL_CLEAR_H

#include "base/buffer.h"

/*
 * Adds the head of a query, WITH ..., whose last table has all that stands in no schema: things
 * (step, word, name, stays). What stays is not the user's to drop.
 */
void pg_add_things(struct buffer *to);

/* Adds statements that make the database like a new one, but for what stays, in a transaction. */
void pg_add_clearing(struct buffer *to);

#endif
