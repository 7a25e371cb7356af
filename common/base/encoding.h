/*
 * Files that are not UTF-8 text: what they are instead.
 */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include <stddef.h>

/* A kind of file that is not UTF-8 text, and how to get text from it. */
struct encoding {
	const char *name, *hint;
};

/* Recognizes the encoding of bytes that are not UTF-8 text. Returns NULL if it is unknown. */
const struct encoding *encoding_of(const char *bytes, size_t length);

#endif
