/*
 * Lowers declarations to records of schema text, one table at a time.
 */
#include "psl/lower.h"

#include <string.h>

#include "psl/constraint.h"
#include "psl/predicate.h"
#include "schema/text.h"

/* ---- columns ---- */

static void lower_column(const struct context *context, const struct field *field,
			 struct table *table)
{
	struct arena *arena = context->arena;
	struct column *column = vector_add(arena, &table->columns);

	column->name = psl_field_column(field);
	column->arity = field->arity;
	psl_lower_type(context, field, &column->type);
	psl_lower_default(context, field, column);
	if (field->map && strcmp(field->map, field->name.text) != 0)
		fact_add(arena, &column->facts, "field", field->name.text);
	if (field->kind == FIELD_ENUM && column->type.kind == TYPE_NATIVE)
		fact_add(arena, &column->facts, "enum", psl_enum_object(field->enumeration).name);
	psl_lower_facts(context, field, &column->facts);
	if (field->ignored)
		fact_add(arena, &column->facts, "ignore", "");
	psl_lower_doc(context, field->doc, "doc", &column->facts);
}

/* ---- keys ---- */

static void lower_parts(const struct context *context, const struct key *key,
			struct key_parts *parts)
{
	const struct key_field *field;

	vector_reserve(context->arena, parts, key->fields.count);
	vector_each(field, &key->fields) {
		struct key_part *part = vector_add(context->arena, parts);
		part->column = psl_field_column(field->field);
		part->sort = field->sort;
		part->operator_class = field->raw_class	       ? field->raw_class
				       : field->operator_class ? field->operator_class->sql
							       : NULL;
	}
}

static void lower_id(const struct context *context, const struct model *model, struct table *table)
{
	struct primary_key *key;

	if (!model->id)
		return;
	key = table->primary_key = arena_alloc(context->arena, sizeof *key);
	lower_parts(context, model->id, &key->parts);
	key->name = psl_id_constraint_name(context, model);
	fact_add(context->arena, &key->facts, "name", model->id->name);
}

static void lower_index(const struct context *context, const struct model *model, struct key *key,
			struct table *table)
{
	struct index *index = vector_add(context->arena, &table->indexes);

	index->unique = key->kind == KEY_UNIQUE;
	index->method = psl_index_method_sql(psl_index_method(key->type));
	lower_parts(context, key, &index->parts);
	index->name = psl_index_constraint_name(context, model, key);
	fact_add(context->arena, &index->facts, "name", key->name);
	if (key->where) {
		struct slice source = psl_expression_source(context, key->where);
		index->predicate = psl_predicate_sql(context->arena, model, key->where);
		if (key->where->kind == EXPRESSION_OBJECT)
			fact_add(context->arena, &index->facts, "where",
				 arena_slice(context->arena, source.start, source.length));
	}
}

/* ---- relations ---- */

static void add_columns(const struct context *context, const struct fields *fields,
			struct names *columns)
{
	struct field **field;

	vector_reserve(context->arena, columns, fields->count);
	vector_each(field, fields)
		*vector_add(context->arena, columns) = psl_field_column(*field);
}

static void lower_reference(const struct context *context, const struct field *field,
			    struct table *table)
{
	struct reference *reference = field->reference;
	const struct field *back = reference->relation->b;
	struct arena *arena = context->arena;
	struct foreign_key *key = vector_add(arena, &table->foreign_keys);
	bool optional = psl_any_has(&reference->fields, ARITY_OPTIONAL);

	key->enforced =
		!context->settings.emulated && !table->view && field->model->kind != MODEL_VIEW;
	add_columns(context, &reference->fields, &key->columns);
	add_columns(context, &reference->references, &key->referenced_columns);
	key->references = psl_model_object(field->model);
	key->on_delete = psl_reference_on_delete(field);
	key->on_update = psl_reference_on_update(field);
	key->name = psl_reference_constraint_name(context, field->owner, reference);
	fact_add(arena, &key->facts, "relation", reference->name);
	fact_add(arena, &key->facts, "field", field->name.text);
	if (optional != (field->arity == ARITY_OPTIONAL))
		fact_add(arena, &key->facts, "arity",
			 field->arity == ARITY_OPTIONAL ? "optional" : "required");
	if (back)
		fact_add(arena, &key->facts, "back", back->name.text);
	if (back && back->arity != ARITY_LIST)
		fact_add(arena, &key->facts, "back-arity", "optional");
	if (field->ignored)
		fact_add(arena, &key->facts, "ignore", "");
	if (back && back->ignored)
		fact_add(arena, &key->facts, "back-ignore", "");
	psl_lower_doc(context, field->doc, "doc", &key->facts);
	if (back)
		psl_lower_doc(context, back->doc, "back-doc", &key->facts);
}

/* ---- tables ---- */

/*
 * Returns the order of the fields if there are relations among them. Else NULL: the columns show
 * it.
 */
