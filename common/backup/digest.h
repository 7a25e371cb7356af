/*
 * Inside the room: SHA-256 of texts, and of files of any size.
 */
#ifndef BACKUP_DIGEST_H
#define BACKUP_DIGEST_H

#include "base/report.h"

/* Returns the SHA-256 of a text as 64 hexadecimal digits, in the arena. */
const char *digest_text(struct arena *arena, const char *text, size_t length);

/* Stores the SHA-256 of a file and its size in bytes. A signal ends it. */
bool digest_file(const char *path, const char **digest, long long *size, struct report *report);

/* The same, in a thread, while other work is done. Each begin needs an end. */
struct digest_work;
struct digest_work *digest_begin(const char *path, struct arena *arena);
bool digest_end(struct digest_work *work, const char **digest, long long *size,
		struct report *report);

#endif
