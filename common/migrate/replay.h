/*
 * The sum of scripts: runs them in a scratch database, like mig-apply, and reads its schema.
 */
#ifndef MIGRATE_REPLAY_H
#define MIGRATE_REPLAY_H

#include "db/db.h"
#include "folder/folder.h"
#include "schema/schema.h"

struct replay {
	struct report *report;
	struct db_patience patience;
	/* A URL of the server to use, or NULL. */
	const struct url *near;
	const char *last; /* the last migration to run; NULL: all */
	/*
	 * The namespaces to read, see db_schema_read. NULL: the URL's, and all that the scripts
	 * make.
	 */
	const struct names *namespaces;
	bool reads_often; /* the schema is read repeatedly, not only at the end */
	bool in_trouble;  /* after a script: it failed, and is perhaps not to blame */

	/* Called with a description of the scratch database once it exists; or NULL. */
	void (*tell)(const char *text);
};

/*
 * Runs the migrations of a folder, and reads the schema into the report's arena. Returns false,
 * with a message, if there is no scratch database, or a migration fails; the message names it and
 * the place.
 */
bool migrate_replay_folder(struct replay *replay, const struct folder *folder,
			   struct schema *schema);

/* Like migrate_replay_folder, for one script of a dialect. Messages give places in its source. */
bool migrate_replay_script(struct replay *replay, const struct source *script,
			   const struct sqltext_dialect *dialect, struct schema *schema);

/* A scratch database that stays open, for scripts that run one by one. */
struct replay_site {
	struct scratch *scratch;
	struct db *db;
	struct db *reader;  /* reads its schema: `db` itself, or something faster */
	struct names there; /* the namespaces that no script made */
};

/* Makes the database, with an empty history. On false nothing is left. */
bool migrate_site_open(struct replay *replay, const struct sqltext_dialect *dialect,
		       struct replay_site *site);

/*
 * Runs a script, with `down` a down.sql. On false, with a message, its transaction is rolled back.
 */
bool migrate_site_run(struct replay *replay, const struct replay_site *site, const char *name,
		      const struct source *source, bool down);

/* Runs one statement, which may fail: then nothing has changed. False, with a message, if it does. */
bool migrate_site_try(struct replay *replay, const struct replay_site *site,
		      const struct source *statement);

/* Reads the current schema, into `arena`; NULL means the report's. */
bool migrate_site_read(struct replay *replay, const struct replay_site *site, struct arena *arena,
		       struct schema *schema);

/* Returns a text, in `arena`, that is equal only if the schema is; or NULL. */
const char *migrate_site_mark(const struct replay_site *site, struct arena *arena);

/* Counts the contents of a table, like db_count_values. */
const int64_t *migrate_site_count(const struct replay_site *site, const struct table *table,
				  struct arena *arena);

/* Removes the database. */
bool migrate_site_close(struct replay_site *site);

#endif
