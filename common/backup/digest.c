/* Digests of texts and files; of a file also in a thread. */
#include "backup/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/seal.h"
#include "backup/sha256.h"
#include "base/interrupt.h"

static const char *digits(struct arena *arena, const uint8_t digest[SHA256_DIGEST_LENGTH])
{
	static const char digit[] = "0123456789abcdef";
	char *text = arena_alloc(arena, SHA256_DIGEST_STRING_LENGTH);

	for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++) {
		text[2 * i] = digit[digest[i] >> 4];
		text[2 * i + 1] = digit[digest[i] & 15];
	}
	return text;
}

const char *digest_text(struct arena *arena, const char *text, size_t length)
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA2_CTX context;

	SHA256Init(&context);
	SHA256Update(&context, (const uint8_t *)text, length);
	SHA256Final(digest, &context);
	return digits(arena, digest);
}

struct digest_work {
	const char *path;
	long long most; /* bytes to read */
	bool (*stops)(struct digest_work *work);
	pthread_t thread;
	bool in_thread;
	atomic_bool stopped, ended; /* the thread is to stop early; it has ended */
	int reason;		    /* an errno, or 0 */
	long long size;
	uint8_t digest[SHA256_DIGEST_LENGTH], sealed[SHA256_DIGEST_LENGTH];
	char seal[SEAL_LENGTH + 1];
	uint8_t part[256 * 1024];
};

static bool is_stopped(struct digest_work *work)
{
	return atomic_load(&work->stopped);
}

static bool is_interrupted(struct digest_work *work)
{
	(void)work;
	return interrupt_seen();
}

/* Reads the next part. Returns its length; 0 at the end; -1 with an errno. */
static ssize_t read_part(struct digest_work *work, int fd)
{
	long long left = work->most - work->size;

	return read(fd, work->part,
		    left < (long long)sizeof work->part ? (size_t)left : sizeof work->part);
}

/* Stores the digest of the bytes read, the seal for it, and the digest of both. */
static void finish(struct digest_work *work, struct sha256 *hash)
{
	sha256_peek(hash, work->digest);
	seal_write(work->seal, work->size, work->digest);
	sha256_add(hash, work->seal, SEAL_LENGTH);
	sha256_end(hash, work->sealed);
}

static void *hash_file(void *context)
{
	struct digest_work *work = context;
	struct stat status = {0};
	struct sha256 hash;
	int fd = open(work->path, O_RDONLY | O_CLOEXEC);
	ssize_t got = -1;

	if (fd >= 0)
		fstat(fd, &status);
	sha256_begin(&hash, status.st_size);
	while (fd >= 0 && !work->stops(work) && (got = read_part(work, fd)) > 0) {
		sha256_add(&hash, work->part, (size_t)got);
		work->size += got;
	}
	work->reason = got < 0 ? errno : got > 0 ? EINTR : 0;
	finish(work, &hash);
	if (fd >= 0)
		close(fd);
	atomic_store(&work->ended, true);
	return NULL;
}

static bool report_work(const struct digest_work *work, struct report *report)
{
	if (interrupt_seen())
		return report_error(report, nowhere, "interrupted");
	return !work->reason || report_error(report, nowhere, "cannot read '%s': %s", work->path,
					     strerror(work->reason));
}

static bool hash_here(struct digest_work *work, struct report *report)
{
	work->stops = is_interrupted;
	hash_file(work);
	return report_work(work, report);
}

bool digest_file(const char *path, long long most, const char **digest, struct report *report)
{
	struct digest_work *work = arena_alloc(report->arena, sizeof *work);

	work->path = path;
	work->most = most;
	bool read = hash_here(work, report);
	*digest = digits(report->arena, work->digest);
	return read;
}

struct digest_work *digest_begin(const char *path, struct arena *arena)
{
	struct digest_work *work = arena_alloc(arena, sizeof *work);

	work->path = path;
	work->most = LLONG_MAX;
	work->stops = is_stopped;
	work->in_thread = pthread_create(&work->thread, NULL, hash_file, work) == 0;
	return work;
}

bool digest_end(struct digest_work *work, struct sealed *sealed, struct report *report)
{
	while (work->in_thread && !atomic_load(&work->ended)) {
		interrupt_wait(-1, false, 1);
		atomic_store(&work->stopped, interrupt_seen() != 0);
	}
	if (work->in_thread)
		pthread_join(work->thread, NULL);
	bool read = work->in_thread ? report_work(work, report) : hash_here(work, report);
	*sealed = (struct sealed){.seal = work->seal,
				  .digest = digits(report->arena, work->sealed),
				  .bytes = work->size + SEAL_LENGTH};
	return read;
}
