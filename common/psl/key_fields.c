/*
 * Reads the `fields` of @@id, @@unique, @@index and @@fulltext.
 */
#include <string.h>

#include "psl/resolve.h"

static void report_unknown_sort(struct context *context, const struct expression *value)
{
	psl_error(context, value->place, "unknown sort order '%s'", value->text);
	report_hint(context->report, "use Asc or Desc");
}

void psl_read_key_sort(struct context *context, const struct expression *value, enum sort *sort)
{
	const char *word = psl_expect_identifier(context, value);

	if (!word)
		return;
	if (text_equal(word, "Asc"))
		*sort = SORT_ASC;
	else if (text_equal(word, "Desc"))
		*sort = SORT_DESC;
	else
		report_unknown_sort(context, value);
}

bool psl_read_key_length(struct context *context, const struct expression *value, bool in_list)
{
	int64_t length;

	return psl_expect_integer(context, value, &length) && (length >= 0 || !in_list);
}

/* Reads an operator class: a name or raw("SQL"). */
static void read_operator_class(struct context *context, const struct expression *value,
				struct key_field *field)
{
	const struct arguments *arguments = value->arguments;

	if (value->kind == EXPRESSION_IDENTIFIER) {
		field->operator_class = psl_operator_class_by_name(value->text);
		if (!field->operator_class)
			psl_error(context, value->place, "unknown operator class '%s'",
				  value->text);
		return;
	}
	if (psl_expression_is_function(value, "raw") && arguments->count == 1 &&
	    arguments->at->value.kind == EXPRESSION_STRING) {
		field->raw_class = arguments->at->value.text;
		return;
	}
	psl_error(context, value->place, "expected an operator class: a name or raw(\"...\")");
}

static const struct expression *named_argument(const struct arguments *arguments, const char *name)
{
	const struct argument *argument;

	vector_each(argument, arguments)
		if (text_equal(argument->name, name))
			return &argument->value;
	return NULL;
}

/*
 * Reads `name` or `name(sort: ..., length: ..., ops: ...)`. Like Prisma, ignores other arguments.
 */
static bool read_key_field(struct context *context, const struct expression *item,
			   struct key_field *field)
{
	const struct arguments *arguments = item->arguments;
	const struct expression *value;

	if (item->kind != EXPRESSION_IDENTIFIER && item->kind != EXPRESSION_FUNCTION)
		return psl_error(context, item->place, "expected a field name, found %s",
				 psl_expression_kind_name(item));
	if (item->kind == EXPRESSION_IDENTIFIER)
		return true;
	if ((value = named_argument(arguments, "sort")))
		psl_read_key_sort(context, value, &field->sort);
	if ((value = named_argument(arguments, "length")))
		field->has_length = psl_read_key_length(context, value, true);
	if ((value = named_argument(arguments, "ops")))
		read_operator_class(context, value, field);
	return true;
}

/*
 * Returns the fields after the first in a path `a.b.c` into composite types; `field` is the first.
 * Returns NULL if any of them does not exist.
 */
static struct fields *resolve_path(struct context *context, const struct field *field,
				   const char *path)
{
	struct fields *inner = arena_alloc(context->arena, sizeof *inner);

	for (path = strchr(path, '.'); path; path = strchr(path, '.')) {
		size_t length = strcspn(++path, ".");
		const char *name = arena_slice(context->arena, path, length);
		struct field *next =
			field->kind == FIELD_COMPOSITE ? psl_model_field(field->model, name) : NULL;
		if (!next)
			return NULL;
		*vector_add(context->arena, inner) = next;
		field = next;
	}
	return inner;
}

/* Resolves a field of a key: a name, or a path into a composite type, which an id may not have. */
static void resolve_key_field(struct context *context, const struct model *model, const char *name,
			      bool is_id, struct key_field *part, struct resolved_fields *fields)
{
	size_t length = strcspn(name, ".");

	if (is_id || !name[length]) {
		part->field = psl_resolve_field_name(context, model, name, fields);
		return;
	}
	const char *first = arena_slice(context->arena, name, length);
	part->field = psl_resolve_field_name(context, model, first, fields);
	if (!part->field)
		return;
	part->inner = resolve_path(context, part->field, name);
	if (!part->inner) {
		*vector_add(context->arena, &fields->unknown) = name;
		part->field = NULL;
	}
}

bool psl_read_key_fields(struct context *context, struct model *model, struct attribute *attribute,
			 struct key *key)
{
	const struct expression *value = psl_argument_take_required(context, attribute, "fields");
	struct name_set seen = {.names.arena = context->arena};
	struct resolved_fields fields = {0};
	struct expression_list items;
	bool good = true;

	if (!value)
		return false;
	psl_expression_items(value, &items);
	vector_reserve(context->arena, &key->fields, items.count);
	for (size_t i = 0; i < items.count; i++)
		good = read_key_field(context, &items.at[i].value,
				      vector_add(context->arena, &key->fields)) &&
		       good;
	for (size_t i = 0; good && i < items.count; i++) {
		const char *name = items.at[i].value.text;
		struct key_field *part = &key->fields.at[i];
		resolve_key_field(context, model, name, key->kind == KEY_ID, part, &fields);
		if (part->field && psl_name_set_add(&seen, name))
			good = psl_attribute_error(context, attribute, "duplicate field '%s'",
						   name);
	}
	good = good && psl_check_all_known(context, model, attribute->place, &fields);
	if (!good)
		key->fields.count = 0;
	return good;
}
