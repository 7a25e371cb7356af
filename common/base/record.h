/*
 * Tab-separated records, one a line: the form of schema text and of all that the programs print.
 *
 * In a field a tab is written \t, a newline \n, a carriage return \r and a backslash \\. A field
 * may be a list or a path, whose parts are separated by one of  , . : =  ; where such a character
 * stands in a part it has a backslash before it. A field that says that there is nothing is `-`;
 * where a lone - is really meant it is \-.
 *
 * Reading therefore works on raw fields: they are split first, and what results is unescaped.
 */
#ifndef BASE_RECORD_H
#define BASE_RECORD_H

#include <stdbool.h>
#include <string.h>

#include "base/buffer.h"
#include "base/report.h"

/* Adds `text` escaped; every character of `separators` in it gets a backslash too. */
void record_escape(struct buffer *to, const char *text, const char *separators);

/* Whether two texts are equal, or both NULL; most that are not differ in their first byte. */
static inline bool text_equal(const char *a, const char *b)
{
	return a == b || (a && b && *a == *b && strcmp(a, b) == 0);
}

/* Part of a text, not ended by a NUL. */
struct slice {
	const char *start;
	size_t length;
};

bool slice_is(struct slice slice, const char *text);

/* A text as one slice. */
struct slice slice_of(const char *text);

/*
 * The text that a raw field stands for, in `arena`; NULL where an escape is not one of those above.
 */
char *record_unescape(struct arena *arena, struct slice raw);

/*
 * Takes the part before the next unescaped `separator` off `*rest`; false when nothing is left.
 * (An empty field has one part, which is empty; `rest->start` becomes NULL after the last.)
 */
bool record_split(struct slice *rest, char separator, struct slice *part);

#endif
