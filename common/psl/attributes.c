/*
 * Reads all attributes of fields, models and enums. Those of a family are in files of their own.
 */
#include <string.h>

#include "psl/fact.h"
#include "psl/resolve.h"

/* Returns the name in @map or @@map, or NULL. */
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

/* Returns the namespace in @@schema; its text is NULL if there is none. */
static struct name resolve_namespace(struct context *context, struct attributes *attributes)
{
	struct attribute *attribute = psl_attribute_take(context, attributes, "schema");
	struct name name = {0};

	if (!attribute)
		return name;
	const struct expression *value = psl_argument_take_required(context, attribute, "map");
	if (value)
		name = (struct name){psl_expect_string(context, value), value->place};
	psl_arguments_done(context, attribute);
	return name;
}

/* Takes an attribute without arguments. Returns true if it is there. */
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
	block->namespace = resolve_namespace(context, &block->attributes);
	psl_attributes_done(context, &block->attributes);
}

/* ---- fields ---- */

/* Attributes of columns that are reported with a message of their own on relations. */
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
					    "relation field '%s' cannot have '@%s'",
					    field->name.text, attribute->name);
	}
	psl_attributes_done(context, &field->attributes);
}

static void report_same_column(struct context *context, const struct field *field)
{
	psl_error(context, field->place, "duplicate column '%s' in %s '%s'", field->map,
		  psl_model_word(field->owner), field->owner->name.text);
}

/*
 * Reports a field whose @map is the column of another field: that of a @map before it, which
 * `columns` holds, or that of a field without @map.
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
		psl_attribute_error(
			context, attribute,
			"'@ignore' is not needed: a field of type Unsupported is always ignored");
	else
		field->ignored = true;
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
		psl_attribute_error(context, attribute, "field '%s' is not a relation",
				    field->name.text);
		psl_arguments_done(context, attribute);
	}
	psl_resolve_field_id(context, field);
	psl_resolve_facts(context, field);
	psl_resolve_default(context, field);
	resolve_native_type(context, field);
	psl_resolve_field_unique(context, field);
	psl_resolve_field_shard_key(context, field);
	psl_attributes_done(context, &field->attributes);
}

/* The field of a `type`. No dialect here supports composite types, so fewer attributes are read. */
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
			psl_error(context, field->place,
				  "'@ignore' on '%s' is not needed: the %s is ignored",
				  field->name.text, psl_model_word(model));
}

static void resolve_model(struct context *context, struct model *model)
{
	struct name_set columns = {.names.arena = context->arena};
	struct field *field;

	/* First, as keys depend on the `fields` of relations. */
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
	model->namespace = resolve_namespace(context, &model->attributes);
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
