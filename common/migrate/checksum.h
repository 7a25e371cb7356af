/*
 * Checksums of migrations, as Prisma's engine makes and compares them.
 */
#ifndef MIGRATE_CHECKSUM_H
#define MIGRATE_CHECKSUM_H

#include "base/report.h"

/* SHA-256 of the bytes as they are, 64 hexadecimal digits. */
const char *checksum_of(struct arena *arena, const struct source *source);

/*
 * Whether `stored` is that of this text, or of the same text with LF for CRLF or the other way
 * round: a checkout on another system is no edit. Early engines stored the digits without zeros.
 */
bool checksum_matches(const char *stored, const struct source *source);

#endif
