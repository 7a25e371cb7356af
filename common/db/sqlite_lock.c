/*
 * The lock that keeps two processes from changing the history of an SQLite database at a time:
 * SQLite's own ends with each transaction, and between two migrations nobody is to restore a
 * backup.
 *
 * It is a lock on a byte of the file that SQLite neither locks nor minds, held by the open file and
 * not by the process, so that SQLite's closing of the same file does not give it up.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "db/sqlite.h"

/* Prisma's number for its lock on PostgreSQL. */
enum { LOCKED_BYTE = 72707369 };

/* Linux has such locks, and POSIX since 2024; without them SQLite's own lock has to do. */
static bool is_held_by_another(int fd)
{
#ifdef F_OFD_SETLK
	struct flock lock = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCKED_BYTE, .l_len = 1};

	return fcntl(fd, F_OFD_SETLK, &lock) != 0 && (errno == EAGAIN || errno == EACCES);
#else
	(void)fd;
	return false;
#endif
}

bool sqlite_try_lock(struct db *db, bool *got)
{
	struct sqlite *sqlite = sqlite_of(db);

	if (sqlite->lock < 0)
		sqlite->lock = open(db->url->path, O_RDWR | O_CLOEXEC);
	/* Whoever may not write is told so by SQLite. */
	*got = sqlite->lock < 0 || !is_held_by_another(sqlite->lock);
	return true;
}

pid_t sqlite_writer(const struct sqlite *sqlite)
{
	/* Where SQLite's file format has them: of the file, and of the index beside a WAL. */
	static const struct {
		const char *suffix;
		off_t start, length;
	} locks[] = {{"", 0x40000000, 512}, {"-shm", 120, 1}};

	for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
		const char *path = arena_format(sqlite->db.arena, "%s%s", sqlite->db.url->path,
						locks[i].suffix);
		struct flock lock = {.l_type = F_WRLCK,
				     .l_whence = SEEK_SET,
				     .l_start = locks[i].start,
				     .l_len = locks[i].length};
		/* Closing it gives up our own locks, of which there are none when this is asked. */
		int fd = open(path, O_RDWR | O_CLOEXEC);
		bool asked = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0;
		if (fd >= 0)
			close(fd);
		if (asked && lock.l_type != F_UNLCK && lock.l_pid > 0)
			return lock.l_pid;
	}
	return 0;
}

bool sqlite_lock_holder(struct db *db, const char **holder)
{
	pid_t process = sqlite_writer(sqlite_of(db));

	*holder = process ? arena_format(db->arena, "process %ld", (long)process)
			  : "another process that migrates or restores a backup";
	return true;
}

/* After SQLite has closed the file: until then that would give up SQLite's own locks. */
void sqlite_unlock(struct sqlite *sqlite)
{
	if (sqlite->lock >= 0)
		close(sqlite->lock);
	sqlite->lock = -1;
}
