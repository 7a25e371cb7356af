/*
 * Comparing texts, and parts of texts.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * True if two texts are equal, or both NULL. Looks at the first byte first: most texts differ
 * there.
 */
static inline bool text_equal(const char *a, const char *b)
{
	return a == b || (a && b && *a == *b && strcmp(a, b) == 0);
}

/* True if a text has this word, spelled the same, and not as a part of another word. */
bool text_has_word(const char *text, const char *word);

/* Part of a text, without a NUL at its end. */
struct slice {
	const char *start;
	size_t length;
};

/* True if a slice equals a text. Looks at the first byte first, as text_equal does. */
static inline bool slice_is(struct slice slice, const char *text)
{
	if (!slice.length || *slice.start != *text)
		return !slice.length && !*text;
	return strlen(text) == slice.length && memcmp(slice.start, text, slice.length) == 0;
}

/* True if a slice starts with a text. */
bool slice_starts(struct slice slice, const char *prefix);

/* Each removes the bytes listed in `blanks` from a slice: from both ends, or from its end only. */
struct slice slice_trim(struct slice slice, const char *blanks);
struct slice slice_trim_end(struct slice slice, const char *blanks);

/*
 * True if a word is another with one letter missing, added or changed, or two swapped. Upper and
 * lower case are the same.
 */
bool slice_is_slip(struct slice given, const char *word);

/* Returns a whole text as a slice. */
struct slice slice_of(const char *text);

#endif
