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
	/* name            fields        everywhere  arguments               in types, the database's default */
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

/* Whether the digits are a number from `least` to `most`. */
static bool in_range(const char *digits, int least, int most)
{
	size_t length = strlen(digits);

	if (length > 3 || strspn(digits, "0123456789") != length)
		return false;
	int number = atoi(digits);
	return number >= least && number <= most;
}

/* What is wrong with the arguments of a function, or NULL. */
static const char *wrong_arguments(const struct default_function *function,
				   const struct arguments *arguments)
{
	const struct expression *first = arguments->count ? &arguments->at->value : NULL;

	if (function->takes == TAKES_SEQUENCE || !first)
		return NULL;
	if (function->takes == TAKES_NOTHING)
		return "it takes no argument";
	if (arguments->count > 1)
		return "it takes one argument at most";
	if (function->takes == TAKES_SQL) {
		if (first->kind != EXPRESSION_STRING)
			return "its argument is a string";
		return *first->text ? NULL : "its argument cannot be empty";
	}
	if (first->kind != EXPRESSION_NUMBER ||
	    !in_range(first->text, function->least, function->most))
		return "its argument is out of range";
	if (function->takes == TAKES_EITHER &&
	    !in_range(first->text, function->least, function->least) &&
	    !in_range(first->text, function->most, function->most))
		return "its argument is neither of the two that there are";
	return NULL;
}

/* A function that nobody knows is a matter of the database, which is asked later. */
static void check_function(struct context *context, const struct field *field,
			   const struct attribute *attribute, const struct expression *value)
{
	const struct default_function *function = psl_default_function(value->text);
	const char *wrong;

	if (field->owner->kind == MODEL_COMPOSITE && (!function || !function->in_types)) {
		psl_attribute_error(context, attribute, "'%s()' is no default in a type",
				    value->text);
		return;
	}
	if (!function)
		return;
	bool anywhere = function->takes == TAKES_SQL;
	if (!anywhere && field->kind != FIELD_SCALAR)
		psl_attribute_error(context, attribute, "'%s()' cannot be the default of '%s'",
				    function->name, field->name.text);
	else if (!anywhere && !(function->scalars & 1u << field->scalar))
		psl_attribute_error(context, attribute, "'%s()' is no default for a %s",
				    function->name, scalar_name(field->scalar));
	else if ((wrong = wrong_arguments(function, value->arguments)))
		psl_attribute_error(context, attribute, "'%s()': %s", function->name, wrong);
}

/* The kinds of literals that a scalar can be given as. */
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
		if (value->kind != EXPRESSION_CONSTANT)
			psl_error(context, value->place,
				  "the default of '%s' has to be a value of the enum '%s'",
				  field->name.text, field->enumeration->name.text);
		else if (!map_get(&field->enumeration->values_by_name, value->text))
			psl_error(context, value->place, "the enum '%s' has no value '%s'",
				  field->enumeration->name.text, value->text);
	} else if (!is_literal_of(field->scalar, value)) {
		psl_error(context, value->place, "'%.*s' is no %s", (int)source.length,
			  source.start, scalar_name(field->scalar));
	}
}

static void check_value(struct context *context, const struct field *field,
			const struct expression *value)
{
	bool list = field->arity == ARITY_LIST, array = value->kind == EXPRESSION_ARRAY;
	struct expression_list items;

	if (list != array) {
		psl_error(context, value->place,
			  list ? "the default of a list has to be a list"
			       : "only a list can have a list as its default");
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
		psl_attribute_error(context, attribute,
				    "a field whose type is unsupported can only have a default "
				    "dbgenerated(\"...\")");
	else if (field->kind == FIELD_COMPOSITE && !generated)
		psl_attribute_error(context, attribute,
				    "a field with a type of its own cannot have a "
				    "default");
	else if (function && (generated || field->kind == FIELD_SCALAR))
		check_function(context, field, attribute, value);
	else
		check_value(context, field, value);
}

void psl_resolve_default(struct context *context, struct field *field)
{
	struct attribute *attribute = psl_attribute_take(context, &field->attributes, "default");
	const struct expression *value;

	if (!attribute)
		return;
	value = psl_argument_take_required(context, attribute, "value");
	field->default_attribute = attribute;
	field->default_value = value;
	if (value && value->kind == EXPRESSION_FUNCTION && field->owner->kind != MODEL_COMPOSITE)
		*vector_add(context->arena, &context->generated_defaults) = field;
	field->default_named = psl_argument_take_name(context, attribute, "map") != NULL;
	if (value)
		check_default(context, field, attribute, value);
	if (field->default_named && field->owner->kind == MODEL_COMPOSITE)
		psl_attribute_error(context, attribute, "a default has no name in a type");
	if (value && field->default_named && psl_expression_is_function(value, "autoincrement"))
		psl_attribute_error(context, attribute, "'autoincrement()' takes no name");
	psl_arguments_done(context, attribute);
}
