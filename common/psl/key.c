/*
 * Reads @id, @unique, @@id, @@unique, @@index and @@fulltext.
 */
#include <string.h>

#include "psl/predicate.h"
#include "psl/resolve.h"

static void read_where(struct context *context, const struct model *model,
		       struct attribute *attribute, struct key *key)
{
	key->where = psl_argument_take(attribute, "where");
	if (key->where)
		psl_resolve_predicate(context, model, attribute, key->where);
}

static void read_clustered(struct context *context, struct attribute *attribute, struct key *key)
{
	const struct expression *value = psl_argument_take(attribute, "clustered");

	key->has_clustered = value && psl_expect_boolean(context, value);
}

/* Reads the arguments of @id and @unique. */
static void read_field_key(struct context *context, struct field *field,
			   struct attribute *attribute, struct key *key)
{
	struct key_field *part = vector_add(context->arena, &key->fields);
	const struct expression *value;

	key->attribute = attribute;
	key->source = field;
	part->field = field;
	key->map = psl_argument_take_name(context, attribute, "map");
	if ((value = psl_argument_take(attribute, "length")))
		part->has_length = psl_read_key_length(context, value, false);
	if ((value = psl_argument_take(attribute, "sort")))
		psl_read_key_sort(context, value, &part->sort);
	read_clustered(context, attribute, key);
}

void psl_read_field_id(struct context *context, struct field *field, struct attribute *attribute)
{
	struct model *model = field->owner;

	if (model->id) {
		psl_error(context, model->place, "duplicate '@id' in %s '%s'",
			  psl_model_word(model), model->name.text);
		report_hint(context->report, "use @@id([a, b]) for an id of several fields");
	} else {
		model->id = arena_alloc(context->arena, sizeof *model->id);
		read_field_key(context, field, attribute, model->id);
	}
}

void psl_read_field_unique(struct context *context, struct field *field,
			   struct attribute *attribute)
{
	struct key *key = vector_add(context->arena, &field->owner->keys);
	key->kind = KEY_UNIQUE;
	read_field_key(context, field, attribute, key);
	read_where(context, field->owner, attribute, key);
}

/* Reports a name that clients cannot use for a member. */
static void check_client_name(struct context *context, const struct attribute *attribute,
			      const char *name)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

	if (name && name[strspn(name, allowed)])
		psl_attribute_error(
			context, attribute,
			"invalid name '%s': only ASCII letters, digits and '_' are allowed", name);
}

static void check_required(struct context *context, const struct model *model,
			   const struct attribute *attribute, const struct key *key)
{
	const struct key_field *part;

	if (model->ignored)
		return;
	vector_each(part, &key->fields)
		if (part->field->arity != ARITY_REQUIRED) {
			psl_attribute_error(context, attribute,
					    "field '%s' must be required: it is part of the id",
					    part->field->name.text);
			return;
		}
}

void psl_read_model_id(struct context *context, struct model *model, struct attribute *attribute)
{
	struct key *key = arena_alloc(context->arena, sizeof *key);

	key->attribute = attribute;
	if (!psl_read_key_fields(context, model, attribute, key))
		return;
	check_required(context, model, attribute, key);
	if (model->id)
		psl_error(context, model->place, "%s '%s' cannot have both '@id' and '@@id'",
			  psl_model_word(model), model->name.text);
	key->map = psl_argument_take_name(context, attribute, "map");
	key->name = psl_argument_take_name(context, attribute, "name");
	check_client_name(context, attribute, key->name);
	read_clustered(context, attribute, key);
	model->id = key;
}

static struct key *add_key(struct context *context, struct model *model,
			   struct attribute *attribute, enum key_kind kind)
{
	struct key *key = vector_add(context->arena, &model->keys);

	key->kind = kind;
	key->attribute = attribute;
	psl_read_key_fields(context, model, attribute, key);
	return key;
}

void psl_read_index(struct context *context, struct model *model, struct attribute *attribute)
{
	struct key *key = add_key(context, model, attribute, KEY_INDEX);
	const char *name = psl_argument_take_name(context, attribute, "name");
	const struct expression *type;

	/* Older schemas have `name` for what is now `map`. */
	key->map = psl_argument_take_name(context, attribute, "map");
	if (name && key->map) {
		psl_attribute_error(context, attribute, "'name' and 'map' cannot be used together");
		report_hint(context->report, "remove 'name'");
	} else if (name) {
		key->map = name;
	}
	type = psl_argument_take(attribute, "type");
	const char *word = type ? psl_expect_identifier(context, type) : NULL;
	if (word) {
		key->type = psl_index_type_by_name(word);
		if (!key->type)
			psl_attribute_error(context, attribute, "unknown index type '%s'", word);
	}
	read_clustered(context, attribute, key);
	read_where(context, model, attribute, key);
}

void psl_read_model_unique(struct context *context, struct model *model,
			   struct attribute *attribute)
{
	struct key *key = add_key(context, model, attribute, KEY_UNIQUE);

	key->name = psl_argument_take_name(context, attribute, "name");
	key->map = psl_argument_take_name(context, attribute, "map");
	check_client_name(context, attribute, key->name);
	read_clustered(context, attribute, key);
	read_where(context, model, attribute, key);
}

void psl_read_fulltext(struct context *context, struct model *model, struct attribute *attribute)
{
	struct key *key = add_key(context, model, attribute, KEY_FULLTEXT);

	key->map = psl_argument_take_name(context, attribute, "map");
}

void psl_check_field_id(struct context *context, const struct model *model)
{
	if (model->id && model->id->source && !model->ignored &&
	    model->id->source->arity != ARITY_REQUIRED)
		psl_attribute_error(context, model->id->attribute,
				    "field '%s' must be required: it is the id",
				    model->id->source->name.text);
}
