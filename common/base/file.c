/* Files and directories. */
#ifdef __linux__
#define _GNU_SOURCE /* F_SETPIPE_SZ, renameat2 */
#endif

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/text.h"
#include "base/utf8.h"

/*
 * Reads until the end of the file, or until `room` bytes are full. Returns false on an error, or
 * when the file exceeds LONGEST_SOURCE.
 */
static bool read_into(int fd, char *text, size_t room, size_t *length)
{
	while (*length < room) {
		ssize_t got = read(fd, text + *length, room - *length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		*length += (size_t)got;
		if (*length > LONGEST_SOURCE) {
			errno = EFBIG;
			return false;
		}
	}
	return true;
}

/* Enlarges a pipe, so that its writer can run ahead. Nothing depends on it. */
static void widen_pipe(int fd)
{
#ifdef F_SETPIPE_SZ
	int error = errno;

	fcntl(fd, F_SETPIPE_SZ, 1 << 20);
	errno = error;
#else
	(void)fd;
#endif
}

/*
 * Reads the rest of a text of unknown length that begins with `start`. It grows in malloc's memory:
 * an arena would keep every outgrown copy.
 */
static bool read_all(int fd, struct slice start, struct arena *arena, struct source *source)
{
	size_t room = start.length + (1 << 16), length = start.length;
	char *text = NULL;
	bool read;

	widen_pipe(fd);
	do {
		char *more = realloc(text, room *= 2);
		if (!more)
			out_of_memory();
		if (!text && start.length)
			memcpy(more, start.start, start.length);
		text = more;
		read = read_into(fd, text, room, &length);
	} while (read && length == room);
	if (read) {
		source->text = arena_slice(arena, text, length);
		source->length = length;
	}
	free(text);
	return read;
}

/* Stores the size of a file, or 0 if it has none. Fails with EFBIG if it is too large. */
static bool expect(int fd, size_t *expected)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return false;
	*expected = S_ISREG(status.st_mode) ? (size_t)status.st_size : 0;
	if (*expected <= LONGEST_SOURCE)
		return true;
	errno = EFBIG;
	return false;
}

/* Largest file that is read with one call, in bytes. */
enum { SHORT_FILE = 1 << 16 };

/*
 * Reads a short file with one call. pread refuses pipes, and on a file returns less than asked only
 * at the end. False if the file is not short, or not a plain file.
 */
static bool read_short(int fd, struct arena *arena, struct source *source)
{
	/* Static: the stack may be small. */
	static char text[SHORT_FILE];
	ssize_t length = pread(fd, text, sizeof text, 0);

	if (length < 0 || length == SHORT_FILE)
		return false;
	source->text = arena_slice(arena, text, (size_t)length);
	source->length = (size_t)length;
	return true;
}

static bool read_long(int fd, struct arena *arena, struct source *source)
{
	size_t expected, length = 0;

	if (!expect(fd, &expected))
		return false;
	/* One byte more shows that the file has grown meanwhile. */
	char *text = arena_alloc_at(arena, expected + 2, 1);
	if (expected && !read_into(fd, text, expected + 1, &length))
		return false;
	if (!expected || length > expected)
		return read_all(fd, (struct slice){text, length}, arena, source);
	source->text = text;
	source->length = length;
	return true;
}

static bool check_read(bool read, int reason, const struct source *source, struct report *report)
{
	return read || report_error(report, nowhere, "cannot read '%s': %s", source->name,
				    strerror(reason));
}

bool file_read_open(int fd, const char *path, struct source *source, struct report *report)
{
	source->name = path;
	bool read = read_short(fd, report->arena, source) || read_long(fd, report->arena, source);
	int reason = errno;
	close(fd);
	return check_read(read, reason, source, report);
}

