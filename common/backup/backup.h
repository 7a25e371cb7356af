/*
 * Backups: a whole database in one file, and back.
 *
 * A backup of SQLite is a database file, copied by SQLite's online backup. A backup of PostgreSQL
 * is an archive of pg_dump in its custom format, with all schemas but nothing that belongs to the
 * server (roles, tablespaces, settings). Both can be used without migtools. The last line is a seal
 * with a digest, which reveals any change; the manifest is in a file beside the backup.
 */
#ifndef BACKUP_BACKUP_H
#define BACKUP_BACKUP_H

#include "backup/manifest.h"
#include "base/draft.h"
#include "base/record.h"

/*
 * Copies the database, as of one instant, into a new file that only its owner can read. When the
 * name appears, the file is complete, checked and on disk; before that, and after false, the name
 * does not exist. Others can use the database meanwhile. Warnings name the rights that the URL's
 * user lacks to restore the backup over the same database.
 */
bool backup_make(const struct url *url, const char *path, struct report *report);

/*
 * Like backup_make, but into a directory, which is created if missing. Stores the path in *path:
 * the file is named after the time (UTC) and the database, "20261122134502_saas.backup", or
 * "20261122134502_saas_2.backup" if that exists. Removes drafts (NAME.draft) of killed processes.
 */
bool backup_in(const struct url *url, const char *directory, const char **path,
	       struct report *report);

/* Like backup_make, but to a descriptor. On false a part of the backup may have been written. */
bool backup_stream(const struct url *url, int out, struct report *report);

/* True for a file whose name ends like those of backup_in. A pipe is no file. */
bool backup_is_file(const char *path);

/* A backup being read. */
struct backup {
	const char *path;
	const char *name; /* for messages */
	enum db_kind kind;
	const struct manifest *manifest; /* NULL if it has none */
	bool whole;
	bool has_digest; /* after a check: its manifest or seal has a digest, which matches */
	bool has_history;
	struct draft received; /* the copy of standard input */
	int64_t sql_bytes;     /* PostgreSQL, after a check: of all its SQL and rows */
};

/*
 * Opens the file that an argument names, or a copy of standard input, "-", or of another pipe, which
 * backup_close removes. False, with an error, if there is none, or it is not a backup.
 */
bool backup_open(const char *argument, struct backup *backup, struct report *report);
void backup_close(struct backup *backup);

/*
 * Reads a whole backup, and compares it with its manifest if there is one. Sets `whole` if it is
 * undamaged; if not, a warning describes the damage. A note says if it has no digest. False if it
 * cannot be read.
 */
bool backup_check(struct backup *backup, struct report *report);

/*
 * Like backup_check, as far as a restore needs it: if the digest is the manifest's, the backup is
 * as it was made and read back, and nothing more is checked. An index that lacks a row in the
 * backup lacked it in the database, too, and stops no restore.
 */
bool backup_verify(struct backup *backup, struct report *report);

/*
 * Checks a backup, restores it into a scratch database, and compares the result with the manifest;
 * a note says what was restored. Clears `whole` if the backup is damaged or differs, with a warning
 * for each difference. For PostgreSQL, `url` names a server, whose databases are not changed.
 */
bool backup_prove(struct backup *backup, const struct url *url, struct report *report);

/* Writes the record of a backup: path, kind of database, time, bytes. */
void backup_write(const struct backup *backup, struct record_writer *to);

struct restore {
	struct backup *backup;
	struct db_patience patience;
	bool forced;  /* allow a backup without a history even if the database has one */
	bool scratch; /* the target is a scratch database */
	bool created; /* after the restore: the file did not exist, and was created */
};

/*
 * Verifies a backup, and replaces everything in the database by it; a note says so. After false,
 * and at any instant before the end, the database is as it was. Before it begins, reports all
 * rights that the URL's user lacks. Things of others that the user may not drop, such as a
 * superuser's extension, stay, with a warning.
 */
bool backup_restore(const struct url *url, struct restore *restore, struct report *report);

/*
 * Asks on the terminal if everything in a database may be replaced; `with` ends the question.
 * False, with an error, if the answer is no or nobody can answer.
 */
bool backup_ask(const struct url *url, const char *with, struct report *report);

/*
 * Asks on the terminal, unless `forced`, if a backup may replace everything in the database, and
 * restores it. A note says if it comes from another database.
 */
bool backup_replace(const struct url *url, struct backup *backup, bool forced,
		    struct report *report);

#endif
