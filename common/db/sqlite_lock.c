/*
 * The lock that keeps two processes from changing the history of an SQLite database at a time: SQLite's
 * own ends with each transaction, and between two migrations nobody is to restore a backup.
 *
 * It is a lock on a byte of the file that SQLite neither locks nor minds, held by the open file and not
 * by the process, so that SQLite's closing of the same file does not give it up.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "db/sqlite.h"

/* Prisma's number for its lock on PostgreSQL. */
enum { LOCKED_BYTE = 72707369 };

/* Linux has it, and POSIX since 2024; without it SQLite's own lock has to do. */
static bool try_lock(int fd)
{
#ifdef F_OFD_SETLK
	struct flock lock = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCKED_BYTE, .l_len = 1};

	return fcntl(fd, F_OFD_SETLK, &lock) == 0;
#else
	(void)fd;
	return true;
#endif
}

static bool report_locked(struct sqlite *sqlite, int milliseconds)
{
	pid_t holder = sqlite_lock_holder(sqlite);
	const char *process = holder ? arena_format(sqlite->db.arena, "process %ld", (long)holder)
				     : "another process";

	report_error(sqlite->db.report, nowhere,
		     "the migrations of %s are locked, waited %d s: %s is changing them, or "
		     "restores a backup",
		     sqlite->db.url->shown, milliseconds / 1000, process);
	return report_hint(sqlite->db.report, "let it finish, or wait longer (-w)");
}

bool sqlite_lock(struct db *db, int milliseconds)
{
	struct sqlite *sqlite = sqlite_of(db);
	db_time end = db_now() + milliseconds;

	sqlite->wait = milliseconds;
	/* Who may not write, SQLite tells. */
	sqlite->lock = open(db->url->path, O_RDWR | O_CLOEXEC);
	while (sqlite->lock >= 0 && !try_lock(sqlite->lock)) {
		if (interrupt_seen())
			return report_error(db->report, nowhere,
					    "interrupted while waiting for the lock");
		if (db_now() >= end)
			return report_locked(sqlite, milliseconds);
		interrupt_wait(-1, false, 20);
	}
	return true;
}

/* After SQLite has closed the file: until then that would give up SQLite's own locks. */
void sqlite_unlock(struct sqlite *sqlite)
{
	if (sqlite->lock >= 0)
		close(sqlite->lock);
	sqlite->lock = -1;
}
