/*
 * The Prisma schema of a database that has been changed by others: its facts, for what is there
 * now.
 */
#ifndef DIFF_FACTS_H
#define DIFF_FACTS_H

#include "base/report.h"
#include "schema/schema.h"

/*
 * Gives `schema`, read from a database, the facts of `written`, a Prisma schema that it had: names,
 * documentation, what only clients know, order, and the spelling of what is still the same. Where
 * the two differ, the database is right. Reports two that cannot belong together, and returns
 * false.
 */
bool diff_keep_facts(const struct schema *written, struct schema *schema, struct report *report);

#endif
