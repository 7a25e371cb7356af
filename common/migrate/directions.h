/*
 * A script with both directions, as schema-diff prints it and mig-new takes it:
 *
 *	-- migrate:up provider:postgresql
 *	CREATE TABLE "users" (...);
 *
 *	-- migrate:down
 *	DROP TABLE "users";
 *
 * The markers are dbmate's. A text without them is all "up".
 */
#ifndef MIGRATE_DIRECTIONS_H
#define MIGRATE_DIRECTIONS_H

#include "base/record.h"
#include "base/report.h"

struct directions {
	/* Without blank lines around them; down.start is NULL where there is none. */
	struct slice up, down;
	const char *provider; /* what the marker says, or NULL */
};

/*
 * Finds the two parts of a text; they point into the source. What stands in a string, a name or a
 * comment of `provider` (where its marker says no other; or NULL) is no marker. An error, at its
 * place: a marker that is unknown or there twice, SQL before the first one, and what is a marker in
 * the SQL of some databases alone, where nothing says which it is.
 */
bool directions_split(const struct source *source, const char *provider,
		      struct directions *directions, struct report *report);

/*
 * An error, which says what makes a script of it, where a text is one of those that stand before a
 * script on its way: schema text, a list of changes, a Prisma schema.
 */
bool script_is_sql(const struct source *source, struct report *report);

/* Whether there is nothing in it but white space and comments. */
bool sql_text_is_empty(struct slice sql);

#endif
