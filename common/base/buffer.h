/*
 * A string that grows, in an arena.
 *
 *	struct buffer sql = {.arena = arena};
 *	buffer_add(&sql, "DROP TABLE ");
 *
 * `text` ends with a NUL, which `length` does not count. It is NULL before the first addition;
 * buffer_text returns "" then. A buffer with a file writes its text there when it has a lot of it:
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
	FILE *file; /* or NULL */
	char *text;
	size_t length, room;
};

/* Makes room for `more` bytes and a NUL. May write the text to the file. */
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

/* Adds a number in decimal digits. */
void buffer_add_number(struct buffer *buffer, unsigned number);

/* Add text as printf formats it. An argument of %s must not be NULL. */
void buffer_format(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void buffer_vformat(struct buffer *buffer, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* Adds `text` with ASCII letters in lower case. */
void buffer_add_lower(struct buffer *buffer, const char *text);

/* Adds `text` with every line after the first indented, so that none looks like another message. */
void buffer_add_indented(struct buffer *buffer, const char *text);

/* Writes the text to the file, through stdio, and empties the buffer. */
void buffer_flush(struct buffer *buffer);

/* As buffer_flush, and leaves nothing in stdio. */
void buffer_write_out(struct buffer *buffer);

/* Returns the errno of the first of these writes that failed, of any buffer; 0 if none did. */
int buffer_failure(void);

/* Returns the text, never NULL. It is valid until the buffer changes. */
const char *buffer_text(const struct buffer *buffer);

/* Returns the text, which stays in the arena, and empties the buffer. */
char *buffer_take(struct buffer *buffer);

/* Adds `text` between two `quote`s, with each `quote` in it doubled: a string or a name in SQL. */
void buffer_add_quoted(struct buffer *buffer, const char *text, char quote);

#endif
