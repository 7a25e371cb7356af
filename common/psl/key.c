#include <string.h>

#include "psl/predicate.h"
#include "psl/resolve.h"

/* What may stand after `name(` in a list of fields. */
static void read_sort(struct context *context, const struct expression *value, enum sort *sort)
{
	const char *word = expect_constant(context, value);

	if (!word)
		return;
	if (text_equal(word, "Asc"))
		*sort = SORT_ASC;
	else if (text_equal(word, "Desc"))
		*sort = SORT_DESC;
	else
		psl_error(context, value->place, "unknown sort order '%s': it is Asc or Desc",
			  word);
}

/* In a list of fields one that is negative does not count. */
static bool read_length(struct context *context, const struct expression *value, bool in_list)
{
	int64_t length;

	return expect_integer(context, value, &length) && (length >= 0 || !in_list);
}

/* A class by its name, or raw("SQL"). */
static void read_operator_class(struct context *context, const struct expression *value,
				struct key_field *field)
{
	const struct arguments *arguments = value->arguments;

	if (value->kind == EXPRESSION_CONSTANT) {
		field->operator_class = operator_class_by_name(value->text);
		if (!field->operator_class)
			psl_error(context, value->place, "unknown operator class '%s'",
				  value->text);
		return;
	}
	if (value->kind == EXPRESSION_FUNCTION && text_equal(value->text, "raw") &&
	    arguments->count == 1 && arguments->at->value.kind == EXPRESSION_STRING) {
		field->raw_class = arguments->at->value.text;
		return;
	}
	psl_error(context, value->place, "an operator class is a name or raw(\"...\")");
}

static const struct expression *named_argument(const struct arguments *arguments, const char *name)
{
	const struct argument *argument;

	vector_each(argument, arguments)
		if (text_equal(argument->name, name))
			return &argument->value;
	return NULL;
}

/* `name` or `name(sort: ..., length: ..., ops: ...)`; other arguments are not looked at. */
static bool read_key_field(struct context *context, const struct expression *item,
			   struct key_field *field)
{
	const struct arguments *arguments = item->arguments;
	const struct expression *value;

	if (item->kind != EXPRESSION_CONSTANT && item->kind != EXPRESSION_FUNCTION)
		return psl_error(context, item->place, "this is %s, not the name of a field",
				 expression_kind_name(item));
	field->place = item->place;
	if (item->kind == EXPRESSION_CONSTANT)
		return true;
	if ((value = named_argument(arguments, "sort")))
		read_sort(context, value, &field->sort);
	if ((value = named_argument(arguments, "length")))
		field->has_length = read_length(context, value, true);
	if ((value = named_argument(arguments, "ops")))
		read_operator_class(context, value, field);
	return true;
}

static void report_unusable_fields(struct context *context, const struct model *model,
				   const struct attribute *attribute,
				   const struct resolved_fields *fields)
{
	if (fields->unknown.count)
		attribute_error(context, attribute, "the %s '%s' has no field '%s'",
				model_word(model), model->name.text,
				name_list(context, &fields->unknown));
	if (fields->relations.count)
		attribute_error(context, attribute,
				"'%s' is a relation, and this is for scalar fields",
				field_names(context, &fields->relations));
}

/*
 * The fields inside the types that `a.b.c` leads through, after its first, which is `field`; NULL where
 * there are none of that name.
 */
static struct fields *resolve_path(struct context *context, const struct field *field,
				   const char *path)
{
	struct fields *inner = arena_alloc(context->arena, sizeof *inner);

	for (path = strchr(path, '.'); path; path = strchr(path, '.')) {
		size_t length = strcspn(++path, ".");
		const char *name = arena_slice(context->arena, path, length);
		struct field *next =
			field->kind == FIELD_COMPOSITE ? model_field(field->model, name) : NULL;
		if (!next)
			return NULL;
		*vector_add(context->arena, inner) = next;
		field = next;
	}
	return inner;
}

/* A field of a key: its name, or a path that begins with it. No path is part of an id. */
static void resolve_key_field(struct context *context, const struct model *model, const char *name,
			      bool is_id, struct key_field *part, struct resolved_fields *fields)
{
	size_t length = strcspn(name, ".");

	if (is_id || !name[length]) {
		part->field = resolve_field_name(context, model, name, fields);
		return;
	}
	const char *first = arena_slice(context->arena, name, length);
	part->field = resolve_field_name(context, model, first, fields);
	if (!part->field)
		return;
	part->inner = resolve_path(context, part->field, name);
	if (!part->inner) {
		*vector_add(context->arena, &fields->unknown) = name;
		part->field = NULL;
	}
}

