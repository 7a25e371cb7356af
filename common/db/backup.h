/*
 * Backups: a whole database in one file, and back.
 *
 * A backup of SQLite is a database file, copied by SQLite's own online backup; one of PostgreSQL is
 * an archive of pg_dump (its custom format), of all schemas. Either can be used without migtools.
 */
#ifndef DB_BACKUP_H
#define DB_BACKUP_H

#include "base/record.h"
#include "db/url.h"

/*
 * Copies the database, as it is at one instant, into a file that must not exist yet. It is
 * complete, checked and on disk when its name appears; until then, and after false, the name is not
 * there. Only the owner can read it. Others go on working in the database meanwhile.
 */
bool backup_make(const struct db_url *url, const char *path, struct report *report);

/*
 * As backup_make, into a directory, which is made where it is missing. *path says under which name:
 * by UTC and by the database's name, "20261122134502_saas.backup"; what else is of that name in the
 * same second is "20261122134502_saas_2.backup". (NAME.draft is what a process left that was
 * killed.)
 */
bool backup_make_in(const struct db_url *url, const char *directory, const char **path,
		    struct report *report);

/* As backup_make, to the descriptor: an error is seen only by what this returns. */
bool backup_stream(const struct db_url *url, int out, struct report *report);

/* Whether a file's name ends as those of backup_make_in do. */
bool is_backup_name(const char *name);

/*
 * Reads all of a backup: *whole says whether it is undamaged, and if not the report says (as a
 * warning) what is wrong with it. False where it cannot be read, or is no backup at all.
 */
bool backup_check(const char *path, enum db_kind *kind, bool *whole, struct report *report);

/* What a file is by its first bytes. False, without a message, where it is no backup. */
bool backup_kind(const char *path, enum db_kind *kind);

/* Writes the record of a backup: its path, its database, when it was made, its bytes. */
void backup_write(const char *path, enum db_kind kind, struct record_writer *to);

/* How long others are waited for. */
struct backup_patience {
	int wait;	  /* milliseconds for who is changing the history */
	int lock_timeout; /* PostgreSQL: milliseconds for each lock; 0 is without end */
	int retries;	  /* how often a restore that hit it is tried again */
};

/*
 * Makes the database what the backup says: all that is in it is replaced, or, after false and at
 * any instant before, nothing. The backup is checked first. What belongs to nobody but the server
 * (roles, tablespaces, settings) is not in a backup. *made: there was no file, and it was made.
 */
bool backup_restore(const struct db_url *url, const char *path,
		    const struct backup_patience *patience, bool *made, struct report *report);

#endif
