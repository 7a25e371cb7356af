/*
 * What scripts add up to: they run in a scratch database, as mig-apply runs them, and its schema is
 * read.
 */
#ifndef MIGRATE_REPLAY_H
#define MIGRATE_REPLAY_H

#include "db/db.h"
#include "folder/folder.h"
#include "schema/schema.h"

struct replay {
	struct report *report;
	struct db_patience patience;
	/* A URL of the server to use; NULL if none is known. */
	const struct url *near;
	const char *last; /* the migration to end with; or NULL, for all */
	/*
	 * Those that are read, see db_schema_read; NULL: the URL's and all that the scripts make.
	 */
	const struct names *namespaces;
	bool reads_often; /* the schema, and not only at the end */
	bool in_trouble;  /* after a script: it failed, and is not to blame */

	/* Called when the scratch database is there, with what it is; or NULL. */
	void (*tell)(const char *text);
};

/*
 * Runs the migrations of a folder and reads the schema, into the report's arena. Returns false,
 * with a message, if there is no scratch database, or a migration fails: which, and where.
 */
bool migrate_replay_folder(struct replay *replay, const struct folder *folder,
			   struct schema *schema);

/* The same for one script of a dialect. Its place in messages is that of the source. */
bool migrate_replay_script(struct replay *replay, const struct source *script,
			   const struct sqltext_dialect *dialect, struct schema *schema);

/* A scratch database that stays open, for scripts that run in it one by one. */
struct replay_site {
	struct scratch *scratch;
	struct db *db;
	struct db *reader;  /* of its schema: `db` itself, or faster */
	struct names there; /* the namespaces that scripts did not make */
};

/* Makes the database, with an empty history. After false nothing is left. */
bool migrate_site_open(struct replay *replay, const struct sqltext_dialect *dialect,
		       struct replay_site *site);

/* Runs a script, a down.sql if `down`. After false, with a message, its transaction is undone. */
bool migrate_site_run(struct replay *replay, const struct replay_site *site, const char *name,
		      const struct source *source, bool down);

/* Reads the schema as it is now, into `arena`; NULL is the report's. */
bool migrate_site_read(struct replay *replay, const struct replay_site *site, struct arena *arena,
		       struct schema *schema);

/* Returns a text, in `arena`, that is the same only if the schema is; or NULL. */
const char *migrate_site_mark(const struct replay_site *site, struct arena *arena);

/* Counts what a table holds, as db_count_values does. */
const int64_t *migrate_site_count(const struct replay_site *site, const struct table *table,
				  struct arena *arena);

/* Removes the database. */
bool migrate_site_close(struct replay_site *site);

#endif
