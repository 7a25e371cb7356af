/*
 * JSON (RFC 8259): reads and compares values, and writes strings.
 *
 * Why no library: defaults are JSON, and must be valid and equal exactly when Prisma's engine says
 * so (serde_json: numbers within the range of a double, 127 levels). And loading a library would
 * take more than half of the time of a run of schema-parse.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>

#include "base/buffer.h"

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_WHOLE,  /* text: a number without fraction or exponent that fits in 64 bits */
	JSON_FLOAT,  /* number */
	JSON_STRING, /* text, decoded: `length` bytes, which may include NULs */
	JSON_ARRAY,
	JSON_OBJECT /* items, sorted by key; of equal keys only the last */
};

struct json {
	enum json_kind kind;
	const char *text;
	size_t length;
	double number;
	const char *key; /* if a member of an object; decoded */
	size_t key_length;
	struct json_items *items; /* of an array or object */
};

struct json_items {
	VECTOR_MEMBERS(struct json);
};

/* Reads a whole text into a tree in the arena. Returns false if it is not JSON. */
bool json_read(struct arena *arena, const char *text, struct json *json);

/* True if two values are equal. White space, escapes and the order of members do not matter. */
bool json_equal(const struct json *a, const struct json *b);

/* Like json_equal, but 2500 equals 2.5e3, as in jsonb, which stores values of numbers. */
bool json_same_value(const struct json *a, const struct json *b);

/* Adds `text` as a string, in quotes. Each byte that is not UTF-8 becomes U+FFFD. */
void json_add_string(struct buffer *to, const char *text);

#endif
