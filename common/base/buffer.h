/*
 * Text that grows, in an arena.
 *
 *	struct buffer sql = {.arena = arena};
 *	buffer_add(&sql, "DROP TABLE ");
 *
 * `text` is always a string (NULL only before the first addition; buffer_text never gives NULL),
 * `length` is its bytes without the NUL. Text on its way to a file need not be whole at any time:
 *
 *	struct buffer text = {.arena = arena, .file = stdout};
 *	sql_script(diff, &text);
 *	buffer_flush(&text);
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

struct buffer {
	struct arena *arena;
	FILE *file; /* where text goes when there is much of it, or NULL */
	char *text;
	size_t length, room;
};

/* Makes room for `more` bytes and a NUL. */
void buffer_reserve(struct buffer *buffer, size_t more);

static inline void buffer_add_slice(struct buffer *buffer, const char *start, size_t length)
{
	if (buffer->room - buffer->length <= length)
		buffer_reserve(buffer, length);
	if (length)
		memcpy(buffer->text + buffer->length, start, length);
	buffer->length += length;
	buffer->text[buffer->length] = '\0';
}

static inline void buffer_add(struct buffer *buffer, const char *text)
{
	buffer_add_slice(buffer, text, strlen(text));
}

static inline void buffer_add_char(struct buffer *buffer, char c)
{
	if (buffer->room - buffer->length <= 1)
		buffer_reserve(buffer, 1);
	buffer->text[buffer->length++] = c;
	buffer->text[buffer->length] = '\0';
}

void buffer_add_number(struct buffer *buffer, unsigned number);

/* Adds text as printf does. An argument of %s must not be NULL. */
void buffer_format(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void buffer_vformat(struct buffer *buffer, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* Adds `text` with the letters of ASCII in lower case. */
void buffer_add_lower(struct buffer *buffer, const char *text);

/* Writes the text to the file and forgets it. */
void buffer_flush(struct buffer *buffer);

const char *buffer_text(const struct buffer *buffer);

/* The text as it is to stay: the buffer is empty again, and has no more memory than the text. */
char *buffer_take(struct buffer *buffer);

/* Adds `text` with every `quote` in it doubled, between two of them: SQL's strings and names. */
void buffer_add_quoted(struct buffer *buffer, const char *text, char quote);

#endif
