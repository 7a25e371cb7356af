/*
 * Scans the text of a schema by the rules of Prisma's grammar.
 */
#include "psl/scan.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "psl/letters.h"

struct place psl_scan_place(const struct cursor *cursor, struct span span)
{
	return (struct place){cursor->source, span.start - cursor->first, span.end - cursor->first};
}

bool psl_scan_at_end(const struct cursor *cursor)
{
	return cursor->at == cursor->source->text + cursor->source->length;
}

/* Unicode's space separators, as UTF-8. */
static const char *const blanks[] = {
	" ",	  "\t",	    "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004",
	"\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A", "\u202F", "\u205F", "\u3000",
};

static size_t blank_length(const char *text)
{
	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
		if (strncmp(text, blanks[i], strlen(blanks[i])) == 0)
			return strlen(blanks[i]);
	return 0;
}

void psl_scan_wide_blanks(struct cursor *cursor)
{
	size_t length;

	while ((length = blank_length(cursor->at)) > 0)
		cursor->at += length;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Returns the length in bytes of a non-ASCII letter at `text`, or 0. */
static size_t wide_letter_length(const char *text)
{
	size_t length;

	if ((unsigned char)*text < 0x80)
		return 0;
	uint32_t c = utf8_decode(text, &length);
	return psl_is_letter(c) ? length : 0;
}

/* The bytes of names, except non-ASCII letters. */
static const bool in_name[256] = {
	['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1,
	['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1,
	['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1,
	['Y'] = 1, ['Z'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1,
	['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1,
	['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1,
	['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1, ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1,
	['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1, ['_'] = 1, ['-'] = 1,
};

size_t psl_scan_name_length(const char *text)
{
	/* '_' and '-' cannot come first. */
	bool begins = in_name[(unsigned char)*text] && *text != '_' && *text != '-';
	const char *end = text + (begins ? 1 : wide_letter_length(text));

	if (end == text)
		return 0;
	for (;;) {
		while (in_name[(unsigned char)*end])
			end++;
		size_t more = wide_letter_length(end);
		if (!more)
			return (size_t)(end - text);
		end += more;
	}
}

size_t psl_scan_path_length(const char *text)
{
	size_t length = psl_scan_name_length(text);

	while (length && text[length] == '.')
		length += 1 + psl_scan_name_length(text + length + 1);
	return length;
}

static void note_length(struct cursor *cursor, size_t length)
{
	if (length > cursor->work->longest)
		cursor->work->longest = length;
}

void psl_scan_take_name(struct cursor *cursor, size_t length, struct name *name)
{
	const char *start = cursor->at;

	cursor->at += length;
	note_length(cursor, length);
	name->text = arena_slice(cursor->report->arena, start, length);
	name->place = psl_span_from(cursor, start);
}

bool psl_scan_identifier(struct cursor *cursor, struct name *name)
{
	const char *start = cursor->at;

	psl_scan_blanks(cursor);
	size_t length = psl_scan_name_length(cursor->at);
	if (length == 0) {
		cursor->at = start;
		return false;
	}
	psl_scan_take_name(cursor, length, name);
	return true;
}

static size_t digits_length(const char *text)
{
	size_t length = 0;

	while (is_digit(text[length]))
		length++;
	return length;
}

bool psl_scan_number(struct cursor *cursor, struct expression *number)
{
	const char *start = cursor->at;
	struct name digits;

	psl_scan_blanks(cursor);
	const char *text = cursor->at;
	size_t length = *text == '-', whole = digits_length(text + length), fraction;
	if (whole == 0) {
		cursor->at = start;
		return false;
	}
	length += whole;
	if (text[length] == '.' && (fraction = digits_length(text + length + 1)) > 0)
		length += 1 + fraction;
	psl_scan_take_name(cursor, length, &digits);
	*number = (struct expression){
		.kind = EXPRESSION_NUMBER,
		.text = digits.text,
		.arguments = cursor->work->no_arguments,
		.place = digits.place,
	};
	return true;
}

static const struct {
	char letter, meaning;
} escapes[] = {
	{'"', '"'},  {'\\', '\\'}, {'/', '/'},	{'b', '\b'},
	{'f', '\f'}, {'n', '\n'},  {'r', '\r'}, {'t', '\t'},
};

/*
 * Decodes the escape at `text`, or reports and skips an invalid one. Returns the number of bytes
 * read.
 */
static size_t decode_escape(struct cursor *cursor, const char *text, struct buffer *to)
{
	size_t length;

	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
		if (text[1] == escapes[i].letter) {
			buffer_add_char(to, escapes[i].meaning);
			return 2;
		}
	if (text[1] == 'u' && (length = utf8_unescape(text, to)) > 0)
		return length;
	psl_parse_error(
		cursor,
		((struct span){psl_scan_offset(cursor, text), psl_scan_offset(cursor, text + 2)}),
		text[1] == 'u' ? "invalid Unicode escape in a string"
			       : "unknown escape in a string");
	if (text[1] != 'u')
		report_hint(cursor->report, "use \\\\ for a backslash");
	return 2;
}

/* Returns the text between the quotes of a string, with escapes decoded. */
static const char *decode_string(struct cursor *cursor, const char *text, const char *end)
{
	struct buffer decoded = {.arena = cursor->report->arena};

	if (!memchr(text, '\\', (size_t)(end - text)))
		return arena_slice(cursor->report->arena, text, (size_t)(end - text));
	while (text < end)
		if (*text == '\\')
			text += decode_escape(cursor, text, &decoded);
		else
			buffer_add_char(&decoded, *text++);
	return buffer_text(&decoded);
}

/*
 * Returns the end of the string at `text`, after its closing quote, or NULL if it is not a string.
 */
static const char *string_end(const char *text)
{
	if (*text++ != '"')
		return NULL;
	/* Control characters must be escaped. The NUL at the end of the text counts as one. */
	for (; *text != '"'; text++) {
		if (*text == '\\' && text[1])
			text++;
		else if ((unsigned char)*text < ' ')
			return NULL;
	}
	return text + 1;
}

bool psl_scan_string(struct cursor *cursor, struct expression *string)
{
	const char *before = cursor->at;

	psl_scan_blanks(cursor);
	const char *start = cursor->at, *end = string_end(start);
	if (!end) {
		cursor->at = before;
		return false;
	}
	const char *decoded = decode_string(cursor, start + 1, end - 1);
	note_length(cursor, (size_t)(end - start));
	cursor->at = end;
	*string = (struct expression){
		.kind = EXPRESSION_STRING,
		.text = decoded,
		.arguments = cursor->work->no_arguments,
		.place = psl_span_from(cursor, start),
	};
	return true;
}

const char *psl_scan_search(const struct cursor *cursor, struct search *search)
{
	if (search->from && search->from <= cursor->at && cursor->at <= search->found)
		return search->found;
	const char *found = strstr(cursor->at, search->text);
	search->from = cursor->at;
	search->found = found ? found : cursor->source->text + cursor->source->length;
	return search->found;
}

static size_t line_break_length(const char *text)
{
	if (*text == '\n')
		return 1;
	if (*text == '\r')
		return text[1] == '\n' ? 2 : 1;
	return 0;
}

bool psl_scan_line_break(struct cursor *cursor)
{
	const char *start = cursor->at;

	psl_scan_blanks(cursor);
	size_t length = line_break_length(cursor->at);
	cursor->at = length ? cursor->at + length : start;
	return length > 0;
}

void psl_scan_rest_of_line(struct cursor *cursor)
{
	cursor->at += strcspn(cursor->at, "\r\n");
}

static struct slice trim(const char *start, const char *end, bool both)
{
	while (start < end && strchr(" \t\r\n\v\f", *start))
		start++;
	while (both && end > start && strchr(" \t\r\n\v\f", end[-1]))
		end--;
	return (struct slice){start, (size_t)(end - start)};
}

/* Takes the comment that begins at the cursor. */
static enum comment scan_block_comment(struct cursor *cursor, struct slice *text)
{
	const char *start = cursor->at;
	struct cursor inside = *cursor;

	inside.at += 2;
	const char *end = psl_scan_search(&inside, &cursor->work->comment_end);
	if (!*end)
		return COMMENT_NONE;
	*text = trim(start + 2, end, true);
	cursor->at = end + 2;
	return COMMENT_DOCUMENTATION;
}

static enum comment scan_line_comment(struct cursor *cursor, struct slice *text)
{
	const char *start = cursor->at;

	psl_scan_rest_of_line(cursor);
	if (start[2] != '/')
		return COMMENT_PLAIN;
	*text = trim(start + 3, cursor->at, false);
	return COMMENT_DOCUMENTATION;
}

enum comment psl_scan_comment(struct cursor *cursor, struct slice *text)
{
	const char *start = cursor->at;
	enum comment comment = COMMENT_NONE;

	psl_scan_blanks(cursor);
	if (cursor->at[0] == '/' && cursor->at[1] == '*')
		comment = scan_block_comment(cursor, text);
	else if (cursor->at[0] == '/' && cursor->at[1] == '/')
		comment = scan_line_comment(cursor, text);
	if (comment == COMMENT_NONE)
		cursor->at = start;
	return comment;
}
