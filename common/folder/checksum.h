/*
 * Checksums of migrations, as Prisma's engine computes and compares them.
 */
#ifndef FOLDER_CHECKSUM_H
#define FOLDER_CHECKSUM_H

#include "base/report.h"

/* Returns the SHA-256 of a text's bytes as 64 hexadecimal digits, in the arena. */
const char *folder_checksum(struct arena *arena, const struct source *source);

/*
 * True if `stored` is the checksum of this text with its own line ends, with LF only, or with CRLF
 * only: a checkout on another system is no edit. Early engines stored each byte without its leading
 * zero.
 */
bool folder_checksum_matches(const char *stored, const struct source *source);

#endif
