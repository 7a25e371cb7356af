/*
 * JSON (RFC 8259): whether a text is one, and whether two are the same value.
 *
 * Of our own, though libraries do this well: what counts as JSON, and as the same number, has to be
 * what Prisma's engine takes for it (serde_json: numbers in the range of a double, 127 levels), and
 * a library to load would cost more than half of the time in which schema-parse starts and ends.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>

#include "base/buffer.h"

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_WHOLE,  /* text: a number without fraction and exponent that 64 bits hold */
	JSON_FLOAT,  /* number */
	JSON_STRING, /* text, decoded; `length` bytes, a NUL may be one of them */
	JSON_ARRAY,
	JSON_OBJECT /* items, sorted by key; of several of one key the last */
};

struct json {
	enum json_kind kind;
	const char *text;
	size_t length;
	double number;
	const char *key; /* of a member of an object, decoded */
	size_t key_length;
	struct json_items *items; /* of arrays and objects */
};

struct json_items {
	VECTOR_MEMBERS(struct json);
};

/* Reads a whole text into a tree in the arena; false where it is not JSON. */
bool json_read(struct arena *arena, const char *text, struct json *json);

/* Whether it is the same value, whatever the white space, escapes and order of members were. */
bool json_equal(const struct json *a, const struct json *b);

/* Adds `text` as a string in quotes. A byte that is not UTF-8 becomes U+FFFD, the replacement. */
void json_add_string(struct buffer *to, const char *text);

#endif
