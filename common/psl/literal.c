#include "psl/literal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

/* ---- numbers ---- */

static const char *skip_digits(const char *text)
{
	while (*text >= '0' && *text <= '9')
		text++;
	return text;
}

/* The end of an exponent at `text`, which may be missing; NULL where it has no digits. */
static const char *skip_exponent(const char *text)
{
	if (*text != 'e' && *text != 'E')
		return text;
	text++;
	if (*text == '+' || *text == '-')
		text++;
	const char *end = skip_digits(text);
	return end == text ? NULL : end;
}

bool literal_decimal(const char *text)
{
	if (*text == '+' || *text == '-')
		text++;
	const char *whole = skip_digits(text), *end = whole;
	size_t digits = (size_t)(whole - text);
	if (*end == '.') {
		end = skip_digits(whole + 1);
		digits += (size_t)(end - whole - 1);
	}
	end = digits ? skip_exponent(end) : NULL;
	return end && !*end;
}

/* ---- JSON (RFC 8259) ---- */

enum { DEEPEST = 127 };

static const char *json_value(const char *text, int depth);

static const char *json_blanks(const char *text)
{
	return text + strspn(text, " \t\n\r");
}

static const char *json_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	return strncmp(text, word, length) == 0 ? text + length : NULL;
}

static const char *json_number(const char *text)
{
	const char *start = text;

	if (*text == '-')
		text++;
	const char *digits = text;
	text = *text == '0' ? text + 1 : skip_digits(text);
	if (text == digits)
		return NULL;
	if (*text == '.') {
		const char *fraction = text + 1;
		text = skip_digits(fraction);
		if (text == fraction)
			return NULL;
	}
	text = skip_exponent(text);
	return text && strtod(start, NULL) > -HUGE_VAL && strtod(start, NULL) < HUGE_VAL ? text : NULL;
}

static bool hexadecimal(const char *text, unsigned *unit)
{
	if (strspn(text, "0123456789abcdefABCDEF") < 4)
		return false;
	char digits[5] = {text[0], text[1], text[2], text[3], '\0'};
	*unit = (unsigned)strtoul(digits, NULL, 16);
	return true;
}

/* What follows a backslash. */
static const char *json_escape(const char *text)
{
	unsigned high, low;

	if (*text != 'u')
		return *text && strchr("\"\\/bfnrt", *text) ? text + 1 : NULL;
	if (!hexadecimal(text + 1, &high))
		return NULL;
	text += 5;
	if (high < 0xD800 || high > 0xDFFF)
		return text;
	if (high > 0xDBFF || text[0] != '\\' || text[1] != 'u' || !hexadecimal(text + 2, &low) ||
	    low < 0xDC00 || low > 0xDFFF)
		return NULL;
	return text + 6;
}

static const char *json_string(const char *text)
{
	if (*text != '"')
		return NULL;
	text++;
	while (text && *text != '"') {
		if ((unsigned char)*text < ' ')
			return NULL;
		text = *text == '\\' ? json_escape(text + 1) : text + 1;
	}
	return text ? text + 1 : NULL;
}

/* The items of an array or the members of an object, up to the bracket that closes it. */
static const char *json_items(const char *text, bool object, int depth)
{
	char close = object ? '}' : ']';

	text = json_blanks(text);
	if (*text == close)
		return text + 1;
	for (;; text++) {
		if (object) {
			text = json_string(json_blanks(text));
			if (!text)
				return NULL;
			text = json_blanks(text);
			if (*text++ != ':')
				return NULL;
		}
		text = json_value(json_blanks(text), depth);
		if (!text)
			return NULL;
		text = json_blanks(text);
		if (*text == close)
			return text + 1;
		if (*text != ',')
			return NULL;
	}
}

static const char *json_value(const char *text, int depth)
{
	switch (*text) {
	case '{':
	case '[':
		return depth < DEEPEST ? json_items(text + 1, *text == '{', depth + 1) : NULL;
	case '"':
		return json_string(text);
	case 't':
		return json_word(text, "true");
	case 'f':
		return json_word(text, "false");
	case 'n':
		return json_word(text, "null");
	default:
		return json_number(text);
	}
}

bool literal_json(const char *text)
{
	const char *end = json_value(json_blanks(text), 0);

	return end && !*json_blanks(end);
}

/* ---- times (RFC 3339) ---- */

/* `count` digits that are a number from `least` to `most`. */
static bool read_digits(const char **text, int count, int least, int most, int *number)
{
	*number = 0;
	for (int i = 0; i < count; i++, ++*text) {
		if (**text < '0' || **text > '9')
			return false;
		*number = *number * 10 + (**text - '0');
	}
	return *number >= least && *number <= most;
}

static bool read_char(const char **text, const char *allowed)
{
	return **text && strchr(allowed, *(*text)++);
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

static bool read_date(const char **text)
{
	int year, month, day;

	return read_digits(text, 4, 0, 9999, &year) && read_char(text, "-") &&
	       read_digits(text, 2, 1, 12, &month) && read_char(text, "-") &&
	       read_digits(text, 2, 1, days_in_month(year, month), &day);
}

static bool read_time(const char **text)
{
	int number;

	if (!read_digits(text, 2, 0, 23, &number) || !read_char(text, ":") ||
	    !read_digits(text, 2, 0, 59, &number) || !read_char(text, ":") ||
	    !read_digits(text, 2, 0, 60, &number))
		return false;
	if (**text != '.')
		return true;
	const char *end = skip_digits(*text + 1);
	bool any = end != *text + 1;
	*text = end;
	return any;
}

static bool read_zone(const char **text)
{
	int number;

	if (**text == 'Z' || **text == 'z') {
		++*text;
		return true;
	}
	return read_char(text, "+-") && read_digits(text, 2, 0, 23, &number) &&
	       read_char(text, ":") && read_digits(text, 2, 0, 59, &number);
}

char *literal_datetime(struct arena *arena, const char *text)
{
	const char *at = text, *time, *zone;

	if (!read_date(&at) || !read_char(&at, "Tt "))
		return NULL;
	time = at;
	if (!read_time(&at))
		return NULL;
	zone = at;
	if (!read_zone(&at) || *at)
		return NULL;
	return arena_format(arena, "%.10s %.*s %s", text, (int)(zone - time), time,
			    *zone == 'Z' || *zone == 'z' ? "+00:00" : zone);
}

/* ---- base64 (RFC 4648) ---- */

static int base64_digit(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? (int)(found - digits) : -1;
}

char *literal_bytes(struct arena *arena, const char *text)
{
	struct buffer hex = {.arena = arena};
	size_t length = strlen(text), padding = 0;
	unsigned bits = 0;
	int count = 0;

	if (length % 4)
		return NULL;
	while (padding < 2 && length > padding && text[length - 1 - padding] == '=')
		padding++;
	for (size_t i = 0; i < length - padding; i++) {
		int digit = base64_digit(text[i]);
		if (digit < 0)
			return NULL;
		bits = (bits << 6 | (unsigned)digit) & 0xFFFF;
		count += 6;
		if (count >= 8) {
			count -= 8;
			buffer_format(&hex, "%02x", bits >> count & 0xFF);
		}
	}
	/* The bits that no byte needs are zero. */
	if (bits & ((1u << count) - 1))
		return NULL;
	return arena_string(arena, buffer_text(&hex));
}
