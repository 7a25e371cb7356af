/*
 * Takes attributes and their arguments, and reports malformed and unknown ones.
 */
#include "psl/attribute.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void check_empty(struct context *context, const struct arguments *arguments)
{
	const struct name *name;

	if (!arguments->misplaced)
		return;
	vector_each(name, &arguments->misplaced->empty)
		psl_error(context, name->place, "missing value for argument '%s'", name->text);
}

/* Checks the functions in an array, as in @@index([a(sort: )]). */
static void check_items(struct context *context, const struct expression *array)
{
	const struct argument *item;

	vector_each(item, array->arguments)
		if (item->value.kind == EXPRESSION_FUNCTION)
			check_empty(context, item->value.arguments);
}

/*
 * Reports faults in parentheses. Returns false if a value is missing, which makes the attribute
 * useless.
 */
static bool check_list(struct context *context, const struct arguments *arguments)
{
	const struct argument *argument;

	check_empty(context, arguments);
	vector_each(argument, arguments)
		if (argument->value.kind == EXPRESSION_ARRAY)
			check_items(context, &argument->value);
	if (!arguments->misplaced)
		return true;
	if (arguments->misplaced->trailing_comma)
		psl_error(context, arguments->misplaced->comma,
			  "trailing comma is not allowed in arguments");
	return arguments->misplaced->empty.count == 0;
}

bool psl_name_set_add(struct name_set *set, const char *name)
{
	for (size_t i = 0; i < set->few_count; i++)
		if (text_equal(set->few[i], name))
			return true;
	if (set->few_count < FEW_NAMES) {
		set->few[set->few_count++] = name;
		return false;
	}
	return map_add(&set->names, name, set);
}

/* Reports duplicates. Of several arguments with one name, and of unnamed ones, the last counts. */
static void check_duplicates(struct context *context, struct attribute *attribute)
{
	struct name_set seen = {.names.arena = context->arena};
	struct argument *argument, *unnamed = NULL;
	bool several = false;

	if (attribute->arguments->count < 2)
		return;
	vector_each(argument, attribute->arguments) {
		if (!argument->name) {
			if (unnamed) {
				unnamed->taken = true;
				several = true;
			}
			unnamed = argument;
			continue;
		}
		if (psl_name_set_add(&seen, argument->name)) {
			argument->taken = true;
			psl_error(context, psl_argument_place(argument), "duplicate argument '%s'",
				  argument->name);
		}
	}
	if (several) {
		psl_attribute_error(context, attribute, "'%s%s' takes only one unnamed argument",
				    psl_attribute_sign(attribute), attribute->name);
		report_hint(context->report, "use brackets for a list: [a, b]");
	}
}

/* Reports faults in the arguments. Returns false if they make the attribute useless. */
static bool open_attribute(struct context *context, struct attribute *attribute)
{
	const struct argument *argument;
	bool usable = check_list(context, attribute->arguments);

	vector_each(argument, attribute->arguments)
		if (argument->value.kind == EXPRESSION_FUNCTION)
			usable = check_list(context, argument->value.arguments) && usable;
	if (usable)
		check_duplicates(context, attribute);
	return usable;
}

struct attribute *psl_attribute_find(struct context *context, struct attributes *attributes,
				     const char *name)
{
	struct attribute *attribute, *found = NULL;
	size_t count = 0;

	vector_each(attribute, attributes)
		if (text_equal(attribute->name, name)) {
			attribute->taken = true;
			found = attribute;
			count++;
		}
	if (count == 1)
		return open_attribute(context, found) ? found : NULL;
	if (count > 1)
		vector_each(attribute, attributes)
			if (text_equal(attribute->name, name))
				psl_attribute_error(context, attribute,
						    "duplicate attribute '%s%s'",
						    psl_attribute_sign(attribute), name);
	return NULL;
}

struct attribute *psl_attribute_take_next(struct context *context, struct attributes *attributes,
					  const char *name, struct attribute *after)
{
	size_t first = after ? (size_t)(after - attributes->at) + 1 : 0;

	for (size_t i = first; i < attributes->count; i++) {
		struct attribute *attribute = &attributes->at[i];
		if (!text_equal(attribute->name, name))
			continue;
		attribute->taken = true;
		if (open_attribute(context, attribute))
			return attribute;
	}
	return NULL;
}

