/* Drafts, and their locks. */
#include "base/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

/* Locks a draft. False if another process took it for abandoned first and is removing it. */
static bool lock(int fd)
{
	struct stat status;

	/* On a file system without locks the draft is safe as well: nobody can take it for dead. */
	if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		return false;
	return fstat(fd, &status) == 0 && status.st_nlink > 0;
}

bool draft_create_as(struct draft *draft, const char *name, mode_t mode)
{
	*draft = (struct draft){.fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
	if (draft->fd < 0)
		return false;
	if (lock(draft->fd)) {
		draft->path = name;
		return true;
	}
	close(draft->fd);
	errno = EEXIST;
	return false;
}

/*
 * Locks a file, and waits a moment for a lock to go: a child that a killed process had just forked
 * holds the descriptors until it calls exec.
 */
static bool lock_soon(int fd)
{
	static const struct timespec pause = {.tv_nsec = 10000000};
	int tries = 10;

	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK || --tries == 0)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

/* Locks a draft whose maker is dead. Returns its descriptor, or -1 if it has a maker. */
static int take_dead(const char *path)
{
	int fd = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0 && !lock_soon(fd)) {
		close(fd);
		return -1;
	}
	return fd;
}

/*
 * Removes a draft and the files beside it whose names begin with its own: a manifest, a journal.
 * The draft goes last: without it nobody would look for the rest.
 */
static void remove_with_companions(const char *directory, const char *name,
				   const struct names *names, struct arena *arena)
{
	size_t length = strlen(name);
	const char **other;

	vector_each(other, names)
		if (strncmp(*other, name, length) == 0 &&
		    ((*other)[length] == '.' || (*other)[length] == '-'))
			unlink(path_join(arena, directory, *other));
	unlink(path_join(arena, directory, name));
}

/*
 * Removes each dead draft whose name fits. Holds its lock meanwhile: a process that has just created
 * the file, and not locked it yet, then tries another name.
 */
static void remove_dead(const char *directory, bool (*fits)(const char *name, const char *pattern),
			const char *pattern, struct arena *arena)
{
	struct report unheard = {.arena = arena};
	struct names names = {0};
	const char **name;

	if (!directory_list(directory, &names, &unheard))
		return;
	vector_each(name, &names) {
		int lock =
			fits(*name, pattern) ? take_dead(path_join(arena, directory, *name)) : -1;
		if (lock < 0)
			continue;
		remove_with_companions(directory, *name, &names, arena);
		close(lock);
	}
}

static bool ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name), end = strlen(ending);

	return length > end && strcmp(name + length - end, ending) == 0;
}

/* True if draft_name made the name. */
static bool is_draft_of(const char *name, const char *path)
{
	enum { DIGITS = 9 };
	size_t length = strlen(path);

	return strncmp(name, path, length) == 0 && name[length] == '.' &&
	       strlen(name + length) == 1 + DIGITS &&
	       strspn(name + length + 1, "0123456789") == DIGITS;
}

void draft_remove_dead(const char *directory, const char *ending, struct arena *arena)
{
	remove_dead(directory, ends_with, ending, arena);
}

bool draft_create(struct draft *draft, const char *path, mode_t mode, struct report *report)
{
	struct arena *arena = report->arena;
	const char *slash = strrchr(path, '/');
	const char *directory = slash ? arena_slice(arena, path, (size_t)(slash - path + 1)) : ".";

	remove_dead(directory, is_draft_of, slash ? slash + 1 : path, arena);
	while (!draft_create_as(draft, draft_name(arena, path), mode))
		if (errno != EEXIST)
			return report_error(report, nowhere, "cannot create '%s': %s", path,
					    strerror(errno));
	return true;
}

void draft_remove(struct draft *draft)
{
	if (!draft->path)
		return;
	unlink(draft->path);
	close(draft->fd);
	draft->path = NULL;
}
