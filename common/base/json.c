/* Reads JSON into a tree, compares trees, and writes strings. */
#include "base/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Like serde_json, refuses deeper nesting; this also bounds the recursion. */
enum { DEEPEST = 127 };

struct reader {
	struct arena *arena;
	const char *at;
	int depth;
};

static void skip_blanks(struct reader *reader)
{
	reader->at += strspn(reader->at, " \t\n\r");
}

/* Skips blanks and the character `c`. Returns false if another character follows. */
static bool take(struct reader *reader, char c)
{
	skip_blanks(reader);
	if (*reader->at != c)
		return false;
	reader->at++;
	return true;
}

static bool read_word(struct reader *reader, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(reader->at, word, length) != 0)
		return false;
	reader->at += length;
	return true;
}

static bool skip_digits(struct reader *reader)
{
	size_t count = strspn(reader->at, "0123456789");

	reader->at += count;
	return count > 0;
}

/* False for -0: only a float has a negative zero. */
static bool fits_64_bits(const char *digits)
{
	errno = 0;
	if (*digits == '-')
		return strtoll(digits, NULL, 10) != 0 && errno == 0;
	return strtoull(digits, NULL, 10) == 0 || errno == 0;
}

static bool read_number(struct reader *reader, struct json *json)
{
	const char *start = reader->at;
	bool whole = true;

	reader->at += *start == '-';
	if (*reader->at == '0')
		reader->at++;
	else if (!skip_digits(reader))
		return false;
	if (*reader->at == '.') {
		whole = false;
		reader->at++;
		if (!skip_digits(reader))
			return false;
	}
	if (*reader->at == 'e' || *reader->at == 'E') {
		whole = false;
		reader->at++;
		reader->at += *reader->at == '+' || *reader->at == '-';
		if (!skip_digits(reader))
			return false;
	}
	json->length = (size_t)(reader->at - start);
	json->text = arena_slice(reader->arena, start, json->length);
	json->number = strtod(json->text, NULL);
	json->kind = whole && fits_64_bits(json->text) ? JSON_WHOLE : JSON_FLOAT;
	return isfinite(json->number);
}

static bool read_escape(struct reader *reader, struct buffer *to)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	char name = *reader->at;
	const char *found = name ? strchr(names, name) : NULL;

	if (name)
		reader->at++;
	if (name == 'u') {
		size_t length = utf8_unescape(reader->at - 2, to);
		reader->at += length ? length - 2 : 0;
		return length > 0;
	}
	if (found)
		buffer_add_char(to, values[found - names]);
	return found != NULL;
}

static bool read_string(struct reader *reader, const char **text, size_t *length)
{
	struct buffer string = {.arena = reader->arena};

	if (!take(reader, '"'))
		return false;
	while (*reader->at != '"') {
		if ((unsigned char)*reader->at < ' ')
			return false;
		if (*reader->at++ != '\\')
			buffer_add_char(&string, reader->at[-1]);
		else if (!read_escape(reader, &string))
			return false;
	}
	reader->at++;
	*text = buffer_text(&string);
	*length = string.length;
	return true;
}

/* Compares two texts. Any order will do: by length, then by bytes. */
static int compare_text(const char *a, size_t a_length, const char *b, size_t b_length)
{
	if (a_length != b_length)
		return a_length < b_length ? -1 : 1;
	return memcmp(a, b, a_length);
}

struct member {
	struct json json;
	size_t position;
};

static int compare_members(const void *a, const void *b)
{
	const struct member *left = a, *right = b;
	int order = compare_text(left->json.key, left->json.key_length, right->json.key,
				 right->json.key_length);

	return order ? order : left->position < right->position ? -1 : 1;
}

/* Sorts the members. Of equal keys the last member stays. */
static void sort_members(struct arena *arena, struct json_items *items)
{
	struct member *members = arena_alloc(arena, items->count * sizeof *members);
	size_t kept = 0;

	for (size_t i = 0; i < items->count; i++)
		members[i] = (struct member){items->at[i], i};
	if (items->count)
		qsort(members, items->count, sizeof *members, compare_members);
	for (size_t i = 0; i < items->count; i++) {
		const struct json *json = &members[i].json,
				  *before = kept ? &items->at[kept - 1] : NULL;
		if (before &&
		    compare_text(before->key, before->key_length, json->key, json->key_length) == 0)
			kept--;
		items->at[kept++] = *json;
	}
	items->count = kept;
}

