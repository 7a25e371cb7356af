/*
 * Pairs relation fields, and infers the kind of each relation.
 */
#include <string.h>

#include "psl/context.h"

/*
 * Returns the key, in context->sides, of the fields that refer to a model by a name, or without
 * one.
 */
static const char *side_key(const struct context *context, const struct model *to, const char *name)
{
	return name ? arena_join(context->arena, to->name.text, '"', name) : to->name.text;
}

/*
 * True if the name is the default one: the names of both models, sorted by bytes, with "To" between
 * them.
 */
static bool is_default_name(const struct field *field, const char *name)
{
	const char *a = field->owner->name.text, *b = field->model->name.text;
	const char *first = strcmp(a, b) < 0 ? a : b, *second = first == a ? b : a;
	size_t length = strlen(first);

	return strncmp(name, first, length) == 0 && strncmp(name + length, "To", 2) == 0 &&
	       strcmp(name + length + 2, second) == 0;
}

/*
 * Returns the fields of the same model that refer to the same model by this name, or without one.
 */
static struct sides *sides_named(struct context *context, const struct field *field,
				 const char *name)
{
	void **place = map_place_in(&context->sides, field->owner->name.text,
				    side_key(context, field->model, name));
	struct sides *sides = *place;

	if (sides)
		return sides;
	sides = *place = arena_alloc(context->arena, sizeof *sides);
	sides->counted = sides;
	if (name && is_default_name(field, name))
		sides->counted = sides_named(context, field, NULL);
	return sides;
}

static void collect_side(struct context *context, struct field *field)
{
	struct sides *sides = sides_named(context, field, field->reference->name);

	if (!sides->first)
		sides->first = field;
	else if (!sides->second)
		sides->second = field;
	sides->counted->count++;
	field->reference->sides = sides;
}

/* Returns the first field of the other model that refers back by the same name, or NULL. */
static struct field *opposite_of(const struct context *context, const struct field *field)
{
	const struct sides *sides =
		map_get_in(&context->sides, field->model->name.text,
			   side_key(context, field->owner, field->reference->name));

	if (!sides)
		return NULL;
	return sides->first == field ? sides->second : sides->first;
}

/* True if `field` comes after `other`, by the names of models and then of fields. */
static bool comes_after(const struct field *field, const struct field *other)
{
	int order = strcmp(field->owner->name.text, other->owner->name.text);

	if (order == 0)
		order = strcmp(field->name.text, other->name.text);
	return order > 0;
}

/*
 * True if the model has a unique constraint on these fields. As in Prisma, the id does not count.
 */
static bool fields_are_unique(const struct model *model, const struct fields *fields)
{
	const struct key *key;

	vector_each(key, &model->keys)
		if (key->kind == KEY_UNIQUE && psl_key_equals(key, fields))
			return true;
	return false;
}

/* Adds a relation. Side `a` or `b` may be NULL, not both. */
static void add(struct context *context, enum relation_kind kind, struct field *a, struct field *b)
{
	struct relation *relation = vector_add(context->arena, &context->relations);
	struct field *one = a ? a : b, *opposite = a ? b : NULL;

	relation->kind = kind;
	relation->name = one->reference->name;
	relation->model_a = a ? one->owner : one->model;
	relation->model_b = a ? one->model : one->owner;
	relation->a = a;
	relation->b = b;
	relation->next = one->owner->relations;
	one->owner->relations = relation;
	one->reference->relation = relation;
	if (opposite)
		opposite->reference->relation = relation;
}

static void infer_one_sided(struct context *context, struct field *field)
{
	if (field->arity == ARITY_LIST)
		add(context, RELATION_ONE_TO_MANY, NULL, field);
	else if (field->reference->has_fields &&
		 fields_are_unique(field->owner, &field->reference->fields))
		add(context, RELATION_ONE_TO_ONE, field, NULL);
	else
		add(context, RELATION_ONE_TO_MANY, field, NULL);
}

/*
 * True if the field has the foreign key of a one-to-one relation: it is on the required side. If
 * both or none are required, it is on the side with `fields`.
 */
static bool has_key_of_one_to_one(const struct field *field, const struct field *other)
{
	if (field->arity != other->arity)
		return field->arity == ARITY_REQUIRED;
	if (field->arity == ARITY_OPTIONAL && field->reference->has_fields)
		return true;
	if (field->arity == ARITY_OPTIONAL && other->reference->has_fields)
		return false;
	return !comes_after(field, other);
}

/* Adds the relation of a field, unless its opposite field has already added it. */
static void infer(struct context *context, struct field *field)
{
	struct field *other = opposite_of(context, field);

	if (!other) {
		infer_one_sided(context, field);
	} else if (field->arity == ARITY_LIST && other->arity == ARITY_LIST) {
		bool embedded = field->reference->has_fields || other->reference->has_fields;
		if (!comes_after(field, other))
			add(context, embedded ? RELATION_EMBEDDED : RELATION_MANY_TO_MANY, field,
			    other);
	} else if (other->arity == ARITY_LIST) {
		add(context, RELATION_ONE_TO_MANY, field, other);
	} else if (field->arity != ARITY_LIST && has_key_of_one_to_one(field, other)) {
		add(context, RELATION_ONE_TO_ONE, field, other);
	}
}

void psl_infer_relations(struct context *context)
{
	struct field **field;

	context->sides.arena = context->arena;
	map_reserve(&context->sides, context->relation_fields.count);
	vector_each(field, &context->relation_fields)
		collect_side(context, *field);
	/* Fields point to relations, so the vector must not grow. */
	vector_reserve(context->arena, &context->relations, context->relation_fields.count);
	vector_each(field, &context->relation_fields)
		infer(context, *field);
}
