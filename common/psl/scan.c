#include "psl/scan.h"

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/record.h"
#include "psl/letters.h"

struct place place_from(const struct cursor *cursor, size_t start)
{
	return (struct place){cursor->source, start, cursor->at};
}

char scan_peek(const struct cursor *cursor)
{
	return cursor->at < cursor->source->length ? cursor->source->text[cursor->at] : '\0';
}

/* Unicode's space separators, as UTF-8. */
static const char *const blanks[] = {
	" ",	    "\t",	"\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004",
	"\u2005",   "\u2006",	"\u2007", "\u2008", "\u2009", "\u200A", "\u202F", "\u205F", "\u3000",
};

static size_t blank_length(const char *text)
{
	if (*text == ' ' || *text == '\t')
		return 1;
	if ((unsigned char)*text < 0x80)
		return 0;
	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
		if (strncmp(text, blanks[i], strlen(blanks[i])) == 0)
			return strlen(blanks[i]);
	return 0;
}

void scan_blanks(struct cursor *cursor)
{
	size_t length;

	while ((length = blank_length(cursor->source->text + cursor->at)) > 0)
		cursor->at += length;
}

bool scan_word(struct cursor *cursor, const char *word)
{
	struct cursor ahead = *cursor;

	scan_blanks(&ahead);
	if (strncmp(cursor->source->text + ahead.at, word, strlen(word)) != 0)
		return false;
	cursor->at = ahead.at + strlen(word);
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The character at `text`, which is valid UTF-8, and how many bytes it has. */
static uint32_t decode_utf8(const char *text, size_t *length)
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

/* How many bytes the letter or digit at `text` has; 0 where there is none. */
static size_t letter_length(const char *text)
{
	size_t length;
	uint32_t c = decode_utf8(text, &length);

	if (c < 0x80)
		return is_digit(*text) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	return is_letter(c) ? length : 0;
}

/* How many bytes of a name stand here. */
static size_t identifier_length(const char *text)
{
	size_t length = letter_length(text), more;

	if (length == 0)
		return 0;
	while ((more = text[length] == '_' || text[length] == '-' ? 1
								  : letter_length(text + length)) > 0)
		length += more;
	return length;
}

static void take_name(struct cursor *cursor, size_t start, size_t length, struct name *name)
{
	cursor->at = start + length;
	name->text = arena_slice(cursor->report->arena, cursor->source->text + start, length);
	name->place = place_from(cursor, start);
}

bool scan_identifier(struct cursor *cursor, struct name *name)
{
	struct cursor ahead = *cursor;

	scan_blanks(&ahead);
	size_t length = identifier_length(cursor->source->text + ahead.at);
	if (length == 0)
		return false;
	take_name(cursor, ahead.at, length, name);
	return true;
}

bool scan_path(struct cursor *cursor, struct name *name)
{
	struct cursor ahead = *cursor;

	scan_blanks(&ahead);
	const char *text = cursor->source->text + ahead.at;
	size_t length = identifier_length(text);
	if (length == 0)
		return false;
	while (text[length] == '.')
		length += 1 + identifier_length(text + length + 1);
	take_name(cursor, ahead.at, length, name);
	return true;
}

static size_t digits_length(const char *text)
{
	size_t length = 0;

	while (is_digit(text[length]))
		length++;
	return length;
}

bool scan_number(struct cursor *cursor, struct expression *number)
{
	struct cursor ahead = *cursor;
	struct name digits;

	scan_blanks(&ahead);
	const char *text = cursor->source->text + ahead.at;
	size_t length = *text == '-', whole = digits_length(text + length), fraction;
	if (whole == 0)
		return false;
	length += whole;
	if (text[length] == '.' && (fraction = digits_length(text + length + 1)) > 0)
		length += 1 + fraction;
	take_name(cursor, ahead.at, length, &digits);
	*number = (struct expression){
		.kind = EXPRESSION_NUMBER, .text = digits.text, .place = digits.place};
	return true;
}

static void add_utf8(struct buffer *to, uint32_t c)
{
	if (c < 0x80) {
		buffer_add_char(to, (char)c);
	} else if (c < 0x800) {
		buffer_add_char(to, (char)(0xC0 | c >> 6));
		buffer_add_char(to, (char)(0x80 | (c & 0x3F)));
	} else if (c < 0x10000) {
		buffer_add_char(to, (char)(0xE0 | c >> 12));
		buffer_add_char(to, (char)(0x80 | (c >> 6 & 0x3F)));
		buffer_add_char(to, (char)(0x80 | (c & 0x3F)));
	} else {
		buffer_add_char(to, (char)(0xF0 | c >> 18));
		buffer_add_char(to, (char)(0x80 | (c >> 12 & 0x3F)));
		buffer_add_char(to, (char)(0x80 | (c >> 6 & 0x3F)));
		buffer_add_char(to, (char)(0x80 | (c & 0x3F)));
	}
}

/* The number in the four hexadecimal digits of a \uXXXX; false where they are not that. */
static bool read_code_unit(const char *text, const char *end, uint32_t *unit)
{
	if (end - text < 6 || text[0] != '\\' || text[1] != 'u')
		return false;
	*unit = 0;
	for (int i = 2; i < 6; i++) {
		char c = text[i];
		if (is_digit(c))
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

/* A \uXXXX, or two of them that are a surrogate pair: how many bytes, 0 where it is wrong. */
static size_t decode_unicode(const char *text, const char *end, struct buffer *to)
{
	uint32_t high, low;

	if (!read_code_unit(text, end, &high))
		return 0;
	if (high < 0xD800 || high > 0xDFFF) {
		add_utf8(to, high);
		return 6;
	}
	if (high > 0xDBFF || !read_code_unit(text + 6, end, &low) || low < 0xDC00 || low > 0xDFFF)
		return 0;
	add_utf8(to, 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
	return 12;
}

static const struct {
	char letter, meaning;
} escapes[] = {
	{'"', '"'},  {'\\', '\\'}, {'/', '/'},	{'b', '\b'},
	{'f', '\f'}, {'n', '\n'},  {'r', '\r'}, {'t', '\t'},
};

/* Decodes the escape at `text`: how many bytes it has. What is no escape is reported and dropped. */
static size_t decode_escape(struct cursor *cursor, const char *text, const char *end,
			    struct buffer *to)
{
	size_t start = (size_t)(text - cursor->source->text), length;

	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
		if (text[1] == escapes[i].letter) {
			buffer_add_char(to, escapes[i].meaning);
			return 2;
		}
	if (text[1] == 'u' && (length = decode_unicode(text, end, to)) > 0)
		return length;
	report_error(cursor->report, (struct place){cursor->source, start, start + 2},
		     text[1] == 'u' ? "this is no character of Unicode"
				    : "unknown escape in a string");
	if (text[1] != 'u')
		report_hint(cursor->report, "a backslash itself is written \\\\");
	return 2;
}

/* The string's text, between its quotes, with the escapes taken out. */
static const char *decode_string(struct cursor *cursor, const char *text, const char *end)
{
	struct buffer decoded = {.arena = cursor->report->arena};

	if (!memchr(text, '\\', (size_t)(end - text)))
		return arena_slice(cursor->report->arena, text, (size_t)(end - text));
	while (text < end)
		if (*text == '\\')
			text += decode_escape(cursor, text, end, &decoded);
		else
			buffer_add_char(&decoded, *text++);
	return buffer_text(&decoded);
}

bool scan_string(struct cursor *cursor, struct expression *string)
{
	struct cursor ahead = *cursor;

	scan_blanks(&ahead);
	const char *text = cursor->source->text + ahead.at, *end = text + 1;
	if (*text != '"')
		return false;
	/* Control characters have to be escaped. The end of the text is a NUL, which is one. */
	while (*end != '"') {
		if (*end == '\\' && end[1])
			end++;
		else if ((unsigned char)*end < ' ')
			return false;
		end++;
	}
	size_t start = ahead.at;
	const char *decoded = decode_string(cursor, text + 1, end);
	cursor->at = start + (size_t)(end + 1 - text);
	*string = (struct expression){
		.kind = EXPRESSION_STRING, .text = decoded, .place = place_from(cursor, start)};
	return true;
}

size_t scan_search(const struct cursor *cursor, struct search *search)
{
	const char *found;

	if (search->from <= cursor->at && cursor->at <= search->found)
		return search->found;
	found = strstr(cursor->source->text + cursor->at, search->text);
	search->from = cursor->at;
	search->found = found ? (size_t)(found - cursor->source->text) : cursor->source->length;
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

bool scan_line_break(struct cursor *cursor)
{
	struct cursor ahead = *cursor;

	scan_blanks(&ahead);
	size_t length = line_break_length(cursor->source->text + ahead.at);
	if (length == 0)
		return false;
	cursor->at = ahead.at + length;
	return true;
}

void scan_rest_of_line(struct cursor *cursor)
{
	cursor->at += strcspn(cursor->source->text + cursor->at, "\r\n");
}

static struct slice trim(const char *start, const char *end, bool both)
{
	while (start < end && strchr(" \t\r\n\v\f", *start))
		start++;
	while (both && end > start && strchr(" \t\r\n\v\f", end[-1]))
		end--;
	return (struct slice){start, (size_t)(end - start)};
}

/* The cursor stands at its start. */
static enum comment scan_block_comment(struct cursor *cursor, struct slice *text)
{
	const char *start = cursor->source->text + cursor->at;
	struct cursor inside = *cursor;

	inside.at += 2;
	size_t end = scan_search(&inside, &cursor->searches->comment_end);
	if (end == cursor->source->length)
		return COMMENT_NONE;
	*text = trim(start + 2, cursor->source->text + end, true);
	cursor->at = end + 2;
	return COMMENT_DOCUMENTATION;
}

static enum comment scan_line_comment(struct cursor *cursor, struct slice *text)
{
	const char *start = cursor->source->text + cursor->at;

	scan_rest_of_line(cursor);
	if (start[2] != '/')
		return COMMENT_PLAIN;
	*text = trim(start + 3, cursor->source->text + cursor->at, false);
	return COMMENT_DOCUMENTATION;
}

enum comment scan_comment(struct cursor *cursor, struct slice *text)
{
	struct cursor ahead = *cursor;
	enum comment comment = COMMENT_NONE;

	scan_blanks(&ahead);
	const char *start = cursor->source->text + ahead.at;
	if (strncmp(start, "/*", 2) == 0)
		comment = scan_block_comment(&ahead, text);
	else if (strncmp(start, "//", 2) == 0)
		comment = scan_line_comment(&ahead, text);
	if (comment != COMMENT_NONE)
		cursor->at = ahead.at;
	return comment;
}
