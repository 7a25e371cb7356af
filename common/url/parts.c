/* Splits the URL of a server into parts, and decodes percent escapes. */
#include "url/parts.h"

#include <string.h>

static struct slice slice_to(const char *start, const char *end)
{
	return (struct slice){start, (size_t)(end - start)};
}

/*
 * Splits off the user and password. The last @ ends the password: an unencoded @ before it is part
 * of the password.
 */
static const char *split_user(const char *text, const char *end, struct url_parts *parts)
{
	const char *at = end;

	while (at > text && at[-1] != '@')
		at--;
	if (at == text)
		return text;
	at--;
	const char *colon = memchr(text, ':', (size_t)(at - text));
	if (colon)
		parts->password = slice_to(colon + 1, at);
	parts->user = slice_to(text, colon ? colon : at);
	return at + 1;
}

/* Splits "name:port" or "[::1]:port". */
static struct url_host split_host(const char *start, const char *end)
{
	size_t length = (size_t)(end - start);
	const char *bracket = length && *start == '[' ? memchr(start, ']', length) : NULL;
	const char *rest = bracket ? bracket + 1 : start;
	const char *colon = memchr(rest, ':', (size_t)(end - rest));
	const char *stop = colon ? colon : end;
	struct url_host host = {.name = slice_to(start, stop)};

	if (bracket && stop == bracket + 1) {
		host.name = slice_to(start + 1, bracket);
		host.in_brackets = true;
	}
	if (colon)
		host.port = slice_to(colon + 1, end);
	return host;
}

static void split_hosts(struct arena *arena, const char *start, const char *end,
			struct url_parts *parts)
{
	for (const char *comma;; start = comma + 1) {
		comma = memchr(start, ',', (size_t)(end - start));
		*vector_add(arena, &parts->hosts) = split_host(start, comma ? comma : end);
		if (!comma)
			return;
	}
}

void url_split(struct arena *arena, const char *text, struct url_parts *parts)
{
	const char *end = text + strcspn(text, "/?#");

	*parts = (struct url_parts){0};
	split_hosts(arena, split_user(text, end, parts), end, parts);
	if (*end == '/') {
		parts->database = (struct slice){end + 1, strcspn(end + 1, "?#")};
		end = parts->database.start + parts->database.length;
	}
	if (*end == '?') {
		parts->query = (struct slice){end + 1, strcspn(end + 1, "#")};
		end = parts->query.start + parts->query.length;
	}
	if (*end == '#')
		parts->fragment = slice_of(end + 1);
}

bool url_next_parameter(struct slice *query, struct slice *name, struct slice *value)
{
	while (query->length) {
		const char *start = query->start, *end = start + query->length;
		const char *next = memchr(start, '&', query->length);
		const char *stop = next ? next : end;
		const char *equals = memchr(start, '=', (size_t)(stop - start));

		*query = slice_to(next ? next + 1 : end, end);
		if (stop == start)
			continue;
		*name = slice_to(start, equals ? equals : stop);
		*value = equals ? slice_to(equals + 1, stop) : (struct slice){0};
		return true;
	}
	return false;
}

struct slice url_next_item(const char **list)
{
	struct slice item = {*list, strcspn(*list, ",")};

	if ((*list)[item.length] == ',')
		*list += item.length + 1;
	return item;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? (int)((found - digits) % 16) : -1;
}

char *url_decode(struct arena *arena, struct slice part)
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
