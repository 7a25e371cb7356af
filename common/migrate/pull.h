/*
 * Reads the schema of a live database, a migrations folder or a script: the work of schema-pull.
 */
#ifndef MIGRATE_PULL_H
#define MIGRATE_PULL_H

#include "db/db.h"
#include "schema/schema.h"

struct pull {
	struct report *report;
	struct db_patience patience;
	char *url_option;   /* -u, or NULL */
	const char *folder; /* a migrations folder to read instead of a database; or NULL */
	const char *last;   /* the last migration of the folder to run; NULL: all */
	const char *script; /* a file of SQL to read instead of a database; or NULL */
	const struct names *namespaces; /* to read instead of the URL's; or NULL */
	const char *provider;		/* of the script, if no URL says it; or NULL */
	void (*tell)(const char *text); /* see struct replay */
	void (*leave_out)(
		const char *text); /* called with each thing left out of a database; or NULL */
};

/*
 * Reads a schema into the report's arena. A folder itself names its kind of database; its URL is
 * only that of a server.
 */
bool migrate_pull(const struct pull *pull, struct schema *schema);

#endif
