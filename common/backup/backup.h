/*
 * Backups: a whole database in one file, and back.
 *
 * A backup of SQLite is a database file, copied by SQLite's online backup. A backup of PostgreSQL
 * is an archive of pg_dump in its custom format, with all schemas; what belongs to the server
 * (roles, tablespaces, settings) is not in it. Both can be used without migtools. Its last line has
 * its digest, by which each change of it is found; beside it is its manifest.
 */
#ifndef BACKUP_BACKUP_H
#define BACKUP_BACKUP_H

#include "backup/manifest.h"
#include "base/draft.h"
#include "base/record.h"

/*
 * Copies the database, as it is at one instant, into a new file that only the owner can read. The
 * file is complete, checked and on disk when its name appears; until then, and after false, the
 * name does not exist. Others can use the database meanwhile. Warnings say what the URL's user
 * lacks to restore it over the same database.
 */
bool backup_make(const struct url *url, const char *path, struct report *report);

/*
 * As backup_make, into a directory, which is created if missing. *path is the file, named after the
 * time (UTC) and the database: "20261122134502_saas.backup", or "20261122134502_saas_2.backup" if
 * that exists. What a killed process has left there, NAME.draft, is removed.
 */
bool backup_in(const struct url *url, const char *directory, const char **path,
	       struct report *report);

/* As backup_make, to a descriptor. After false part of it may have been written. */
bool backup_stream(const struct url *url, int out, struct report *report);

/* True if a file's name ends as those of backup_in. */
bool backup_is_name(const char *name);

/* A backup that is read. */
struct backup {
	const char *path;
	const char *name; /* for messages */
	enum db_kind kind;
	const struct manifest *manifest; /* or NULL */
	bool whole;
	bool has_digest; /* once it is checked: its manifest or its last line has one, and it fits */
	bool has_history;
	struct draft received; /* from standard input */
	int64_t sql_bytes;     /* PostgreSQL, once it is checked: of all its SQL and rows */
};

/*
 * Finds the file that an argument means: itself, or, for "-", a copy of standard input, which
 * backup_close removes. False, with an error, if there is none, or it is not a backup.
 */
bool backup_open(const char *argument, struct backup *backup, struct report *report);
void backup_close(struct backup *backup);

/*
 * Reads all of a backup, and compares it with its manifest if there is one. `whole` becomes true if
 * it is undamaged, else a warning says what is wrong; a note says if it has no digest. False if it
 * cannot be read.
 */
bool backup_check(struct backup *backup, struct report *report);

/*
 * The same, as far as a restore needs it: if the digest is that of the manifest, the backup is what
 * was made and read back, and nothing more is asked. An index that lacks a row in the database
 * lacks it in the backup, and stops nobody.
 */
bool backup_verify(struct backup *backup, struct report *report);

/*
 * Checks a backup, restores it into a scratch database, and compares what is there then with the
 * manifest; a note tells what was restored. `whole` becomes false if it is damaged or there is a
 * difference, and warnings say which. `url` is one of the server, for PostgreSQL; its databases are
 * not changed.
 */
bool backup_prove(struct backup *backup, const struct url *url, struct report *report);

/* Writes the record of a backup: path, kind of database, time, bytes. */
void backup_write(const struct backup *backup, struct record_writer *to);

struct restore {
	const struct backup *backup; /* which is checked, and whole */
	struct db_patience patience;
	bool forced;  /* even a backup without a history, of a database that has one */
	bool scratch; /* into a scratch database */
	bool created; /* after it: there was no file, and it was created */
};

/* Reports an error if a backup may not replace this database. */
bool backup_suits(const struct backup *backup, const struct url *url, struct report *report);

/*
 * Replaces everything in the database by a backup. After false, and at any instant before the end,
 * the database is as it was. Reports all that the URL's user lacks for that, before it begins. What
 * others own, and the user may not drop, such as a superuser's extension, stays, with a warning.
 */
bool backup_restore(const struct url *url, struct restore *restore, struct report *report);

/*
 * Asks on the terminal if everything in a database may be replaced; `with` follows in the question.
 * False, with an error, if the answer is no, or nobody can answer.
 */
bool backup_ask(const struct url *url, const char *with, struct report *report);

/*
 * Asks on the terminal if a backup may replace everything in the database, unless `forced`,
 * verifies it and restores it. Notes tell if it is of another database, and if the database was
 * created.
 */
bool backup_replace(const struct url *url, struct backup *backup, bool forced,
		    struct report *report);

#endif
