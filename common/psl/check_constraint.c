#include <string.h>

#include "psl/check.h"
#include "psl/constraint.h"

/* ---- names that are there twice ---- */

/* The model whose table gets the foreign key, as far as there is one. */
static const struct model *referring_model(const struct relation *relation)
{
	return relation->model_a;
}

static const char *relation_name(const struct context *context, const struct relation *relation)
{
	return reference_constraint_name(context, referring_model(relation),
					 relation->a ? relation->a->reference : NULL);
}

static bool has_foreign_key(const struct relation *relation)
{
	return relation->kind == RELATION_ONE_TO_ONE || relation->kind == RELATION_ONE_TO_MANY;
}

static void meet_local(struct constraint_names *met, const char *name)
{
	if (psl_rules(met->context)->table_has_namespace && name_set_add(&met->local, name))
		map_add_in(&met->context->clashes.local, met->model->name.text, name, met->context);
}

static void meet_key(struct constraint_names *met, const char *name, bool shared)
{
	const char *space = met->model->space.text;

	if (!name)
		return;
	if (shared && map_add_in(&met->shared, space, name, met->context))
		map_add_in(&met->context->clashes.shared, space, name, met->context);
	meet_local(met, name);
}

void meet_constraint_names(struct constraint_names *met, struct model *model)
{
	struct context *context = met->context;
	const struct rules *rules = psl_rules(context);
	struct key *key;

	met->model = model;
	met->local = (struct name_set){.names.arena = context->arena};
	meet_key(met, id_constraint_name(context, model), rules->keys_share_namespace);
	vector_each(key, &model->keys)
		meet_key(met, index_constraint_name(context, model, key),
			 rules->keys_share_namespace || rules->indexes_share_namespace);
	if (model->kind != MODEL_TABLE)
		return;
	for (const struct relation *relation = model->relations; relation;
	     relation = relation->next)
		if (has_foreign_key(relation))
			meet_local(met, relation_name(context, relation));
}

void begin_constraint_names(struct context *context, struct arena *memory,
			    struct constraint_names *met)
{
	const struct model *model;
	size_t keys = 0;

	*met = (struct constraint_names){.context = context, .shared.arena = memory};
	context->clashes.shared.arena = context->clashes.local.arena = context->arena;
	vector_each(model, &context->declarations.models)
		keys += 1 + model->keys.count;
	map_reserve(&met->shared, keys);
}

static bool is_shared_twice(const struct context *context, const struct model *model,
			    const char *name)
{
	return map_get_in(&context->clashes.shared, model->space.text, name) != NULL;
}

static bool is_local_twice(const struct context *context, const struct model *model,
			   const char *name)
{
	return map_get_in(&context->clashes.local, model->name.text, name) != NULL;
}

/* ---- the checks ---- */

/* Names that are made are cut to fit; those that are said have to. */
void check_name_length(struct context *context, const struct attribute *attribute, const char *map)
{
	size_t limit = dialect_traits(context->settings.dialect)->name_limit;

	if (map && strlen(map) > limit)
		attribute_error(context, attribute,
				"the name of a constraint has %zu bytes at the most", limit);
}

static void report_taken(struct context *context, struct span place, const char *name)
{
	psl_error(context, place, "another constraint is called '%s', too", name);
	report_hint(context->report, "'map' gives it another name");
}

void check_id_name(struct context *context, const struct model *model)
{
	const char *name = id_constraint_name(context, model);

	if (!name)
		return;
	check_name_length(context, model->id->attribute, model->id->map);
	if (is_shared_twice(context, model, name) || is_local_twice(context, model, name))
		report_taken(context, model->id->attribute->place, name);
}

void check_index_name(struct context *context, const struct model *model, struct key *key)
{
	const char *name = index_constraint_name(context, model, key);

	check_name_length(context, key->attribute, key->map);
	if (is_shared_twice(context, model, name))
		report_taken(context, key->attribute->place, name);
}

void check_relation_name(struct context *context, const struct relation *relation)
{
	const char *name = relation_name(context, relation);

	if (is_local_twice(context, referring_model(relation), name))
		report_taken(context, relation->a ? relation->a->place : relation->model_b->place,
			     name);
}
