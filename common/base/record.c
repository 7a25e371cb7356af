/* Writes records as text or as JSON, and takes text records apart. */
#include "base/record.h"

#include <string.h>

#include "base/json.h"

/* Classes of characters: with a backslash never, where they separate, or always. */
enum escape { ESCAPE_NEVER, ESCAPE_SEPARATOR, ESCAPE_ALWAYS };

/* Classifies bytes. The NUL at the end of a text counts as ESCAPE_ALWAYS, and so stops a search. */
static const unsigned char escapes[256] = {
	['\t'] = ESCAPE_ALWAYS,	  ['\n'] = ESCAPE_ALWAYS,   ['\r'] = ESCAPE_ALWAYS,
	['\\'] = ESCAPE_ALWAYS,	  ['\0'] = ESCAPE_ALWAYS,   [','] = ESCAPE_SEPARATOR,
	['.'] = ESCAPE_SEPARATOR, [':'] = ESCAPE_SEPARATOR, ['='] = ESCAPE_SEPARATOR,
};

/* Returns the first character that needs a backslash, or the end of the text. */
static const char *plain_end(const char *text, const char *separators)
{
	for (;; text++) {
		unsigned char escape = escapes[(unsigned char)*text];
		if (escape == ESCAPE_ALWAYS ||
		    (escape == ESCAPE_SEPARATOR && strchr(separators, *text)))
			return text;
	}
}

void record_escape(struct buffer *to, const char *text, const char *separators)
{
	if (text_equal(text, "-")) {
		buffer_add(to, "\\-");
		return;
	}
	for (;;) {
		const char *end = plain_end(text, separators);
		buffer_add_slice(to, text, (size_t)(end - text));
		if (!*end)
			return;
		buffer_add_char(to, '\\');
		buffer_add_char(to, *end == '\t'   ? 't'
				    : *end == '\n' ? 'n'
				    : *end == '\r' ? 'r'
						   : *end);
		text = end + 1;
	}
}

const char *record_escaped(struct arena *arena, const char *text)
{
	struct buffer escaped = {.arena = arena};

	record_escape(&escaped, text, "");
	return buffer_text(&escaped);
}

void record_json_name(struct record_writer *to, const char *name)
{
	if (to->has_more)
		buffer_add_char(&to->text, ',');
	if (name) {
		json_add_string(&to->text, name);
		buffer_add_char(&to->text, ':');
	}
}

void record_json_field(struct record_writer *to, const char *name, const char *value)
{
	record_name(to, name);
	if (value)
		json_add_string(&to->text, value);
	else
		buffer_add(&to->text, "null");
}

void record_open(struct record_writer *to, const char *name, char bracket)
{
	record_name(to, name);
	buffer_add_char(&to->text, bracket);
	to->has_more = false;
}

void record_close(struct record_writer *to, char bracket)
{
	buffer_add_char(&to->text, bracket);
	to->has_more = true;
}

void record_end(struct record_writer *to)
{
	if (to->form == RECORD_JSON)
		buffer_add_char(&to->text, '}');
	buffer_add_char(&to->text, '\n');
	if (to->at_once)
		buffer_write_out(&to->text);
}

void record_last(struct record_writer *to, const char *name, const char *value)
{
	if (value || to->form == RECORD_JSON)
		record_field(to, name, value);
}

void record_number(struct record_writer *to, const char *name, const char *format, ...)
{
	va_list arguments;

	record_name(to, name);
	va_start(arguments, format);
	buffer_vformat(&to->text, format, arguments);
	va_end(arguments);
}

void record_true(struct record_writer *to, const char *name)
{
	record_name(to, name);
	buffer_add(&to->text, "true");
}

void record_join(struct record_writer *to, char separator)
{
	if (to->form == RECORD_TEXT) {
		buffer_add_char(&to->text, separator);
		to->has_more = false;
	}
}

void record_list(struct record_writer *to, const char *name, const struct names *list)
{
	const char **item;

	if (to->form == RECORD_JSON) {
		record_open(to, name, '[');
		vector_each(item, list)
			record_field(to, NULL, *item);
		record_close(to, ']');
		return;
	}
	record_name(to, name);
	vector_each(item, list) {
		if (item != list->at)
			buffer_add_char(&to->text, ',');
		record_escape(&to->text, *item, ",");
	}
}

void record_raw_list(struct record_writer *to, const char *name, const char *raw)
{
	struct slice rest, part;

	if (!raw) {
		record_field(to, name, NULL);
		return;
	}
	if (to->form == RECORD_TEXT) {
		record_raw(to, name, raw);
		return;
	}
	rest = slice_of(raw);
	record_open(to, name, '[');
	while (rest.length && record_split(&rest, ',', &part))
		record_field(to, NULL, record_unescape(to->text.arena, part));
	record_close(to, ']');
}

char *record_unescape(struct arena *arena, struct slice raw)
{
	char *text = arena_alloc_at(arena, raw.length + 1, 1), *to = text;

	for (size_t i = 0; i < raw.length; i++) {
		char c = raw.start[i];
		if (c == '\\') {
			if (++i == raw.length)
				return NULL;
			c = raw.start[i];
			if (!c || !strchr("tnr\\-,.:=", c))
				return NULL;
			c = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
		}
		*to++ = c;
	}
	return text;
}

/* Returns the length of the part before the first separator without a backslash before it. */
static size_t part_length(struct slice rest, char separator)
{
	const char *end = memchr(rest.start, separator, rest.length);
	size_t length = end ? (size_t)(end - rest.start) : rest.length;

	/* Most parts have no backslash. */
	if (!memchr(rest.start, '\\', length))
		return length;
	for (size_t i = 0; i < rest.length; i++)
		if (rest.start[i] == '\\')
			i++;
		else if (rest.start[i] == separator)
			return i;
	return rest.length;
}

bool record_split(struct slice *rest, char separator, struct slice *part)
{
	if (!rest->start)
		return false;
	size_t length = part_length(*rest, separator);
	*part = (struct slice){rest->start, length};
	if (length < rest->length)
		*rest = (struct slice){rest->start + length + 1, rest->length - length - 1};
	else
		*rest = (struct slice){NULL, 0};
	return true;
}
