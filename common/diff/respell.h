/*
 * Inside the room: a schema in the words of a database.
 */
#ifndef DIFF_RESPELL_H
#define DIFF_RESPELL_H

#include "schema/schema.h"

/*
 * Returns `written`, a Prisma schema, in the words of `stored`, which a database has made of such a
 * schema: where both mean the same, it says what the database says. Databases respell expressions,
 * make a SERIAL required, add the values of enums at the end, and have extensions that a schema
 * need not name.
 */
const struct schema *diff_respell(struct arena *arena, const struct schema *written,
				  const struct schema *stored);

#endif