/* The fields of a key; false, and reported, where they cannot be used. */
static bool read_key_fields(struct context *context, struct model *model, struct attribute *attribute,
			    struct key *key)
{
	const struct expression *value = argument_need(context, attribute, "fields");
	struct name_set seen = {.names.arena = context->arena};
	struct resolved_fields fields = {0};
	struct expression_list items;
	bool good = true;

	if (!value)
		return false;
	expression_items(value, &items);
	vector_reserve(context->arena, &key->fields, items.count);
	for (size_t i = 0; i < items.count; i++)
		good = read_key_field(context, &items.at[i].value,
				      vector_add(context->arena, &key->fields)) &&
		       good;
	for (size_t i = 0; good && i < items.count; i++) {
		const char *name = items.at[i].value.text;
		struct key_field *part = &key->fields.at[i];
		resolve_key_field(context, model, name, key->kind == KEY_ID, part, &fields);
		if (part->field && name_set_add(&seen, name))
			good = attribute_error(context, attribute, "the field '%s' is there twice",
					       name);
	}
	if (good && (fields.unknown.count || fields.relations.count)) {
		report_unusable_fields(context, model, attribute, &fields);
		good = false;
	}
	if (!good)
		key->fields.count = 0;
	return good;
}

static void read_where(struct context *context, const struct model *model,
		       struct attribute *attribute, struct key *key)
{
	key->where = argument_take(attribute, "where");
	if (key->where)
		resolve_predicate(context, model, attribute, key->where);
}

static void read_clustered(struct context *context, struct attribute *attribute, struct key *key)
{
	const struct expression *value = argument_take(attribute, "clustered");

	key->has_clustered = value && expect_boolean(context, value);
}

/* The arguments of @id and @unique. */
static void read_field_key(struct context *context, struct field *field,
			   struct attribute *attribute, struct key *key)
{
	struct key_field *part = vector_add(context->arena, &key->fields);
	const struct expression *value;

	key->attribute = attribute;
	key->source = field;
	part->field = field;
	part->place = attribute->place;
	key->map = argument_take_name(context, attribute, "map");
	if ((value = argument_take(attribute, "length")))
		part->has_length = read_length(context, value, false);
	if ((value = argument_take(attribute, "sort")))
		read_sort(context, value, &part->sort);
	read_clustered(context, attribute, key);
}

void resolve_field_id(struct context *context, struct field *field)
{
	struct attribute *attribute = attribute_take(context, &field->attributes, "id");
	struct model *model = field->owner;

	if (!attribute)
		return;
	if (model->id) {
		psl_error(context, model->place, "the %s '%s' has more than one '@id'",
			  model_word(model), model->name.text);
		report_hint(context->report, "an id of several fields is @@id([a, b])");
	} else {
		model->id = arena_alloc(context->arena, sizeof *model->id);
		read_field_key(context, field, attribute, model->id);
	}
	arguments_done(context, attribute);
}

void resolve_field_unique(struct context *context, struct field *field)
{
	struct attribute *attribute = attribute_take(context, &field->attributes, "unique");

	if (!attribute)
		return;
	struct key *key = vector_add(context->arena, &field->owner->keys);
	key->kind = KEY_UNIQUE;
	read_field_key(context, field, attribute, key);
	read_where(context, field->owner, attribute, key);
	arguments_done(context, attribute);
}

/* Clients make a member of it. */
static void check_client_name(struct context *context, const struct attribute *attribute,
			      const char *name)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

	if (name && name[strspn(name, allowed)])
		attribute_error(context, attribute,
				"a name for clients consists of letters, digits and '_': '%s'", name);
}

static void check_required(struct context *context, const struct model *model,
			   const struct attribute *attribute, const struct key *key)
{
	const struct key_field *part;

	if (model->ignored)
		return;
	vector_each(part, &key->fields)
		if (part->field->arity != ARITY_REQUIRED) {
			attribute_error(context, attribute,
					"'%s' cannot be part of an id: it is not required",
					part->field->name.text);
			return;
		}
}

