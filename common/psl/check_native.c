/*
 * Checks native types, @db.X, and Unsupported("...").
 */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
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

static struct slice trimmed(const char *start, const char *end)
{
	return slice_trim((struct slice){start, (size_t)(end - start)}, " ");
}

/* True if the text is an argument of a native type: a number from 0 to 4294967295. */
static bool is_argument(struct slice text)
{
	size_t sign = text.length && *text.start == '+', at = sign;
	uint64_t number = 0;

	for (; at < text.length && isdigit((unsigned char)text.start[at]); at++)
		if ((number = number * 10 + (uint64_t)(text.start[at] - '0')) > UINT32_MAX)
			return false;
	return at > sign && at == text.length;
}

/* True if the type takes the arguments from `start` to `end`. One that takes none ignores them, as in Prisma. */
static bool takes_arguments(const struct native_type *type, const char *start, const char *end)
{
	int count = 0;

	if (type->most == 0)
		return true;
	for (const char *comma = start; comma < end; start = comma + 1, count++) {
		comma = memchr(start, ',', (size_t)(end - start));
		comma = comma ? comma : end;
		if (!is_argument(trimmed(start, comma)))
			return false;
	}
	return count == type->most;
}

/*
 * True if text such as "VarChar(3)" is a native type of the dialect, with valid arguments. Prisma ignores what
 * follows these, and a parenthesis that is not closed.
 */
static bool is_known_type(const struct dialect *dialect, struct arena *arena, const char *text)
{
	const char *open = text + strcspn(text, "("), *close = *open ? strchr(open, ')') : NULL;
	struct slice name = trimmed(text, open);
	const struct native_type *type =
		native_type_by_name(dialect->types, arena_slice(arena, name.start, name.length));

	return type && (!close || takes_arguments(type, open + 1, close));
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
