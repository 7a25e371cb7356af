/*
 * Backups: a whole database in one file, and back.
 *
 * A backup of SQLite is a database file, copied by SQLite's online backup. A backup of PostgreSQL
 * is an archive of pg_dump in its custom format, with all schemas; what belongs to the server
 * (roles, tablespaces, settings) is not in it. Both can be used without migtools. Beside it
 * is its manifest, by which each change of it is found.
 */
#ifndef DB_BACKUP_H
#define DB_BACKUP_H

#include "base/record.h"
#include "db/manifest.h"

/*
 * Copies the database, as it is at one instant, into a new file that only the owner can read. The
 * file is complete, checked and on disk when its name appears; until then, and after false, the
 * name does not exist. Others can use the database meanwhile.
 */
bool db_backup(const struct db_url *url, const char *path, struct report *report);

/*
 * As db_backup, into a directory, which is created if missing. *path is the file, named after the
 * time (UTC) and the database: "20261122134502_saas.backup", or "20261122134502_saas_2.backup" if
 * that exists. A process that was killed leaves NAME.draft.
 */
bool db_backup_in(const struct db_url *url, const char *directory, const char **path,
		  struct report *report);

/* As db_backup, to a descriptor. After false part of it may have been written. */
bool db_backup_stream(const struct db_url *url, int out, struct report *report);

/* True if a file's name ends as those of db_backup_in. */
bool db_is_backup_name(const char *name);

/* Finds the kind of a backup by its first bytes. False, without a message, if the file is none. */
bool db_backup_kind(const char *path, enum db_kind *kind);

/* A backup that was read. */
struct db_backup {
	const char *path;
	enum db_kind kind;
	const struct manifest *manifest; /* or NULL */
	bool whole;
	bool has_history;
};

/*
 * Reads all of a backup, and compares it with its manifest if there is one. `whole` is true if it is
 * undamaged, else a warning says what is wrong. False if it cannot be read or is not a backup.
 */
bool db_backup_check(const char *path, struct db_backup *backup, struct report *report);

/* Writes the record of a backup: path, kind of database, time, bytes. */
void db_backup_write(const char *path, enum db_kind kind, struct record_writer *to);

struct db_restore {
	const char *path;
	struct db_patience patience;
	bool forced;  /* even a backup without a history, of a database that has one */
	bool created; /* after it: there was no file, and it was created */
};

/*
 * Checks a backup, then replaces everything in the database by it. After false, and at any instant
 * before the end, the database is as it was.
 */
bool db_backup_restore(const struct db_url *url, struct db_restore *restore, struct report *report);

#endif
