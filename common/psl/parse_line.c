/*
 * Parses the lines of a block: fields, enum values and properties, with their attributes and
 * comments.
 */
#include "psl/parse_line.h"

#include <string.h>

struct parse_mark psl_mark(const struct cursor *cursor)
{
	return (struct parse_mark){cursor->at, cursor->report->messages.count,
				   cursor->report->errors};
}

void psl_go_back(struct cursor *cursor, struct parse_mark to)
{
	cursor->at = to.at;
	cursor->report->messages.count = to.messages;
	cursor->report->errors = to.errors;
}

bool psl_parse_comments(struct cursor *cursor, struct pending *pending)
{
	struct buffer *text = &cursor->work->text;
	enum comment comment;
	struct slice line;
	bool any = false, documents = false;

	text->length = 0;
	while ((comment = psl_scan_comment(cursor, &line)) != COMMENT_NONE) {
		any = true;
		if (comment == COMMENT_DOCUMENTATION) {
			if (documents)
				buffer_add_char(text, '\n');
			buffer_add_slice(text, line.start, line.length);
			documents = true;
		}
		psl_scan_line_break(cursor);
	}
	if (any)
		pending->text =
			documents ? arena_slice(cursor->report->arena, text->text, text->length)
				  : NULL;
	return any;
}

/* Takes the line break, and a comment before it. Adds a documentation comment to `*doc`. */
static bool parse_line_end(struct cursor *cursor, const char **doc)
{
	struct slice text;
	bool documents = psl_scan_comment(cursor, &text) == COMMENT_DOCUMENTATION;

	if (!psl_scan_line_break(cursor))
		return false;
	if (documents && *doc)
		*doc = arena_format(cursor->report->arena, "%s\n%.*s", *doc, (int)text.length,
				    text.start);
	else if (documents)
		*doc = arena_slice(cursor->report->arena, text.start, text.length);
	return true;
}

struct attributes psl_pop_attributes(struct cursor *cursor, uint32_t first)
{
	struct attribute_stack *stack = &cursor->work->attributes;
	struct attributes list = {.count = stack->count - first};

	if (list.count) {
		size_t size = list.count * sizeof *list.at;
		list.at = arena_alloc(cursor->report->arena, size);
		memcpy(list.at, stack->at + first, size);
	}
	for (uint32_t i = 0; i < list.count; i++)
		list.initials |= psl_initial_bit(list.at[i].name);
	stack->count = first;
	return list;
}

struct attributes psl_parse_attributes(struct cursor *cursor)
{
	uint32_t first = cursor->work->attributes.count;
	const char *after = cursor->at;

	while (psl_parse_attribute(cursor, false))
		after = cursor->at;
	cursor->at = after;
	return psl_pop_attributes(cursor, first);
}

bool psl_parse_block_attribute(struct cursor *cursor)
{
	uint32_t first = cursor->work->attributes.count;
	const char *doc = NULL;

	if (psl_parse_attribute(cursor, true) && parse_line_end(cursor, &doc))
		return true;
	cursor->work->attributes.count = first;
	return false;
}

bool psl_parse_base_type(struct cursor *cursor, struct field *field)
{
	struct parse_mark start = psl_mark(cursor);
	struct expression sql;

	if (psl_scan_word(cursor, "Unsupported(")) {
		field->unsupported = psl_scan_string(cursor, &sql) && psl_scan_char(cursor, ')');
		if (field->unsupported) {
			field->type = (struct name){sql.text, sql.place};
			return true;
		}
		psl_go_back(cursor, start);
	}
	return psl_scan_identifier(cursor, &field->type);
}

/* The suffixes of types. Those with a message are invalid, some since Prisma 2. */
static const struct type_end {
	const char *first, *second;
	enum arity arity;
	const char *message, *hint;
} type_ends[] = {
	{"[]", "?", ARITY_LIST, "a list cannot be optional", "use Type[] or Type?"},
	{"[]", NULL, ARITY_LIST, NULL, NULL},
	{"?", NULL, ARITY_OPTIONAL, NULL, NULL},
	{"!", NULL, ARITY_REQUIRED, "unexpected '!': a field is required by default", "remove '!'"},
};

