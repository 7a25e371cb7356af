#include <string.h>

#include "psl/context.h"

/* A client could not have a class of such a name. */
static const char *const reserved_words[] = {
	"PrismaClient", "async",      "await",	  "break",   "case",	   "catch",	"class",
	"const",	"continue",   "debugger", "default", "delete",	   "do",	"else",
	"enum",		"export",     "extends",  "false",   "finally",	   "for",	"function",
	"if",		"implements", "import",	  "in",	     "instanceof", "interface", "let",
	"new",		"null",	      "package",  "private", "protected",  "public",	"return",
	"super",	"switch",     "this",	  "throw",   "true",	   "try",	"typeof",
	"using",	"var",	      "void",	  "while",   "with",	   "yield",
};

static bool is_reserved(const char *name)
{
	for (size_t i = 0; i < sizeof reserved_words / sizeof *reserved_words; i++)
		if (text_equal(reserved_words[i], name))
			return true;
	return false;
}

/* `what`: "a model", "a field", ... */
static void report_bad_name(struct context *context, const char *text, struct span place,
			    const char *what)
{
	psl_error(context, place,
		  *text >= '0' && *text <= '9' ? "the name of %s cannot begin with a digit"
					       : "the name of %s cannot contain '-'",
		  what);
}

static void check_identifier(struct context *context, const struct name *name, const char *what)
{
	if (!psl_name_is_valid(name->text))
		report_bad_name(context, name->text, name->place, what);
}

static void check_attribute_names(struct context *context, const struct attributes *attributes)
{
	const struct attribute *attribute;

	vector_each(attribute, attributes)
		if (!psl_name_is_valid(attribute->name))
			report_bad_name(context, attribute->name,
					psl_attribute_name_place(attribute), "an attribute");
}

static void check_type_name(struct context *context, const struct name *name, const char *what)
{
	check_identifier(context, name, what);
	if (is_reserved(name->text))
		psl_error(context, name->place,
			  "'%s' is a reserved word and cannot be the name of %s", name->text, what);
}

static void check_fields(struct context *context, struct model *model)
{
	struct field *field;

	model->fields_by_name = (struct map){.arena = context->arena};
	vector_each(field, &model->fields) {
		field->owner = model;
		if (model->kind != MODEL_COMPOSITE) {
			check_identifier(context, &field->name, "a field");
			check_attribute_names(context, &field->attributes);
		}
		if (psl_model_index_field(model, field))
			psl_error(context, field->name.place,
				  "the %s '%s' has a field '%s' already", psl_model_word(model),
				  model->name.text, field->name.text);
	}
}

static void check_model(struct context *context, struct model *model)
{
	if (model->kind == MODEL_COMPOSITE) {
		check_identifier(context, &model->name, "a type");
	} else {
		check_type_name(context, &model->name,
				model->kind == MODEL_VIEW ? "a view" : "a model");
		check_attribute_names(context, &model->attributes);
	}
	check_fields(context, model);
}

static void check_enum(struct context *context, struct enum_block *block)
{
	struct enum_block_value *value;

	check_type_name(context, &block->name, "an enum");
	check_attribute_names(context, &block->attributes);
	block->values_by_name = (struct map){.arena = context->arena};
	vector_each(value, &block->values) {
		check_identifier(context, &value->name, "an enum's value");
		check_attribute_names(context, &value->attributes);
		if (map_add(&block->values_by_name, value->name.text, value))
			psl_error(context, value->place, "the enum '%s' has a value '%s' already",
				  block->name.text, value->name.text);
	}
}

static void check_config(struct context *context, const struct config *config)
{
	struct map seen = {.arena = context->arena};
	struct property *property;

	vector_each(property, &config->properties)
		if (map_add(&seen, property->name.text, property))
			psl_error(context, property->name.place,
				  "'%s' is there already in this block", property->name.text);
}

/* Enters a declaration in `names`; types share one map. */
static void declare(struct context *context, struct map *names, const struct name *name,
		    struct top *top)
{
	enum scalar scalar;

	if (scalar_from_name(name->text, &scalar))
		psl_error(context, name->place, "'%s' is the name of a built-in type", name->text);
	if (map_replace(names, name->text, top))
		psl_error(context, name->place, "the name '%s' is taken by another declaration",
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
