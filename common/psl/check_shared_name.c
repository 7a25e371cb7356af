/*
 * Reports different names that the database takes for the same: SQLite ignores case, PostgreSQL
 * truncates names, and tables share a scope with indexes and enums. Prisma's engine accepts such
 * names, and no database can create both.
 */
#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "psl/check.h"
#include "psl/constraint.h"

/* Something with a name in the database, and its place in the schema. */
struct named {
	const char *what, *name;
	struct span place;
};

/* Returns a name in the form that the database compares. */
static const char *compared_name(struct context *context, const char *name)
{
	const struct dialect *dialect = context->settings.dialect;
	size_t length = strlen(name);
	char *copy;

	if (length > dialect->name_limit)
		length = utf8_cut(name, dialect->name_limit);
	else if (!dialect->alter.ignores_case)
		return name;
	copy = arena_slice(context->arena, name, length);
	for (char *c = copy; dialect->alter.ignores_case && *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return copy;
}

static void report_shared(struct context *context, const struct named *one,
			  const struct named *other)
{
	psl_error(context, one->place, "%s '%s' and %s '%s' have the same name in the database",
		  one->what, one->name, other->what, other->name);
	report_hint(context->report, "set another name with 'map'");
}

/* Adds a name. If it equals another one, reports both places. */
static void add(struct context *context, struct map *names, const char *namespace, const char *what,
		const char *name, struct span place)
{
	struct named *named = arena_alloc(context->arena, sizeof *named);

	*named = (struct named){what, name, place};
	const struct named *other =
		map_add_in(names, namespace, compared_name(context, name), named);
	if (!other)
		return;
	report_shared(context, other, named);
	report_shared(context, named, other);
}

static void add_tables(struct context *context, struct map *names)
{
	const struct model *model;
	const struct relation *relation;

	vector_each(model, &context->declarations.models)
		if (model->kind != MODEL_COMPOSITE)
			add(context, names, model->namespace.text, psl_model_word(model),
			    psl_model_table(model), model->name.place);
	vector_each(relation, &context->relations)
		if (relation->kind == RELATION_MANY_TO_MANY)
			add(context, names, relation->model_a->namespace.text, "many-to-many table",
			    psl_relation_table(context, relation), relation->a->place);
}

static void add_keys(struct context *context, struct map *names, const struct model *model)
{
	const struct language_rules *rules = psl_rules(context);
	const char *id = psl_id_constraint_name(context, model);
	struct key *key;

	if (rules->keys_share_namespace && id)
		add(context, names, model->namespace.text, "primary key", id,
		    model->id->attribute->place);
	if (rules->keys_share_namespace || rules->indexes_share_namespace)
		vector_each(key, &model->keys)
			add(context, names, model->namespace.text, "index",
			    psl_index_constraint_name(context, model, key), key->attribute->place);
}

static void check_relations(struct context *context)
{
	struct map names = {.arena = context->arena};
	const struct model *model;

	add_tables(context, &names);
	vector_each(model, &context->declarations.models)
		if (model->kind == MODEL_TABLE)
			add_keys(context, &names, model);
}

static void check_types(struct context *context)
{
	struct map names = {.arena = context->arena};
	const struct enum_block *block;

	add_tables(context, &names);
	vector_each(block, &context->declarations.enums)
		add(context, &names, block->namespace.text, "enum",
		    block->map ? block->map : block->name.text, block->name.place);
}

static void check_columns(struct context *context, const struct model *model)
{
	struct map names = {.arena = context->arena};
	const struct field *field;

	vector_each(field, &model->fields)
		if (psl_field_is_scalar(field))
			add(context, &names, NULL, "field", psl_field_column(field),
			    field->name.place);
}

/* True if the database compares this schema's names exactly as written. */
static bool are_names_exact(const struct context *context)
{
	const struct dialect *dialect = context->settings.dialect;

	return !dialect->alter.ignores_case && context->declarations.longest <= dialect->name_limit;
}

/* True if a table has the name of a key. Other equal names are already errors. */
static bool is_any_table_key(const struct context *context)
{
	const struct map *keys = &context->constraints.shared;
	const struct model *model;
	const struct relation *relation;

	vector_each(model, &context->declarations.models)
		if (map_get_in(keys, model->namespace.text, psl_model_table(model)))
			return true;
	vector_each(relation, &context->relations)
		if (relation->kind == RELATION_MANY_TO_MANY &&
		    map_get_in(keys, relation->model_a->namespace.text,
			       psl_relation_table(context, relation)))
			return true;
	return false;
}

void psl_check_shared_names(struct context *context)
{
	bool exact = are_names_exact(context);
	const struct model *model;

	if (!exact || is_any_table_key(context))
		check_relations(context);
	if (context->settings.dialect->enums && context->declarations.enums.count &&
	    !psl_failed(context))
		check_types(context);
	if (!exact)
		vector_each(model, &context->declarations.models)
			if (model->kind == MODEL_TABLE)
				check_columns(context, model);
}
