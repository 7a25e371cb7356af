/*
 * The lock on an SQLite database that lets only one process at a time change the history. SQLite's
 * own locks end with each transaction, but no backup may be restored between two migrations.
 *
 * It locks a byte of the file that SQLite never uses. The open file description holds the lock, not
 * the process: otherwise SQLite would release it by closing the same file.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "sqlite/sqlite.h"

/* The offset of that byte: the number of Prisma's lock on PostgreSQL. */
enum { LOCKED_BYTE = 72707369 };

/*
 * True if another process holds the lock. Such locks exist on Linux, and in POSIX since 2024;
 * elsewhere SQLite's own have to do.
 */
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

/* Returns a descriptor of the file, which stays open, or -1. */
static int descriptor(struct sqlite *sqlite)
{
	if (sqlite->lock < 0)
		sqlite->lock = open(sqlite->db.url->path, O_RDWR | O_CLOEXEC);
	return sqlite->lock;
}

bool sqlite_try_lock(struct db *db, bool *got)
{
	int fd = descriptor(sqlite_of(db));

	/* If the file cannot be opened for writing, the first statement reports it. */
	*got = fd < 0 || !is_held_by_another(fd);
	return true;
}

/* Returns the process whose lock conflicts with one of `type` on these bytes, or 0. */
static pid_t conflicting(int fd, short type, off_t start, off_t length)
{
	struct flock lock = {
		.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
	bool asked = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0;

	return asked && lock.l_type != F_UNLCK && lock.l_pid > 0 ? lock.l_pid : 0;
}

/*
 * Looks at SQLite's locks (https://www.sqlite.org/lockingv3.html,
 * https://www.sqlite.org/walformat.html). In WAL mode the writer locks a byte of the index, and
 * every connection has a read lock on the file. Without a WAL a writer may also wait for readers.
 * Close neither descriptor before SQLite's own: closing one releases all locks of this process on
 * that file.
 */
pid_t sqlite_writer(struct sqlite *sqlite)
{
	enum { WAL_WRITE_LOCK = 120, PENDING_BYTE = 0x40000000, LOCK_BYTES = 512 };
	pid_t writer;

	if (sqlite->wal_index < 0)
		sqlite->wal_index =
			open(arena_format(sqlite->db.arena, "%s-shm", sqlite->db.url->path),
			     O_RDWR | O_CLOEXEC);
	if (sqlite->wal_index >= 0)
		return conflicting(sqlite->wal_index, F_WRLCK, WAL_WRITE_LOCK, 1);
	writer = conflicting(descriptor(sqlite), F_RDLCK, PENDING_BYTE, LOCK_BYTES);
	return writer ? writer : conflicting(descriptor(sqlite), F_WRLCK, PENDING_BYTE, LOCK_BYTES);
}

bool sqlite_lock_holder(struct db *db, const char **holder)
{
	pid_t process = sqlite_writer(sqlite_of(db));

	*holder = process ? arena_format(db->arena, "process %ld", (long)process)
			  : "another process that migrates or restores a backup";
	return true;
}

void sqlite_forget_writer(struct sqlite *sqlite)
{
	if (sqlite->wal_index >= 0)
		close(sqlite->wal_index);
	sqlite->wal_index = -1;
}

void sqlite_unlock(struct sqlite *sqlite)
{
	sqlite_forget_writer(sqlite);
	if (sqlite->lock >= 0)
		close(sqlite->lock);
	sqlite->lock = -1;
}
