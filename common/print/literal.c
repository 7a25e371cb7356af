/* Writes values in the Prisma schema language. */
#include "print/literal.h"

#include <string.h>

#include "base/record.h"

void literal_add_string(struct buffer *to, const char *text)
{
	static const char escaped[] = "\"\\\n\r\t", letters[] = "\"\\nrt";

	buffer_add_char(to, '"');
	for (const char *c = text; *c; c++) {
		const char *found = strchr(escaped, *c);
		if (found)
			buffer_format(to, "\\%c", letters[found - escaped]);
		else if ((unsigned char)*c < ' ')
			buffer_format(to, "\\u%04x", (unsigned)(unsigned char)*c);
		else
			buffer_add_char(to, *c);
	}
	buffer_add_char(to, '"');
}

/* Adds bytes, given in hexadecimal, in base 64 (RFC 4648). */
static void add_base64(struct buffer *to, const char *hex)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0;
	unsigned count = 0, written = 0;

	for (const char *c = hex; *c; c++) {
		bits = bits << 4 | (uint32_t)(*c <= '9' ? *c - '0' : *c - 'a' + 10);
		count += 4;
		if (count < 6)
			continue;
		count -= 6;
		buffer_add_char(to, digits[bits >> count & 63]);
		written++;
	}
	if (count) {
		buffer_add_char(to, digits[bits << (6 - count) & 63]);
		written++;
	}
	while (written++ % 4)
		buffer_add_char(to, '=');
}

/* Adds "2021-01-02T03:04:05.678+00:00" for "2021-01-02 03:04:05.678 +00:00". */
static void add_datetime(struct buffer *to, const char *text)
{
	unsigned blanks = 0;

	for (const char *c = text; *c; c++)
		if (*c != ' ')
			buffer_add_char(to, *c);
		else if (blanks++ == 0)
			buffer_add_char(to, 'T');
}

static void add_enum_value(struct buffer *to, const struct client_enum *enumeration,
			   const char *text)
{
	const struct client_value *value;

	vector_each(value, &enumeration->values)
		if (text_equal(value->value->name, text)) {
			buffer_add(to, value->name);
			return;
		}
	literal_add_string(to, text);
}

static void add_quoted(struct buffer *to, void (*add)(struct buffer *, const char *),
		       const char *text)
{
	buffer_add_char(to, '"');
	add(to, text);
	buffer_add_char(to, '"');
}

static void add_list(struct buffer *to, const struct default_value *list,
		     const struct client_enum *enumeration)
{
	const struct default_value *item;

	buffer_add_char(to, '[');
	vector_each(item, &list->items) {
		if (item != list->items.at)
			buffer_add(to, ", ");
		literal_add_default(to, item, enumeration);
	}
	buffer_add_char(to, ']');
}

static void add_expression(struct buffer *to, const char *sql)
{
	buffer_add(to, "dbgenerated(");
	if (*sql)
		literal_add_string(to, sql);
	buffer_add_char(to, ')');
}

void literal_add_default(struct buffer *to, const struct default_value *value,
			 const struct client_enum *enumeration)
{
	static const char *const functions[] = {
		[DEFAULT_NOW] = "now()",
		[DEFAULT_AUTOINCREMENT] = "autoincrement()",
		[DEFAULT_SEQUENCE] = "sequence()",
	};

	switch (value->kind) {
	case DEFAULT_NONE:
		break;
	case DEFAULT_STRING:
	case DEFAULT_ENUM:
		if (enumeration)
			add_enum_value(to, enumeration, value->text);
		else
			literal_add_string(to, value->text);
		break;
	case DEFAULT_JSON:
		literal_add_string(to, value->text);
		break;
	case DEFAULT_NUMBER:
	case DEFAULT_BOOLEAN:
		buffer_add(to, value->text);
		break;
	case DEFAULT_DATETIME:
		add_quoted(to, add_datetime, value->text);
		break;
	case DEFAULT_BYTES:
		add_quoted(to, add_base64, value->text);
		break;
	case DEFAULT_LIST:
		add_list(to, value, enumeration);
		break;
	case DEFAULT_NOW:
	case DEFAULT_AUTOINCREMENT:
	case DEFAULT_SEQUENCE:
		buffer_add(to, functions[value->kind]);
		break;
	case DEFAULT_EXPRESSION:
		add_expression(to, value->text);
		break;
	}
}
