/*
 * The schema of a live database, of a migrations folder, or of a script: what schema-pull does.
 */
#ifndef MIGRATE_PULL_H
#define MIGRATE_PULL_H

#include "db/db.h"
#include "schema/schema.h"

struct pull {
	struct report *report;
	struct db_patience patience;
	char *url_option;   /* -u, or NULL */
	const char *folder; /* a folder of migrations to read in place of a database; or NULL */
	const char *last;   /* of these the one to end with; or NULL, for all */
	const char *script; /* a file of SQL in place of a database; or NULL */
	const struct names *namespaces; /* to read in place of the URL's; or NULL */
	const char *provider;		/* of that script, if no URL tells; or NULL */
	void (*tell)(const char *text); /* see struct replay */
	void (*leave_out)(
		const char *text); /* called for what is left out of a database; or NULL */
};

/*
 * Reads a schema into the report's arena. A folder says itself for which database it is, and a URL
 * for it is only that of a server.
 */
bool migrate_pull(const struct pull *pull, struct schema *schema);

#endif
