/*
 * The lock on an SQLite database that lets one process at a time change the history. SQLite's own
 * locks end with each transaction, but a backup must not be restored between two migrations.
 *
 * It locks a byte of the file that SQLite never touches. The open file description holds it, not
 * the process: otherwise SQLite would give it up by closing the same file.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "db/sqlite.h"

/* The offset of the byte: Prisma's number for its lock on PostgreSQL. */
enum { LOCKED_BYTE = 72707369 };

/* Linux has such locks, and POSIX since 2024. Without them SQLite's own must do. */
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
	/* A file that cannot be opened to write is an error of the first statement. */
	*got = sqlite->lock < 0 || !is_held_by_another(sqlite->lock);
	return true;
}

pid_t sqlite_writer(const struct sqlite *sqlite)
{
	/*
	 * SQLite's locks: in the file (https://www.sqlite.org/lockingv3.html), and in the index of
	 * a WAL.
	 */
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
		/* Closing the file gives up our own locks, but there are none now. */
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

void sqlite_unlock(struct sqlite *sqlite)
{
	if (sqlite->lock >= 0)
		close(sqlite->lock);
	sqlite->lock = -1;
}
