/*
 * SQL that drops everything in a PostgreSQL database.
 */
#ifndef POSTGRESQL_CLEAR_H
#define POSTGRESQL_CLEAR_H

#include "base/buffer.h"

/*
 * Adds the beginning of a query, WITH ..., whose last table lists everything outside a schema:
 * things (step, word, name, stays). What stays is not the user's to drop.
 */
void pg_add_things(struct buffer *to);

/*
 * Adds statements that make the database like a new one, in a transaction. Things that stay are
 * left alone.
 */
void pg_add_clearing(struct buffer *to);

#endif
