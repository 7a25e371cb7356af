/*
 * Inside the room: files of SQLite that are read or written from their beginning to their end.
 * SQLite calls the kernel for each page, which costs more than all else that a backup does; with
 * these it calls it for sixteen. One file of each sort at a time.
 */
#ifndef BACKUP_SQLITE_STREAM_H
#define BACKUP_SQLITE_STREAM_H

#include <sqlite3.h>

/*
 * Reads ahead, where pages are read roughly in their order. Others must not change the file
 * meanwhile: a transaction that reads keeps the pages that it takes from the file as they are, also
 * in WAL mode.
 */
void sqlite_read_ahead(sqlite3 *connection);
void sqlite_end_read_ahead(void);

/*
 * Collects what is written. Nothing is safe before the end, which returns SQLite's code: for a new
 * file without a journal.
 */
void sqlite_collect_writes(sqlite3 *connection);
int sqlite_end_collecting(void);

#endif
