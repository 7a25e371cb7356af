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
#ifndef MIGRATE_SCRIPT_H
#define MIGRATE_SCRIPT_H

#include "base/record.h"
#include "base/report.h"

struct script {
	struct slice up, down; /* without blank lines around them; down.start is NULL where there is none */
	const char *provider;  /* what the marker says, or NULL */
};

/*
 * Finds the two parts of a text; they point into the source. An error, at its place: a marker that
 * is unknown or there twice, and SQL before the first one.
 */
bool script_split(const struct source *source, struct script *script, struct report *report);

/* Whether there is nothing in it but white space and comments. */
bool script_is_empty(struct slice sql);

#endif