static const struct type_end old_list = {
	"[", "]", ARITY_LIST, "the brackets of a list must follow the type", "use Type[]"};

/* Takes the suffix of the type before the cursor. Returns NULL if there is none. */
static const struct type_end *parse_type_end(struct cursor *cursor)
{
	const char *before = cursor->at;

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	for (size_t i = 0; i < sizeof type_ends / sizeof *type_ends; i++) {
		const struct type_end *end = &type_ends[i];
		if (*start == *end->first && psl_scan_word(cursor, end->first) &&
		    (!end->second || psl_scan_word(cursor, end->second)))
			return end;
		cursor->at = start;
	}
	cursor->at = before;
	return NULL;
}

/* Takes a type. `*fault` is set to an invalid suffix, or to NULL. */
static bool parse_type(struct cursor *cursor, struct field *field, const struct type_end **fault)
{
	struct parse_mark start = psl_mark(cursor);
	const struct type_end *end;

	if (psl_scan_char(cursor, '[')) {
		if (psl_parse_base_type(cursor, field) && psl_scan_char(cursor, ']')) {
			*fault = &old_list;
			return true;
		}
		psl_go_back(cursor, start);
		return false;
	}
	if (!psl_parse_base_type(cursor, field))
		return false;
	end = parse_type_end(cursor);
	field->arity = end ? end->arity : ARITY_REQUIRED;
	*fault = end && end->message ? end : NULL;
	return true;
}

bool psl_parse_field(struct cursor *cursor, struct field_list *fields, struct pending *pending)
{
	struct field field = {0};
	const struct type_end *fault = NULL;

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	if (!psl_scan_identifier(cursor, &field.name))
		return false;
	bool colon = psl_scan_char(cursor, ':'), typed = parse_type(cursor, &field, &fault);
	field.attributes = psl_parse_attributes(cursor);
	field.doc = pending->text;
	if (!parse_line_end(cursor, &field.doc))
		return false;
	pending->text = NULL;
	field.place = psl_span_from(cursor, start);
	if (colon) {
		psl_parse_error(cursor, field.name.place,
				"unexpected ':' between field name and type");
	} else if (fault) {
		psl_parse_error(cursor, field.type.place, "%s", fault->message);
		report_hint(cursor->report, "%s", fault->hint);
	} else if (!typed) {
		psl_parse_error(cursor, field.name.place, "missing type of field '%s'",
				field.name.text);
	} else {
		*vector_add(&cursor->work->arena, fields) = field;
	}
	return true;
}

bool psl_parse_enum_value(struct cursor *cursor, struct enum_block *block, struct pending *pending)
{
	struct enum_block_value value = {0};

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	if (!psl_scan_identifier(cursor, &value.name))
		return false;
	value.attributes = psl_parse_attributes(cursor);
	value.doc = pending->text;
	if (!parse_line_end(cursor, &value.doc))
		return false;
	pending->text = NULL;
	value.place = psl_span_from(cursor, start);
	*vector_add(cursor->report->arena, &block->values) = value;
	return true;
}

bool psl_parse_property(struct cursor *cursor, struct config *config)
{
	struct property property = {0};
	const char *doc = NULL;

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	if (!psl_scan_identifier(cursor, &property.name) || !psl_scan_char(cursor, '='))
		return false;
	const char *after = cursor->at;
	property.has_value = psl_parse_expression(cursor, &property.value);
	if (!property.has_value)
		cursor->at = after;
	property.place = psl_span_from(cursor, start);
	if (!parse_line_end(cursor, &doc))
		return false;
	*vector_add(cursor->report->arena, &config->properties) = property;
	return true;
}
