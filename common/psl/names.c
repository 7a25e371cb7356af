/*
 * Reports invalid, reserved and duplicate names, and indexes types and fields by name.
 */
#include <string.h>

#include "psl/context.h"
#include "psl/words.h"

/* Reports an invalid name. `what` is "model", "field", ... */
static void check_name(struct context *context, const char *name, struct span place,
		       const char *what)
{
	if (*name >= '0' && *name <= '9')
		psl_error(context, place, "invalid %s name '%s': it begins with a digit", what,
			  name);
	else if (!psl_name_is_valid(name))
		psl_error(context, place, "invalid %s name '%s': '-' is not allowed", what, name);
}

static void check_attribute_names(struct context *context, const struct attributes *attributes)
{
	const struct attribute *attribute;

	vector_each(attribute, attributes)
		if (!psl_name_is_valid(attribute->name))
			check_name(context, attribute->name, psl_attribute_name_place(attribute),
				   "attribute");
}

static void check_type_name(struct context *context, const struct name *name, const char *what)
{
	check_name(context, name->text, name->place, what);
	if (psl_is_reserved(name->text))
		psl_error(context, name->place, "invalid %s name '%s': it is a reserved word", what,
			  name->text);
}

static void check_fields(struct context *context, struct model *model)
{
	struct field *field;

	model->fields_by_name = (struct map){.arena = context->arena};
	vector_each(field, &model->fields) {
		field->owner = model;
		if (model->kind != MODEL_COMPOSITE) {
			check_name(context, field->name.text, field->name.place, "field");
			check_attribute_names(context, &field->attributes);
		}
		if (psl_model_index_field(model, field))
			psl_error(context, field->name.place, "duplicate field '%s' in %s '%s'",
				  field->name.text, psl_model_word(model), model->name.text);
	}
}

static void check_model(struct context *context, struct model *model)
{
	if (model->kind == MODEL_COMPOSITE) {
		check_name(context, model->name.text, model->name.place, "type");
	} else {
		check_type_name(context, &model->name, psl_model_word(model));
		check_attribute_names(context, &model->attributes);
	}
	check_fields(context, model);
}

static void check_enum(struct context *context, struct enum_block *block)
{
	struct enum_block_value *value;

	check_type_name(context, &block->name, "enum");
	check_attribute_names(context, &block->attributes);
	block->values_by_name = (struct map){.arena = context->arena};
	vector_each(value, &block->values) {
		check_name(context, value->name.text, value->name.place, "enum value");
		check_attribute_names(context, &value->attributes);
		if (map_add(&block->values_by_name, value->name.text, value))
			psl_error(context, value->place, "duplicate value '%s' in enum '%s'",
				  value->name.text, block->name.text);
	}
}

static void check_config(struct context *context, const struct config *config)
{
	struct map seen = {.arena = context->arena};
	struct property *property;

	vector_each(property, &config->properties)
		if (map_add(&seen, property->name.text, property))
			psl_error(context, property->name.place, "duplicate property '%s'",
				  property->name.text);
}

/* Adds a declaration to `names`. Models, enums and types share one map. */
static void declare(struct context *context, struct map *names, const struct name *name,
		    struct top *top)
{
	enum scalar scalar;

	if (scalar_from_name(name->text, &scalar))
		psl_error(context, name->place, "invalid name '%s': it is a built-in type",
			  name->text);
	if (map_replace(names, name->text, top))
		psl_error(context, name->place, "duplicate name '%s', used by another block",
			  name->text);
}

void psl_check_names(struct context *context)
{
	struct declarations *all = &context->declarations;
	struct map configs[] = {
		[CONFIG_DATASOURCE] = {.arena = context->arena},
		[CONFIG_GENERATOR] = {.arena = context->arena},
	};
	struct top *top;
	struct model *model;

	context->types = (struct map){.arena = context->arena};
	map_reserve(&context->types, all->tops.count);
	vector_each(top, &all->tops) {
		if (top->kind == TOP_MODEL) {
			declare(context, &context->types, &all->models.at[top->index].name, top);
		} else if (top->kind == TOP_ENUM) {
			struct enum_block *block = &all->enums.at[top->index];
			check_enum(context, block);
			declare(context, &context->types, &block->name, top);
		} else {
			const struct config *config = &all->configs.at[top->index];
			check_config(context, config);
			declare(context, &configs[config->kind], &config->name, top);
		}
	}
	vector_each(model, &all->models)
		check_model(context, model);
}
