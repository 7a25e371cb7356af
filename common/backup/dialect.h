/*
 * Inside the room: the backups of each kind of database. backup.h says what they promise.
 *
 * copy fills an existing, empty file. read_back reads it, and fails unless it is whole. Together
 * they fill in the manifest, except the facts about the file itself. stream writes to a descriptor.
 * check looks for damage in a backup. restore replaces the database. describe fills in the history
 * and the tables of a database; has_history is true if it has the history table. look warns of
 * rights that the URL's user lacks to restore a backup over the database.
 */
#ifndef BACKUP_DIALECT_H
#define BACKUP_DIALECT_H

#include "backup/backup.h"

/* The first bytes of a kind of backup, and its functions. */
struct backup_kind {
	const char *magic;
	size_t magic_length;
	const char *name, *word; /* for people, and in records */
	const char *reader;	 /* the program that reads it without migtools */
	bool (*copy)(const struct url *url, const char *path, struct manifest *manifest,
		     struct report *report);
	bool (*read_back)(const struct url *url, const char *path, struct manifest *manifest,
			  struct report *report);
	bool (*check)(struct backup *backup, struct report *report);
	bool (*restore)(const struct url *url, const struct restore *restore,
			struct report *report);
	bool (*describe)(const struct url *url, struct manifest *manifest, struct report *report);
	bool (*has_history)(const struct url *url, struct report *report);
	/* or NULL: a file is written first */
	bool (*stream)(const struct url *url, int out, struct report *report);
	/* or NULL: nothing can be lacking */
	bool (*look)(const struct url *url, const char *path, struct report *report);
};

enum { BACKUP_KINDS = 2 };
extern const struct backup_kind backup_kinds[BACKUP_KINDS]; /* by enum db_kind */

/*
 * Finds the kind of a backup by its first bytes. False, without a message, if it is not a backup.
 */
bool backup_recognise(const char *path, enum db_kind *kind);

/*
 * Reports that a file is not a backup, what it is, and how to get a backup. Always returns false.
 */
bool backup_refuse_file(const char *path, const char *name, struct report *report);

/* Others can never read a backup. */
enum { BACKUP_PERMISSIONS = 0600 };

/* Creates a file in TMPDIR, and removes those of dead processes. */
bool backup_temporary(struct draft *draft, struct report *report);

/* True if a path is one of backup_temporary. */
bool backup_is_temporary(const char *path);

/* Reports that a file of backup_temporary could not be written: errno. Always returns false. */
bool backup_report_temporary(const char *path, struct report *report);

bool sqlite_backup_copy(const struct url *url, const char *path, struct manifest *manifest,
			struct report *report);
bool sqlite_backup_read_back(const struct url *url, const char *path, struct manifest *manifest,
			     struct report *report);
bool sqlite_backup_check(struct backup *backup, struct report *report);
bool sqlite_backup_restore(const struct url *url, const struct restore *restore,
			   struct report *report);
bool sqlite_describe(const struct url *url, struct manifest *manifest, struct report *report);
bool sqlite_read_history(const struct url *url, struct manifest *manifest, struct report *report);
bool sqlite_has_history(const struct url *url, struct report *report);

bool pg_backup_copy(const struct url *url, const char *path, struct manifest *manifest,
		    struct report *report);
bool pg_backup_stream(const struct url *url, int out, struct report *report);
bool pg_backup_read_back(const struct url *url, const char *path, struct manifest *manifest,
			 struct report *report);
bool pg_backup_check(struct backup *backup, struct report *report);
bool pg_backup_restore(const struct url *url, const struct restore *restore, struct report *report);
bool pg_backup_look(const struct url *url, const char *path, struct report *report);
bool pg_describe(const struct url *url, struct manifest *manifest, struct report *report);
bool pg_has_history(const struct url *url, struct report *report);

#endif
