/*
 * Inside the room: scans the text of a schema: blanks, line breaks, names, comments, literals.
 *
 * The language consists of lines: a line break is not a blank. Each psl_scan_ function that returns
 * bool skips blanks, and then takes the thing in its name and returns true; or it returns false and
 * leaves the cursor where it was.
 */
#ifndef PSL_SCAN_H
#define PSL_SCAN_H

#include "base/buffer.h"
#include "psl/tree.h"

/*
 * A cached search for a text, so that repeated searches from nearly the same place do not read the
 * file again and again.
 */
struct search {
	const char *text;
	const char *from, *found; /* the first one after `from`; NULL before the first search */
};

/* Lists being read, on a stack. Each is copied when its end is reached. */
struct argument_stack {
	VECTOR_MEMBERS(struct argument);
};

struct attribute_stack {
	VECTOR_MEMBERS(struct attribute);
};

/* Memory for parsing a file, freed at its end. */
struct workspace {
	struct arena arena;
	struct search comment_end, brace;
	struct argument_stack arguments;
	struct attribute_stack attributes;
	struct buffer text;
	struct arguments *no_arguments; /* the empty list; shared */
	size_t longest;			/* bytes of the longest identifier or string */
};

struct cursor {
	const char *at;
	const struct source *source;
	uint32_t first; /* offset of the source in the schema */
	struct report *report;
	struct workspace *work;
};

/* Returns the next place of a text from the cursor on, or the end of the source. */
const char *psl_scan_search(const struct cursor *cursor, struct search *search);

bool psl_scan_at_end(const struct cursor *cursor);

/* Returns the offset of `at` in the schema. */
static inline uint32_t psl_scan_offset(const struct cursor *cursor, const char *at)
{
	return cursor->first + (uint32_t)(at - cursor->source->text);
}

/* Returns the span from `start` to the cursor. */
static inline struct span psl_span_from(const struct cursor *cursor, const char *start)
{
	return (struct span){psl_scan_offset(cursor, start), psl_scan_offset(cursor, cursor->at)};
}

/* Returns the place of a span of the cursor's file. */
struct place psl_scan_place(const struct cursor *cursor, struct span span);

#define psl_parse_error(cursor, span, ...)                                                         \
	report_error((cursor)->report, psl_scan_place((cursor), (span)), __VA_ARGS__)

/* Skips blanks if the next one is not ASCII. */
void psl_scan_wide_blanks(struct cursor *cursor);

/* Skips blanks, if any. */
static inline void psl_scan_blanks(struct cursor *cursor)
{
	while (*cursor->at == ' ' || *cursor->at == '\t')
		cursor->at++;
	if ((unsigned char)*cursor->at >= 0x80)
		psl_scan_wide_blanks(cursor);
}

static inline bool psl_scan_char(struct cursor *cursor, char c)
{
	const char *start = cursor->at;

	psl_scan_blanks(cursor);
	if (*cursor->at != c) {
		cursor->at = start;
		return false;
	}
	cursor->at++;
	return true;
}

/* Takes `word`, even at the beginning of a longer word. */
static inline bool psl_scan_word(struct cursor *cursor, const char *word)
{
	const char *start = cursor->at;
	size_t length = strlen(word);

	psl_scan_blanks(cursor);
	if (*cursor->at != *word || strncmp(cursor->at, word, length) != 0) {
		cursor->at = start;
		return false;
	}
	cursor->at += length;
	return true;
}

/*
 * Returns the length in bytes of the name at `text`, or of the names with dots between them; or 0.
 */
size_t psl_scan_name_length(const char *text);
size_t psl_scan_path_length(const char *text);

/* Takes the next `length` bytes as a name. */
void psl_scan_take_name(struct cursor *cursor, size_t length, struct name *name);

bool psl_scan_identifier(struct cursor *cursor, struct name *name);
bool psl_scan_number(struct cursor *cursor, struct expression *number);
bool psl_scan_string(struct cursor *cursor, struct expression *string);

bool psl_scan_line_break(struct cursor *cursor);

/* Moves to the next line break. */
void psl_scan_rest_of_line(struct cursor *cursor);

enum comment { COMMENT_NONE, COMMENT_PLAIN, COMMENT_DOCUMENTATION };

/* Takes a comment, without its line break. `text` is set to the text of a documentation comment. */
enum comment psl_scan_comment(struct cursor *cursor, struct slice *text);

#endif
