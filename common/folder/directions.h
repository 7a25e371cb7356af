/*
 * Inside the room: a script with both directions, as schema-diff prints it and mig-new takes it:
 *
 *	-- migrate:up provider:postgresql
 *	CREATE TABLE "users" (...);
 *
 *	-- migrate:down
 *	DROP TABLE "users";
 *
 * The markers are dbmate's; those of goose and other programs count, too (folder/marks.c). A text
 * without them is all "up".
 */
#ifndef FOLDER_DIRECTIONS_H
#define FOLDER_DIRECTIONS_H

#include "base/report.h"
#include "base/text.h"
#include "sqltext/dialect.h"

/* The parts of a script, without blank lines around them. */
struct directions {
	struct slice up, down; /* down.start is NULL if there is no such part */
	const char *provider;  /* as a marker gives it, or NULL */
};

/*
 * Splits a script; the parts point into the source. A line in a string, a quoted name or a comment
 * is no marker. What is quoted depends on the provider: the markers', else `provider`, which may be
 * NULL; then all dialects must agree.
 *
 * Errors: an unknown or repeated marker, SQL before the first one, and a line that is a marker in
 * some dialects only.
 */
bool folder_split(const struct source *source, const char *provider, struct directions *directions,
		  struct report *report);

/*
 * Reports a script that has not been split: a migration.sql whose down part would run, too, or a
 * down.sql (`down`) with an up part.
 */
bool folder_check_directions(const struct source *source, const struct sqltext_dialect *dialect,
			     bool down, struct report *report);

#endif
