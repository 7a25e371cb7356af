/*
 * Inside the room: the backups of each database. backup.h says what they promise.
 *
 * copy fills a file that exists and is empty; stream writes to a descriptor; check reads all of a
 * backup; restore replaces the database.
 */
#ifndef DB_BACKUP_DIALECT_H
#define DB_BACKUP_DIALECT_H

#include "db/backup.h"

bool sqlite_backup_copy(const struct db_url *url, const char *path, struct report *report);
bool sqlite_backup_check(const char *path, bool *whole, struct report *report);
bool sqlite_backup_restore(const struct db_url *url, const char *path,
			   const struct db_patience *patience, struct report *report);

bool pg_backup_copy(const struct db_url *url, const char *path, struct report *report);
bool pg_backup_stream(const struct db_url *url, int out, struct report *report);
bool pg_backup_check(const char *path, bool *whole, struct report *report);
bool pg_backup_restore(const struct db_url *url, const char *path,
		       const struct db_patience *patience, struct report *report);

#endif
