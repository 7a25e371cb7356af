/*
 * Checks that the dialect supports a field's list and default.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "psl/check.h"
#include "psl/default.h"
#include "psl/literal.h"

static void check_list(struct context *context, const struct field *field)
{
	if (field->arity != ARITY_LIST)
		return;
	if (!context->settings.dialect->lists)
		psl_error(context, field->place, "%s does not support lists",
			  context->settings.dialect->name);
	else if (psl_field_has_scalar(field, SCALAR_JSON) && !psl_rules(context)->json_lists)
		psl_error(context, field->place, "%s does not support lists of Json",
			  context->settings.dialect->name);
}

/* ---- defaults ---- */

static bool is_whole_number(const char *digits)
{
	errno = 0;
	strtoll(digits, NULL, 10);
	return !errno && !strchr(digits, '.');
}

/* Returns false if the text of a literal does not have the format of its type. */
static bool is_well_formed(struct context *context, enum scalar scalar,
			   const struct expression *value)
{
	bool string = value->kind == EXPRESSION_STRING;
	struct json json;

	switch (scalar) {
	case SCALAR_INT:
	case SCALAR_BIGINT:
		return value->kind != EXPRESSION_NUMBER || is_whole_number(value->text);
	case SCALAR_DECIMAL:
		return !string || psl_literal_number(context->arena, value->text);
	case SCALAR_DATETIME:
		return !string || psl_literal_datetime(context->arena, value->text);
	case SCALAR_JSON:
		return !string || json_read(context->arena, value->text, &json);
	case SCALAR_BYTES:
		return !string || psl_literal_bytes(context->arena, value->text);
	default:
		return true;
	}
}

static void check_default_value(struct context *context, const struct field *field)
{
	const struct attribute *attribute = field->default_attribute;
	struct expression_list items;

	if (field->default_named)
		psl_attribute_error(context, attribute, "%s does not support named defaults",
				    context->settings.dialect->name);
	if (field->kind != FIELD_SCALAR || field->default_value->kind == EXPRESSION_FUNCTION)
		return;
	psl_expression_items(field->default_value, &items);
	for (size_t i = 0; i < items.count; i++)
		if (!is_well_formed(context, field->scalar, &items.at[i].value))
			psl_error(context, items.at[i].value.place, "invalid %s value '%s'",
				  scalar_name(field->scalar), items.at[i].value.text);
}

static bool is_numeric_option(const char *name)
{
	static const char *const names[] = {"cache", "increment", "minValue", "maxValue", "start"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_equal(name, names[i]))
			return true;
	return false;
}

/* Checks the options of CockroachDB's sequence(). */
static void check_sequence(struct context *context, const struct arguments *arguments)
{
	const struct argument *argument;
	int64_t number;

	vector_each(argument, arguments) {
		if (text_equal(argument->name, "virtual"))
			psl_expect_boolean(context, &argument->value);
		else if (is_numeric_option(argument->name))
			psl_expect_integer(context, &argument->value, &number);
		else if (argument->name)
			psl_error(context, psl_argument_place(argument),
				  "unknown argument '%s' of 'sequence()'", argument->name);
		else
			psl_error(context, psl_argument_place(argument),
				  "unexpected unnamed argument of 'sequence()'");
	}
}

void psl_check_default_function(struct context *context, const struct field *field)
{
	const struct expression *value = field->default_value;
	const struct default_function *function;

	if (field->kind != FIELD_SCALAR)
		return;
	function = psl_default_function(value->text);
	if (!function)
		psl_error(context, value->place, "unknown function '%s()'", value->text);
	else if (!psl_default_function_in(function, context->settings.dialect))
		psl_error(context, value->place, "%s does not support '%s()'",
			  context->settings.dialect->name, value->text);
	else if (function->takes == TAKES_SEQUENCE)
		check_sequence(context, value->arguments);
}

/* ---- autoincrement ---- */

static bool is_autoincrement(const struct field *field)
{
	const struct expression *value = field->default_value;

	return psl_field_is_scalar(field) && value &&
	       psl_expression_is_function(value, "autoincrement");
}

void psl_check_autoincrement(struct context *context, const struct model *model)
{
	const struct language_rules *rules = psl_rules(context);
	const struct field *field;
	size_t count = 0;

	vector_each(field, &model->fields) {
		if (!is_autoincrement(field))
			continue;
		count++;
		if (!rules->autoincrement_for_int && psl_field_has_scalar(field, SCALAR_INT)) {
			psl_attribute_error(context, field->default_attribute,
					    "%s supports 'autoincrement()' only for BigInt",
					    context->settings.dialect->name);
			report_hint(context->report, "use sequence() for Int");
		}
		if (!rules->autoincrement_anywhere && !psl_field_is_id(field))
			psl_error(context, field->place,
				  "%s supports 'autoincrement()' only for a single-field id",
				  context->settings.dialect->name);
	}
	if (!rules->autoincrement_anywhere && count > 1)
		psl_error(context, model->place, "duplicate 'autoincrement()' in %s '%s'",
			  psl_model_word(model), model->name.text);
}

void psl_check_scalar_field(struct context *context, const struct field *field)
{
	check_list(context, field);
	if (field->default_value)
		check_default_value(context, field);
	psl_check_unsupported_type(context, field);
}
