/*
 * Inside the room: what the files of SQLite's backups share. sqlite_open.c opens them,
 * sqlite_check.c looks for damage, sqlite_contents.c tells what is in them, sqlite.c copies
 * databases, sqlite_restore.c puts a copy in place.
 */
#ifndef BACKUP_SQLITE_H
#define BACKUP_SQLITE_H

#include <sqlite3.h>

#include "backup/dialect.h"
#include "sqlite/sqlite.h"

/*
 * Opens a database, to be closed with db_close. Locks of others are waited for as the URL says,
 * which a terminal shows.
 */
struct sqlite *sqlite_backup_connect(const struct url *url, enum db_access access,
				     struct report *report);

/* Opens a file of ours with flags of sqlite3_open_v2. Locks of others are not waited for. */
bool sqlite_backup_open(const char *path, int flags, sqlite3 **connection, struct report *report);

/* Stores the first value that a pragma returns, in the arena; false if there is none. */
bool sqlite_backup_ask(sqlite3 *connection, struct arena *arena, const char *pragma,
		       const char **answer);

/* Lets a connection read what needs the collations of the application. */
void sqlite_backup_stand_in(sqlite3 *connection);

/*
 * Copies all pages, as they are at one instant, in one transaction of `to`. Returns SQLite's code.
 */
int sqlite_backup_pages(sqlite3 *to, sqlite3 *from);

/* Reads the copy of a database. False, with an error, if SQLite does not find all pages in it. */
bool sqlite_backup_read_pages(const struct url *url, const char *path, struct report *report);

/*
 * Reports that SQLite could not do `what` ("copy") with a database, and who has locked it. Only
 * while there is no connection. Always false.
 */
bool sqlite_backup_report(const struct url *url, const char *what, int code, struct report *report);

#endif
