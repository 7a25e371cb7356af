/*
 * For LD_PRELOAD: kills the process with SIGKILL before the call number $STRIKE that changes a file
 * or talks to a server. With $STRIKE_ERRNO, the call fails with that errno instead. If $STRIKE is
 * 0, the process runs to its end, and the number of such calls goes into the file $STRIKE_COUNT.
 * Child processes are not affected.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static long at, calls;
static int reason;

/* True if the call fails. */
static int strike(void)
{
	if (++calls != at)
		return 0;
	if (!reason)
		kill(getpid(), SIGKILL);
	errno = reason;
	return 1;
}

/* clang-format off */
#define EACH_CALL(wrap)                                                                            \
	wrap(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size))            \
	wrap(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t offset),               \
	     (fd, data, size, offset))                                                             \
	wrap(ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t offset),           \
	     (fd, data, size, offset))                                                             \
	wrap(int, fsync, (int fd), (fd))                                                           \
	wrap(int, fdatasync, (int fd), (fd))                                                       \
	wrap(int, ftruncate, (int fd, off_t size), (fd, size))                                     \
	wrap(int, ftruncate64, (int fd, off64_t size), (fd, size))                                 \
	wrap(int, mkdir, (const char *path, mode_t mode), (path, mode))                            \
	wrap(int, rmdir, (const char *path), (path))                                               \
	wrap(int, rename, (const char *from, const char *to), (from, to))                          \
	wrap(int, renameat2,                                                                       \
	     (int from_at, const char *from, int to_at, const char *to, unsigned int how),         \
	     (from_at, from, to_at, to, how))                                                      \
	wrap(int, unlink, (const char *path), (path))                                              \
	wrap(int, link, (const char *from, const char *to), (from, to))                            \
	wrap(ssize_t, send, (int fd, const void *data, size_t size, int flags),                    \
	     (fd, data, size, flags))                                                              \
	wrap(ssize_t, recv, (int fd, void *data, size_t size, int flags), (fd, data, size, flags))
/* clang-format on */

#define WRAP(type, name, parameters, arguments)                                                    \
	type name parameters                                                                       \
	{                                                                                          \
		static type(*real) parameters;                                                     \
		if (!real)                                                                         \
			*(void **)&real = dlsym(RTLD_NEXT, #name);                                 \
		return strike() ? -1 : real arguments;                                             \
	}
EACH_CALL(WRAP)

static __attribute__((constructor)) void begin(void)
{
	const char *fails = getenv("STRIKE_ERRNO");

	at = strtol(getenv("STRIKE"), NULL, 10);
	reason = fails ? (int)strtol(fails, NULL, 10) : 0;
	unsetenv("LD_PRELOAD");
}

static __attribute__((destructor)) void end(void)
{
	FILE *file = at == 0 ? fopen(getenv("STRIKE_COUNT"), "w") : NULL;

	if (file) {
		fprintf(file, "%ld\n", calls);
		fclose(file);
	}
}
