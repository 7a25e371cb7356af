/*
 * Inside the room: the seal of a backup. It is the last line of each one, in a file and on stdout,
 * and has the size and the SHA-256 of all before it, by which each change is found without a
 * manifest:
 *
 *	migtools-backup	0000000000000122880	9f86d0...
 *
 * It follows a line feed. SQLite reads the pages that a header counts, and pg_restore the entries
 * that an archive lists: neither looks at what follows. Who changes a backup with sqlite3 breaks
 * the seal, or writes over it.
 */
#ifndef BACKUP_SEAL_H
#define BACKUP_SEAL_H

#include "backup/sha256.h"
#include "base/process.h"
#include "base/report.h"

/* With the line feed before it. */
enum { SEAL_LENGTH = 1 + 15 + 1 + 19 + 1 + 2 * SHA256_DIGEST_LENGTH + 1 };

/* Writes the seal, and a NUL, behind `bytes` bytes with this digest. */
void seal_write(char seal[SEAL_LENGTH + 1], long long bytes,
		const uint8_t digest[SHA256_DIGEST_LENGTH]);

/* Appends a seal to a file, which is complete. */
bool seal_append(const char *path, const char *seal, struct report *report);

/* A backup that passes to a descriptor, and is sealed at its end. */
struct sealing {
	int out;
	struct sha256 hash;
	long long bytes;
};

/*
 * Passes all of `in` on, and meanwhile reads what `from`, which may be NULL, says. False, with an
 * error, if that cannot be done. Each begin needs an end, which writes the seal if `complete`.
 */
void sealing_begin(struct sealing *sealing, int out, long long length);
bool sealing_pass(struct sealing *sealing, int in, struct process *from, struct report *report);
bool sealing_end(struct sealing *sealing, bool complete, struct report *report);

/* The seal that a backup has. */
struct seal {
	bool found;
	long long bytes; /* of all before it */
	char digest[2 * SHA256_DIGEST_LENGTH + 1];
	long long behind; /* bytes that follow it, and do not belong there */
};

/* Finds the seal of a backup, at its end or before bytes that were added. */
bool seal_find(const char *path, struct seal *seal, struct report *report);

#endif