bool file_read(const char *path, struct source *source, struct report *report)
{
	if (strcmp(path, "-") == 0) {
		source->name = "<stdin>";
		bool read = read_long(STDIN_FILENO, report->arena, source);
		return check_read(read, errno, source, report);
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return report_error(report, nowhere, "cannot open '%s': %s", path, strerror(errno));
	return file_read_open(fd, arena_string(report->arena, path), source, report);
}

bool file_read_text(const char *path, struct source *source, struct report *report)
{
	return file_read(path, source, report) && file_check_text(source, report);
}

/* Returns the first line from `text` on that begins with a mark, or NULL. */
static const char *find_line(const char *text, const char *mark)
{
	const char *found = text;

	while (found && (found = strstr(found, mark)) && found != text && found[-1] != '\n')
		found++;
	return found;
}

/*
 * Reports the conflict that a merge left in the text. All its marks must be there: one alone may be
 * part of a string.
 */
static bool check_conflict(const struct source *source, struct report *report)
{
	const char *start = find_line(source->text, "<<<<<<< ");
	const char *middle = start ? find_line(start, "=======") : NULL;

	if (!middle || !find_line(middle, ">>>>>>> "))
		return true;
	/* The message outlives the caller's source. */
	struct source *kept = arena_alloc(report->arena, sizeof *kept);
	*kept = *source;
	size_t offset = (size_t)(start - source->text);
	struct place place = {kept, offset, offset + strcspn(start, "\r\n")};
	report_error(report, place,
		     "merge conflict: version control left both versions in the file");
	return report_hint(report,
			   "keep one version, or merge them; create a folder's schema.text again "
			   "with 'schema-pull -m migrations > migrations/schema.text'");
}

bool file_refuse_empty(const struct source *source, struct report *report)
{
	bool piped = strcmp(source->name, "<stdin>") == 0;

	report_error(report, nowhere, "'%s' is empty", source->name);
	return report_hint(
		report, "%s",
		piped ? "the program that should have written it failed; for an empty "
			"schema, use /dev/null"
		      : "the program that should have written it failed, or > emptied it "
			"before it was read: get it back from version control, write "
			"to a new file, then use mv");
}

bool file_check_text(const struct source *source, struct report *report)
{
	size_t bad;

	if (utf8_valid(source->text, source->length, &bad))
		return check_conflict(source, report);
	const struct encoding *found = encoding_of(source->text, source->length);
	if (found) {
		report_error(report, nowhere, "'%s' is %s, not UTF-8 text", source->name,
			     found->name);
		return report_hint(report, "%s", found->hint);
	}
	/* The message outlives the caller's source. */
	struct source *kept = arena_alloc(report->arena, sizeof *kept);
	*kept = *source;
	struct place place = {kept, bad, bad + 1};
	if (source->text[bad] == '\0')
		return report_error(report, place, "NUL byte: not a text file");
	return report_error(report, place, "byte 0x%02x is not valid UTF-8",
			    (unsigned)(unsigned char)source->text[bad]);
}

static bool write_all(int fd, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, text, length);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		text += written;
		length -= (size_t)written;
	}
	return true;
}

/*
 * True if fsync on a directory failed in earnest. Some file systems cannot sync directories, and
 * say so with various errors.
 */
static bool is_loss(int reason)
{
	return reason == EIO || reason == ENOSPC || reason == EDQUOT;
}

/*
 * Syncs a directory, so that the names in it survive a power failure. A directory that we may write
 * but not read cannot be synced.
 */
static bool sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return errno == EACCES;
	bool synced = fsync(fd) == 0 || !is_loss(errno);
	int reason = errno;
	close(fd);
	errno = reason;
	return synced;
}

static bool sync_directory_of(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return sync_directory(".");
	return sync_directory(slash == path ? "/"
					    : arena_slice(arena, path, (size_t)(slash - path)));
}

/*
 * Renames a file unless the name is taken, in one step: even after SIGKILL the file has exactly one
 * name. Fails with EINVAL or ENOSYS if the file system or the C library cannot do this.
 */
static bool rename_unless_taken(const char *draft, const char *path)
{
#ifdef RENAME_NOREPLACE
	return renameat2(AT_FDCWD, draft, AT_FDCWD, path, RENAME_NOREPLACE) == 0;
#else
	(void)draft;
	(void)path;
	errno = ENOSYS;
	return false;
#endif
}

/*
 * Gives a file or directory its name unless the name is taken. Some file systems (exFAT, SMB, many
 * in user space) support neither link nor an exclusive rename, and directories have no links. There
 * we look for the name and then rename: a rename could replace an existing file, but it shows all
 * of the new one or nothing.
 */
static bool give_name(const char *draft, const char *path)
{
	struct stat status;

	if (rename_unless_taken(draft, path))
		return true;
	if (errno != EINVAL && errno != ENOSYS && errno != EPERM)
		return false;
	if (link(draft, path) == 0)
		return true;
	if (errno == EEXIST || errno == EACCES || errno == ENOSPC || errno == EDQUOT ||
	    errno == EROFS || errno == ENOENT)
		return false;
	if (lstat(path, &status) == 0) {
		errno = EEXIST;
		return false;
	}
	return rename(draft, path) == 0;
}