static const char *field_order(const struct context *context, const struct model *model)
{
	struct buffer order = {.arena = context->arena};
	const struct field *field;
	bool relations = false;

	vector_each(field, &model->fields) {
		relations = relations || field->kind == FIELD_RELATION;
		if (field != model->fields.at)
			buffer_add_char(&order, ',');
		buffer_add(&order, field->name.text);
	}
	return relations ? buffer_take(&order) : NULL;
}

static size_t count_columns(const struct model *model)
{
	const struct field *field;
	size_t count = 0;

	vector_each(field, &model->fields)
		count += psl_field_is_scalar(field);
	return count;
}

static void lower_model(const struct context *context, const struct model *model,
			struct table *table)
{
	struct arena *arena = context->arena;
	const struct field *field;
	struct key *key;

	table->name = psl_model_object(model);
	table->view = model->kind == MODEL_VIEW;
	if (model->map && strcmp(model->map, model->name.text) != 0)
		fact_add(arena, &table->facts, "model", model->name.text);
	fact_add(arena, &table->facts, "fields", field_order(context, model));
	if (model->ignored)
		fact_add(arena, &table->facts, "ignore", "");
	psl_lower_doc(context, model->doc, "doc", &table->facts);
	vector_reserve(arena, &table->columns, count_columns(model));
	vector_each(field, &model->fields)
		if (psl_field_is_scalar(field))
			lower_column(context, field, table);
	lower_id(context, model, table);
	vector_reserve(arena, &table->indexes, model->keys.count);
	vector_each(key, &model->keys)
		lower_index(context, model, key, table);
	vector_each(field, &model->fields)
		if (field->kind == FIELD_RELATION && field->reference->has_fields)
			lower_reference(context, field, table);
}

static void lower_enum(const struct context *context, const struct enum_block *block,
		       struct schema *schema)
{
	struct arena *arena = context->arena;
	struct enumeration *enumeration = vector_add(arena, &schema->enums);
	const struct enum_block_value *value;

	enumeration->name = psl_enum_object(block);
	if (block->map && strcmp(block->map, block->name.text) != 0)
		fact_add(arena, &enumeration->facts, "enum", block->name.text);
	psl_lower_doc(context, block->doc, "doc", &enumeration->facts);
	vector_each(value, &block->values) {
		struct enum_value *to = vector_add(arena, &enumeration->values);
		to->name = value->map ? value->map : value->name.text;
		if (value->map && strcmp(value->map, value->name.text) != 0)
			fact_add(arena, &to->facts, "value", value->name.text);
		psl_lower_doc(context, value->doc, "doc", &to->facts);
	}
}

/* ---- blocks ---- */

static void lower_config(const struct context *context, const struct config *config,
			 struct schema *schema)
{
	struct block *block = vector_add(context->arena, &schema->blocks);
	const struct property *property;

	block->keyword = config->kind == CONFIG_GENERATOR ? "generator" : "datasource";
	block->name = config->name.text;
	vector_each(property, &config->properties) {
		struct slice source = psl_expression_source(context, &property->value);
		fact_add(context->arena, &block->properties, property->name.text,
			 arena_slice(context->arena, source.start, source.length));
	}
}

static void lower_head(const struct context *context, struct schema *schema)
{
	const struct declarations *all = &context->declarations;
	const struct settings *settings = &context->settings;
	const struct config *config;
	const struct name *namespace;
	const struct enum_block *block;
	const struct extension *extension;

	*schema = (struct schema){.arena = context->arena, .dialect = settings->dialect};
	if (settings->emulated)
		fact_add(context->arena, &schema->facts, "relation-mode", "prisma");
	vector_each(config, &all->configs)
		lower_config(context, config, schema);
	vector_each(namespace, &settings->namespaces)
		*vector_add(context->arena, &schema->namespaces) = namespace->text;
	vector_each(extension, &settings->extensions)
		*vector_add(context->arena, &schema->extensions) = *extension;
	vector_each(block, &all->enums)
		lower_enum(context, block, schema);
}

void psl_lower(const struct context *context, struct record_writer *to)
{
	/* Each table reuses the memory of the one before. */
	struct arena memory = {0};
	struct context temporary = *context;
	struct schema schema;
	const struct model *model;
	const struct relation *relation;

	temporary.arena = &memory;
	lower_head(context, &schema);
	schema_write_head(&schema, to);
	vector_each(model, &context->declarations.models) {
		struct table table = {0};
		lower_model(&temporary, model, &table);
		schema_write_table(&table, to);
		arena_reset(&memory);
	}
	vector_each(relation, &context->relations) {
		struct table table = {0};
		if (relation->kind != RELATION_MANY_TO_MANY)
			continue;
		psl_lower_many_to_many(&temporary, relation, &table);
		schema_write_table(&table, to);
		arena_reset(&memory);
	}
	schema_write_end(to);
	arena_free(&memory);
}
