/*
 * Inside the room: the sum of a folder, and a database that may have drifted from it.
 */
#ifndef DEVELOP_SUM_H
#define DEVELOP_SUM_H

#include "develop/develop.h"
#include "schema/schema.h"

/*
 * Stores the sum of the folder, whose migrations are all applied: schema.text if the database
 * matches it, else the result of a replay, which the database must match unless `force` is set.
 * Then leaves out partial indexes that `new` cannot hold.
 */
enum outcome develop_sum(struct develop *develop, const struct schema *new, struct schema *sum);

/*
 * Writes schema.text again if it differs from `schema`, to which the migrations add up: one of them
 * was deleted, or written by hand. False, with a message, if it cannot be read or written.
 */
bool develop_refresh_text(const struct develop *develop, const struct schema *schema);

#endif
