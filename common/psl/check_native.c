#include <string.h>

#include "psl/attribute.h"
#include "psl/check.h"

/* A number that is not negative and fits, as an argument of a type has to be. */
static bool read_argument(struct context *context, const struct expression *value, uint32_t *number)
{
	int64_t wide;

	if (!psl_expect_integer(context, value, &wide))
		return false;
	if (wide < 0 || wide > UINT32_MAX)
		return psl_error(context, value->place, "an argument of a type is a number from 0");
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
		return given[0] > 6 ? "it ranges from 0 to 6" : NULL;
	case ARGUMENTS_POSITIVE:
		return given[0] < 1 ? "it has to be positive" : NULL;
	case ARGUMENTS_DECIMAL:
		if (given[1] > given[0])
			return "the scale cannot be larger than the precision";
		return given[0] < 1 || given[0] > 1000 ? "the precision ranges from 1 to 1000"
						       : NULL;
	}
	return NULL;
}

/* Fills in the arguments; false, and reported, where they are not what the type takes. */
static bool read_arguments(struct context *context, struct native *native,
			   const struct native_type *type)
{
	const struct attribute *attribute = native->attribute;
	const struct arguments *arguments = attribute->arguments;
	const struct argument *argument;
	int count = (int)arguments->count;

	if (arguments->count > 0 && count != type->most)
		return psl_attribute_error(context, attribute, "the type '%s' takes %s, not %d",
					   type->name,
					   type->most == 0   ? "no argument"
					   : type->most == 1 ? "one argument at most"
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
				    "the datasource is called '%s', so types begin with '@%s.'",
				    prefix, prefix);
	const struct native_type *type =
		native_type_by_name(settings->dialect->types, native->name);
	if (!type) {
		psl_attribute_error(context, native->attribute, "%s has no type '%s'",
				    settings->dialect->name, native->name);
		return;
	}
	if (!read_arguments(context, native, type))
		return;
	native->type = type;
	if (type->scalar != field->scalar)
		psl_attribute_error(context, native->attribute,
				    "the type '%s' is for a field of type %s", type->name,
				    scalar_name(type->scalar));
	else if ((wrong = wrong_arguments(native)))
		psl_attribute_error(context, native->attribute, "a wrong argument of '%s': %s",
				    type->name, wrong);
}

const struct native_type *psl_field_native_type(const struct field *field)
{
	return field->native ? field->native->type : NULL;
}

/* "varchar", "3" from VarChar(3): whether the database has such a type under a name of the language. */
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
	psl_error(context, field->place, "the type '%s' is supported", field->type.text);
	report_hint(context->report, "write it as a native type, '@%s.%s'",
		    context->settings.datasource->name.text, field->type.text);
}
