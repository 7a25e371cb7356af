/*
 * Inside the room: the seal of a backup. It is the last line of every backup, in a file and on
 * stdout, and has the size and the SHA-256 of everything before it. It reveals any change without a
 * manifest:
 *
 *	migtools-backup	0000000000000122880	9f86d0...
 *
 * A line feed precedes it. SQLite reads as many pages as the header says, and pg_restore the
 * entries that the archive lists: neither looks at anything after that. Changing a backup with
 * sqlite3 breaks the seal, or overwrites it.
 */
#ifndef BACKUP_SEAL_H
#define BACKUP_SEAL_H

#include "backup/sha256.h"
#include "base/process.h"
#include "base/report.h"

/* Includes the line feed before it. */
enum { SEAL_LENGTH = 1 + 15 + 1 + 19 + 1 + 2 * SHA256_DIGEST_LENGTH + 1 };

/* Writes the seal, and a NUL, for a backup of `bytes` bytes with this digest. */
void seal_write(char seal[SEAL_LENGTH + 1], long long bytes,
		const uint8_t digest[SHA256_DIGEST_LENGTH]);

/* Appends a seal to a complete file. */
bool seal_append(const char *path, const char *seal, struct report *report);

/* A backup that is written to a descriptor, and sealed at its end. */
struct sealing {
	int out;
	struct sha256 hash;
	long long bytes;
};

/*
 * Copies all of `in` to the descriptor, and meanwhile reads the stderr of `from`, which may be
 * NULL. False, with an error, on failure. Each begin needs an end, which writes the seal if
 * `complete`.
 */
void sealing_begin(struct sealing *sealing, int out, long long length);
bool sealing_pass(struct sealing *sealing, int in, struct process *from, struct report *report);
bool sealing_end(struct sealing *sealing, bool complete, struct report *report);

/* The seal found in a backup. */
struct seal {
	bool found;
	long long bytes; /* of everything before it */
	char digest[2 * SHA256_DIGEST_LENGTH + 1];
	long long behind; /* bytes after it, which do not belong there */
};

/* Finds the seal of a backup, at its end or before bytes that were appended. */
bool seal_find(const char *path, struct seal *seal, struct report *report);

#endif
