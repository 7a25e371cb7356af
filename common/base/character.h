/*
 * Inside the room: the characters of UTF-8 (RFC 3629).
 */
#ifndef BASE_CHARACTER_H
#define BASE_CHARACTER_H

#include <stddef.h>

/*
 * Returns the length (bytes) of the character at `text`, or 0 if it is a NUL or not UTF-8. `left`
 * bytes, at least one, can be read.
 */
size_t character_length(const char *text, size_t left);

#endif
