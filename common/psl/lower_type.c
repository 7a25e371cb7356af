/*
 * Names and types in the database.
 */
#include "psl/lower.h"

#include <string.h>

struct object_name psl_enum_object(const struct enum_block *block)
{
	return (struct object_name){block->namespace.text,
				    block->map ? block->map : block->name.text};
}

struct object_name psl_model_object(const struct model *model)
{
	return (struct object_name){model->namespace.text, psl_model_table(model)};
}

void psl_lower_type(const struct context *context, const struct field *field, struct type *type)
{
	const struct dialect *dialect = context->settings.dialect;
	enum scalar scalar = field->kind == FIELD_ENUM ? SCALAR_STRING : field->scalar;

	if (field->kind == FIELD_UNSUPPORTED) {
		type->kind = TYPE_UNSUPPORTED;
		type->unsupported = field->type.text;
	} else if (field->kind == FIELD_ENUM && dialect->enums) {
		type->kind = TYPE_ENUM;
		type->enumeration = psl_enum_object(field->enumeration);
	} else if (field->native) {
		type->native = field->native->type;
		type->argument_count = field->native->argument_count;
		memcpy(type->arguments, field->native->arguments, sizeof type->arguments);
	} else {
		type->native = default_native_type(dialect, scalar, type->arguments,
						   &type->argument_count);
	}
}

void psl_lower_doc(const struct context *context, const char *doc, const char *key,
		   struct facts *facts)
{
	if (doc && *doc)
		fact_add(context->arena, facts, key, doc);
}
