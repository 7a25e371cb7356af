/*
 * Inside the room: what a folder adds up to, and a database that may have drifted from it.
 */
#ifndef DEVELOP_SUM_H
#define DEVELOP_SUM_H

#include "develop/develop.h"
#include "schema/schema.h"

/*
 * Stores what the folder adds up to, all of which is applied: schema.text if the database agrees
 * with it, else what a replay makes, with which the database must agree unless `force` is set. Then
 * partial indexes that `new` cannot have are left out.
 */
enum outcome develop_sum(struct develop *develop, const struct schema *new, struct schema *sum);

#endif
