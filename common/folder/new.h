/*
 * Makes a migration of a script: what mig-new does.
 */
#ifndef FOLDER_NEW_H
#define FOLDER_NEW_H

#include "base/report.h"
#include "schema/schema.h"

/* The options and the operand of mig-new. */
struct folder_request {
	const char *directory; /* of -m, see folder_path; or NULL */
	const char *provider;  /* the dialect of the script; or NULL, if the script names it */
	const char *name;
	bool whole; /* `name` is the whole name of the migration, else what its slug is made from */
	bool empty; /* a migration to write by hand; no script is read */
	const struct source *script;  /* or NULL: it is read from stdin */
	const struct names *replaces; /* migrations that go into this one; or NULL */
	bool tells_risks;	      /* warn of the risks that the head of the script names */
	const struct schema *schema; /* for schema.text: what the folder adds up to then; or NULL */
};

/*
 * Writes a script into the folder, as a new migration. Stores its path in
 * the report's arena; NULL if the script is empty, which creates nothing. Returns false, with a
 * message, if the name, the script or the provider is wrong or the folder cannot be written; then
 * nothing of the migration is left. Warns if the migration does not run last, and if the folder
 * does not say for which database it is.
 */
bool folder_new(const struct folder_request *request, const char **path, struct report *report);

/*
 * Completes what somebody left who was killed while he wrote into the folder, as folder_new does.
 * False, with a message, if somebody writes into it now.
 */
bool folder_complete(const char *directory, struct report *report);

#endif
