/*
 * The defaults of columns.
 */
#include <stdlib.h>
#include <string.h>

#include "psl/attribute.h"
#include "psl/default.h"
#include "psl/literal.h"
#include "psl/lower.h"

static void lower_literal(const struct context *context, const struct field *field,
			  const struct expression *value, struct default_value *to)
{
	to->text = value->text;
	if (field->kind == FIELD_ENUM) {
		const struct enum_block_value *found =
			map_get(&field->enumeration->values_by_name, value->text);
		/* A database without enums has strings. */
		to->kind = context->settings.dialect->enums ? DEFAULT_ENUM : DEFAULT_STRING;
		to->text = found->map ? found->map : found->name.text;
		return;
	}
	to->kind = default_of_scalar(field->scalar);
	if (to->kind == DEFAULT_NUMBER)
		to->text = psl_literal_number(context->arena, value->text);
	else if (to->kind == DEFAULT_DATETIME)
		to->text = psl_literal_datetime(context->arena, value->text);
	else if (to->kind == DEFAULT_BYTES)
		to->text = psl_literal_bytes(context->arena, value->text);
}

static void lower_list(const struct context *context, const struct field *field,
		       const struct expression *value, struct default_value *to)
{
	const struct argument *item;

	to->kind = DEFAULT_LIST;
	vector_each(item, value->arguments)
		lower_literal(context, field, &item->value, vector_add(context->arena, &to->items));
}

/* The options of sequence(), in the order of SQL. */
static const struct {
	const char *name, *sql;
} sequence_options[] = {
	{"increment", "INCREMENT"}, {"cache", "CACHE"},	      {"start", "START"},
	{"minValue", "MINVALUE"},   {"maxValue", "MAXVALUE"},
};

static const struct expression *option(const struct arguments *arguments, const char *name)
{
	const struct expression *value = NULL;
	const struct argument *argument;

	vector_each(argument, arguments)
		if (strcmp(argument->name, name) == 0)
			value = &argument->value;
	return value;
}

/* Returns the options in SQL. Like Prisma, omits those below 2. */
static const char *sequence_sql(struct arena *arena, const struct arguments *arguments)
{
	struct buffer sql = {.arena = arena};
	const struct expression *value = option(arguments, "virtual");

	if (value && strcmp(value->text, "true") == 0)
		buffer_add(&sql, "VIRTUAL");
	for (size_t i = 0; i < sizeof sequence_options / sizeof *sequence_options; i++) {
		value = option(arguments, sequence_options[i].name);
		long long number = value ? strtoll(value->text, NULL, 10) : 0;
		if (number > 1)
			buffer_format(&sql, "%s%s %lld", sql.length ? " " : "",
				      sequence_options[i].sql, number);
	}
	return buffer_text(&sql);
}

static void keep_source(const struct context *context, const struct expression *value,
			struct column *column)
{
	struct slice source = psl_expression_source(context, value);

	fact_add(context->arena, &column->facts, "default",
		 arena_slice(context->arena, source.start, source.length));
}

static void lower_function(const struct context *context, const struct expression *value,
			   struct column *column)
{
	const struct default_function *function = psl_default_function(value->text);
	const struct arguments *arguments = value->arguments;

	column->value.kind = function->kind;
	if (function->kind == DEFAULT_EXPRESSION)
		column->value.text = arguments->count ? arguments->at->value.text : "";
	else if (function->kind == DEFAULT_SEQUENCE)
		column->value.text = sequence_sql(context->arena, arguments);
	/* The database knows no such default, or not its options. */
	if (function->kind == DEFAULT_NONE ||
	    (function->kind == DEFAULT_SEQUENCE && arguments->count > 0))
		keep_source(context, value, column);
}

/* True if the database numbers the field by itself: SQLite does for a single INTEGER id. */
static bool counts_up(const struct context *context, const struct field *field)
{
	return psl_rules(context)->integer_id_counts && psl_field_has_scalar(field, SCALAR_INT) &&
	       psl_field_is_id(field);
}

void psl_lower_default(const struct context *context, const struct field *field,
		       struct column *column)
{
	const struct expression *value = field->default_value;

	if (!value && counts_up(context, field)) {
		column->value.kind = DEFAULT_AUTOINCREMENT;
		fact_add(context->arena, &column->facts, "default", "none");
	}
	if (!value)
		return;
	if (value->kind == EXPRESSION_FUNCTION)
		lower_function(context, value, column);
	else if (value->kind == EXPRESSION_ARRAY)
		lower_list(context, field, value, &column->value);
	else
		lower_literal(context, field, value, &column->value);
}
