/*
 * The manifest of a backup: a page of text in FILE.manifest, beside it, that lists its contents.
 * mig-backup(1) describes the format.
 */
#ifndef BACKUP_MANIFEST_H
#define BACKUP_MANIFEST_H

#include <sys/types.h>

#include "db/db.h"

struct manifest_table {
	const char *name; /* on PostgreSQL schema.table, quoted as in SQL */
	int64_t rows;	  /* -1 if they could not be counted */
};

struct manifest {
	db_time taken; /* the instant that the backup shows */
	enum db_kind kind;
	const char *server;   /* the version of the server, or of SQLite */
	const char *database; /* see manifest_database */
	const char *schema;   /* the URL's, which has the history; NULL on SQLite */
	const char *journal;  /* the journal mode of SQLite, "wal"; NULL if unknown, and then: */
	mode_t permissions;
	uid_t owner;
	gid_t group;
	const char *file; /* the name of the backup when it was made */
	long long bytes;
	const char *digest;
	bool history_known;    /* false if the history could not be read */
	struct message unread; /* why not, if it was just tried */
	struct history history;
	VECTOR(struct manifest_table) tables; /* in the order of their names */
};

/* Returns the name of a database in manifests: on SQLite the whole path. */
const char *manifest_database(struct arena *arena, const struct url *url);

/* True if a backup is of this database. On a server, the user does not matter. */
bool manifest_is_of(const struct manifest *manifest, const struct url *url, struct arena *arena);

/* Returns the path of the manifest of a backup. */
char *manifest_path(struct arena *arena, const char *backup);

/*
 * Writes a manifest to a new file, or over an existing one, with these permissions, and syncs it.
 */
bool manifest_write(const struct manifest *manifest, const char *path, mode_t mode,
		    struct report *report);

/*
 * Reads the manifest of a backup. Stores NULL in *manifest if there is none. False, with an error,
 * if it is unreadable or damaged.
 */
bool manifest_read(const char *backup, const struct manifest **manifest, struct report *report);

/*
 * Compares a restored backup with its manifest: history, tables, rows. False, with a warning for
 * each difference, if there is any.
 */
bool manifest_compare(const struct manifest *manifest, const struct manifest *restored,
		      const char *name, struct report *report);

/* Returns the table with that name, or NULL. */
const struct manifest_table *manifest_find_table(const struct manifest *manifest, const char *name);

/* Returns the number of rows of all tables, as far as they were counted. */
int64_t manifest_rows(const struct manifest *manifest);

/* Returns "5 tables with 120 rows, 3 migrations". */
const char *manifest_summary(struct arena *arena, const struct manifest *manifest);

/* True if a migration was applied when the backup was made. */
bool manifest_has_applied(const struct manifest *manifest, const char *name);

/* True if a migration had been started by then as this row says, whatever became of it. */
bool manifest_has_row(const struct manifest *manifest, const struct history_row *row);

#endif
