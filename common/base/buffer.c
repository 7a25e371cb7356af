/* A string that grows. */
#include "base/buffer.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/visible.h"

/* Bytes of text at which a buffer with a file writes it out. */
enum { MUCH_TEXT = 64 * 1024 };

void buffer_add_replaced(struct buffer *buffer, const char *text, const char *old, const char *new)
{
	for (const char *found; (found = strstr(text, old)); text = found + strlen(old)) {
		buffer_add_slice(buffer, text, (size_t)(found - text));
		buffer_add(buffer, new);
	}
	buffer_add(buffer, text);
}

void buffer_add_indented(struct buffer *buffer, const char *text)
{
	buffer_add_replaced(buffer, text, "\n", "\n    ");
}

static int failure;

/*
 * Keeps the errno of the first write that fails: later calls change errno before the program ends.
 */
static void note_failure(bool failed)
{
	if (failed && !failure)
		failure = errno;
}

int buffer_failure(void)
{
	return failure;
}

void buffer_flush(struct buffer *buffer)
{
	if (buffer->length && isatty(fileno(buffer->file)))
		visible_write(buffer->text, buffer->length, buffer->file);
	else if (buffer->length)
		fwrite(buffer->text, 1, buffer->length, buffer->file);
	note_failure(buffer->length && ferror(buffer->file));
	buffer->length = 0;
}

void buffer_write_out(struct buffer *buffer)
{
	buffer_flush(buffer);
	note_failure(fflush(buffer->file) != 0);
}

void buffer_reserve(struct buffer *buffer, size_t more)
{
	if (buffer->file && buffer->length + more >= MUCH_TEXT)
		buffer_flush(buffer);
	size_t need = buffer->length + more + 1;
	if (need <= buffer->room)
		return;
	size_t room = buffer->file ? MUCH_TEXT : buffer->room ? buffer->room * 2 : 64;
	if (room < need)
		room = need;
	buffer->text = arena_grow(buffer->arena, buffer->text, buffer->room, room);
	buffer->room = room;
}

void buffer_add_number(struct buffer *buffer, unsigned number)
{
	if (number >= 10)
		buffer_add_number(buffer, number / 10);
	buffer_add_char(buffer, (char)('0' + number % 10));
}

void buffer_add_lower(struct buffer *buffer, const char *text)
{
	size_t length = strlen(text);

	buffer_add_slice(buffer, text, length);
	for (char *c = buffer->text + buffer->length - length; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
}

static void add_printf(struct buffer *buffer, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

static void add_printf(struct buffer *buffer, const char *format, va_list arguments)
{
	va_list again;

	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		out_of_memory();
	buffer_reserve(buffer, (size_t)length);
	vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, arguments);
	buffer->length += (size_t)length;
}

/*
 * Handles %s here: most formats have nothing else, and this takes a third of the time of vsnprintf.
 */
void buffer_vformat(struct buffer *buffer, const char *format, va_list arguments)
{
	for (const char *end = format;; end++) {
		if (*end && *end != '%')
			continue;
		buffer_add_slice(buffer, format, (size_t)(end - format));
		if (!*end)
			return;
		if (end[1] != 's') {
			format = end; /* the parameter itself: clang knows it as a format */
			add_printf(buffer, format, arguments);
			return;
		}
		end++;
		buffer_add(buffer, va_arg(arguments, const char *));
		format = end + 1;
	}
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	buffer_vformat(buffer, format, arguments);
	va_end(arguments);
}

const char *buffer_text(const struct buffer *buffer)
{
	return buffer->text ? buffer->text : "";
}

char *buffer_take(struct buffer *buffer)
{
	char *text = buffer->text;

	if (text)
		arena_shrink(buffer->arena, text, buffer->room, buffer->length + 1);
	else
		text = arena_string(buffer->arena, "");
	*buffer = (struct buffer){.arena = buffer->arena, .file = buffer->file};
	return text;
}

void buffer_add_quoted(struct buffer *buffer, const char *text, char quote)
{
	buffer_add_char(buffer, quote);
	for (const char *end; (end = strchr(text, quote)); text = end + 1) {
		buffer_add_slice(buffer, text, (size_t)(end - text) + 1);
		buffer_add_char(buffer, quote);
	}
	buffer_add(buffer, text);
	buffer_add_char(buffer, quote);
}
