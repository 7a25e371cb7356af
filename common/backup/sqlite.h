/*
 * Inside the room: shared by the files of SQLite's backups. sqlite_open.c opens them,
 * sqlite_check.c looks for damage, sqlite_contents.c reads their contents, sqlite.c copies
 * databases, sqlite_restore.c puts a copy in place.
 */
#ifndef BACKUP_SQLITE_H
#define BACKUP_SQLITE_H

#include <sqlite3.h>

#include "backup/dialect.h"
#include "sqlite/sqlite.h"

/*
 * Opens a database; close it with db_close. Waits for locks of others as long as the URL says, and
 * shows that on a terminal.
 */
struct sqlite *sqlite_backup_connect(const struct url *url, enum db_access access,
				     struct report *report);

/* Opens one of our own files, with flags for sqlite3_open_v2. Does not wait for locks. */
bool sqlite_backup_open(const char *path, int flags, sqlite3 **connection, struct report *report);

/* Stores the first value that a pragma returns, in the arena. False if there is none. */
bool sqlite_backup_ask(sqlite3 *connection, struct arena *arena, const char *pragma,
		       const char **answer);

/*
 * Provides stand-ins for the application's collations, so that the connection can read what uses
 * them.
 */
void sqlite_backup_stand_in(sqlite3 *connection);

/* Copies all pages, as of one instant, in one transaction of `to`. Returns SQLite's result code. */
int sqlite_backup_pages(sqlite3 *to, sqlite3 *from);

/* Reads the copy of a database. False, with an error, unless SQLite finds all of its pages. */
bool sqlite_backup_read_pages(const struct url *url, const char *path, struct report *report);

/*
 * Reports that SQLite could not do `what` ("copy") with a database, and who has locked it. Call it
 * only while there is no connection. Always returns false.
 */
bool sqlite_backup_report(const struct url *url, const char *what, int code, struct report *report);

/* The same for a file that was being written: says where there is no space for it. */
bool sqlite_backup_report_write(const struct url *url, const char *what, const char *path, int code,
				struct report *report);

#endif
