#include "base/record.h"

#include <string.h>

/* What is escaped always, and what may be a separator. */
static const bool special[256] = {
	['\t'] = true, ['\n'] = true, ['\r'] = true, ['\\'] = true,
	[','] = true,  ['.'] = true,  [':'] = true,  ['='] = true,
};

static bool needs_escape(char c, const char *separators)
{
	return special[(unsigned char)c] && (strchr("\t\n\r\\", c) || strchr(separators, c));
}

void record_escape(struct buffer *to, const char *text, const char *separators)
{
	if (text_equal(text, "-")) {
		buffer_add(to, "\\-");
		return;
	}
	for (;;) {
		const char *end = text;
		while (*end && !needs_escape(*end, separators))
			end++;
		buffer_add_slice(to, text, (size_t)(end - text));
		if (!*end)
			return;
		buffer_add_char(to, '\\');
		buffer_add_char(to, *end == '\t' ? 't' : *end == '\n' ? 'n' : *end == '\r' ? 'r' : *end);
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
