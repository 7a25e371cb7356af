#include "base/record.h"

#include <string.h>

void record_escape(struct buffer *to, const char *text, const char *separators)
{
	if (strcmp(text, "-") == 0) {
		buffer_add(to, "\\-");
		return;
	}
	while (*text) {
		size_t plain = strcspn(text, "\t\n\r\\");
		size_t before = strcspn(text, separators);
		if (before < plain)
			plain = before;
		buffer_add_slice(to, text, plain);
		text += plain;
		if (!*text)
			break;
		buffer_add_char(to, '\\');
		buffer_add_char(to, *text == '\t' ? 't' : *text == '\n' ? 'n' : *text == '\r' ? 'r' : *text);
		text++;
	}
}

bool slice_is(struct slice slice, const char *text)
{
	return strlen(text) == slice.length && memcmp(slice.start, text, slice.length) == 0;
}

struct slice slice_of(const char *text)
{
	return (struct slice){text, strlen(text)};
}

char *record_unescape(struct arena *arena, struct slice raw)
{
	char *text = arena_alloc(arena, raw.length + 1), *to = text;

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

bool record_split(struct slice *rest, char separator, struct slice *part)
{
	if (!rest->start)
		return false;
	for (size_t i = 0; i < rest->length; i++) {
		if (rest->start[i] == '\\') {
			i++;
		} else if (rest->start[i] == separator) {
			*part = (struct slice){rest->start, i};
			*rest = (struct slice){rest->start + i + 1, rest->length - i - 1};
			return true;
		}
	}
	*part = *rest;
	*rest = (struct slice){NULL, 0};
	return true;
}
