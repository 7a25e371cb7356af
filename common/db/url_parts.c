/* Splits the URL of a server into parts, and decodes percent escapes. */
#include "db/url_parts.h"

#include <string.h>

static struct slice slice_to(const char *start, const char *end)
{
	return (struct slice){start, (size_t)(end - start)};
}

/*
 * Returns the length of user, password and hosts. A / or ? or # in a password that is not encoded
 * would end them too early. It shows by an @ that follows before the first parameter's value: then
 * this is the length up to that @.
 */
static size_t authority_length(const char *text, bool *unencoded)
{
	size_t length = strcspn(text, "/?#"), last = strcspn(text, "=");

	while (last > length && text[last] != '@')
		last--;
	*unencoded = last > length;
	return last > length ? last : length;
}

/* An @ in a password that is not encoded is part of it: the last one ends it. */
static const char *split_user(const char *text, const char *end, struct url_parts *parts)
{
	const char *at = end;

	while (at > text && *at != '@')
		at--;
	if (*at != '@')
		return text;
	const char *colon = memchr(text, ':', (size_t)(at - text));
	if (colon)
		parts->password = slice_to(colon + 1, at);
	parts->user = slice_to(text, colon ? colon : at);
	return at + 1;
}

void db_url_split(const char *text, struct url_parts *parts)
{
	*parts = (struct url_parts){0};
	parts->rest = authority_length(text, &parts->unencoded_password);

	const char *end = text + parts->rest, *hosts = split_user(text, end, parts);

	if (hosts <= end)
		parts->hosts = slice_to(hosts, end);
	if (*end == '/') {
		parts->database = (struct slice){end + 1, strcspn(end + 1, "?#")};
		end = parts->database.start + parts->database.length;
	}
	if (*end == '?')
		parts->query = (struct slice){end + 1, strcspn(end + 1, "#")};
}

bool db_url_next_parameter(struct slice *query, struct slice *name, struct slice *value)
{
	while (query->length) {
		const char *start = query->start, *end = start + query->length;
		const char *next = memchr(start, '&', query->length);
		const char *stop = next ? next : end;
		const char *equals = memchr(start, '=', (size_t)(stop - start));

		*query = slice_to(next ? next + 1 : end, end);
		if (!equals)
			continue;
		*name = slice_to(start, equals);
		*value = slice_to(equals + 1, stop);
		return true;
	}
	return false;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? (int)((found - digits) % 16) : -1;
}

char *db_url_decode(struct arena *arena, struct slice part)
{
	char *text = arena_slice(arena, part.start, part.length), *to = text;

	for (size_t i = 0; i < part.length; i++) {
		bool room = part.start[i] == '%' && i + 2 < part.length;
		int high = room ? hex_digit(part.start[i + 1]) : -1;
		int low = high >= 0 ? hex_digit(part.start[i + 2]) : -1;
		if (low >= 0 && high + low > 0) {
			*to++ = (char)(high * 16 + low);
			i += 2;
		} else {
			*to++ = part.start[i];
		}
	}
	*to = '\0';
	return text;
}
