/*
 * Keeps the facts of the Prisma schema when a changed database is read again.
 */
#ifndef DIFF_FACTS_H
#define DIFF_FACTS_H

#include "base/report.h"
#include "schema/schema.h"

/*
 * Gives `schema`, read from a database, the facts of `written`, its earlier Prisma schema: names,
 * documentation, everything that only clients know, order, and the spelling of anything unchanged.
 * Where the two differ, the database is right. If they cannot belong together, reports that and
 * returns false.
 */
bool diff_keep_facts(const struct schema *written, struct schema *schema, struct report *report);

#endif
