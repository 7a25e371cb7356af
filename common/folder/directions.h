/*
 * Inside the room: a script with both directions, as schema-diff prints it and mig-new takes it:
 *
 *	-- migrate:up provider:postgresql
 *	CREATE TABLE "users" (...);
 *
 *	-- migrate:down
 *	DROP TABLE "users";
 *
 * The markers are dbmate's; those of goose and other programs work, too (folder/marks.c). A text
 * without markers is all "up".
 */
#ifndef FOLDER_DIRECTIONS_H
#define FOLDER_DIRECTIONS_H

#include "base/report.h"
#include "base/text.h"
#include "sqltext/dialect.h"

/* The parts of a script, without blank lines around them. */
struct directions {
	struct slice up, down; /* down.start is NULL without a down part */
	const char *provider;  /* from a marker, or NULL */
};

/*
 * Splits a script; the parts point into the source. A line inside a string, a quoted name or a
 * comment is not a marker. The rules of quoting are those of the provider that a marker names, else
 * of `provider`. If that is NULL, all dialects must agree.
 *
 * Errors: an unknown or repeated marker, SQL before the first marker, a line that is a marker in
 * some dialects only.
 */
bool folder_split(const struct source *source, const char *provider, struct directions *directions,
		  struct report *report);

/*
 * Reports markers in a file with one direction: a migration.sql whose down part would run, too, or
 * with `down` a down.sql that has an up part.
 */
bool folder_check_directions(const struct source *source, const struct sqltext_dialect *dialect,
			     bool down, struct report *report);

#endif
