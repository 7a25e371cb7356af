#include "base/record.h"

#include <string.h>

/* Where a text may need a backslash, or ends: what is escaped always, and what may be a separator. */
static const bool stops[256] = {
	['\t'] = true, ['\n'] = true, ['\r'] = true, ['\\'] = true, ['\0'] = true,
	[','] = true,  ['.'] = true,  [':'] = true,  ['='] = true,
};

/* The end of what needs none. */
static const char *plain_end(const char *text, const char *separators)
{
	for (;; text++) {
		while (!stops[(unsigned char)*text])
			text++;
		if (!*text || strchr("\t\n\r\\", *text) || strchr(separators, *text))
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
