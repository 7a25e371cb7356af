/*
 * The names of constraints and join tables, and duplicates among them.
 */
#include "psl/constraint.h"

#include "psl/attribute.h"

const char *psl_id_constraint_name(const struct context *context, const struct model *model)
{
	const struct dialect *dialect = context->settings.dialect;

	if (!model->id || !dialect->named_primary_keys)
		return NULL;
	if (model->id->map)
		return model->id->map;
	if (!model->id->constraint)
		model->id->constraint = constraint_name(context->arena, dialect,
							psl_model_table(model), NULL, "_pkey");
	return model->id->constraint;
}

/* Returns the columns of a key. A path into a composite type counts as the columns along it. */
static struct names key_columns(struct arena *arena, const struct key *key)
{
	struct names columns = {0};
	const struct key_field *part;
	struct field **inner;

	vector_reserve(arena, &columns, key->fields.count);
	vector_each(part, &key->fields) {
		*vector_add(arena, &columns) = psl_field_column(part->field);
		if (part->inner)
			vector_each(inner, part->inner)
				*vector_add(arena, &columns) = psl_field_column(*inner);
	}
	return columns;
}

const char *psl_index_constraint_name(const struct context *context, const struct model *model,
				      struct key *key)
{

	if (key->map || key->constraint)
		return key->map ? key->map : key->constraint;
	struct names columns = key_columns(context->arena, key);
	key->constraint =
		constraint_name(context->arena, context->settings.dialect, psl_model_table(model),
				&columns, key->kind == KEY_UNIQUE ? "_key" : "_idx");
	return key->constraint;
}

/* Returns the default name of a foreign key. Without fields, the column's part of it is empty. */
static const char *foreign_key_name(const struct context *context, const struct model *model,
				    const struct fields *fields)
{
	struct names columns = {0};
	struct field **field;

	vector_reserve(context->arena, &columns, fields->count + 1);
	vector_each(field, fields)
		*vector_add(context->arena, &columns) = psl_field_column(*field);
	if (!columns.count)
		*vector_add(context->arena, &columns) = "";
	return constraint_name(context->arena, context->settings.dialect, psl_model_table(model),
			       &columns, "_fkey");
}

const char *psl_reference_constraint_name(const struct context *context, const struct model *model,
					  struct reference *reference)
{
	static const struct fields none;

	if (!reference)
		return foreign_key_name(context, model, &none);
	if (reference->map)
		return reference->map;
	if (!reference->constraint)
		reference->constraint = foreign_key_name(context, model, &reference->fields);
	return reference->constraint;
}

const char *psl_relation_table(const struct context *context, const struct relation *relation)
{
	struct arena *arena = context->arena;
	const struct dialect *dialect = context->settings.dialect;

	if (relation->name)
		return constraint_name(arena, dialect, arena_format(arena, "_%s", relation->name),
				       NULL, "");
	return many_to_many_name(arena, dialect, relation->model_a->name.text,
				 relation->model_b->name.text);
}

const struct model *psl_referring_model(const struct relation *relation)
{
	return relation->model_a;
}

const char *psl_relation_constraint_name(const struct context *context,
					 const struct relation *relation)
{
	return psl_reference_constraint_name(context, psl_referring_model(relation),
					     relation->a ? relation->a->reference : NULL);
}

bool psl_has_foreign_key(const struct relation *relation)
{
	return relation->kind == RELATION_ONE_TO_ONE || relation->kind == RELATION_ONE_TO_MANY;
}

static void collect_shared(struct context *context, const struct model *model, const char *name)
{
	struct constraint_names *names = &context->constraints;

	if (name && map_add_in(&names->shared, model->namespace.text, name, context))
		map_add_in(&names->shared_duplicates, model->namespace.text, name, context);
}

static void collect_shared_names(struct context *context, const struct model *model)
{
	const struct language_rules *rules = psl_rules(context);
	struct key *key;

	if (rules->keys_share_namespace)
		collect_shared(context, model, psl_id_constraint_name(context, model));
	if (rules->keys_share_namespace || rules->indexes_share_namespace)
		vector_each(key, &model->keys)
			collect_shared(context, model,
				       psl_index_constraint_name(context, model, key));
}

static void collect_local(struct context *context, const struct model *model, const char *name,
			  struct name_set *seen)
{
	if (name && psl_name_set_add(seen, name))
		map_add_in(&context->constraints.local_duplicates, model->name.text, name, context);
}

static void collect_local_names(struct context *context, const struct model *model)
{
	struct name_set seen = {.names.arena = context->arena};
	const struct relation *relation;
	struct key *key;

	collect_local(context, model, psl_id_constraint_name(context, model), &seen);
	vector_each(key, &model->keys)
		collect_local(context, model, psl_index_constraint_name(context, model, key),
			      &seen);
	if (model->kind != MODEL_TABLE)
		return;
	for (relation = model->relations; relation; relation = relation->next)
		if (psl_has_foreign_key(relation))
			collect_local(context, model,
				      psl_relation_constraint_name(context, relation), &seen);
}

bool psl_is_shared_duplicate(const struct context *context, const struct model *model,
			     const char *name)
{
	return map_get_in(&context->constraints.shared_duplicates, model->namespace.text, name) !=
	       NULL;
}

bool psl_is_local_duplicate(const struct context *context, const struct model *model,
			    const char *name)
{
	return map_get_in(&context->constraints.local_duplicates, model->name.text, name) != NULL;
}

/* Keys expected per model: the id and two more. */
enum { USUAL_KEYS = 3 };

void psl_collect_constraint_names(struct context *context)
{
	const struct model *model;

	context->constraints = (struct constraint_names){
		.shared.arena = context->arena,
		.shared_duplicates.arena = context->arena,
		.local_duplicates.arena = context->arena,
	};
	map_reserve(&context->constraints.shared,
		    (size_t)USUAL_KEYS * context->declarations.models.count);
	vector_each(model, &context->declarations.models) {
		collect_shared_names(context, model);
		if (psl_rules(context)->table_has_namespace)
			collect_local_names(context, model);
	}
}
