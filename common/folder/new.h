/*
 * Turns a script into a migration: the work of mig-new.
 */
#ifndef FOLDER_NEW_H
#define FOLDER_NEW_H

#include "base/report.h"
#include "schema/schema.h"

/* The options and the operand of mig-new. */
struct folder_request {
	const char *directory; /* from -m, see folder_path; or NULL */
	const char *provider;  /* the dialect of the script; or NULL: the script names it */
	const char *name;
	bool whole; /* `name` is the complete name; else a slug is made from it */
	bool empty; /* make an empty migration, to be written by hand; reads no script */
	const struct source *script;  /* NULL: read it from stdin */
	const struct names *replaces; /* migrations to move into this one; or NULL */
	bool tells_risks;	      /* warn of the risks that the head of the script names */
	const struct schema *schema;  /* for schema.text: the folder's sum with this one; or NULL */
};

/*
 * Writes a script into the folder as a new migration. Stores its path, in the report's arena; NULL
 * if the script is empty, which creates nothing. Returns false, with a message, if the name, the
 * script or the provider is wrong or the folder cannot be written; nothing of the migration is left
 * then. Warns if the migration is not the last to run, and if the folder does not name its
 * database.
 */
bool folder_new(const struct folder_request *request, const char **path, struct report *report);

/*
 * Finishes or removes what a killed program left while it wrote into the folder, as folder_new
 * does. False, with a message, if another program is writing there now.
 */
bool folder_complete(const char *directory, struct report *report);

#endif
