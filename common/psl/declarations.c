/*
 * Questions about declarations from several phases.
 */
#include "psl/declarations.h"

/* Up to this many, comparing the names one by one is cheaper than a map. */
enum { FEW_FIELDS = 16 };

struct field *psl_model_index_field(struct model *model, struct field *field)
{
	if (model->fields.count > FEW_FIELDS)
		return map_replace(&model->fields_by_name, field->name.text, field);
	for (struct field *other = model->fields.at; other != field; other++)
		if (text_equal(other->name.text, field->name.text))
			return other;
	return NULL;
}

struct field *psl_model_field(const struct model *model, const char *name)
{
	if (model->fields.count > FEW_FIELDS)
		return map_get(&model->fields_by_name, name);
	for (size_t i = model->fields.count; i > 0; i--)
		if (text_equal(model->fields.at[i - 1].name.text, name))
			return &model->fields.at[i - 1];
	return NULL;
}

const char *psl_model_word(const struct model *model)
{
	static const char *const words[] = {
		[MODEL_TABLE] = "model",
		[MODEL_VIEW] = "view",
		[MODEL_COMPOSITE] = "type",
	};

	return words[model->kind];
}

bool psl_field_is_id(const struct field *field)
{
	const struct key *id = field->owner->id;

	return id && id->fields.count == 1 && id->fields.at[0].field == field;
}

bool psl_key_begins_with(const struct key *key, const struct fields *fields)
{
	if (key->fields.count < fields->count)
		return false;
	for (size_t i = 0; i < fields->count; i++)
		if (key->fields.at[i].field != fields->at[i])
			return false;
	return true;
}

bool psl_key_equals(const struct key *key, const struct fields *fields)
{
	return key->fields.count == fields->count && psl_key_begins_with(key, fields);
}

bool psl_any_has(const struct fields *fields, enum arity arity)
{
	struct field **field;

	vector_each(field, fields)
		if ((*field)->arity == arity)
			return true;
	return false;
}

enum action psl_reference_on_delete(const struct field *field)
{
	const struct reference *reference = field->reference;
	bool required =
		field->arity == ARITY_REQUIRED || psl_any_has(&reference->fields, ARITY_REQUIRED);

	if (reference->on_delete.given)
		return reference->on_delete.action;
	return required ? ACTION_RESTRICT : ACTION_SET_NULL;
}

enum action psl_reference_on_update(const struct field *field)
{
	const struct given_action *given = &field->reference->on_update;

	return given->given ? given->action : ACTION_CASCADE;
}
