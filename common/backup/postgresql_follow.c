/* Reads an archive of PostgreSQL, or a part of it, while it is being written. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backup/postgresql.h"

/* Passes a part on. False if the reader takes no more; it says why. */
static bool pass(struct pg_reading_back *back, const char *part, size_t length)
{
	for (ssize_t sent; length; part += sent, length -= (size_t)sent, back->passed += sent)
		if ((sent = write(back->to, part, length)) < 0)
			return false;
	return true;
}

/* Reads the next part, but nothing after the end. Returns its number of bytes. */
static ssize_t read_part(const struct pg_reading_back *back, char *part, size_t size)
{
	long long left = back->end - back->passed;

	if (back->end && left < (long long)size)
		size = (size_t)left;
	return read(back->from, part, size);
}

/*
 * Follows the file until pg_dump ends. pg_dump seeks back once, to write the tables' offsets into
 * the head of the archive; a reader of a pipe does not need them.
 */
static void *follow(void *context)
{
	static const struct timespec pause = {.tv_nsec = 10000000};
	static char part[64 * 1024];
	struct pg_reading_back *back = context;

	while (!atomic_load(&back->useless)) {
		bool complete = atomic_load(&back->complete);
		ssize_t got = read_part(back, part, sizeof part);
		if (got < 0)
			back->reason = errno;
		if (got < 0 || (got == 0 && complete) ||
		    (got > 0 && !pass(back, part, (size_t)got)))
			break;
		if (got == 0)
			nanosleep(&pause, NULL);
	}
	close(back->to);
	return NULL;
}

bool pg_begin_reading_back(struct pg_reading_back *back, const char *path, long long end,
			   struct report *report)
{
	static const char *const argv[] = {"pg_restore", "--file=-", NULL};
	int ends[2];

	*back = (struct pg_reading_back){
		.path = path, .from = open(path, O_RDONLY | O_CLOEXEC), .end = end};
	int reason = back->from < 0 ? errno : process_pipe(ends);
	if (reason) {
		if (back->from >= 0)
			close(back->from);
		return report_error(report, nowhere, "cannot read '%s': %s", path,
				    strerror(reason));
	}
	const struct command command = {argv, NULL, ends[0], -1, pg_get_programs};
	bool started = process_start(&back->reader, &command, report);
	close(ends[0]);
	back->to = ends[1];
	if (!started) {
		close(back->to);
		close(back->from);
		return false;
	}
	back->in_thread = pthread_create(&back->thread, NULL, follow, back) == 0;
	return true;
}

/* True if the whole file was passed on: a reader may stop before the bytes after the last table. */
static bool passed_all(const struct pg_reading_back *back, struct report *report)
{
	struct stat status;

	if (back->reason)
		return report_error(report, nowhere, "%s", strerror(back->reason));
	if (back->end && back->passed == back->end)
		return true;
	return (fstat(back->from, &status) == 0 && status.st_size == back->passed) ||
	       report_error(report, nowhere, "it changed in the meantime");
}

bool pg_end_reading_back(struct pg_reading_back *back, bool complete, struct report *report)
{
	atomic_store(complete ? &back->complete : &back->useless, true);
	if (back->in_thread)
		pthread_join(back->thread, NULL);
	else
		follow(back);
	bool read = process_finish(&back->reader, report) && passed_all(back, report);
	close(back->from);
	return read;
}
