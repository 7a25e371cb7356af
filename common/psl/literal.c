/*
 * Converts literals: numbers, times and bytes.
 */
#include "psl/literal.h"

#include <errno.h>
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

/* A number: its digits, and how many of them follow the point after applying the exponent. */
struct number {
	bool negative;
	struct buffer digits;
	long scale;
};

/* A larger exponent stays: no column holds such a number, and it would become a row of zeros. */
enum { LARGEST_EXPONENT = 1000 };

/* Takes digits, with _ between them, off `*text`. Returns false if there are none. */
static bool take_digits(const char **text, struct buffer *digits)
{
	size_t before = digits->length;

	for (; (**text >= '0' && **text <= '9') || (**text == '_' && digits->length > 0); ++*text)
		if (**text != '_')
			buffer_add_char(digits, **text);
	return digits->length > before;
}

static bool read_number(struct arena *arena, const char *text, struct number *number)
{
	bool any;

	*number = (struct number){.negative = *text == '-', .digits = {.arena = arena}};
	text += *text == '-' || *text == '+';
	any = take_digits(&text, &number->digits);
	if (*text == '.') {
		size_t whole = number->digits.length;
		text++;
		any = take_digits(&text, &number->digits) || any;
		number->scale = (long)(number->digits.length - whole);
	}
	if (any && (*text == 'e' || *text == 'E')) {
		char *end;
		const char *sign = text + 1;
		const char *exponent = sign + (*sign == '-' || *sign == '+');
		if (*exponent < '0' || *exponent > '9')
			return false;
		errno = 0;
		number->scale -= strtol(sign, &end, 10);
		text = end;
		any = !errno;
	}
	return any && !*text;
}

/* Adds `length` digits, with the point before the last `scale`. */
static void add_fraction(struct buffer *to, const char *digits, size_t length, size_t scale)
{
	size_t whole = length > scale ? length - scale : 0;

	if (whole == 0)
		buffer_add_char(to, '0');
	buffer_add_slice(to, digits, whole);
	buffer_add_char(to, '.');
	for (size_t i = length; i < scale; i++)
		buffer_add_char(to, '0');
	buffer_add_slice(to, digits + whole, length - whole);
}

char *psl_literal_number(struct arena *arena, const char *text)
{
	struct buffer plain = {.arena = arena};
	struct number number;

	if (!read_number(arena, text, &number))
		return NULL;
	if (labs(number.scale) > LARGEST_EXPONENT)
		return arena_string(arena, text);
	const char *digits = buffer_text(&number.digits);
	size_t length = number.digits.length;
	for (; length > 1 && *digits == '0'; length--)
		digits++;
	bool zero = *digits == '0';
	if (number.negative && !zero)
		buffer_add_char(&plain, '-');
	if (number.scale > 0) {
		add_fraction(&plain, digits, length, (size_t)number.scale);
		return plain.text;
	}
	buffer_add_slice(&plain, digits, length);
	for (long i = zero ? 0 : number.scale; i < 0; i++)
		buffer_add_char(&plain, '0');
	return plain.text;
}

/* ---- times (RFC 3339) ---- */

/* Reads `count` digits. Returns false unless they make a number from `least` to `most`. */
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

char *psl_literal_datetime(struct arena *arena, const char *text)
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

char *psl_literal_bytes(struct arena *arena, const char *text)
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
	/* The unused bits must be zero. */
	if (bits & ((1u << count) - 1))
		return NULL;
	return arena_string(arena, buffer_text(&hex));
}
