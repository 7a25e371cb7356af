/*
 * A string that grows, in an arena.
 *
 *	struct buffer sql = {.arena = arena};
 *	buffer_add(&sql, "DROP TABLE ");
 *
 * A NUL, which `length` does not count, ends `text`. Before the first addition `text` is NULL, and
 * buffer_text returns "". A buffer with a file writes its text there whenever much has gathered:
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
	FILE *file; /* where the text goes, or NULL */
	char *text;
	size_t length, room;
};

/* Makes room for `more` bytes and a NUL. May write the text to the file first. */
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

/* Adds a number in decimal. */
void buffer_add_number(struct buffer *buffer, unsigned number);

/* Each adds text as printf formats it. An argument for %s must not be NULL. */
void buffer_format(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void buffer_vformat(struct buffer *buffer, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* Adds `text`, with its ASCII letters in lower case. */
void buffer_add_lower(struct buffer *buffer, const char *text);

/* Adds `text`, with `new` in each place of `old`, which is not empty. */
void buffer_add_replaced(struct buffer *buffer, const char *text, const char *old, const char *new);

/* Adds `text` and indents each line after the first, so that none looks like another message. */
void buffer_add_indented(struct buffer *buffer, const char *text);

/* Passes the text to stdio, and empties the buffer. */
void buffer_flush(struct buffer *buffer);

/* Like buffer_flush, but flushes stdio too. */
void buffer_write_out(struct buffer *buffer);

/* Returns the errno of the first write of any buffer that failed, or 0. */
int buffer_failure(void);

/* Returns the text, never NULL. The pointer is valid until the buffer changes. */
const char *buffer_text(const struct buffer *buffer);

/* Returns the text, which stays in the arena, and empties the buffer. */
char *buffer_take(struct buffer *buffer);

/* Adds `text` between two `quote`s, and doubles each `quote` in it: a string or a name in SQL. */
void buffer_add_quoted(struct buffer *buffer, const char *text, char quote);

#endif
