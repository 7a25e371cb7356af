/*
 * Whether two texts are the same JSON value, whatever their white space, escapes and the order of
 * their members. Nothing is built: both texts are walked where they stand.
 */
#include <stdlib.h>
#include <string.h>

#include "diff/rules.h"

/* Deeper than this is no JSON, as for the parsers that databases and Prisma have. */
enum { DEEPEST = 127 };

/* A place in a text; `at` is NULL once the text turns out to be no JSON. */
struct reader {
	const char *at;
	int depth;
};

static bool fail(struct reader *reader)
{
	reader->at = NULL;
	return false;
}

static void skip_space(struct reader *reader)
{
	while (reader->at && *reader->at && strchr(" \t\n\r", *reader->at))
		reader->at++;
}

static bool take(struct reader *reader, char c)
{
	skip_space(reader);
	if (!reader->at || *reader->at != c)
		return false;
	reader->at++;
	return true;
}

static bool take_word(struct reader *reader, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(reader->at, word, length) != 0)
		return false;
	reader->at += length;
	return true;
}

static size_t hex_digits(const char *at)
{
	return strspn(at, "0123456789abcdefABCDEF");
}

/* The code of four hexadecimal digits. */
static unsigned long hex_code(const char *at)
{
	char digits[5] = {at[0], at[1], at[2], at[3], '\0'};

	return strtoul(digits, NULL, 16);
}

/* The next character of a string: bytes of UTF-8 come one by one, escapes as a code point. */
enum { STRING_END = -1, STRING_FAULT = -2 };

/* Bytes of a character that is still to be given. */
struct string_reader {
	const char *at;
	unsigned char bytes[4];
	int count, given;
};

static void encode(struct string_reader *string, unsigned long code)
{
	int extra = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};

	string->given = 0;
	string->count = extra + 1;
	string->bytes[0] = (unsigned char)(lead[extra] | (code >> (6 * extra)));
	for (int i = 1; i <= extra; i++)
		string->bytes[i] = (unsigned char)(0x80 | ((code >> (6 * (extra - i))) & 0x3F));
}

static bool read_code(struct string_reader *string)
{
	unsigned long code, low;

	if (hex_digits(string->at) < 4)
		return false;
	code = hex_code(string->at);
	string->at += 4;
	if (code >= 0xD800 && code < 0xDC00) {
		if (string->at[0] != '\\' || string->at[1] != 'u' || hex_digits(string->at + 2) < 4)
			return false;
		low = hex_code(string->at + 2);
		if (low < 0xDC00 || low > 0xDFFF)
			return false;
		string->at += 6;
		code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
	} else if (code >= 0xDC00 && code <= 0xDFFF) {
		return false;
	}
	encode(string, code);
	return true;
}

static int next_byte(struct string_reader *string)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	const char *name;
	unsigned char c;

	if (string->given < string->count)
		return string->bytes[string->given++];
	c = (unsigned char)*string->at;
	if (c < 0x20)
		return STRING_FAULT;
	string->at++;
	if (c == '"')
		return STRING_END;
	if (c != '\\')
		return c;
	if (*string->at == 'u') {
		string->at++;
		return read_code(string) ? string->bytes[string->given++] : STRING_FAULT;
	}
	name = *string->at ? strchr(names, *string->at) : NULL;
	if (!name)
		return STRING_FAULT;
	string->at++;
	return (unsigned char)values[name - names];
}

static bool skip_string(struct reader *reader)
{
	struct string_reader string = {0};
	int byte;

	if (!take(reader, '"'))
		return fail(reader);
	string.at = reader->at;
	while ((byte = next_byte(&string)) >= 0)
		;
	if (byte == STRING_FAULT)
		return fail(reader);
	reader->at = string.at;
	return true;
}

static size_t skip_digits(struct reader *reader)
{
	size_t count = strspn(reader->at, "0123456789");

	reader->at += count;
	return count;
}

static bool skip_number(struct reader *reader)
{
	reader->at += *reader->at == '-';
	if (*reader->at == '0')
		reader->at++;
	else if (!skip_digits(reader))
		return fail(reader);
	if (*reader->at == '.') {
		reader->at++;
		if (!skip_digits(reader))
			return fail(reader);
	}
	if (*reader->at == 'e' || *reader->at == 'E') {
		reader->at++;
		reader->at += *reader->at == '+' || *reader->at == '-';
		if (!skip_digits(reader))
			return fail(reader);
	}
	return true;
}

static bool skip_value(struct reader *reader);

static bool skip_members(struct reader *reader, char close, bool named)
{
	if (++reader->depth > DEEPEST)
		return fail(reader);
	reader->at++;
	if (!take(reader, close)) {
		do {
			if (named && (!skip_string(reader) || !take(reader, ':')))
				return fail(reader);
			if (!skip_value(reader))
				return false;
		} while (take(reader, ','));
		if (!take(reader, close))
			return fail(reader);
	}
	reader->depth--;
	return true;
}

