/*
 * Text that grows, in an arena.
 *
 *	struct buffer sql = {.arena = arena};
 *	buffer_add(&sql, "DROP TABLE ");
 *
 * `text` is always a string (NULL only before the first addition; buffer_text never gives NULL),
 * `length` is its bytes without the NUL.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/arena.h"

struct buffer {
	struct arena *arena;
	char *text;
	size_t length, room;
};

void buffer_add(struct buffer *buffer, const char *text);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_add_slice(struct buffer *buffer, const char *start, size_t length);
void buffer_format(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
const char *buffer_text(const struct buffer *buffer);

/* Adds `text` with every `quote` in it doubled, between two of them: SQL's strings and names. */
void buffer_add_quoted(struct buffer *buffer, const char *text, char quote);

#endif
