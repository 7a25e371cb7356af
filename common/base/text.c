/* Parts of texts. */
#include "base/text.h"

#include <ctype.h>

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

bool text_has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = text; length && (at = strstr(at, word)); at += length)
		if ((at == text || !is_letter(at[-1]) || !is_letter(*word)) &&
		    (!is_letter(at[length]) || !is_letter(word[length - 1])))
			return true;
	return false;
}

bool slice_starts(struct slice slice, const char *prefix)
{
	size_t length = strlen(prefix);

	return slice.length >= length && memcmp(slice.start, prefix, length) == 0;
}

struct slice slice_trim_end(struct slice slice, const char *blanks)
{
	size_t count = strlen(blanks);

	while (slice.length && memchr(blanks, slice.start[slice.length - 1], count))
		slice.length--;
	return slice;
}

struct slice slice_trim(struct slice slice, const char *blanks)
{
	size_t count = strlen(blanks);

	slice = slice_trim_end(slice, blanks);
	while (slice.length && memchr(blanks, slice.start[0], count)) {
		slice.start++;
		slice.length--;
	}
	return slice;
}

struct slice slice_of(const char *text)
{
	return (struct slice){text, strlen(text)};
}

static bool same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

bool slice_is_slip(struct slice given, const char *word)
{
	struct slice meant = slice_of(word);

	while (given.length && meant.length && same_letter(*given.start, *meant.start))
		given.start++, given.length--, meant.start++, meant.length--;
	while (given.length && meant.length &&
	       same_letter(given.start[given.length - 1], meant.start[meant.length - 1]))
		given.length--, meant.length--;
	return (given.length <= 1 && meant.length <= 1) ||
	       (given.length == 2 && meant.length == 2 &&
		same_letter(given.start[0], meant.start[1]) &&
		same_letter(given.start[1], meant.start[0]));
}
