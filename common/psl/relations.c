#include <string.h>

#include "psl/context.h"

/* In the scope of the model that refers: to which one, and by which name, if it has one. */
static const char *side_key(const struct context *context, const struct model *to, const char *name)
{
	return name ? arena_join(context->arena, to->name.text, '"', name) : to->name.text;
}

/*
 * Whether the name is the one that a relation without a name gets: the two models', the lesser one
 * first, with "To" between.
 */
static bool is_default_name(const struct field *field, const char *name)
{
	const char *a = field->owner->name.text, *b = field->model->name.text;
	const char *first = strcmp(a, b) < 0 ? a : b, *second = first == a ? b : a;
	size_t length = strlen(first);

	return strncmp(name, first, length) == 0 && strncmp(name + length, "To", 2) == 0 &&
	       strcmp(name + length + 2, second) == 0;
}

/* Those of the field's model that refer to the same model by this name, or by none. */
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

/* The other side of a relation field: the first in the other model that refers back by that name. */
static struct field *opposite_of(const struct context *context, const struct field *field)
{
	const struct sides *sides =
		map_get_in(&context->sides, field->model->name.text,
			   side_key(context, field->owner, field->reference->name));

	if (!sides)
		return NULL;
	return sides->first == field ? sides->second : sides->first;
}

/* By the name of the model, then of the field. */
static bool comes_after(const struct field *field, const struct field *other)
{
	int order = strcmp(field->owner->name.text, other->owner->name.text);

	if (order == 0)
		order = strcmp(field->name.text, other->name.text);
	return order > 0;
}

/* Whether a key of the model says that there is one row at the most with these fields. */
static bool fields_are_unique(const struct model *model, const struct fields *fields)
{
	const struct key *key;

	vector_each(key, &model->keys)
		if (key->kind == KEY_UNIQUE && psl_key_equals(key, fields))
			return true;
	return false;
}

static void add(struct context *context, enum relation_kind kind, struct field *a, struct field *b)
{
	struct relation *relation = vector_add(context->arena, &context->relations);
	struct field *one = a ? a : b;

	relation->kind = kind;
	relation->name = one->reference->name;
	relation->model_a = a ? a->owner : b->model;
	relation->model_b = a ? a->model : b->owner;
	relation->a = a;
	relation->b = b;
	relation->next = one->owner->relations;
	one->owner->relations = relation;
	if (a)
		a->reference->relation = relation;
	if (b)
		b->reference->relation = relation;
}

/* Each relation is met twice, once from each side, and made from one of them. */
static void infer(struct context *context, struct field *field)
{
	struct field *other = opposite_of(context, field);
	bool list = field->arity == ARITY_LIST;

	if (!other && list) {
		add(context, RELATION_ONE_TO_MANY, NULL, field);
	} else if (!other) {
		bool unique = field->reference->has_fields &&
			      fields_are_unique(field->owner, &field->reference->fields);
		add(context, unique ? RELATION_ONE_TO_ONE : RELATION_ONE_TO_MANY, field, NULL);
	} else if (list && other->arity == ARITY_LIST) {
		bool embedded = field->reference->has_fields || other->reference->has_fields;
		if (!comes_after(field, other))
			add(context, embedded ? RELATION_EMBEDDED : RELATION_MANY_TO_MANY, field,
			    other);
	} else if (list) {
		return;
	} else if (other->arity == ARITY_LIST) {
		add(context, RELATION_ONE_TO_MANY, field, other);
	} else if (field->arity != other->arity) {
		if (field->arity == ARITY_REQUIRED)
			add(context, RELATION_ONE_TO_ONE, field, other);
	} else if (field->arity == ARITY_OPTIONAL && field->reference->has_fields) {
		add(context, RELATION_ONE_TO_ONE, field, other);
	} else if (field->arity == ARITY_OPTIONAL && other->reference->has_fields) {
		return;
	} else if (!comes_after(field, other)) {
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
	/* Fields point to their relations, which must not move. */
	vector_reserve(context->arena, &context->relations, context->relation_fields.count);
	vector_each(field, &context->relation_fields)
		infer(context, *field);
}
