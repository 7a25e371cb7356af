/*
 * Inside the room: scripts that run in a transaction that is rolled back, in a scratch schema.
 */
#ifndef MIGRATE_INSIDE_H
#define MIGRATE_INSIDE_H

#include "base/report.h"
#include "schema/schema.h"
#include "sqltext/script.h"

/*
 * Reads a script for a transaction, in which an index cannot be built concurrently, and for a
 * schema that stands in for the one called `schema` (or NULL): blanks take the place of that word
 * and of that name, so that all else keeps its place.
 */
void migrate_read_inside(struct arena *arena, const struct sqltext_dialect *dialect,
			 const struct source *source, const char *schema, struct script *script);

/*
 * Warns of schemas that a script means to create, and others have: what is made in them is not
 * read.
 */
void migrate_warn_of_others(const struct script *script, const struct names *others,
			    struct report *report);

/* Puts the namespace `to` in the place of `from`, in all names and all SQL of a schema. */
void migrate_rename_inside(struct schema *schema, const char *from, const char *to);

#endif
