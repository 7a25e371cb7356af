#include "psl/literal.h"

#include <string.h>

#include "base/buffer.h"

char *literal_datetime(struct arena *arena, const char *text)
{
	size_t length = strlen(text);

	if (length < 20)
		return NULL;
	bool utc = text[length - 1] == 'Z' || text[length - 1] == 'z';
	size_t zone = utc ? length - 1 : length - 6;
	return arena_format(arena, "%.10s %.*s %s", text, (int)(zone - 11), text + 11,
			    utc ? "+00:00" : text + zone);
}

static int base64_digit(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? (int)(found - digits) : -1;
}

char *literal_bytes(struct arena *arena, const char *text)
{
	struct buffer hex = {.arena = arena};
	size_t length = strlen(text);
	unsigned bits = 0;
	int count = 0;

	if (length % 4)
		return NULL;
	while (length && text[length - 1] == '=')
		length--;
	for (size_t i = 0; i < length; i++) {
		int digit = base64_digit(text[i]);
		if (digit < 0)
			return NULL;
		bits = (bits << 6 | (unsigned)digit) & 0xFFFF;
		count += 6;
		if (count >= 8) {
			count -= 8;
			buffer_format(&hex, "%02x", bits >> count & 0xFF);
		}
	}
	return arena_string(arena, buffer_text(&hex));
}