struct attribute *psl_attribute_take_native(struct context *context, struct attributes *attributes)
{
	struct attribute *attribute, *found = NULL;

	vector_each(attribute, attributes) {
		if (!strchr(attribute->name, '.'))
			continue;
		attribute->taken = true;
		if (found)
			psl_attribute_error(context, attribute, "duplicate native type '@%s'",
					    attribute->name);
		found = attribute;
	}
	return found;
}

void psl_attributes_done(struct context *context, struct attributes *attributes)
{
	struct attribute *attribute;

	vector_each(attribute, attributes)
		if (!attribute->taken)
			psl_attribute_error(context, attribute, "unknown attribute '%s%s' here",
					    psl_attribute_sign(attribute), attribute->name);
}

static struct argument *find_argument(struct attribute *attribute, const char *name)
{
	struct argument *argument;

	vector_each(argument, attribute->arguments)
		if (!argument->taken && text_equal(argument->name, name))
			return argument;
	return NULL;
}

const struct expression *psl_argument_take(struct attribute *attribute, const char *name)
{
	struct argument *argument = find_argument(attribute, name);

	if (!argument)
		return NULL;
	argument->taken = true;
	return &argument->value;
}

const struct expression *psl_argument_take_either(struct attribute *attribute, const char *name)
{
	const struct expression *named = psl_argument_take(attribute, name);
	const struct expression *unnamed = psl_argument_take(attribute, NULL);

	return named && unnamed ? NULL : named ? named : unnamed;
}

const struct expression *psl_argument_take_required(struct context *context,
						    struct attribute *attribute, const char *name)
{
	bool both = find_argument(attribute, name) && find_argument(attribute, NULL);
	const struct expression *value = psl_argument_take_either(attribute, name);

	if (both)
		psl_attribute_error(context, attribute,
				    "duplicate argument '%s': named and unnamed", name);
	else if (!value)
		psl_attribute_error(context, attribute, "missing argument '%s'", name);
	return value;
}

void psl_arguments_done(struct context *context, struct attribute *attribute)
{
	struct argument *argument;

	vector_each(argument, attribute->arguments) {
		if (argument->taken)
			continue;
		if (argument->name)
			psl_error(context, psl_argument_place(argument),
				  "unknown argument '%s' of '%s%s'", argument->name,
				  psl_attribute_sign(attribute), attribute->name);
		else
			psl_error(context, psl_argument_place(argument),
				  "unexpected unnamed argument of '%s%s'",
				  psl_attribute_sign(attribute), attribute->name);
	}
}

static bool expect(struct context *context, const struct expression *expression, bool good,
		   const char *expected)
{
	return good || psl_error(context, expression->place, "expected %s, found %s", expected,
				 psl_expression_kind_name(expression));
}

const char *psl_expect_string(struct context *context, const struct expression *expression)
{
	bool good = expression->kind == EXPRESSION_STRING;

	return expect(context, expression, good, "a string") ? expression->text : NULL;
}

const char *psl_expect_identifier(struct context *context, const struct expression *expression)
{
	bool good = expression->kind == EXPRESSION_IDENTIFIER;

	return expect(context, expression, good, "an identifier") ? expression->text : NULL;
}

bool psl_expect_boolean(struct context *context, const struct expression *expression)
{
	return expect(context, expression, psl_expression_is_boolean(expression), "true or false");
}

bool psl_expect_integer(struct context *context, const struct expression *expression,
			int64_t *value)
{
	static const char expected[] = "a 64-bit integer";

	if (expression->kind != EXPRESSION_NUMBER)
		return expect(context, expression, false, expected);
	errno = 0;
	*value = strtoll(expression->text, NULL, 10);
	if (!errno && !strchr(expression->text, '.'))
		return true;
	return psl_error(context, expression->place, "expected %s, found %s", expected,
			 expression->text);
}

const char *psl_argument_take_name(struct context *context, struct attribute *attribute,
				   const char *name)
{
	const struct expression *value = psl_argument_take(attribute, name);
	const char *text = value ? psl_expect_string(context, value) : NULL;

	if (!text || *text)
		return text;
	psl_attribute_error(context, attribute, "argument '%s' cannot be empty", name);
	return NULL;
}
