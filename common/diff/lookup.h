/*
 * Inside the room: looks things up by their name in the database, else in the Prisma schema.
 */
#ifndef DIFF_LOOKUP_H
#define DIFF_LOOKUP_H

#include "schema/schema.h"

/*
 * Each returns the item with the name in the database, else the one with the name in the Prisma
 * schema, or NULL.
 */
const struct table *diff_look_up_table(const struct schema *schema, struct object_name name);
const struct enumeration *diff_look_up_enum(const struct schema *schema, struct object_name name);
const struct column *diff_look_up_column(const struct table *table, const char *name);
const struct enum_value *diff_look_up_value(const struct enumeration *enumeration,
					    const char *name);

#endif
