/*
 * Reads @shardKey and @@shardKey. No dialect here supports shard keys: they are checked like in
 * Prisma's engine, and then refused.
 */
#include "psl/resolve.h"

static void report_second(struct context *context, const struct model *model)
{
	psl_error(context, model->place, "duplicate shard key in %s '%s'", psl_model_word(model),
		  model->name.text);
}

void psl_read_field_shard_key(struct context *context, struct field *field,
			      struct attribute *attribute)
{
	if (field->owner->shard_key) {
		report_second(context, field->owner);
	} else {
		field->owner->shard_key = attribute;
		field->owner->shard_field = field;
	}
}

static void check_required(struct context *context, const struct model *model,
			   const struct attribute *attribute, const struct field *field)
{
	if (field->arity != ARITY_REQUIRED && !model->ignored)
		psl_attribute_error(context, attribute,
				    "field '%s' must be required: it is part of the shard key",
				    field->name.text);
}

void psl_read_model_shard_key(struct context *context, struct model *model,
			      struct attribute *attribute)
{
	const struct expression *value = psl_argument_take_required(context, attribute, "fields");
	struct fields fields = {0};
	struct field **field;

	if (!value || !psl_resolve_fields(context, model, value, &fields))
		return;
	vector_each(field, &fields)
		check_required(context, model, attribute, *field);
	if (model->shard_key)
		report_second(context, model);
	model->shard_key = attribute;
	model->shard_field = NULL;
}

void psl_check_field_shard_key(struct context *context, const struct model *model)
{
	if (model->shard_field)
		check_required(context, model, model->shard_key, model->shard_field);
}
