/* Seals backups, and checks seals. */
#define _GNU_SOURCE /* for memmem */
#include "backup/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/interrupt.h"

static const char beginning[] = "\nmigtools-backup\t";

/* The offsets of its fields, in bytes. */
enum { BYTES = sizeof beginning - 1, DIGITS = 19, DIGEST = BYTES + DIGITS + 1 };

void seal_write(char seal[SEAL_LENGTH + 1], long long bytes,
		const uint8_t digest[SHA256_DIGEST_LENGTH])
{
	int at = snprintf(seal, SEAL_LENGTH + 1, "%s%0*lld\t", beginning, DIGITS, bytes);

	for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++)
		at += snprintf(seal + at, (size_t)(SEAL_LENGTH + 1 - at), "%02x", digest[i]);
	memcpy(seal + at, "\n", 2);
}

/* Writes everything. A signal ends the wait for a reader. */
static bool write_all(int out, const char *text, size_t length, struct report *report)
{
	for (ssize_t now; length; text += now, length -= (size_t)now)
		if ((now = write(out, text, length)) < 0)
			return report_error(report, nowhere, "cannot write the backup: %s",
					    strerror(errno));
	return true;
}

bool seal_append(const char *path, const char *seal, struct report *report)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);

	if (fd < 0)
		return report_error(report, nowhere, "cannot write '%s': %s", path,
				    strerror(errno));
	bool written = write_all(fd, seal, SEAL_LENGTH, report);
	close(fd);
	return written;
}

void sealing_begin(struct sealing *sealing, int out, long long length)
{
	*sealing = (struct sealing){.out = out};
	sha256_begin(&sealing->hash, length);
}

bool sealing_pass(struct sealing *sealing, int in, struct process *from, struct report *report)
{
	static char part[64 * 1024];
	ssize_t got = -1;

	while (interrupt_wait(in, false, -1) && (got = read(in, part, sizeof part)) > 0) {
		if (from)
			process_goes_on(from);
		sha256_add(&sealing->hash, part, (size_t)got);
		sealing->bytes += got;
		if (!write_all(sealing->out, part, (size_t)got, report))
			return false;
	}
	if (interrupt_seen())
		return report_error(report, nowhere, "interrupted");
	return got == 0 ||
	       report_error(report, nowhere, "cannot read the backup: %s", strerror(errno));
}

bool sealing_end(struct sealing *sealing, bool complete, struct report *report)
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	char seal[SEAL_LENGTH + 1];

	sha256_end(&sealing->hash, digest);
	seal_write(seal, sealing->bytes, digest);
	return complete && write_all(sealing->out, seal, SEAL_LENGTH, report);
}

/* True if the bytes at `at` are a seal for this many bytes before it. */
static bool is_seal(const char *at, long long bytes)
{
	return memcmp(at, beginning, sizeof beginning - 1) == 0 && at[DIGEST - 1] == '\t' &&
	       at[SEAL_LENGTH - 1] == '\n' && strtoll(at + BYTES, NULL, 10) == bytes;
}

/* Reads the bytes at an offset. A short read is padded with zeros. */
static ssize_t read_at(int fd, char *to, size_t length, long long place)
{
	memset(to, 0, length);
	return pread(fd, to, length, place);
}

/* Returns the offset of a seal anywhere in a file, or -1. */
static long long find_seal(int fd, long long size)
{
	static char part[256 * 1024];
	long long place = 0;

	while (place < size && !interrupt_seen()) {
		ssize_t got = read_at(fd, part, sizeof part, place);
		char *at = part;
		if (got < SEAL_LENGTH)
			return -1;
		for (char *end = part + got - SEAL_LENGTH + 1;
		     (at = memmem(at, (size_t)(end - at) + sizeof beginning - 2, beginning,
				  sizeof beginning - 1));
		     at++)
			if (is_seal(at, place + (at - part)))
				return place + (at - part);
		place += got - SEAL_LENGTH + 1;
	}
	return -1;
}

bool seal_find(const char *path, struct seal *seal, struct report *report)
{
	char text[SEAL_LENGTH + 1] = "";
	struct stat status = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*seal = (struct seal){0};
	if (fd < 0)
		return report_error(report, nowhere, "cannot open '%s': %s", path, strerror(errno));
	fstat(fd, &status);
	long long place = status.st_size - SEAL_LENGTH;
	if (place <= 0 || read_at(fd, text, SEAL_LENGTH, place) != SEAL_LENGTH ||
	    !is_seal(text, place))
		place = find_seal(fd, status.st_size);
	seal->found = place >= 0 && read_at(fd, text, SEAL_LENGTH, place) == SEAL_LENGTH;
	seal->bytes = place;
	seal->behind = status.st_size - place - SEAL_LENGTH;
	memcpy(seal->digest, text + DIGEST, sizeof seal->digest - 1);
	close(fd);
	return !interrupt_seen() || report_error(report, nowhere, "interrupted");
}
