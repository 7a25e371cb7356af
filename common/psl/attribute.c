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
		psl_error(context, name->place, "the argument '%s' has no value", name->text);
}

/* Arguments of functions in an array, as in @@index([a(sort: )]). */
static void check_items(struct context *context, const struct expression *array)
{
	const struct argument *item;

	vector_each(item, array->arguments)
		if (item->value.kind == EXPRESSION_FUNCTION)
			check_empty(context, item->value.arguments);
}

/* False where values are missing, so that nothing can be made of the attribute. */
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
			  "no comma belongs after the last argument");
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

/* Where a name, or no name, stands twice it is the last that counts. */
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
				unnamed->seen = true;
				several = true;
			}
			unnamed = argument;
			continue;
		}
		if (psl_name_set_add(&seen, argument->name)) {
			argument->seen = true;
			psl_error(context, psl_argument_place(argument),
				  "the argument '%s' is there already", argument->name);
		}
	}
	if (several) {
		psl_attribute_error(context, attribute,
				    "'@%s' has several arguments without a name, and takes one",
				    attribute->name);
		report_hint(context->report, "a list stands in brackets: [a, b]");
	}
}

/* Whether anything can be made of it. */
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
			attribute->seen = true;
			found = attribute;
			count++;
		}
	if (count == 1)
		return open_attribute(context, found) ? found : NULL;
	if (count > 1)
		vector_each(attribute, attributes)
			if (text_equal(attribute->name, name))
				psl_attribute_error(context, attribute,
						    "'@%s' can stand here only once", name);
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
		attribute->seen = true;
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
		attribute->seen = true;
		if (found)
			psl_attribute_error(context, attribute, "a field has only one native type");
		found = attribute;
	}
	return found;
}

void psl_attributes_done(struct context *context, struct attributes *attributes)
{
	struct attribute *attribute;

	vector_each(attribute, attributes)
		if (!attribute->seen)
			psl_attribute_error(context, attribute, "unknown attribute '%s' here",
					    attribute->name);
}

static struct argument *find_argument(struct attribute *attribute, const char *name)
{
	struct argument *argument;

	vector_each(argument, attribute->arguments)
		if (!argument->seen && text_equal(argument->name, name))
			return argument;
	return NULL;
}

const struct expression *psl_argument_take(struct attribute *attribute, const char *name)
{
	struct argument *argument = find_argument(attribute, name);

	if (!argument)
		return NULL;
	argument->seen = true;
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
				    "the argument '%s' is there with its name and without", name);
	else if (!value)
		psl_attribute_error(context, attribute, "the argument '%s' is missing", name);
	return value;
}

void psl_arguments_done(struct context *context, struct attribute *attribute)
{
	struct argument *argument;

	vector_each(argument, attribute->arguments)
		if (!argument->seen)
			psl_error(context, psl_argument_place(argument),
				  "'@%s' has no such argument", attribute->name);
}

static bool expect(struct context *context, const struct expression *expression, bool good,
		   const char *expected)
{
	return good || psl_error(context, expression->place, "this is %s, not %s",
				 psl_expression_kind_name(expression), expected);
}

const char *psl_expect_string(struct context *context, const struct expression *expression)
{
	bool good = expression->kind == EXPRESSION_STRING;

	return expect(context, expression, good, "a string") ? expression->text : NULL;
}

const char *psl_expect_constant(struct context *context, const struct expression *expression)
{
	bool good = expression->kind == EXPRESSION_CONSTANT;

	return expect(context, expression, good, "a constant") ? expression->text : NULL;
}

bool psl_expect_boolean(struct context *context, const struct expression *expression)
{
	return expect(context, expression, psl_expression_is_boolean(expression), "true or false");
}

bool psl_expect_integer(struct context *context, const struct expression *expression,
			int64_t *value)
{
	bool good = expression->kind == EXPRESSION_NUMBER && !strchr(expression->text, '.');

	errno = 0;
	*value = good ? strtoll(expression->text, NULL, 10) : 0;
	return expect(context, expression, good && !errno, "a whole number of 64 bits");
}

const char *psl_argument_take_name(struct context *context, struct attribute *attribute,
				   const char *name)
{
	const struct expression *value = psl_argument_take(attribute, name);
	const char *text = value ? psl_expect_string(context, value) : NULL;

	if (!text || *text)
		return text;
	psl_attribute_error(context, attribute, "the argument '%s' cannot be empty", name);
	return NULL;
}
