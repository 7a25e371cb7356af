/*
 * Parses expressions, attributes and their parentheses.
 */
#include "psl/parse.h"

#include <string.h>

/* Deeper nesting is a syntax error; this bounds the recursion. */
enum { DEEPEST = 100 };

static bool expression_at(struct cursor *cursor, struct expression *expression, int depth);

/* ---- lists ---- */

static void push(struct cursor *cursor, const struct argument *argument)
{
	*vector_add(&cursor->work->arena, &cursor->work->arguments) = *argument;
}

/* Pops the arguments from `first` on. Returns them as a list if `read`, else an empty list. */
static struct arguments *pop(struct cursor *cursor, uint32_t first, bool read,
			     struct misplaced *misplaced)
{
	struct argument_stack *stack = &cursor->work->arguments;
	struct arguments *list = cursor->work->no_arguments;
	size_t count = stack->count - first;

	if (read && (count || misplaced)) {
		size_t size = count * sizeof *stack->at;
		list = arena_alloc(cursor->report->arena, sizeof *list + size);
		list->count = (uint32_t)count;
		list->misplaced = misplaced;
		if (count)
			memcpy(list->at, stack->at + first, size);
	}
	stack->count = first;
	return list;
}

static struct misplaced *misplaced_of(struct cursor *cursor, struct misplaced **misplaced)
{
	if (!*misplaced)
		*misplaced = arena_alloc(cursor->report->arena, sizeof **misplaced);
	return *misplaced;
}

/* Reads `name:` at the cursor. Leaves alone a name without a colon, and does not copy it. */
static bool label_at(struct cursor *cursor, struct name *name)
{
	struct cursor ahead = *cursor;
	size_t length = psl_scan_name_length(cursor->at);

	ahead.at += length;
	if (!length || !psl_scan_char(&ahead, ':'))
		return false;
	psl_scan_take_name(cursor, length, name);
	cursor->at = ahead.at;
	return true;
}

/* Reads `name: expression`, `name:` (a fault) or an expression. */
static bool argument_at(struct cursor *cursor, struct misplaced **misplaced, int depth)
{
	struct argument argument = {0};
	struct name name;

	psl_scan_blanks(cursor);
	argument.start = psl_scan_offset(cursor, cursor->at);
	if (label_at(cursor, &name)) {
		const char *after = cursor->at;
		argument.name = name.text;
		if (!expression_at(cursor, &argument.value, depth)) {
			cursor->at = after;
			*vector_add(cursor->report->arena,
				    &misplaced_of(cursor, misplaced)->empty) = name;
			return true;
		}
	} else if (!expression_at(cursor, &argument.value, depth)) {
		return false;
	}
	push(cursor, &argument);
	return true;
}

static bool list_at(struct cursor *cursor, struct misplaced **misplaced, int depth)
{
	const char *after;

	if (!psl_scan_char(cursor, '('))
		return false;
	after = cursor->at;
	if (argument_at(cursor, misplaced, depth)) {
		after = cursor->at;
		while (psl_scan_char(cursor, ',') && argument_at(cursor, misplaced, depth))
			after = cursor->at;
	}
	cursor->at = after;
	if (psl_scan_char(cursor, ',')) {
		misplaced_of(cursor, misplaced)->trailing_comma = true;
		(*misplaced)->comma = psl_span_from(cursor, cursor->at - 1);
	}
	return psl_scan_char(cursor, ')');
}

/* Reads arguments in parentheses. If they are malformed, the cursor does not move. */
static bool arguments_at(struct cursor *cursor, struct arguments **arguments, int depth)
{
	const char *start = cursor->at;
	uint32_t first = cursor->work->arguments.count;
	struct misplaced *misplaced = NULL;
	bool read = list_at(cursor, &misplaced, depth);

	*arguments = pop(cursor, first, read, misplaced);
	if (!read)
		cursor->at = start;
	return read;
}

/* ---- expressions ---- */

/* Reads the items of an array, or of an object if they have labels, up to `close`. */
static bool items_at(struct cursor *cursor, bool labels, char close, int depth)
{
	struct argument item = {0};
	struct name name;

	if (psl_scan_char(cursor, close))
		return true;
	do {
		psl_scan_blanks(cursor);
		item.start = psl_scan_offset(cursor, cursor->at);
		if (labels && !label_at(cursor, &name))
			return false;
		item.name = labels ? name.text : NULL;
		if (!expression_at(cursor, &item.value, depth))
			return false;
		push(cursor, &item);
	} while (psl_scan_char(cursor, ','));
	return psl_scan_char(cursor, close);
}

static bool bracketed_at(struct cursor *cursor, struct expression *expression, int depth)
{
	const char *start = cursor->at++;
	bool object = *start == '{';
	uint32_t first = cursor->work->arguments.count;
	bool read = items_at(cursor, object, object ? '}' : ']', depth);

	*expression = (struct expression){
		.kind = object ? EXPRESSION_OBJECT : EXPRESSION_ARRAY,
		.arguments = pop(cursor, first, read, NULL),
		.place = psl_span_from(cursor, start),
	};
	return read;
}

/* Reads a function, a number or an identifier. Digits followed by arguments name a function. */
static bool named_at(struct cursor *cursor, struct expression *expression, int depth)
{
	const char *start = cursor->at, *end = start + psl_scan_path_length(start);
	struct arguments *arguments = NULL;
	bool function = false;

	if (end != start) {
		cursor->at = end;
		function = arguments_at(cursor, &arguments, depth);
	}
	if (!function) {
		cursor->at = start;
		if (psl_scan_number(cursor, expression))
			return true;
		if (end == start)
			return false;
		cursor->at = end;
	}
	*expression = (struct expression){
		.kind = function ? EXPRESSION_FUNCTION : EXPRESSION_IDENTIFIER,
		.text = arena_slice(cursor->report->arena, start, (size_t)(end - start)),
		.arguments = arguments,
		.place = psl_span_from(cursor, start),
	};
	return true;
}

static bool expression_at(struct cursor *cursor, struct expression *expression, int depth)
{
	psl_scan_blanks(cursor);
	if (depth == DEEPEST)
		return false;
	switch (*cursor->at) {
	case '"':
		return psl_scan_string(cursor, expression);
	case '[':
	case '{':
		return bracketed_at(cursor, expression, depth + 1);
	default:
		return named_at(cursor, expression, depth + 1);
	}
}

bool psl_parse_expression(struct cursor *cursor, struct expression *expression)
{
	return expression_at(cursor, expression, 0);
}

bool psl_parse_attribute(struct cursor *cursor, bool of_block)
{
	struct attribute attribute;

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	if (*cursor->at++ != '@' || (of_block && *cursor->at++ != '@'))
		return false;
	psl_scan_blanks(cursor);
	const char *name = cursor->at;
	size_t length = psl_scan_path_length(name);
	if (length == 0)
		return false;
	attribute.name = arena_slice(cursor->report->arena, name, length);
	attribute.name_start = psl_scan_offset(cursor, name);
	attribute.of_block = of_block;
	attribute.taken = false;
	cursor->at += length;
	arguments_at(cursor, &attribute.arguments, 0);
	attribute.place = psl_span_from(cursor, start);
	*vector_add(&cursor->work->arena, &cursor->work->attributes) = attribute;
	return true;
}
