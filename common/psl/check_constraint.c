#include <string.h>

#include "psl/check.h"
#include "psl/constraint.h"

/* ---- how often a name is there ---- */

/* What a name stands for in the maps; where it was not met that is NULL. */
enum { ONCE = 1, TWICE };

static void count_name(struct constraint_names *names, struct map *map, const char *scope,
		       const char *name)
{
	void **place = map_place_in(map, scope, name);

	names->clash = names->clash || *place;
	*place = (void *)(uintptr_t)(*place ? TWICE : ONCE);
}

static bool is_taken_twice(const struct constraint_names *names, const struct map *map,
			   const char *scope, const char *name)
{
	return names->clash && (uintptr_t)map_get_in(map, scope, name) == TWICE;
}

static bool is_shared_twice(const struct context *context, const struct model *model,
			    const char *name)
{
	const struct constraint_names *names = &context->constraints;

	return is_taken_twice(names, &names->shared, model->space.text, name);
}

static bool is_local_twice(const struct context *context, const struct model *model,
			   const char *name)
{
	const struct constraint_names *names = &context->constraints;

	return is_taken_twice(names, &names->local, model->name.text, name);
}

static void count_shared(struct context *context, const struct model *model, const char *name)
{
	count_name(&context->constraints, &context->constraints.shared, model->space.text, name);
}

static void count_local(struct context *context, const struct model *model, const char *name)
{
	count_name(&context->constraints, &context->constraints.local, model->name.text, name);
}

static void count_key_name(struct context *context, const struct model *model, const char *name,
			   bool shared)
{
	if (!name)
		return;
	if (shared)
		count_shared(context, model, name);
	if (psl_rules(context)->table_has_namespace)
		count_local(context, model, name);
}

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

static void reserve_names(struct context *context)
{
	const struct model *model;
	size_t keys = 0;

	vector_each(model, &context->declarations.models)
		keys += 1 + model->keys.count;
	map_reserve(&context->constraints.shared, keys);
	map_reserve(&context->constraints.local, keys + context->relations.count);
}

void collect_constraint_names(struct context *context)
{
	const struct rules *rules = psl_rules(context);
	const struct model *model;
	struct key *key;
	const struct relation *relation;

	context->constraints.shared.arena = context->constraints.local.arena = context->arena;
	reserve_names(context);
	vector_each(model, &context->declarations.models) {
		count_key_name(context, model, id_constraint_name(context, model),
			       rules->keys_share_namespace);
		vector_each(key, &model->keys)
			count_key_name(context, model, index_constraint_name(context, model, key),
				       rules->keys_share_namespace ||
					       rules->indexes_share_namespace);
	}
	if (!rules->table_has_namespace)
		return;
	vector_each(relation, &context->relations) {
		const struct model *owner = relation->a ? relation->a->owner : relation->b->owner;
		if (has_foreign_key(relation) && owner->kind == MODEL_TABLE)
			count_local(context, owner, relation_name(context, relation));
	}
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

static void report_taken(struct context *context, struct place place, const char *name)
{
	report_error(context->report, place, "another constraint is called '%s', too", name);
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
