#include "psl/parse.h"

/* Deeper than anybody nests; what goes on beyond is no expression. */
enum { DEEPEST = 100 };

static bool expression_at(struct cursor *cursor, struct expression *expression, int depth);

static struct misplaced *misplaced(struct cursor *cursor, struct arguments *arguments)
{
	if (!arguments->misplaced)
		arguments->misplaced =
			arena_alloc(cursor->report->arena, sizeof *arguments->misplaced);
	return arguments->misplaced;
}

/* `name: expression`, `name:` or, where no name is needed, an expression. */
static bool argument_at(struct cursor *cursor, struct arguments *arguments, int depth)
{
	struct cursor ahead = *cursor;
	struct argument argument = {0};

	if (scan_identifier(&ahead, &argument.name) && scan_word(&ahead, ":")) {
		*cursor = ahead;
		if (!expression_at(&ahead, &argument.value, depth)) {
			*vector_add(cursor->report->arena, &misplaced(cursor, arguments)->empty) =
				argument.name;
			return true;
		}
	} else {
		ahead = *cursor;
		argument.name = (struct name){0};
		if (!expression_at(&ahead, &argument.value, depth))
			return false;
	}
	*cursor = ahead;
	*vector_add(cursor->report->arena, arguments) = argument;
	return true;
}

static bool arguments_at(struct cursor *cursor, struct arguments *arguments, int depth)
{
	if (!scan_word(cursor, "("))
		return false;
	if (argument_at(cursor, arguments, depth)) {
		struct cursor ahead = *cursor;
		while (scan_word(&ahead, ",") && argument_at(&ahead, arguments, depth))
			*cursor = ahead;
	}
	struct cursor ahead = *cursor;
	scan_blanks(&ahead);
	size_t start = ahead.at;
	if (scan_word(cursor, ",")) {
		misplaced(cursor, arguments)->trailing_comma = true;
		arguments->misplaced->comma = place_from(cursor, start);
	}
	return scan_word(cursor, ")");
}

static bool array_at(struct cursor *cursor, struct expression *array, int depth)
{
	struct argument item = {0};

	if (scan_word(cursor, "]"))
		return true;
	do {
		if (!expression_at(cursor, &item.value, depth))
			return false;
		*vector_add(cursor->report->arena, &array->arguments) = item;
	} while (scan_word(cursor, ","));
	return scan_word(cursor, "]");
}

static bool object_at(struct cursor *cursor, struct expression *object, int depth)
{
	struct argument member = {0};

	if (scan_word(cursor, "}"))
		return true;
	do {
		if (!scan_identifier(cursor, &member.name) || !scan_word(cursor, ":") ||
		    !expression_at(cursor, &member.value, depth))
			return false;
		*vector_add(cursor->report->arena, &object->arguments) = member;
	} while (scan_word(cursor, ","));
	return scan_word(cursor, "}");
}

static bool bracketed_at(struct cursor *cursor, struct expression *expression, int depth)
{
	size_t start = cursor->at;
	bool array = scan_word(cursor, "[");

	*expression = (struct expression){.kind = array ? EXPRESSION_ARRAY : EXPRESSION_OBJECT};
	if (!array && !scan_word(cursor, "{"))
		return false;
	if (!(array ? array_at : object_at)(cursor, expression, depth))
		return false;
	expression->place = place_from(cursor, start);
	return true;
}

/* A name with arguments is a function. Digits may be a name: a number is what has no arguments. */
static bool named_at(struct cursor *cursor, struct expression *expression, int depth)
{
	struct cursor ahead = *cursor;
	struct name name;

	*expression = (struct expression){0};
	if (!scan_path(&ahead, &name))
		return scan_number(cursor, expression);
	struct cursor after_name = ahead;
	expression->text = name.text;
	if (arguments_at(&ahead, &expression->arguments, depth)) {
		*cursor = ahead;
		expression->kind = EXPRESSION_FUNCTION;
		expression->place = place_from(cursor, name.place.start);
		return true;
	}
	if (scan_number(cursor, expression))
		return true;
	*cursor = after_name;
	*expression = (struct expression){
		.kind = EXPRESSION_CONSTANT, .text = name.text, .place = name.place};
	return true;
}

static bool expression_at(struct cursor *cursor, struct expression *expression, int depth)
{
	scan_blanks(cursor);
	if (depth == DEEPEST)
		return false;
	switch (scan_peek(cursor)) {
	case '"':
		return scan_string(cursor, expression);
	case '[':
	case '{':
		return bracketed_at(cursor, expression, depth + 1);
	default:
		return named_at(cursor, expression, depth + 1);
	}
}

bool parse_expression(struct cursor *cursor, struct expression *expression)
{
	return expression_at(cursor, expression, 0);
}

bool parse_attribute(struct cursor *cursor, const char *sign, struct attribute *attribute)
{
	scan_blanks(cursor);
	size_t start = cursor->at;

	*attribute = (struct attribute){0};
	if (!scan_word(cursor, sign) || !scan_path(cursor, &attribute->name))
		return false;
	struct cursor ahead = *cursor;
	if (arguments_at(&ahead, &attribute->arguments, 0))
		*cursor = ahead;
	else
		attribute->arguments = (struct arguments){0};
	attribute->place = place_from(cursor, start);
	return true;
}
