/*
 * Inside the room: SQLite files that are read or written from beginning to end. SQLite makes a
 * system call for each page, which costs more than all the rest of a backup; here there is one for
 * sixteen pages. Only one file of each sort at a time.
 */
#ifndef BACKUP_SQLITE_STREAM_H
#define BACKUP_SQLITE_STREAM_H

#include <sqlite3.h>

/*
 * Reads ahead, for pages that are read roughly in order. Others must not change the file meanwhile:
 * a read transaction guarantees that for the pages that it reads from the file, also in WAL mode.
 */
void sqlite_read_ahead(sqlite3 *connection);
void sqlite_end_read_ahead(void);

/*
 * Collects writes, for a new file without a journal. Nothing is safe before the end, which returns
 * SQLite's result code.
 */
void sqlite_collect_writes(sqlite3 *connection);
int sqlite_end_collecting(void);

#endif