static void resolve_model_id(struct context *context, struct model *model)
{
	struct attribute *attribute = attribute_take(context, &model->attributes, "id");

	if (!attribute)
		return;
	struct key *key = arena_alloc(context->arena, sizeof *key);
	key->attribute = attribute;
	if (read_key_fields(context, model, attribute, key)) {
		check_required(context, model, attribute, key);
		if (model->id) {
			psl_error(context, model->place, "the %s '%s' has both '@id' and '@@id'",
				  model_word(model), model->name.text);
		}
		key->map = argument_take_name(context, attribute, "map");
		key->name = argument_take_name(context, attribute, "name");
		check_client_name(context, attribute, key->name);
		read_clustered(context, attribute, key);
		model->id = key;
	}
	arguments_done(context, attribute);
}

static struct key *add_key(struct context *context, struct model *model,
			   struct attribute *attribute, enum key_kind kind)
{
	struct key *key = vector_add(context->arena, &model->keys);

	key->kind = kind;
	key->attribute = attribute;
	read_key_fields(context, model, attribute, key);
	return key;
}

static void resolve_index(struct context *context, struct model *model, struct attribute *attribute)
{
	struct key *key = add_key(context, model, attribute, KEY_INDEX);
	const char *name = argument_take_name(context, attribute, "name");
	const struct expression *type;

	/* Before there was `map`, `name` meant what `map` does. */
	key->map = argument_take_name(context, attribute, "map");
	if (name && key->map) {
		attribute_error(context, attribute, "'name' and 'map' mean the same here");
		report_hint(context->report, "leave out 'name'");
	} else if (name) {
		key->map = name;
	}
	type = argument_take(attribute, "type");
	const char *word = type ? expect_constant(context, type) : NULL;
	if (word) {
		key->type = index_type_by_name(word);
		if (!key->type)
			attribute_error(context, attribute, "unknown type of index '%s'", word);
	}
	read_clustered(context, attribute, key);
	read_where(context, model, attribute, key);
}

static void resolve_unique(struct context *context, struct model *model,
			   struct attribute *attribute)
{
	struct key *key = add_key(context, model, attribute, KEY_UNIQUE);

	key->name = argument_take_name(context, attribute, "name");
	key->map = argument_take_name(context, attribute, "map");
	check_client_name(context, attribute, key->name);
	read_clustered(context, attribute, key);
	read_where(context, model, attribute, key);
}

static void resolve_fulltext(struct context *context, struct model *model,
			     struct attribute *attribute)
{
	struct key *key = add_key(context, model, attribute, KEY_FULLTEXT);

	key->map = argument_take_name(context, attribute, "map");
}

/* The keys that a model may have several of, in the order in which their indexes are made. */
static const struct {
	const char *name;
	void (*resolve)(struct context *, struct model *, struct attribute *);
} repeated[] = {
	{"index", resolve_index},
	{"unique", resolve_unique},
	{"fulltext", resolve_fulltext},
};

void resolve_model_keys(struct context *context, struct model *model)
{
	resolve_model_id(context, model);
	for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++) {
		struct attribute *attribute = NULL;
		while ((attribute = attribute_take_next(context, &model->attributes,
							repeated[i].name, attribute))) {
			repeated[i].resolve(context, model, attribute);
			arguments_done(context, attribute);
		}
	}
	if (model->id && model->id->source && !model->ignored &&
	    model->id->source->arity != ARITY_REQUIRED)
		attribute_error(context, model->id->attribute, "the id '%s' must be required",
				model->id->source->name.text);
}

/* ---- lists of fields ---- */

struct field *resolve_field_name(struct context *context, const struct model *model,
				 const char *name, struct resolved_fields *to)
{
	struct field *field = model_field(model, name);

	if (!field)
		*vector_add(context->arena, &to->unknown) = name;
	else if (!field_is_scalar(field))
		*vector_add(context->arena, &to->relations) = field;
	else
		*vector_add(context->arena, &to->known) = field;
	return field && field_is_scalar(field) ? field : NULL;
}

const char *name_list(struct context *context, const struct names *names)
{
	struct buffer text = {.arena = context->arena};
	const char **name;

	vector_each(name, names)
		buffer_format(&text, "%s%s", name == names->at ? "" : "', '", *name);
	return buffer_text(&text);
}

const char *field_names(struct context *context, const struct fields *fields)
{
	struct names names = {0};
	struct field **field;

	vector_each(field, fields)
		*vector_add(context->arena, &names) = (*field)->name.text;
	return name_list(context, &names);
}
