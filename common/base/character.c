/* The length of a UTF-8 character. */
#include "base/character.h"

size_t character_length(const char *text, size_t left)
{
	const unsigned char *s = (const unsigned char *)text;
	/*
	 * The table of RFC 3629: the first byte gives the length and the bounds of the second byte.
	 */
	unsigned char first = s[0], low = 0x80, high = 0xBF;
	size_t length;

	if (first >= 0x01 && first <= 0x7F)
		return 1;
	if (first >= 0xC2 && first <= 0xDF) {
		length = 2;
	} else if (first >= 0xE0 && first <= 0xEF) {
		length = 3;
		low = first == 0xE0 ? 0xA0 : low;
		high = first == 0xED ? 0x9F : high;
	} else if (first >= 0xF0 && first <= 0xF4) {
		length = 4;
		low = first == 0xF0 ? 0x90 : low;
		high = first == 0xF4 ? 0x8F : high;
	} else {
		return 0;
	}
	if (length > left || s[1] < low || s[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	return length;
}
