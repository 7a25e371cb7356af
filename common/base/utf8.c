/* Checks, decodes and writes UTF-8. */
#include "base/utf8.h"

#include <string.h>

#include "base/character.h"

size_t utf8_mark(const char *text)
{
	static const char mark[] = "\xEF\xBB\xBF";
	size_t length = sizeof mark - 1;

	return strncmp(text, mark, length) == 0 ? length : 0;
}

size_t utf8_length(const char *text)
{
	size_t length = 0;

	for (; *text; text++)
		length += utf8_begins(*text);
	return length;
}

/* True if eight bytes are ASCII without a NUL. */
static bool plain_ascii(const unsigned char *bytes)
{
	uint64_t eight;

	memcpy(&eight, bytes, sizeof eight);
	/* Subtracting 1 from each byte borrows, and so sets the high bit of a zero byte. */
	return ((eight | (eight - 0x0101010101010101u)) & 0x8080808080808080u) == 0;
}

bool utf8_valid(const char *text, size_t length, size_t *bad)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t step;

	for (size_t i = 0; i < length; i += step) {
		step = length - i >= 8 && plain_ascii(s + i)
			       ? 8
			       : character_length(text + i, length - i);
		if (!step) {
			*bad = i;
			return false;
		}
	}
	return true;
}

uint32_t utf8_decode(const char *text, size_t *length)
{
	const unsigned char *bytes = (const unsigned char *)text;
	uint32_t c = bytes[0];

	*length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	if (*length > 1)
		c &= 0x7Fu >> *length;
	for (size_t i = 1; i < *length; i++)
		c = c << 6 | (bytes[i] & 0x3Fu);
	return c;
}

static void add(struct buffer *to, uint32_t character)
{
	static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
	int more = character < 0x80 ? 0 : character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;

	buffer_add_char(to, (char)(lead[more] | character >> (6 * more)));
	while (more-- > 0)
		buffer_add_char(to, (char)(0x80 | (character >> (6 * more) & 0x3F)));
}

/* Reads \uXXXX. */
static bool read_unit(const char *text, uint32_t *unit)
{
	if (text[0] != '\\' || text[1] != 'u')
		return false;
	*unit = 0;
	for (int i = 2; i < 6; i++) {
		char c = text[i];
		if (c >= '0' && c <= '9')
			*unit = *unit * 16 + (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			*unit = *unit * 16 + (uint32_t)(c - 'a' + 10);
		else if (c >= 'A' && c <= 'F')
			*unit = *unit * 16 + (uint32_t)(c - 'A' + 10);
		else
			return false;
	}
	return true;
}

size_t utf8_unescape(const char *text, struct buffer *to)
{
	uint32_t high, low;

	if (!read_unit(text, &high))
		return 0;
	if (high < 0xD800 || high > 0xDFFF) {
		add(to, high);
		return 6;
	}
	if (high > 0xDBFF || !read_unit(text + 6, &low) || low < 0xDC00 || low > 0xDFFF)
		return 0;
	add(to, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
	return 12;
}
