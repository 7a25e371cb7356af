/*
 * Walking through the text of a schema: blanks, line breaks, names, comments, literals.
 *
 * The language is made of lines: a line break is no blank. Each psl_scan_ function takes what it is
 * named for off the text, the blanks before it too, and says true, or leaves the cursor alone and
 * says false.
 */
#ifndef PSL_SCAN_H
#define PSL_SCAN_H

#include "base/buffer.h"
#include "psl/tree.h"

/*
 * Where a text stands next: kept, because whoever looks for the end of something and then thinks
 * otherwise would walk through the same file again and again.
 */
struct search {
	const char *text;
	const char *from, *found; /* between the two it is not; NULL before it was looked for */
};

/* Lists that are not whole yet: each is the top of a stack, and is copied when its end is reached. */
struct argument_stack {
	VECTOR_MEMBERS(struct argument);
};

struct attribute_stack {
	VECTOR_MEMBERS(struct attribute);
};

/* What reading a file needs, and nobody afterwards. */
struct workspace {
	struct arena arena;
	struct search comment_end, brace;
	struct argument_stack arguments;
	struct attribute_stack attributes;
	struct buffer text;
	struct arguments *no_arguments; /* which all those share that have none */
};

struct cursor {
	const char *at;
	const struct source *source;
	uint32_t first; /* what its first byte counts as in the schema */
	struct report *report;
	struct workspace *work;
};

/* The next place of a text from the cursor on; the end of the source where there is none. */
const char *psl_scan_search(const struct cursor *cursor, struct search *search);

bool psl_scan_at_end(const struct cursor *cursor);

/* What a byte of the cursor's file counts as in the schema. */
static inline uint32_t psl_scan_offset(const struct cursor *cursor, const char *at)
{
	return cursor->first + (uint32_t)(at - cursor->source->text);
}

/* From `start` to the cursor. */
static inline struct span psl_span_from(const struct cursor *cursor, const char *start)
{
	return (struct span){psl_scan_offset(cursor, start), psl_scan_offset(cursor, cursor->at)};
}

/* Where a span of the cursor's file stands. */
struct place psl_scan_place(const struct cursor *cursor, struct span span);

#define psl_parse_error(cursor, span, ...)                                                         \
	report_error((cursor)->report, psl_scan_place((cursor), (span)), __VA_ARGS__)

/* Blanks that are no ASCII. */
void psl_scan_wide_blanks(struct cursor *cursor);

static inline void psl_scan_blanks(struct cursor *cursor)
{
	while (*cursor->at == ' ' || *cursor->at == '\t')
		cursor->at++;
	if ((unsigned char)*cursor->at >= 0x80)
		psl_scan_wide_blanks(cursor);
}

/* A sign of one character. */
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

/* A text as it stands. */
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

/* How many bytes of a name, or of several with dots between, stand at the cursor itself. */
size_t psl_scan_name_length(const char *text);
size_t psl_scan_path_length(const char *text);

/* The next bytes, so many, as a name. */
void psl_scan_take_name(struct cursor *cursor, size_t length, struct name *name);

bool psl_scan_identifier(struct cursor *cursor, struct name *name);
bool psl_scan_number(struct cursor *cursor, struct expression *number);
bool psl_scan_string(struct cursor *cursor, struct expression *string);

bool psl_scan_line_break(struct cursor *cursor);

/* Takes everything up to the line break. */
void psl_scan_rest_of_line(struct cursor *cursor);

enum comment { COMMENT_NONE, COMMENT_PLAIN, COMMENT_DOCUMENTATION };

/* A comment, without the line break that ends it; `text` is what it documents. */
enum comment psl_scan_comment(struct cursor *cursor, struct slice *text);

#endif
