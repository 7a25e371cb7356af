/*
 * Inside the room: the SHA-256 of texts, and of files of any size.
 */
#ifndef BACKUP_DIGEST_H
#define BACKUP_DIGEST_H

#include "base/report.h"

/* Returns the SHA-256 of a text as 64 hexadecimal digits, in the arena. */
const char *digest_text(struct arena *arena, const char *text, size_t length);

/* Stores the SHA-256 of the first bytes of a file, at most `most`. A signal ends it. */
bool digest_file(const char *path, long long most, const char **digest, struct report *report);

/* A backup to be sealed. */
struct sealed {
	const char *seal;   /* see seal.h */
	const char *digest; /* of the backup with its seal, and */
	long long bytes;    /* its size */
};

/*
 * Computes the digests of a file in a thread, in parallel with other work. Each begin needs an end.
 */
struct digest_work;
struct digest_work *digest_begin(const char *path, struct arena *arena);
bool digest_end(struct digest_work *work, struct sealed *sealed, struct report *report);

#endif
