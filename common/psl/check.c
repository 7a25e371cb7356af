/*
 * Runs all checks. This file checks the datasource, models, views and keys.
 */
#include "psl/check.h"

#include <string.h>

#include "psl/constraint.h"

/* ---- the datasource ---- */

static void check_datasource(struct context *context)
{
	const struct settings *settings = &context->settings;
	const struct extension *extension;

	vector_each(extension, &settings->extensions) {
		const char *name = fact_get(&extension->facts, "name");
		name = name ? name : extension->name;
		if (psl_name_is_valid(name))
			continue;
		psl_error(context, settings->extensions_place, "invalid extension name '%s'", name);
		report_hint(context->report,
			    "use a valid name, and set the name in the database with 'map'");
	}
	if (settings->has_extensions)
		psl_require_feature(context, FEATURE_EXTENSIONS, settings->extensions_place,
				    "'extensions'");
}

/* Checks the namespace of the model or enum at `place`. */
static void check_namespace(struct context *context, const struct name *namespace,
			    struct span place, const char *what)
{
	const struct settings *settings = &context->settings;
	const struct name *declared;

	if (!namespace->text) {
		if (settings->has_namespaces && settings->dialect->namespaces)
			psl_error(context, place,
				  "missing '@@schema' in %s: the datasource lists 'schemas'", what);
		return;
	}
	if (!settings->dialect->namespaces) {
		psl_error(context, namespace->place, "%s does not support '@@schema'",
			  settings->dialect->name);
		return;
	}
	vector_each(declared, &settings->namespaces)
		if (text_equal(declared->text, namespace->text))
			return;
	psl_error(context, namespace->place,
		  "namespace '%s' is not listed in 'schemas' of the datasource", namespace->text);
}

/* ---- names of tables and enums ---- */

static const struct attribute *map_attribute(const struct model *model)
{
	const struct attribute *attribute;

	vector_each(attribute, &model->attributes)
		if (text_equal(attribute->name, "map"))
			return attribute;
	return NULL;
}

static void check_table_names(struct context *context, enum model_kind kind, struct map *names)
{
	struct model *model;

	vector_each(model, &context->declarations.models) {
		if (model->kind != kind)
			continue;
		const struct model *other =
			map_add_in(names, model->namespace.text, psl_model_table(model), model);
		if (!other)
			continue;
		const struct attribute *attribute = map_attribute(model->map ? model : other);
		psl_error(context, attribute ? attribute->place : model->place,
			  "duplicate table '%s'", psl_model_table(model));
	}
}

/*
 * Reports join tables with the name of another table. (Prisma's engine creates both, and the
 * database rejects the second.)
 */
static void check_relation_tables(struct context *context, struct map *names)
{
	const struct relation *relation;

	vector_each(relation, &context->relations) {
		if (relation->kind != RELATION_MANY_TO_MANY)
			continue;
		const char *name = psl_relation_table(context, relation);
		if (map_add_in(names, relation->model_a->namespace.text, name, names)) {
			psl_error(context, relation->a->place, "duplicate table '%s'", name);
			report_hint(context->report, "set another name with @relation(\"name\")");
		}
	}
}

static void check_enums(struct context *context)
{
	struct map names = {.arena = context->arena};
	struct enum_block *block;

	vector_each(block, &context->declarations.enums) {
		const char *name = block->map ? block->map : block->name.text;
		if (map_add_in(&names, block->namespace.text, name, block))
			psl_error(context, block->place, "duplicate enum '%s'", name);
		check_namespace(context, &block->namespace, block->place, "enum");
	}
}

/* ---- models ---- */

static void check_composites(struct context *context)
{
	const struct model *model;

	vector_each(model, &context->declarations.models)
		if (model->kind == MODEL_COMPOSITE)
			psl_error(context, model->place, "%s does not support composite types",
				  context->settings.dialect->name);
}

static bool is_strict(const struct key *key)
{
	const struct key_field *part;

	vector_each(part, &key->fields)
		if (part->field->arity == ARITY_OPTIONAL || part->field->kind == FIELD_UNSUPPORTED)
			return false;
	return true;
}

/* Reports a table without a key that identifies each row. */
static void check_criterion(struct context *context, const struct model *model)
{
	const struct key *key;

	if (model->ignored || (model->id && is_strict(model->id)))
		return;
	vector_each(key, &model->keys)
		if (key->kind == KEY_UNIQUE && is_strict(key))
			return;
	psl_error(context, model->place,
		  "%s '%s' needs an id or a unique constraint on required fields",
		  psl_model_word(model), model->name.text);
	report_hint(context->report, "mark a required field with @id or @unique, or add @@id([a, "
				     "b]) or @@unique([a, b])");
}

/*
 * Checks a key of a view. A view has no keys: a unique constraint in it is just a promise to
 * clients.
 */
static void check_view_key(struct context *context, const struct key *key)
{
	const struct key_field *part;

	if (key->kind != KEY_UNIQUE)
		psl_attribute_error(context, key->attribute, "a view cannot have an index");
	if (key->map)
		psl_attribute_error(context, key->attribute,
				    "a unique constraint of a view cannot have 'map'");
	if (key->has_clustered)
		psl_attribute_error(context, key->attribute,
				    "a unique constraint of a view cannot have 'clustered'");
	vector_each(part, &key->fields)
		if (part->sort || part->has_length || part->operator_class || part->raw_class) {
			psl_attribute_error(
				context, key->attribute,
				"a unique constraint of a view cannot have field options");
			return;
		}
}

