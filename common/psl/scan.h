/*
 * Walking through the text of a schema: blanks, line breaks, names, comments, literals.
 *
 * The language is made of lines: a line break is no blank. Each scan_ function takes what it is
 * named for off the text and says true, or leaves the cursor alone and says false.
 */
#ifndef PSL_SCAN_H
#define PSL_SCAN_H

#include "psl/tree.h"

/*
 * Where a text stands next: kept, because whoever looks for the end of something and then thinks
 * otherwise would walk through the same file again and again.
 */
struct search {
	const char *text;
	size_t from, found; /* between the two it is not; `found` is the file's length where it is not at all */
};

struct searches {
	struct search comment_end, brace;
};

struct cursor {
	const struct source *source;
	struct report *report;
	struct searches *searches;
	size_t at;
};

/* The next place of a text from the cursor on; the length of the source where there is none. */
size_t scan_search(const struct cursor *cursor, struct search *search);

struct place place_from(const struct cursor *cursor, size_t start);

/* The byte at the cursor; 0 at the end of the text. */
char scan_peek(const struct cursor *cursor);

void scan_blanks(struct cursor *cursor);

/* These skip blanks first. */
bool scan_word(struct cursor *cursor, const char *word);
bool scan_identifier(struct cursor *cursor, struct name *name);
bool scan_path(struct cursor *cursor, struct name *name);
bool scan_number(struct cursor *cursor, struct expression *number);
bool scan_string(struct cursor *cursor, struct expression *string);

bool scan_line_break(struct cursor *cursor);

/* Takes everything up to the line break. */
void scan_rest_of_line(struct cursor *cursor);

enum comment { COMMENT_NONE, COMMENT_PLAIN, COMMENT_DOCUMENTATION };

/* A comment after blanks, without the line break that ends it; `text` is what it documents. */
enum comment scan_comment(struct cursor *cursor, struct slice *text);

#endif
