/*
 * @default: literals and functions.
 */
#include "psl/default.h"

#include <stdlib.h>
#include <string.h>

#include "psl/resolve.h"

/* clang-format off */
enum {
	INT      = 1 << SCALAR_INT,
	BIGINT   = 1 << SCALAR_BIGINT,
	STRING   = 1 << SCALAR_STRING,
	DATETIME = 1 << SCALAR_DATETIME,
	ANY      = ~0
};

static const struct default_function functions[] = {
	/*
	 * name            fields        everywhere  arguments               in types, the
	 * database's default
	 */
	{"autoincrement",  INT | BIGINT, true,       TAKES_NOTHING,  0, 0,   false, DEFAULT_AUTOINCREMENT},
	{"now",            DATETIME,     true,       TAKES_NOTHING,  0, 0,   true,  DEFAULT_NOW},
	{"uuid",           STRING,       true,       TAKES_EITHER,   4, 7,   true,  DEFAULT_NONE},
	{"cuid",           STRING,       true,       TAKES_EITHER,   1, 2,   true,  DEFAULT_NONE},
	{"ulid",           STRING,       true,       TAKES_NOTHING,  0, 0,   true,  DEFAULT_NONE},
	{"nanoid",         STRING,       true,       TAKES_RANGE,    2, 255, false, DEFAULT_NONE},
	{"dbgenerated",    ANY,          true,       TAKES_SQL,      0, 0,   false, DEFAULT_EXPRESSION},
	{"sequence",       ANY,          false,      TAKES_SEQUENCE, 0, 0,   false, DEFAULT_SEQUENCE},
	{"auto",           ANY,          false,      TAKES_NOTHING,  0, 0,   false, DEFAULT_NONE},
};
/* clang-format on */

const struct default_function *psl_default_function(const char *name)
{
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (text_equal(functions[i].name, name))
			return &functions[i];
	return NULL;
}

bool psl_default_function_in(const struct default_function *function, const struct dialect *dialect)
{
	const char *const *name = dialect->language.default_functions;

	while (name && *name && !text_equal(*name, function->name))
		name++;
	return function->everywhere || (name && *name);
}

/* True if the digits are a number from `least` to `most`. */
static bool in_range(const char *digits, int least, int most)
{
	size_t length = strlen(digits);

	if (length > 3 || strspn(digits, "0123456789") != length)
		return false;
	int number = atoi(digits);
	return number >= least && number <= most;
}

/* Returns the fault of a function's arguments, or NULL. */
static const char *wrong_arguments(struct arena *arena, const struct default_function *function,
				   const struct arguments *arguments)
{
	const struct expression *first = arguments->count ? &arguments->at->value : NULL;
	int least = function->least, most = function->most;

	if (function->takes == TAKES_SEQUENCE || !first)
		return NULL;
	if (function->takes == TAKES_NOTHING)
		return "takes no arguments";
	if (arguments->count > 1)
		return "takes at most one argument";
	if (function->takes == TAKES_SQL)
		return first->kind == EXPRESSION_STRING && *first->text
			       ? NULL
			       : "takes a string that is not empty";
	bool number = first->kind == EXPRESSION_NUMBER;
	if (function->takes == TAKES_RANGE)
		return number && in_range(first->text, least, most)
			       ? NULL
			       : arena_format(arena, "takes a number from %d to %d", least, most);
	return number && (in_range(first->text, least, least) || in_range(first->text, most, most))
		       ? NULL
		       : arena_format(arena, "takes the number %d or %d", least, most);
}

/*
 * Checks a function in a default. Unknown ones are reported later: they may exist in some dialect.
 */
