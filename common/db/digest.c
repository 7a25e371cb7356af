/* SHA-256, by libmd. */
#include "db/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static const char *finish(SHA2_CTX *context, struct arena *arena)
{
	char *digits = arena_alloc(arena, SHA256_DIGEST_STRING_LENGTH);

	return SHA256End(context, digits);
}

const char *db_digest(struct arena *arena, const char *text, size_t length)
{
	SHA2_CTX context;

	SHA256Init(&context);
	SHA256Update(&context, (const uint8_t *)text, length);
	return finish(&context, arena);
}

bool db_digest_file(const char *path, const char **digest, long long *size, struct report *report)
{
	static uint8_t part[256 * 1024];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = -1;
	SHA2_CTX context;

	*size = 0;
	SHA256Init(&context);
	while (fd >= 0 && (got = read(fd, part, sizeof part)) > 0) {
		SHA256Update(&context, part, (size_t)got);
		*size += got;
	}
	int reason = errno;
	if (fd >= 0)
		close(fd);
	*digest = finish(&context, report->arena);
	return got == 0 ||
	       report_error(report, nowhere, "cannot read '%s': %s", path, strerror(reason));
}
