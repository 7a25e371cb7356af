#include "psl/constraint.h"

const char *id_constraint_name(const struct context *context, const struct model *model)
{
	enum dialect dialect = context->settings.dialect;

	if (!model->id || !dialect_traits(dialect)->named_primary_keys)
		return NULL;
	if (model->id->map)
		return model->id->map;
	if (!model->id->constraint)
		model->id->constraint = constraint_name(context->arena, dialect,
							model_table(model), NULL, "_pkey");
	return model->id->constraint;
}

const char *index_constraint_name(const struct context *context, const struct model *model,
				  struct key *key)
{
	struct names columns = {0};
	const struct key_field *field;

	if (key->map || key->constraint)
		return key->map ? key->map : key->constraint;
	vector_reserve(context->arena, &columns, key->fields.count);
	vector_each(field, &key->fields)
		*vector_add(context->arena, &columns) = field_column(field->field);
	key->constraint =
		constraint_name(context->arena, context->settings.dialect, model_table(model),
				&columns, key->kind == KEY_UNIQUE ? "_key" : "_idx");
	return key->constraint;
}

/* Where there are no fields there is no column: the place of its name stays empty. */
static const char *foreign_key_name(const struct context *context, const struct model *model,
				    const struct fields *fields)
{
	struct names columns = {0};
	struct field **field;

	vector_reserve(context->arena, &columns, fields->count + 1);
	vector_each(field, fields)
		*vector_add(context->arena, &columns) = field_column(*field);
	if (!columns.count)
		*vector_add(context->arena, &columns) = "";
	return constraint_name(context->arena, context->settings.dialect, model_table(model),
			       &columns, "_fkey");
}

const char *reference_constraint_name(const struct context *context, const struct model *model,
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

const char *relation_table(const struct context *context, const struct relation *relation)
{
	struct arena *arena = context->arena;
	const char *name =
		relation->name ? arena_format(arena, "_%s", relation->name)
			       : arena_format(arena, "_%sTo%s", relation->model_a->name.text,
					      relation->model_b->name.text);

	return constraint_name(arena, context->settings.dialect, name, NULL, "");
}