static bool skip_value(struct reader *reader)
{
	skip_space(reader);
	if (!reader->at)
		return false;
	switch (*reader->at) {
	case '{':
		return skip_members(reader, '}', true);
	case '[':
		return skip_members(reader, ']', false);
	case '"':
		return skip_string(reader);
	case 't':
		return take_word(reader, "true") || fail(reader);
	case 'f':
		return take_word(reader, "false") || fail(reader);
	case 'n':
		return take_word(reader, "null") || fail(reader);
	default:
		return skip_number(reader);
	}
}

/* Whether a whole text is one JSON value. */
static bool is_json(const char *text)
{
	struct reader reader = {text, 0};

	if (!skip_value(&reader))
		return false;
	skip_space(&reader);
	return *reader.at == '\0';
}

/* From here on both texts are known to be JSON. */

static bool values_equal(struct reader *a, struct reader *b);

static bool strings_equal(struct reader *a, struct reader *b)
{
	struct string_reader x = {.at = a->at + 1}, y = {.at = b->at + 1};
	int left, right;

	do {
		left = next_byte(&x);
		right = next_byte(&y);
	} while (left == right && left >= 0);
	return left == right;
}

static bool json_numbers_equal(const struct reader *a, const struct reader *b)
{
	struct reader end_a = *a, end_b = *b;

	skip_number(&end_a);
	skip_number(&end_b);
	/* What was written as a whole number and what was not are different values. */
	bool whole_a = !memchr(a->at, '.', (size_t)(end_a.at - a->at)) &&
		       strcspn(a->at, "eE") >= (size_t)(end_a.at - a->at);
	bool whole_b = !memchr(b->at, '.', (size_t)(end_b.at - b->at)) &&
		       strcspn(b->at, "eE") >= (size_t)(end_b.at - b->at);
	if (whole_a != whole_b)
		return false;
	if (whole_a && end_a.at - a->at == end_b.at - b->at &&
	    memcmp(a->at, b->at, (size_t)(end_a.at - a->at)) == 0)
		return true;
	return !whole_a && strtod(a->at, NULL) == strtod(b->at, NULL);
}

static bool lists_equal(struct reader a, struct reader b)
{
	a.at++;
	b.at++;
	bool empty_a = take(&a, ']'), empty_b = take(&b, ']');
	if (empty_a || empty_b)
		return empty_a && empty_b;
	for (;;) {
		if (!values_equal(&a, &b))
			return false;
		bool more_a = take(&a, ','), more_b = take(&b, ',');
		if (more_a != more_b)
			return false;
		if (!more_a)
			return true;
	}
}

/* The value of the last member of that name: where a name comes twice, the later one counts. */
static bool find_member(struct reader object, const struct reader *name, struct reader *value)
{
	bool found = false;

	object.at++;
	if (take(&object, '}'))
		return false;
	do {
		struct reader key = object, key_name = *name;
		skip_space(&key);
		bool same = strings_equal(&key, &key_name);
		skip_string(&object);
		take(&object, ':');
		if (same) {
			*value = object;
			found = true;
		}
		skip_value(&object);
	} while (take(&object, ','));
	return found;
}

/* Whether every member of `a` is one of `b`, and, if `values`, has the same value there. */
static bool holds_members(const struct reader *a, const struct reader *b, bool values)
{
	struct reader object = *a;

	object.at++;
	if (take(&object, '}'))
		return true;
	do {
		struct reader name = object, left, right;
		skip_space(&name);
		if (!find_member(*b, &name, &right))
			return false;
		if (values && find_member(*a, &name, &left) && !values_equal(&left, &right))
			return false;
		skip_string(&object);
		take(&object, ':');
		skip_value(&object);
	} while (take(&object, ','));
	return true;
}

/* Both readers end after their values. */
static bool values_equal(struct reader *a, struct reader *b)
{
	struct reader x, y;
	bool equal;

	skip_space(a);
	skip_space(b);
	x = *a;
	y = *b;
	skip_value(a);
	skip_value(b);
	switch (*x.at) {
	case '{':
		equal = *y.at == '{' && holds_members(&y, &x, false) &&
			holds_members(&x, &y, true);
		break;
	case '[':
		equal = *y.at == '[' && lists_equal(x, y);
		break;
	case '"':
		equal = *y.at == '"' && strings_equal(&x, &y);
		break;
	case 't':
	case 'f':
	case 'n':
		equal = *x.at == *y.at;
		break;
	default:
		equal = !strchr("{[\"tfn", *y.at) && json_numbers_equal(&x, &y);
		break;
	}
	return equal;
}

bool json_equal(const char *a, const char *b)
{
	struct reader x = {a, 0}, y = {b, 0};

	if (!is_json(a) || !is_json(b))
		return true;
	return values_equal(&x, &y);
}