static void check_view(struct context *context, const struct model *model)
{
	psl_require_feature(context, FEATURE_VIEWS, model->place, "a view");
	if (model->id)
		psl_attribute_error(context, model->id->attribute, "a view cannot have an id");
}

static const struct key *named_id(const struct model *model)
{
	return model->id && model->id->name ? model->id : NULL;
}

/*
 * Reports keys whose client name is that of a field, and an id whose client name is that of a key.
 */
static void check_client_names(struct context *context, const struct model *model)
{
	const struct key *id = named_id(model), *key;

	if (id && psl_model_field(model, id->name))
		psl_error(context, model->place, "duplicate name '%s', used by the id and a field",
			  id->name);
	vector_each(key, &model->keys) {
		if (key->name && psl_model_field(model, key->name))
			psl_error(context, model->place,
				  "duplicate name '%s', used by a key and a field", key->name);
		if (key->name && id && model->kind == MODEL_TABLE &&
		    text_equal(id->name, key->name))
			psl_attribute_error(context, id->attribute,
					    "duplicate name '%s', used by two keys", id->name);
	}
}

/* Reports keys with the same client name. */
static void check_key_names(struct context *context, const struct model *model)
{
	struct map names = {.arena = context->arena};
	const struct key *id = named_id(model);
	struct key *key;

	vector_each(key, &model->keys) {
		if (!key->name || model->kind == MODEL_VIEW)
			continue;
		const struct key *other = map_add(&names, key->name, key);
		if (other)
			psl_attribute_error(context, other->attribute,
					    "duplicate name '%s', used by two keys", key->name);
		if (other || (id && text_equal(id->name, key->name)))
			psl_attribute_error(context, key->attribute,
					    "duplicate name '%s', used by two keys", key->name);
	}
}

static void check_native_types(struct context *context, const struct model *model)
{
	const struct field *field;

	vector_each(field, &model->fields)
		if (psl_field_is_scalar(field))
			psl_check_native_type(context, field);
}

/* Checks what only tables have. */
static void check_table(struct context *context, const struct model *model)
{
	const struct key *key;

	check_criterion(context, model);
	psl_check_id_name(context, model);
	psl_check_id(context, model);
	if (model->shard_key)
		psl_attribute_error(context, model->shard_key, "%s does not support shard keys",
				    context->settings.dialect->name);
	vector_each(key, &model->keys)
		psl_check_index_types(context, key);
	psl_check_autoincrement(context, model);
}

static void check_columns(struct context *context, const struct model *model)
{
	const struct field *field;

	vector_each(field, &model->fields)
		if (psl_field_is_scalar(field))
			psl_check_scalar_field(context, field);
}

/* Returns false if a relation is ambiguous: then further checks are pointless. */
static bool check_relation_fields(struct context *context, const struct model *model)
{
	struct field *field;

	vector_each(field, &model->fields) {
		if (field->kind != FIELD_RELATION)
			continue;
		if (!psl_check_ambiguity(context, field))
			return false;
		psl_check_relation_field(context, field);
	}
	return true;
}

static void check_keys(struct context *context, const struct model *model)
{
	struct key *key;

	check_key_names(context, model);
	vector_each(key, &model->keys) {
		if (model->kind == MODEL_VIEW) {
			check_view_key(context, key);
			continue;
		}
		psl_check_index_name(context, model, key);
		psl_check_index(context, model, key);
	}
}

/* Returns false if a relation is ambiguous. */
static bool check_model(struct context *context, const struct model *model)
{
	if (model->kind == MODEL_VIEW)
		check_view(context, model);
	check_namespace(context, &model->namespace, model->place, psl_model_word(model));
	/* Keys depend on native types. */
	check_native_types(context, model);
	if (model->kind == MODEL_TABLE)
		check_table(context, model);
	check_columns(context, model);
	check_client_names(context, model);
	if (!check_relation_fields(context, model))
		return false;
	check_keys(context, model);
	return true;
}

/* Checks all models, then all views. Returns false if a relation is ambiguous. */
static bool check_models(struct context *context)
{
	static const enum model_kind kinds[] = {MODEL_TABLE, MODEL_VIEW};
	struct model *model;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		vector_each(model, &context->declarations.models)
			if (model->kind == kinds[i] && !check_model(context, model))
				return false;
	return true;
}

void psl_check(struct context *context)
{
	struct map tables = {.arena = context->arena};
	const struct relation *relation;
	struct field **field;

	if (!context->settings.datasource) {
		report_error(context->report, nowhere, "missing datasource");
		report_hint(context->report, "add a datasource block with a provider");
		return;
	}
	vector_each(field, &context->generated_defaults)
		psl_check_default_function(context, *field);
	check_datasource(context);
	psl_check_type_cycles(context);
	check_composites(context);
	map_reserve(&tables, context->declarations.models.count);
	check_table_names(context, MODEL_TABLE, &tables);
	check_table_names(context, MODEL_VIEW, &tables);
	if (!check_models(context))
		return;
	check_enums(context);
	check_relation_tables(context, &tables);
	psl_find_action_cycles(context);
	vector_each(relation, &context->relations)
		psl_check_relation(context, relation);
	if (!psl_failed(context))
		psl_check_shared_names(context);
}
