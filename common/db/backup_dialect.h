/*
 * Inside db/ only: how each database is copied into a file, what a check of such a file is, and how
 * it comes back. See backup.h for what each promises; `copy` writes into a file that is there and
 * empty.
 */
#ifndef DB_BACKUP_DIALECT_H
#define DB_BACKUP_DIALECT_H

#include "db/backup.h"

bool sqlite_backup_copy(const struct db_url *url, const char *path, struct report *report);
bool sqlite_backup_check(const char *path, bool *whole, struct report *report);
bool sqlite_backup_restore(const struct db_url *url, const char *path,
			   const struct backup_patience *patience, struct report *report);

bool postgresql_backup_copy(const struct db_url *url, const char *path, struct report *report);
bool postgresql_backup_stream(const struct db_url *url, int out, struct report *report);
bool postgresql_backup_check(const char *path, bool *whole, struct report *report);
bool postgresql_backup_restore(const struct db_url *url, const char *path,
			       const struct backup_patience *patience, struct report *report);

#endif
