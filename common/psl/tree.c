/*
 * Helpers for the syntax tree.
 */
#include "psl/tree.h"

#include <string.h>

static const char *const kind_names[] = {
	[EXPRESSION_STRING] = "a string",	   [EXPRESSION_NUMBER] = "a number",
	[EXPRESSION_IDENTIFIER] = "an identifier", [EXPRESSION_FUNCTION] = "a function",
	[EXPRESSION_ARRAY] = "an array",	   [EXPRESSION_OBJECT] = "an object",
};

const char *psl_expression_kind_name(const struct expression *expression)
{
	return kind_names[expression->kind];
}

struct span psl_argument_place(const struct argument *argument)
{
	struct span place = argument->value.place;

	place.start = argument->start;
	return place;
}

struct span psl_attribute_name_place(const struct attribute *attribute)
{
	uint32_t start = attribute->name_start;

	return (struct span){start, start + (uint32_t)strlen(attribute->name)};
}

void psl_expression_items(const struct expression *expression, struct expression_list *list)
{
	*list = (struct expression_list){0};
	if (expression->kind == EXPRESSION_ARRAY) {
		list->at = expression->arguments->at;
		list->count = expression->arguments->count;
	} else {
		list->single.value = *expression;
		list->at = &list->single;
		list->count = 1;
	}
}

bool psl_expression_is_boolean(const struct expression *expression)
{
	return expression->kind == EXPRESSION_IDENTIFIER &&
	       (text_equal(expression->text, "true") || text_equal(expression->text, "false"));
}

bool psl_expression_is_function(const struct expression *expression, const char *name)
{
	return expression->kind == EXPRESSION_FUNCTION && text_equal(expression->text, name);
}

bool psl_name_is_valid(const char *text)
{
	return !(*text >= '0' && *text <= '9') && !strchr(text, '-');
}
