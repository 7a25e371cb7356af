/*
 * Reads the default of a column, and refuses one that does not suit the column: readers of a model
 * may rely on a numeric column having a number as its default.
 */
#include "schema/text_fields.h"

#include <string.h>

#include "base/record.h"

static bool read_value(struct reader *reader, struct slice raw, bool in_list,
		       struct default_value *value)
{
	struct slice rest = raw, word, item;

	record_split(&rest, ':', &word);
	for (size_t i = 0; i < DEFAULT_COUNT; i++) {
		if (!slice_is(word, text_defaults[i].word) ||
		    text_defaults[i].text != (rest.start != NULL))
			continue;
		value->kind = (enum default_kind)i;
		if (value->kind != DEFAULT_LIST)
			return !rest.start || text_read_string(reader, rest, &value->text);
		if (in_list)
			return text_fault(reader, raw, "a list cannot hold a list");
		while (rest.length && record_split(&rest, ',', &item))
			if (!read_value(reader, item, true,
					vector_add(reader->arena, &value->items)))
				return false;
		return true;
	}
	return report_error(reader->report, text_place(reader, raw), "unknown default '%.*s'",
			    (int)raw.length, raw.start);
}

/* True if the literal, other than a string in SQL, has only the characters of its kind. */
static bool is_spelled(const struct default_value *value)
{
	const char *text = value->text;

	switch (value->kind) {
	case DEFAULT_NUMBER:
		return strspn(text, "0123456789+-.eE") == strlen(text) &&
		       strpbrk(text, "0123456789");
	case DEFAULT_BOOLEAN:
		return text_equal(text, "true") || text_equal(text, "false");
	case DEFAULT_BYTES:
		return strspn(text, "0123456789abcdef") == strlen(text) && strlen(text) % 2 == 0;
	default:
		return true;
	}
}

/* True if the literal is a value of the column's type. */
static bool is_literal(const struct type *type, const struct default_value *value)
{
	switch (type->kind) {
	case TYPE_NATIVE:
		return value->kind == default_of_scalar(type->native->scalar) && is_spelled(value);
	case TYPE_ENUM:
		return value->kind == DEFAULT_ENUM;
	case TYPE_UNSUPPORTED:
		break;
	}
	return false;
}

/* True if the database can number a column of this type by itself. */
static bool counts(const struct type *type)
{
	return type->kind == TYPE_NATIVE &&
	       (type->native->scalar == SCALAR_INT || type->native->scalar == SCALAR_BIGINT);
}

/* True if the default, which is not a list, suits a single value of the type. */
static bool suits_value(const struct type *type, const struct default_value *value)
{
	switch (value->kind) {
	case DEFAULT_NONE:
	case DEFAULT_EXPRESSION:
		return true;
	case DEFAULT_NOW:
		return type->kind == TYPE_NATIVE && type->native->scalar == SCALAR_DATETIME;
	case DEFAULT_AUTOINCREMENT:
	case DEFAULT_SEQUENCE:
		return counts(type);
	default:
		return is_literal(type, value);
	}
}

static bool suits(const struct column *column, const struct default_value *value)
{
	const struct default_value *item;

	if (column->arity != ARITY_LIST)
		return value->kind != DEFAULT_LIST && suits_value(&column->type, value);
	if (value->kind == DEFAULT_NONE || value->kind == DEFAULT_EXPRESSION)
		return true;
	vector_each(item, &value->items)
		if (!is_literal(&column->type, item))
			return false;
	return value->kind == DEFAULT_LIST;
}

bool text_read_default(struct reader *reader, struct slice raw, struct column *column)
{
	if (!read_value(reader, raw, false, &column->value))
		return false;
	if (suits(column, &column->value))
		return true;
	return report_error(reader->report, text_place(reader, raw),
			    "the default '%.*s' does not suit the type of column '%s'",
			    (int)raw.length, raw.start, column->name);
}
