/*
 * Reads lists of field names, in @relation, keys and @@shardKey.
 */
#include "psl/resolve.h"

struct field *psl_resolve_field_name(struct context *context, const struct model *model,
				     const char *name, struct resolved_fields *to)
{
	struct field *field = psl_model_field(model, name);

	if (!field)
		*vector_add(context->arena, &to->unknown) = name;
	else if (!psl_field_is_scalar(field))
		*vector_add(context->arena, &to->relations) = field;
	else
		*vector_add(context->arena, &to->known) = field;
	return field && psl_field_is_scalar(field) ? field : NULL;
}

/* Returns the names, separated by "', '". */
static const char *name_list(struct context *context, const struct names *names)
{
	struct buffer text = {.arena = context->arena};
	const char **name;

	vector_each(name, names)
		buffer_format(&text, "%s%s", name == names->at ? "" : "', '", *name);
	return buffer_text(&text);
}

static const char *field_names(struct context *context, const struct fields *fields)
{
	struct names names = {0};
	struct field **field;

	vector_each(field, fields)
		*vector_add(context->arena, &names) = (*field)->name.text;
	return name_list(context, &names);
}

bool psl_check_all_known(struct context *context, const struct model *model, struct span place,
			 const struct resolved_fields *fields)
{
	if (fields->unknown.count)
		psl_error(context, place, "unknown field '%s' in %s '%s'",
			  name_list(context, &fields->unknown), psl_model_word(model),
			  model->name.text);
	if (fields->relations.count)
		psl_error(context, place, "expected scalar fields, found relation '%s'",
			  field_names(context, &fields->relations));
	return !fields->unknown.count && !fields->relations.count;
}

/* Reads a list of names. Reports items that are not names, and returns false if there are any. */
static bool read_names(struct context *context, const struct expression *value, struct names *names)
{
	struct expression_list items;
	bool good = true;

	psl_expression_items(value, &items);
	for (size_t i = 0; i < items.count; i++) {
		const char *text = psl_expect_identifier(context, &items.at[i].value);
		good = good && text;
		*vector_add(context->arena, names) = text;
	}
	return good;
}

bool psl_resolve_fields(struct context *context, const struct model *model,
			const struct expression *value, struct fields *to)
{
	struct name_set seen = {.names.arena = context->arena};
	struct resolved_fields fields = {0};
	struct names names = {0};
	const char **name;

	if (!read_names(context, value, &names))
		return false;
	vector_each(name, &names)
		if (psl_resolve_field_name(context, model, *name, &fields) &&
		    psl_name_set_add(&seen, *name))
			return psl_error(context, value->place, "duplicate field '%s'", *name);
	if (!psl_check_all_known(context, model, value->place, &fields))
		return false;
	*to = fields.known;
	return true;
}
