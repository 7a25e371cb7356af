/*
 * Inside the room: puts a schema into a database's spelling.
 */
#ifndef DIFF_RESPELL_H
#define DIFF_RESPELL_H

#include "schema/schema.h"

/*
 * Returns `written`, a Prisma schema, in the spelling of `stored`, which a database has made of
 * such a schema: where both mean the same, the result uses the database's words. Databases respell
 * expressions, make a SERIAL required, add enum values at the end, and have extensions that a
 * schema need not name.
 */
const struct schema *diff_respell(struct arena *arena, const struct schema *written,
				  const struct schema *stored);

#endif
