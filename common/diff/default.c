/*
 * Compares the defaults of columns.
 *
 * The rules are those of Prisma's engine. Defaults are equal if the engine cannot tell them apart
 * in a database: dates and times, and anything that only the database knows.
 */
#include "diff/default.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/text.h"

static bool is_value(const struct default_value *value)
{
	return value->kind >= DEFAULT_STRING && value->kind <= DEFAULT_LIST;
}

static bool is_text(const struct default_value *value)
{
	return value->kind == DEFAULT_STRING || value->kind == DEFAULT_ENUM;
}

static bool is_sequence(const struct alter_rules *rules, const struct default_value *value)
{
	return value->kind == DEFAULT_SEQUENCE ||
	       (value->kind == DEFAULT_AUTOINCREMENT && rules->counter == COUNTER_SEQUENCE);
}

static bool is_datetime(const struct column *column)
{
	return column->type.kind == TYPE_NATIVE && column->type.native->scalar == SCALAR_DATETIME;
}

/* A number, [sign] digits [. digits] [e exponent], without leading and trailing zeros. */
struct number {
	bool negative;
	const char *digits; /* from the first digit other than 0; may include a point */
	size_t significant; /* number of digits, without trailing zeros */
	long scale;	    /* the power of ten of the first digit */
};

static struct number read_number(const char *text)
{
	struct number number = {0};
	long before_point = 0, leading = 0, exponent = 0;
	bool point = false;
	size_t count = 0;

	number.negative = *text == '-';
	if (*text == '-' || *text == '+')
		text++;
	for (; isdigit((unsigned char)*text) || *text == '.'; text++) {
		if (*text == '.') {
			point = true;
			continue;
		}
		if (!number.digits && *text == '0') {
			leading += point;
			continue;
		}
		if (!number.digits)
			number.digits = text;
		count++;
		if (*text != '0')
			number.significant = count;
		before_point += !point;
	}
	if (*text == 'e' || *text == 'E')
		for (const char *c = text + 1; *c; c++)
			if (isdigit((unsigned char)*c) && exponent < 1000000)
				exponent = exponent * 10 + (*c - '0');
	if ((*text == 'e' || *text == 'E') && text[1] == '-')
		exponent = -exponent;
	number.scale = before_point - leading + exponent;
	return number;
}

static bool numbers_equal(const char *a, const char *b)
{
	struct number x = read_number(a), y = read_number(b);
	const char *left = x.digits, *right = y.digits;

	if (x.significant != y.significant)
		return false;
	if (x.significant == 0)
		return true;
	if (x.negative != y.negative || x.scale != y.scale)
		return false;
	for (size_t i = 0; i < x.significant; i++, left++, right++) {
		left += *left == '.';
		right += *right == '.';
		if (*left != *right)
			return false;
	}
	return true;
}

/* True if two texts are the same JSON value, or if one of them is not JSON. */
static bool same_json(const char *a, const char *b)
{
	struct arena arena = {0};
	struct json left, right;
	bool same = !json_read(&arena, a, &left) || !json_read(&arena, b, &right) ||
		    json_equal(&left, &right);

	arena_free(&arena);
	return same;
}

/* True if the type is an integer type, where 1 and 1.0 are different defaults. */
static bool is_whole(const struct column *column)
{
	enum scalar scalar = column->type.native->scalar;

	return scalar == SCALAR_INT || scalar == SCALAR_BIGINT;
}

static bool items_match(const struct column *old, const struct default_value *a,
			const struct column *new, const struct default_value *b)
{
	bool json = (a->kind == DEFAULT_STRING && b->kind == DEFAULT_JSON) ||
		    (a->kind == DEFAULT_JSON && b->kind == DEFAULT_STRING);

	if (json)
		return same_json(a->text, b->text);
	if (a->kind == DEFAULT_DATETIME || b->kind == DEFAULT_DATETIME)
		return true;
	if (a->kind != b->kind)
		return false;
	/* Int and BigInt are different in lists, Float and Decimal are not. */
	if (a->kind == DEFAULT_NUMBER && old->type.native->scalar != new->type.native->scalar &&
	    (is_whole(old) || is_whole(new)))
		return false;
	if (a->kind == DEFAULT_NUMBER)
		return numbers_equal(a->text, b->text);
	return strcmp(a->text, b->text) == 0;
}

static bool lists_match(const struct column *old, const struct column *new)
{
	const struct default_value *a = &old->value, *b = &new->value;

	if (a->items.count != b->items.count)
		return false;
	for (size_t i = 0; i < a->items.count; i++)
		if (!items_match(old, &a->items.at[i], new, &b->items.at[i]))
			return false;
	return true;
}

static bool values_match(const struct column *old, const struct column *new)
{
	const struct default_value *a = &old->value, *b = &new->value;

	if (is_text(a) && is_text(b))
		return strcmp(a->text, b->text) == 0;
	if (a->kind != b->kind)
		return false;
	if (a->kind == DEFAULT_NUMBER)
		return is_whole(old) == is_whole(new) && numbers_equal(a->text, b->text);
	return strcmp(a->text, b->text) == 0;
}

bool diff_defaults_match(const struct alter_rules *rules, const struct column *old,
			 const struct column *new)
{
	static const struct default_value none;
	const struct default_value *a = &old->value, *b = &new->value;

	if (rules->counter == COUNTER_COLUMN && a->kind == DEFAULT_AUTOINCREMENT)
		a = &none;
	if (rules->counter == COUNTER_COLUMN && b->kind == DEFAULT_AUTOINCREMENT)
		b = &none;
	bool list_and_expression = (a->kind == DEFAULT_LIST && b->kind == DEFAULT_EXPRESSION) ||
				   (a->kind == DEFAULT_EXPRESSION && b->kind == DEFAULT_LIST);

	if (list_and_expression && (is_datetime(old) || is_datetime(new)))
		return true;
	if (a->kind == DEFAULT_LIST && b->kind == DEFAULT_LIST)
		return lists_match(old, new);
	if ((a->kind == DEFAULT_JSON && (b->kind == DEFAULT_JSON || b->kind == DEFAULT_STRING)) ||
	    (a->kind == DEFAULT_STRING && b->kind == DEFAULT_JSON))
		return same_json(a->text, b->text);
	if ((a->kind == DEFAULT_DATETIME && b->kind != DEFAULT_NONE) ||
	    (a->kind != DEFAULT_NONE && b->kind == DEFAULT_DATETIME))
		return true;
	if (is_value(a) && is_value(b))
		return values_match(old, new);
	/* dbgenerated() without an argument matches any default of the database. */
	if (b->kind == DEFAULT_EXPRESSION && *b->text == '\0')
		return true;
	if (a->kind == DEFAULT_EXPRESSION && b->kind == DEFAULT_EXPRESSION)
		return strcasecmp(a->text, b->text) == 0;
	/*
	 * A sequence is created or dropped with the change of autoincrement, not with that of the
	 * default.
	 */
	if (is_sequence(rules, b))
		return is_sequence(rules, a) || a->kind != DEFAULT_AUTOINCREMENT;
	if (is_sequence(rules, a))
		return b->kind == DEFAULT_NONE;
	return a->kind == b->kind;
}