static void check_function(struct context *context, const struct field *field,
			   const struct attribute *attribute, const struct expression *value)
{
	const struct default_function *function = psl_default_function(value->text);
	const char *wrong;

	if (field->owner->kind == MODEL_COMPOSITE && (!function || !function->in_types)) {
		psl_attribute_error(context, attribute, "'%s()' is not allowed in a composite type",
				    value->text);
		return;
	}
	if (!function)
		return;
	if (!(function->scalars & 1u << field->scalar))
		psl_attribute_error(context, attribute, "'%s()' is not a valid default for type %s",
				    function->name, scalar_name(field->scalar));
	else if ((wrong = wrong_arguments(context->arena, function, value->arguments)))
		psl_attribute_error(context, attribute, "'%s()' %s", function->name, wrong);
}

/* True if a literal of this kind can be a value of the scalar. */
static bool is_literal_of(enum scalar scalar, const struct expression *value)
{
	switch (scalar) {
	case SCALAR_INT:
	case SCALAR_BIGINT:
	case SCALAR_FLOAT:
		return value->kind == EXPRESSION_NUMBER;
	case SCALAR_DECIMAL:
		return value->kind == EXPRESSION_NUMBER || value->kind == EXPRESSION_STRING;
	case SCALAR_BOOLEAN:
		return psl_expression_is_boolean(value);
	default:
		return value->kind == EXPRESSION_STRING;
	}
}

static void check_literal(struct context *context, const struct field *field,
			  const struct expression *value)
{
	struct slice source = psl_expression_source(context, value);

	if (field->kind == FIELD_ENUM) {
		if (value->kind != EXPRESSION_IDENTIFIER)
			psl_error(context, value->place, "expected a value of enum '%s', found %s",
				  field->enumeration->name.text, psl_expression_kind_name(value));
		else if (!map_get(&field->enumeration->values_by_name, value->text))
			psl_error(context, value->place, "unknown value '%s' of enum '%s'",
				  value->text, field->enumeration->name.text);
	} else if (!is_literal_of(field->scalar, value)) {
		psl_error(context, value->place, "invalid %s value '%.*s'",
			  scalar_name(field->scalar), (int)source.length, source.start);
	}
}

static void check_value(struct context *context, const struct field *field,
			const struct expression *value)
{
	bool list = field->arity == ARITY_LIST, array = value->kind == EXPRESSION_ARRAY;
	struct expression_list items;

	if (list != array) {
		psl_error(context, value->place,
			  list ? "the default of list '%s' must be a list"
			       : "the default of '%s' must not be a list",
			  field->name.text);
		return;
	}
	psl_expression_items(value, &items);
	for (size_t i = 0; i < items.count; i++)
		check_literal(context, field, &items.at[i].value);
}

static void check_default(struct context *context, const struct field *field,
			  const struct attribute *attribute, const struct expression *value)
{
	bool function = value->kind == EXPRESSION_FUNCTION;
	bool generated = psl_expression_is_function(value, "dbgenerated");

	if (field->kind == FIELD_UNSUPPORTED && !generated)
		psl_attribute_error(
			context, attribute,
			"the default of a field of type Unsupported must be dbgenerated(\"...\")");
	else if (field->kind == FIELD_COMPOSITE && !generated)
		psl_attribute_error(context, attribute,
				    "a field of a composite type cannot have a default");
	else if (function && (generated || field->kind == FIELD_SCALAR))
		check_function(context, field, attribute, value);
	else
		check_value(context, field, value);
}

void psl_read_default(struct context *context, struct field *field, struct attribute *attribute)
{
	const struct expression *value = psl_argument_take_required(context, attribute, "value");

	field->default_attribute = attribute;
	field->default_value = value;
	if (value && value->kind == EXPRESSION_FUNCTION && field->owner->kind != MODEL_COMPOSITE)
		*vector_add(context->arena, &context->generated_defaults) = field;
	field->default_named = psl_argument_take_name(context, attribute, "map") != NULL;
	if (value)
		check_default(context, field, attribute, value);
	if (field->default_named && field->owner->kind == MODEL_COMPOSITE)
		psl_attribute_error(context, attribute,
				    "a default in a composite type cannot have 'map'");
	if (value && field->default_named && psl_expression_is_function(value, "autoincrement"))
		psl_attribute_error(context, attribute, "'autoincrement()' cannot have 'map'");
}
