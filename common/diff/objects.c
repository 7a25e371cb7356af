/*
 * Compares the other objects of two schemas, two sorted lists.
 *
 * Objects with the same owner, kind and name form a group: several functions or checks may share a
 * name, or have none. Within a group, objects with equal definitions are the same.
 */
#include "diff/objects.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diff/falling.h"

/* The next object of a list, and the end of its group. */
struct group {
	const struct object *at, *end;
};

/* Objects whose differences the script handles. */
struct handled {
	VECTOR_MEMBERS(const struct object *);
};

static int compare_addresses(const void *a, const void *b)
{
	const struct object *const *left = a, *const *right = b;

	return (*left > *right) - (*left < *right);
}

/* True for an index of the primary key: CREATE TABLE creates it without its properties. */
static bool is_of_primary_key(const struct table *table, const struct object *object)
{
	return object->kind == OBJECT_INDEX && table->primary_key &&
	       text_equal(table->primary_key->name, object->name.name);
}

/*
 * True for an object whose index or key the script drops or creates whole, because one side lacks
 * it, and for a part of a table that the script creates.
 */
static bool comes_along(const struct comparison *comparison, const struct object *object)
{
	const char *name = object->name.name;
	const struct table *old, *new;

	if (!object->owner.name)
		return false;
	old = diff_compared_table(comparison->old, object->owner);
	new = diff_compared_table(comparison->new, object->owner);
	/* The model has no partitions: they come with the objects. */
	if (object->kind == OBJECT_PARTITION_KEY && comparison->old->blank)
		return true;
	if (object->kind != OBJECT_INDEX && object->kind != OBJECT_CONSTRAINT)
		return !old && new &&diff_is_in_table(comparison, new, object);
	return new && !is_of_primary_key(new, object) &&
	       (old && diff_has_key(old, name)) != diff_has_key(new, name);
}

/*
 * Returns the objects that the script drops or creates, or that are dropped with others, by
 * address.
 */
static struct handled handled_objects(const struct comparison *comparison)
{
	struct handled handled = {0};
	const struct object_step *step;

	vector_each(step, &comparison->diff->object_steps)
		if (step->create ? !step->there : step->drop || step->falls)
			*vector_add(comparison->arena, &handled) = step->object;
	if (handled.count)
		qsort(handled.at, handled.count, sizeof *handled.at, compare_addresses);
	return handled;
}

static void add(struct comparison *comparison, const struct handled *handled,
		enum object_state state, const struct object *object)
{
	bool is_handled = comes_along(comparison, object) ||
			  (handled->count && bsearch(&object, handled->at, handled->count,
						     sizeof *handled->at, compare_addresses));

	*vector_add(comparison->arena, &comparison->diff->objects) =
		(struct object_difference){state, object, is_handled};
}

/* True for an object dropped with its table, whose notice names it, or with its view. */
static bool falls(const struct comparison *comparison, const struct object *object)
{
	if (comparison->new->blank)
		return object->owner.name || object->kind == OBJECT_COMMENT ||
		       object->kind == OBJECT_GRANT;
	return object->owner.name && diff_compared_table(comparison->old, object->owner) &&
	       !diff_compared_table(comparison->new, object->owner);
}

/* True if a group has an object with this definition. */
static bool has_definition(struct group group, const char *definition)
{
	for (; group.at < group.end; group.at++)
		if (strcmp(group.at->definition, definition) == 0)
			return true;
	return false;
}

/* Moves to the next object that the other group lacks. */
static void skip_same(struct group *group, struct group other)
{
	while (group->at < group->end && has_definition(other, group->at->definition))
		group->at++;
}

static void compare_groups(struct comparison *comparison, const struct handled *handled,
			   struct group old, struct group new)
{
	const struct group all_old = old, all_new = new;

	for (;;) {
		skip_same(&old, all_new);
		skip_same(&new, all_old);
		if (old.at < old.end && new.at < new.end)
			add(comparison, handled, OBJECT_DIFFERS, new.at);
		else if (new.at < new.end)
			add(comparison, handled, OBJECT_EXTRA, new.at);
		else if (old.at == old.end)
			return;
		else if (!falls(comparison, old.at))
			add(comparison, handled, OBJECT_MISSING, old.at);
		old.at += old.at < old.end;
		new.at += new.at < new.end;
	}
}

/* Returns the group of `first` that starts at `at`. It is empty if another group starts there. */
static struct group group_of(const struct objects *objects, size_t at, const struct object *first)
{
	if (!objects->count)
		return (struct group){0};
	struct group group = {objects->at + at, objects->at + at};
	while (group.end < objects->at + objects->count && object_compare(group.end, first) == 0)
		group.end++;
	return group;
}

/* True for a schema that says which objects there are. An empty one has none. */
static bool knows_objects(const struct schema *schema)
{
	return schema->blank || schema_lists_objects(schema);
}

void diff_compare_objects(struct comparison *comparison)
{
	const struct objects *old = &comparison->old->objects, *new = &comparison->new->objects;
	struct handled handled = handled_objects(comparison);
	size_t i = 0, j = 0;

	if (!knows_objects(comparison->old) || !knows_objects(comparison->new))
		return;
	while (i < old->count || j < new->count) {
		bool from_new = i == old->count ||
				(j < new->count &&object_compare(&old->at[i], &new->at[j]) > 0);
		const struct object *first = from_new ? &new->at[j] : &old->at[i];
		struct group here = group_of(old, i, first), there = group_of(new, j, first);
		compare_groups(comparison, &handled, here, there);
		i += (size_t)(here.end - here.at);
		j += (size_t)(there.end - there.at);
	}
}
