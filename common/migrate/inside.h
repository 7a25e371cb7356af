/*
 * Inside the room: scripts for a transaction that is rolled back, in a scratch schema.
 */
#ifndef MIGRATE_INSIDE_H
#define MIGRATE_INSIDE_H

#include "base/report.h"
#include "schema/schema.h"
#include "sqltext/script.h"

/*
 * Reads a script for a transaction, where no index can be built concurrently, and for a scratch
 * schema in place of the one called `schema` (or NULL). Blanks replace the word CONCURRENTLY and
 * that name, so that everything else keeps its place.
 */
void migrate_read_inside(struct arena *arena, const struct sqltext_dialect *dialect,
			 const struct source *source, const char *schema, struct script *script);

/*
 * Warns of schemas that a script would create but that exist already: objects made in them are not
 * read.
 */
void migrate_warn_of_others(const struct script *script, const struct names *others,
			    struct report *report);

/* Replaces the namespace `from` by `to` in all names and all SQL of a schema. */
void migrate_rename_inside(struct schema *schema, const char *from, const char *to);

#endif
