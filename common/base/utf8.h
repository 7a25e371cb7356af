/*
 * UTF-8 (RFC 3629), and the escape \uXXXX of strings in JSON and in the Prisma schema language.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

/* True if `byte` begins a character: the other bytes of a character are 10xxxxxx. */
static inline bool utf8_begins(char byte)
{
	return ((unsigned char)byte & 0xC0) != 0x80;
}

/* Returns the greatest length up to `limit` (bytes) that cuts no character. `text` is longer. */
static inline size_t utf8_cut(const char *text, size_t limit)
{
	while (limit > 0 && !utf8_begins(text[limit]))
		limit--;
	return limit;
}

/* Returns the number of characters in a valid text. */
size_t utf8_length(const char *text);

/*
 * True if the text is UTF-8 without a NUL. If not, stores the offset of the first bad byte in
 * `*bad`.
 */
bool utf8_valid(const char *text, size_t length, size_t *bad);

/* Returns the length (bytes) of the byte order mark at the start of `text`, or 0. */
size_t utf8_mark(const char *text);

/* Returns the character at `text`, which must be valid, and stores its length (bytes). */
uint32_t utf8_decode(const char *text, size_t *length);

/*
 * Adds the character of the escape \uXXXX at `text`; a character beyond U+FFFF takes two escapes, a
 * surrogate pair. Returns the length (bytes) of what it read, or 0 if that is invalid.
 */
size_t utf8_unescape(const char *text, struct buffer *to);

#endif
