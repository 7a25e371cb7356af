/*
 * Bytes that are no UTF-8 text, and what they are.
 */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include <stddef.h>

/* Something else than UTF-8 text, and what to do to get text. */
struct encoding {
	const char *name, *hint;
};

/* Recognizes the encoding of bytes that are no UTF-8 text. NULL if it is not known. */
const struct encoding *encoding_of(const char *bytes, size_t length);

#endif