/* Syncs a file. Returns 0 or an errno. */
static int sync_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int reason = fd >= 0 && fsync(fd) == 0 ? 0 : errno;

	if (fd >= 0)
		close(fd);
	return reason;
}

bool file_sync(const char *path, struct report *report)
{
	int reason = sync_file(path);

	return !reason ||
	       report_error(report, nowhere, "cannot write '%s': %s", path, strerror(reason));
}

bool file_publish(const char *draft, const char *path, struct report *report)
{
	int reason = sync_file(draft);

	if (!reason && !give_name(draft, path))
		reason = errno;
	if (reason)
		return report_error(report, nowhere, "cannot write '%s': %s", path,
				    strerror(reason));
	if (!sync_directory_of(path, report->arena)) {
		reason = errno;
		unlink(path);
		return report_error(report, nowhere, "cannot write '%s': %s", path,
				    strerror(reason));
	}
	return true;
}

char *draft_name(struct arena *arena, const char *path)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return arena_format(arena, "%s.%09ld", path, now.tv_nsec);
}

/* Writes all of a file, syncs it and closes it. Returns false, with errno set, on failure. */
static bool fill(int fd, const char *text, size_t length)
{
	int reason = write_all(fd, text, length) && fsync(fd) == 0 ? 0 : errno;

	if (close(fd) != 0 && !reason)
		reason = errno;
	errno = reason;
	return !reason;
}

bool file_write(const char *path, const char *text, size_t length)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	return fd >= 0 && fill(fd, text, length);
}

const char *temporary_directory(void)
{
	const char *directory = getenv("TMPDIR");

	return directory && *directory ? directory : "/tmp";
}

bool is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool is_null_device(const char *path)
{
	struct stat status, null;

	return stat(path, &status) == 0 && stat("/dev/null", &null) == 0 &&
	       S_ISCHR(status.st_mode) && status.st_rdev == null.st_rdev;
}

bool directory_make(const char *path, struct report *report)
{
	char *partial = arena_string(report->arena, path);

	for (char *c = partial + 1; *partial; c++) {
		if (*c != '/' && *c != '\0')
			continue;
		char kept = *c;
		*c = '\0';
		int reason = mkdir(partial, 0777) == 0 ? 0 : errno;
		if (reason && !is_directory(partial))
			return report_error(report, nowhere, "cannot create directory '%s': %s",
					    partial, strerror(reason));
		*c = kept;
		if (!kept)
			break;
	}
	return true;
}

bool directory_may_make(const char *path, struct report *report)
{
	char *nearest = arena_string(report->arena, path), *slash;
	struct stat status;
	int reason = 0;

	/* The nearest part that exists decides: "a/b/c", "a/b", "a". */
	while (stat(nearest, &status) != 0 && (slash = strrchr(nearest, '/')))
		slash[slash == nearest] = '\0';
	if (stat(nearest, &status) != 0)
		nearest = arena_string(report->arena, ".");
	if (!is_directory(nearest))
		reason = ENOTDIR;
	else if (access(nearest, W_OK | X_OK) != 0)
		reason = errno;
	return !reason || report_error(report, nowhere, "cannot write to directory '%s': %s",
				       nearest, strerror(reason));
}

bool directory_publish(const char *draft, const char *path, struct report *report)
{
	int reason = 0;

	if (!sync_directory(draft) || !give_name(draft, path))
		reason = errno == ENOTEMPTY ? EEXIST : errno;
	if (reason)
		return report_error(report, nowhere, "cannot create directory '%s': %s", path,
				    strerror(reason));
	if (sync_directory_of(path, report->arena))
		return true;
	reason = errno;
	rename(path, draft);
	return report_error(report, nowhere, "cannot write '%s': %s", path, strerror(reason));
}

char *path_join(struct arena *arena, const char *directory, const char *name)
{
	size_t length = strlen(directory);
	bool slash = length > 0 && directory[length - 1] == '/';

	return arena_format(arena, "%s%s%s", directory, slash ? "" : "/", name);
}

static int compare_names(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

bool directory_list(const char *path, struct names *list, struct report *report)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	if (!directory)
		return report_error(report, nowhere, "cannot open directory '%s': %s", path,
				    strerror(errno));
	while (errno = 0, (entry = readdir(directory)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			*vector_add(report->arena, list) =
				arena_string(report->arena, entry->d_name);
	int reason = errno;
	closedir(directory);
	if (reason)
		return report_error(report, nowhere, "cannot read directory '%s': %s", path,
				    strerror(reason));
	if (list->count)
		qsort(list->at, list->count, sizeof *list->at, compare_names);
	return true;
}
