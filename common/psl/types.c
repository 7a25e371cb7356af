/*
 * Resolves the types of fields.
 */
#include <string.h>
#include <strings.h>

#include "psl/context.h"

/* Returns a type whose name differs in case only, or NULL. */
static const char *similar_type(const struct context *context, const char *name)
{
	const struct declarations *all = &context->declarations;
	const struct model *model;
	const struct enum_block *block;

	for (int i = 0; i < SCALAR_COUNT; i++)
		if (strcasecmp(scalar_name((enum scalar)i), name) == 0)
			return scalar_name((enum scalar)i);
	vector_each(model, &all->models)
		if (strcasecmp(model->name.text, name) == 0)
			return model->name.text;
	vector_each(block, &all->enums)
		if (strcasecmp(block->name.text, name) == 0)
			return block->name.text;
	return NULL;
}

static void report_unknown_type(struct context *context, const struct field *field)
{
	const char *name = field->type.text, *similar;

	psl_error(context, field->type.place, "unknown type '%s'", name);
	/* The limit keeps a file with many such lines from being slow. */
	similar = context->report->errors < 100 ? similar_type(context, name) : NULL;
	if (similar)
		report_hint(context->report, "did you mean '%s'?", similar);
}

static void resolve_field(struct context *context, struct field *field)
{
	struct declarations *all = &context->declarations;

	if (field->unsupported) {
		field->kind = FIELD_UNSUPPORTED;
		return;
	}
	if (scalar_from_name(field->type.text, &field->scalar)) {
		field->kind = FIELD_SCALAR;
		return;
	}
	const struct top *top = map_get(&context->types, field->type.text);
	if (!top) {
		report_unknown_type(context, field);
	} else if (top->kind == TOP_ENUM) {
		field->kind = FIELD_ENUM;
		field->enumeration = &all->enums.at[top->index];
	} else {
		field->model = &all->models.at[top->index];
		field->kind =
			field->model->kind == MODEL_COMPOSITE ? FIELD_COMPOSITE : FIELD_RELATION;
		if (field->kind == FIELD_RELATION) {
			field->reference = arena_alloc(context->arena, sizeof *field->reference);
			*vector_add(context->arena, &context->relation_fields) = field;
		}
	}
}

void psl_resolve_types(struct context *context)
{
	struct model *model;
	struct field *field;
	struct enum_block *block;

	vector_each(model, &context->declarations.models) {
		vector_each(field, &model->fields) {
			resolve_field(context, field);
			if (model->kind == MODEL_COMPOSITE && field->kind == FIELD_RELATION)
				psl_error(context, field->type.place,
					  "relation field '%s' is not allowed in a composite type",
					  field->name.text);
		}
	}
	vector_each(block, &context->declarations.enums)
		if (block->values.count == 0)
			psl_error(context, block->place, "enum '%s' must have at least one value",
				  block->name.text);
}
