/*
 * Checks native types, @db.X, and Unsupported("...").
 */
#include <string.h>

#include "psl/attribute.h"
#include "psl/check.h"

/* Reads an argument of a native type. Reports anything but a number from 0, and returns false. */
static bool read_argument(struct context *context, const struct expression *value, uint32_t *number)
{
	int64_t wide;

	if (!psl_expect_integer(context, value, &wide))
		return false;
	if (wide < 0 || wide > UINT32_MAX)
		return psl_error(context, value->place, "expected a number from 0 to 4294967295");
	*number = (uint32_t)wide;
	return true;
}

static const char *wrong_arguments(const struct native *native)
{
	const uint32_t *given = native->arguments;

	if (native->argument_count == 0)
		return NULL;
	switch (native->type->rule) {
	case ARGUMENTS_FREE:
		return NULL;
	case ARGUMENTS_PRECISION:
		return given[0] > 6 ? "the precision must be from 0 to 6" : NULL;
	case ARGUMENTS_POSITIVE:
		return given[0] < 1 ? "the length must be positive" : NULL;
	case ARGUMENTS_DECIMAL:
		if (given[1] > given[0])
			return "the scale cannot be larger than the precision";
		return given[0] < 1 || given[0] > 1000 ? "the precision must be from 1 to 1000"
						       : NULL;
	}
	return NULL;
}

/* Sets the arguments of the native type. Reports invalid ones, and returns false. */
static bool read_arguments(struct context *context, struct native *native,
			   const struct native_type *type)
{
	const struct attribute *attribute = native->attribute;
	const struct arguments *arguments = attribute->arguments;
	const struct argument *argument;
	int count = (int)arguments->count;

	if (arguments->count > 0 && count != type->most)
		return psl_attribute_error(context, attribute,
					   "native type '%s' takes %s, found %d", type->name,
					   type->most == 0   ? "no arguments"
					   : type->most == 1 ? "at most one argument"
							     : "two arguments or none",
					   count);
	vector_each(argument, arguments)
		if (!read_argument(context, &argument->value,
				   &native->arguments[argument - arguments->at]))
			return false;
	native->argument_count = count;
	return true;
}

void psl_check_native_type(struct context *context, const struct field *field)
{
	struct native *native = field->native;
	const struct settings *settings = &context->settings;
	const char *prefix = settings->datasource->name.text, *wrong;

	if (!native)
		return;
	if (!text_equal(native->prefix, prefix))
		psl_attribute_error(context, native->attribute,
				    "expected '@%s.', the name of the datasource, found '@%s.'",
				    prefix, native->prefix);
	const struct native_type *type =
		native_type_by_name(settings->dialect->types, native->name);
	if (!type) {
		psl_attribute_error(context, native->attribute, "unknown native type '%s' for %s",
				    native->name, settings->dialect->name);
		return;
	}
	if (!read_arguments(context, native, type))
		return;
	native->type = type;
	if (type->scalar != field->scalar)
		psl_attribute_error(context, native->attribute,
				    "native type '%s' requires a field of type %s", type->name,
				    scalar_name(type->scalar));
	else if ((wrong = wrong_arguments(native)))
		psl_attribute_error(context, native->attribute,
				    "invalid argument of native type '%s': %s", type->name, wrong);
}

const struct native_type *psl_field_native_type(const struct field *field)
{
	return field->native ? field->native->type : NULL;
}

/* True if text such as "VarChar(3)" is a native type of the dialect, with valid arguments. */
static bool is_known_type(const struct dialect *dialect, struct arena *arena, const char *text)
{
	size_t length = strcspn(text, "(");
	const char *end = text[length] ? strchr(text + length, ')') : NULL;
	const struct native_type *type;
	int commas = 0;

	while (length > 0 && text[length - 1] == ' ')
		length--;
	type = native_type_by_name(dialect->types, arena_slice(arena, text, length));
	if (!type)
		return false;
	if (!end)
		return !strchr(text, '(');
	for (const char *c = text; c < end; c++) {
		commas += *c == ',';
		if (c > text + length && !strchr("0123456789, (", *c))
			return false;
	}
	return commas + 1 == type->most;
}

void psl_check_unsupported_type(struct context *context, const struct field *field)
{
	if (field->kind != FIELD_UNSUPPORTED ||
	    !is_known_type(context->settings.dialect, context->arena, field->type.text))
		return;
	psl_error(context, field->place, "type '%s' is supported and must not be Unsupported",
		  field->type.text);
	report_hint(context->report, "use the native type '@%s.%s'",
		    context->settings.datasource->name.text, field->type.text);
}
