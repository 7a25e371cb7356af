/*
 * The predicates of partial indexes.
 */
#include "psl/predicate.h"

#include <string.h>

#include "base/buffer.h"
#include "psl/attribute.h"

enum value_kind { VALUE_NULL, VALUE_NUMBER, VALUE_STRING, VALUE_BOOLEAN, VALUE_WRONG };

static enum value_kind value_kind(const struct expression *value)
{
	if (value->kind == EXPRESSION_STRING)
		return VALUE_STRING;
	if (value->kind == EXPRESSION_NUMBER)
		return VALUE_NUMBER;
	if (psl_expression_is_boolean(value))
		return VALUE_BOOLEAN;
	if (value->kind == EXPRESSION_IDENTIFIER && text_equal(value->text, "null"))
		return VALUE_NULL;
	return VALUE_WRONG;
}

/* The values, besides null, that a field can be compared with. VALUE_NULL: no others. */
static const enum value_kind comparable[SCALAR_COUNT] = {
	[SCALAR_INT] = VALUE_NUMBER,	  [SCALAR_BIGINT] = VALUE_NUMBER,
	[SCALAR_FLOAT] = VALUE_NUMBER,	  [SCALAR_DECIMAL] = VALUE_NUMBER,
	[SCALAR_BOOLEAN] = VALUE_BOOLEAN, [SCALAR_STRING] = VALUE_STRING,
	[SCALAR_DATETIME] = VALUE_STRING, [SCALAR_JSON] = VALUE_NULL,
	[SCALAR_BYTES] = VALUE_NULL,
};

static enum value_kind field_value_kind(const struct field *field)
{
	if (field->kind == FIELD_ENUM)
		return VALUE_STRING;
	return field->kind == FIELD_SCALAR ? comparable[field->scalar] : VALUE_NULL;
}

/* Returns the value in `value` or `{ not: value }`, or NULL if it is neither. */
static const struct expression *compared_value(const struct expression *value, bool * not )
{
	*not = value->kind == EXPRESSION_OBJECT;
	if (!*not )
		return value;
	if (value->arguments->count != 1 || !text_equal(value->arguments->at->name, "not"))
		return NULL;
	return &value->arguments->at->value;
}

static bool check_condition(struct context *context, const struct model *model,
			    const struct argument *condition)
{
	const char *name = condition->name;
	const struct field *field = psl_model_field(model, name);
	bool not ;
	const struct expression *value = compared_value(&condition->value, &not );
	enum value_kind kind = value ? value_kind(value) : VALUE_WRONG;

	if (kind == VALUE_WRONG)
		return psl_error(
			context, condition->value.place,
			"expected null, true, false, a number, a string or { not: value }");
	if (!field)
		return psl_error(context, psl_argument_place(condition),
				 "unknown field '%s' in %s '%s'", name, psl_model_word(model),
				 model->name.text);
	if (!psl_field_is_scalar(field))
		return psl_error(context, psl_argument_place(condition),
				 "expected a scalar field, found relation '%s'", name);
	if (kind != VALUE_NULL && kind != field_value_kind(field))
		return psl_error(context, value->place,
				 "field '%s' of type %s cannot be compared with this value", name,
				 field->type.text);
	return true;
}

bool psl_resolve_predicate(struct context *context, const struct model *model,
			   const struct attribute *attribute, const struct expression *where)
{
	const struct argument *condition;
	bool good = true;

	if (psl_expression_is_function(where, "raw")) {
		const struct expression *sql =
			where->arguments->count ? &where->arguments->at->value : NULL;
		if (!sql || sql->kind != EXPRESSION_STRING || !*sql->text)
			return psl_attribute_error(
				context, attribute,
				"'raw()' takes one argument, the SQL of a condition");
		return true;
	}
	if (where->kind != EXPRESSION_OBJECT || where->arguments->count == 0)
		return psl_attribute_error(
			context, attribute,
			"expected raw(\"...\") or { field: value, ... } for 'where'");
	vector_each(condition, where->arguments)
		good = check_condition(context, model, condition) && good;
	return good;
}

static void add_condition(struct buffer *sql, const struct field *field,
			  const struct expression *value, bool not )
{
	enum value_kind kind = value_kind(value);

	buffer_add_quoted(sql, psl_field_column(field), '"');
	if (kind == VALUE_NULL) {
		buffer_add(sql, not ? " IS NOT NULL" : " IS NULL");
		return;
	}
	buffer_add(sql, not ? " != " : " = ");
	if (kind == VALUE_STRING)
		buffer_add_quoted(sql, value->text, '\'');
	else
		buffer_add(sql, value->text);
}

const char *psl_predicate_sql(struct arena *arena, const struct model *model,
			      const struct expression *where)
{
	struct buffer sql = {.arena = arena};
	const struct argument *condition;
	bool not ;

	if (psl_expression_is_function(where, "raw"))
		return where->arguments->at->value.text;
	vector_each(condition, where->arguments) {
		const struct field *field = psl_model_field(model, condition->name);
		const struct expression *value = compared_value(&condition->value, &not );
		if (condition != where->arguments->at)
			buffer_add(&sql, " AND ");
		add_condition(&sql, field, value, not );
	}
	return buffer_text(&sql);
}
