#include <string.h>

#include "psl/resolve.h"

/* The name that @map gives; NULL where there is none. */
static const char *resolve_map(struct context *context, struct attributes *attributes)
{
	struct attribute *attribute = psl_attribute_take(context, attributes, "map");
	const struct expression *value;
	const char *name;

	if (!attribute)
		return NULL;
	value = psl_argument_take_required(context, attribute, "name");
	name = value ? psl_expect_string(context, value) : NULL;
	psl_arguments_done(context, attribute);
	return name;
}

/* The namespace that @@schema gives; its text is NULL where there is none. */
static struct name resolve_space(struct context *context, struct attributes *attributes)
{
	struct attribute *attribute = psl_attribute_take(context, attributes, "schema");
	struct name namespace = {0};

	if (!attribute)
		return namespace;
	const struct expression *value = psl_argument_take_required(context, attribute, "map");
	if (value && (namespace.text = psl_expect_string(context, value)))
	namespace.place = value->place;
	psl_arguments_done(context, attribute);
	return namespace;
}

/* An attribute without arguments: whether it is there. */
static bool resolve_flag(struct context *context, struct attributes *attributes, const char *name)
{
	struct attribute *attribute = psl_attribute_take(context, attributes, name);

	if (attribute)
		psl_arguments_done(context, attribute);
	return attribute != NULL;
}

static void resolve_enum(struct context *context, struct enum_block *block)
{
	struct enum_block_value *value;

	vector_each(value, &block->values) {
		value->map = resolve_map(context, &value->attributes);
		psl_attributes_done(context, &value->attributes);
	}
	block->map = resolve_map(context, &block->attributes);
	block->namespace = resolve_space(context, &block->attributes);
	psl_attributes_done(context, &block->attributes);
}

/* ---- fields ---- */

/* Attributes that a column may have and a relation may not. */
static const char *const not_for_relations[] = {"id", "default", "map", "unique"};

static void resolve_relation_field(struct context *context, struct field *field)
{
	psl_resolve_relation(context, field);
	field->ignored = resolve_flag(context, &field->attributes, "ignore");
	for (size_t i = 0; i < sizeof not_for_relations / sizeof *not_for_relations; i++) {
		struct attribute *attribute =
			psl_attribute_take(context, &field->attributes, not_for_relations[i]);
		if (attribute)
			psl_attribute_error(context, attribute,
					    "'%s' is a relation and cannot have '@%s'",
					    field->name.text, attribute->name);
	}
	psl_attributes_done(context, &field->attributes);
}

static void report_same_column(struct context *context, const struct field *field)
{
	psl_error(context, field->place, "another field of '%s' has the column '%s'",
		  field->owner->name.text, field->map);
}

/*
 * Two fields cannot be one column: those with a @map, which are met in `columns`, and those whose name a
 * @map took.
 */
static void check_column_name(struct context *context, const struct field *field,
			      struct name_set *columns)
{
	const struct field *other = psl_model_field(field->owner, field->map);

	if (psl_name_set_add(columns, field->map))
		report_same_column(context, field);
	if (!other || other == field || !psl_field_is_scalar(other))
		return;
	if (!other->map || text_equal(other->map, field->map))
		report_same_column(context, field);
}

static void resolve_ignore(struct context *context, struct field *field)
{
	struct attribute *attribute = psl_attribute_take(context, &field->attributes, "ignore");

	if (!attribute)
		return;
	if (field->kind == FIELD_UNSUPPORTED)
		psl_attribute_error(context, attribute,
				    "a field whose type is unsupported is ignored anyway");
	else
		field->ignored = true;
	psl_arguments_done(context, attribute);
}

static void resolve_updated_at(struct context *context, struct field *field)
{
	struct attribute *attribute = psl_attribute_take(context, &field->attributes, "updatedAt");

	if (!attribute)
		return;
	if (!psl_field_has_scalar(field, SCALAR_DATETIME))
		psl_attribute_error(context, attribute, "only a DateTime can be '@updatedAt'");
	if (field->arity == ARITY_LIST)
		psl_attribute_error(context, attribute, "a list cannot be '@updatedAt'");
	field->updated_at = true;
	psl_arguments_done(context, attribute);
}

static void resolve_native_type(struct context *context, struct field *field)
{
	struct attribute *attribute;

	if (field->kind != FIELD_SCALAR)
		return;
	attribute = psl_attribute_take_native(context, &field->attributes);
	if (!attribute)
		return;
	const char *name = attribute->name, *dot = strchr(name, '.');
	field->native = arena_alloc(context->arena, sizeof *field->native);
	field->native->attribute = attribute;
	field->native->prefix = arena_slice(context->arena, name, (size_t)(dot - name));
	field->native->name = dot + 1;
}

static void resolve_scalar_field(struct context *context, struct field *field,
				 struct name_set *columns)
{
	struct attribute *attribute;

	field->map = resolve_map(context, &field->attributes);
	if (field->map)
		check_column_name(context, field, columns);
	resolve_ignore(context, field);
	attribute = psl_attribute_take(context, &field->attributes, "relation");
	if (attribute) {
		psl_attribute_error(context, attribute, "'%s' is no relation", field->name.text);
		psl_arguments_done(context, attribute);
	}
	psl_resolve_field_id(context, field);
	resolve_updated_at(context, field);
	psl_resolve_default(context, field);
	resolve_native_type(context, field);
	psl_resolve_field_unique(context, field);
	psl_resolve_field_shard_key(context, field);
	psl_attributes_done(context, &field->attributes);
}

/* The field of a `type`, which no database of ours has: what is said of it is checked the less. */
static void resolve_composite_field(struct context *context, struct field *field,
				    struct name_set *columns)
{
	resolve_native_type(context, field);
	field->map = resolve_map(context, &field->attributes);
	if (field->map)
		check_column_name(context, field, columns);
	psl_resolve_default(context, field);
	psl_attributes_done(context, &field->attributes);
}

/* ---- models ---- */

static void resolve_model_ignore(struct context *context, struct model *model)
{
	const struct field *field;

	model->ignored = resolve_flag(context, &model->attributes, "ignore");
	if (!model->ignored)
		return;
	vector_each(field, &model->fields)
		if (psl_field_is_scalar(field) && field->ignored)
			psl_error(context, field->place, "the %s is ignored, so '%s' need not be",
				  psl_model_word(model), field->name.text);
}

static void resolve_model(struct context *context, struct model *model)
{
	struct name_set columns = {.names.arena = context->arena};
	struct field *field;

	/* First: what keys say of relation fields depends on their `fields`. */
	vector_each(field, &model->fields)
		if (field->kind == FIELD_RELATION)
			resolve_relation_field(context, field);
	if (model->kind == MODEL_COMPOSITE) {
		psl_attributes_done(context, &model->attributes);
		vector_each(field, &model->fields)
			if (psl_field_is_scalar(field))
				resolve_composite_field(context, field, &columns);
		return;
	}
	vector_each(field, &model->fields)
		if (psl_field_is_scalar(field))
			resolve_scalar_field(context, field, &columns);
	resolve_model_ignore(context, model);
	psl_resolve_model_keys(context, model);
	psl_resolve_model_shard_key(context, model);
	model->map = resolve_map(context, &model->attributes);
	model->namespace = resolve_space(context, &model->attributes);
	psl_attributes_done(context, &model->attributes);
}

void psl_resolve_attributes(struct context *context)
{
	struct model *model;
	struct enum_block *block;

	vector_each(model, &context->declarations.models)
		resolve_model(context, model);
	vector_each(block, &context->declarations.enums)
		resolve_enum(context, block);
}