static bool read_value(struct reader *reader, struct json *json);

static bool read_items(struct reader *reader, struct json *json)
{
	bool object = *reader->at++ == '{';
	char close = object ? '}' : ']';

	json->kind = object ? JSON_OBJECT : JSON_ARRAY;
	json->items = arena_alloc(reader->arena, sizeof *json->items);
	if (++reader->depth > DEEPEST)
		return false;
	if (!take(reader, close)) {
		do {
			struct json item = {0};
			if (object && (!read_string(reader, &item.key, &item.key_length) ||
				       !take(reader, ':')))
				return false;
			if (!read_value(reader, &item))
				return false;
			*vector_add(reader->arena, json->items) = item;
		} while (take(reader, ','));
		if (!take(reader, close))
			return false;
	}
	if (object)
		sort_members(reader->arena, json->items);
	reader->depth--;
	return true;
}

static bool read_value(struct reader *reader, struct json *json)
{
	skip_blanks(reader);
	switch (*reader->at) {
	case '{':
	case '[':
		return read_items(reader, json);
	case '"':
		json->kind = JSON_STRING;
		return read_string(reader, &json->text, &json->length);
	case 't':
		json->kind = JSON_TRUE;
		return read_word(reader, "true");
	case 'f':
		json->kind = JSON_FALSE;
		return read_word(reader, "false");
	case 'n':
		json->kind = JSON_NULL;
		return read_word(reader, "null");
	default:
		return read_number(reader, json);
	}
}

bool json_read(struct arena *arena, const char *text, struct json *json)
{
	struct reader reader = {arena, text, 0};

	*json = (struct json){0};
	if (!read_value(&reader, json))
		return false;
	skip_blanks(&reader);
	return *reader.at == '\0';
}

static bool is_number(const struct json *json)
{
	return json->kind == JSON_WHOLE || json->kind == JSON_FLOAT;
}

static double number_of(const struct json *json)
{
	return json->kind == JSON_WHOLE ? strtod(json->text, NULL) : json->number;
}

static bool equal(const struct json *a, const struct json *b, bool numbers)
{
	bool rounded = numbers && is_number(a) && is_number(b);

	if (a->kind != b->kind && !rounded)
		return false;
	if (a->kind == JSON_FLOAT || b->kind == JSON_FLOAT)
		return !(number_of(a) < number_of(b) || number_of(a) > number_of(b));
	if (a->kind == JSON_WHOLE || a->kind == JSON_STRING)
		return compare_text(a->text, a->length, b->text, b->length) == 0;
	if (a->kind != JSON_ARRAY && a->kind != JSON_OBJECT)
		return true;
	if (a->items->count != b->items->count)
		return false;
	for (size_t i = 0; i < a->items->count; i++) {
		const struct json *x = &a->items->at[i], *y = &b->items->at[i];
		if (a->kind == JSON_OBJECT &&
		    compare_text(x->key, x->key_length, y->key, y->key_length) != 0)
			return false;
		if (!equal(x, y, numbers))
			return false;
	}
	return true;
}

bool json_equal(const struct json *a, const struct json *b)
{
	return equal(a, b, false);
}

bool json_same_value(const struct json *a, const struct json *b)
{
	return equal(a, b, true);
}

static void add_escaped(struct buffer *to, const char *text, size_t length)
{
	static const char values[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";

	for (const char *end = text + length; text < end; text++) {
		const char *found = strchr(values, *text);
		if (found)
			buffer_format(to, "\\%c", names[found - values]);
		else if ((unsigned char)*text < ' ')
			buffer_format(to, "\\u%04x", (unsigned)*text);
		else
			buffer_add_char(to, *text);
	}
}

void json_add_string(struct buffer *to, const char *text)
{
	size_t bad;

	buffer_add_char(to, '"');
	while (!utf8_valid(text, strlen(text), &bad)) {
		add_escaped(to, text, bad);
		buffer_add(to, "\uFFFD");
		text += bad + 1;
	}
	add_escaped(to, text, strlen(text));
	buffer_add_char(to, '"');
}
