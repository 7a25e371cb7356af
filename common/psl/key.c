#include <string.h>

#include "psl/predicate.h"
#include "psl/resolve.h"

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
	key->map = argument_take_name(context, attribute, "map");
	if ((value = argument_take(attribute, "length")))
		part->has_length = read_key_length(context, value, false);
	if ((value = argument_take(attribute, "sort")))
		read_key_sort(context, value, &part->sort);
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
				"a name for clients consists of letters, digits and '_': '%s'",
				name);
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
