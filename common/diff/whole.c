/* Creates or drops all other objects of a database. */
#include "diff/whole.h"

#include <string.h>

#include "diff/definition.h"
#include "diff/falling.h"

/*
 * Objects with a lower rank are created first. RANK_NONE is a part of a table or of a column, which
 * CREATE TABLE creates, or something that needs more than this database: a server, other roles'
 * rights.
 */
enum rank {
	RANK_NONE,
	RANK_NEEDED, /* before the tables, unless it names one of them */
	RANK_PART,
	RANK_INDEX,
	RANK_CONSTRAINT,
	RANK_FOREIGN_KEY, /* of an object of that kind that the model does not hold */
	RANK_PARTITION,	  /* gets the indexes and keys of its table */
	RANK_VIEW,
	RANK_ON_VIEW,
	RANK_RULE,
	RANK_REMARK,
	RANK_COUNT
};

static const enum rank ranks[OBJECT_KIND_COUNT] = {
	[OBJECT_AGGREGATE] = RANK_NEEDED,
	[OBJECT_CHECK] = RANK_CONSTRAINT,
	[OBJECT_COLLATION] = RANK_NEEDED,
	[OBJECT_COMMENT] = RANK_REMARK,
	[OBJECT_CONSTRAINT] = RANK_CONSTRAINT,
	[OBJECT_DOMAIN] = RANK_NEEDED,
	[OBJECT_EXCLUSION] = RANK_CONSTRAINT,
	[OBJECT_FUNCTION] = RANK_NEEDED,
	[OBJECT_GRANT] = RANK_REMARK,
	[OBJECT_INDEX] = RANK_INDEX,
	[OBJECT_INHERITANCE] = RANK_PART,
	[OBJECT_MATERIALIZED_VIEW] = RANK_VIEW,
	[OBJECT_OPTION] = RANK_PART,
	[OBJECT_PARTITION] = RANK_PARTITION,
	[OBJECT_POLICY] = RANK_RULE,
	[OBJECT_PROCEDURE] = RANK_NEEDED,
	[OBJECT_ROW_SECURITY] = RANK_RULE,
	[OBJECT_RULE] = RANK_RULE,
	[OBJECT_SEQUENCE] = RANK_NEEDED,
	[OBJECT_STATISTICS] = RANK_CONSTRAINT,
	[OBJECT_TRIGGER] = RANK_RULE,
	[OBJECT_TYPE] = RANK_NEEDED,
	[OBJECT_VIEW] = RANK_VIEW,
	[OBJECT_VIRTUAL_TABLE] = RANK_VIEW,
};

/* The objects of a schema, in an order in which each comes after those that it names. */
struct whole {
	struct comparison *comparison;
	const struct schema *schema;
	struct map named;  /* positions, from 1, of objects that others may name, by their name */
	size_t *next;	   /* the position, from 1, of another one with this name: of an overload */
	bool *seen, *late; /* late: after the tables; by position */
	VECTOR(size_t) order;
};

static bool can_be_named(const struct object *object)
{
	return !object->owner.name &&
	       (ranks[object->kind] == RANK_NEEDED || ranks[object->kind] == RANK_VIEW);
}

/* Fills the map. The name of a function has its parameters, and definitions name it without. */
static void find_names(struct whole *whole)
{
	struct arena *arena = whole->comparison->arena;

	for (size_t i = 0; i < whole->schema->objects.count; i++) {
		const struct object *object = &whole->schema->objects.at[i];
		if (!can_be_named(object))
			continue;
		const char *name =
			arena_slice(arena, object->name.name, strcspn(object->name.name, "("));
		void **place = map_place_in(&whole->named, object->name.namespace, name);
		whole->next[i] = (size_t)*place;
		*place = (void *)(i + 1);
	}
}

static void order_object(struct whole *whole, size_t position);

/* Orders the objects of a name before `position`, which comes after the tables if they do. */
static void order_named(struct whole *whole, struct object_name name, size_t position)
{
	size_t number = (size_t)map_get_in(&whole->named, name.namespace, name.name);

	if (!number)
		number = (size_t)map_get_in(&whole->named, NULL, name.name);
	for (; number; number = whole->next[number - 1]) {
		order_object(whole, number - 1);
		whole->late[position] |= whole->late[number - 1];
	}
}

static bool is_table(const struct whole *whole, struct object_name name)
{
	return diff_compared_table(whole->schema, name) ||
	       diff_compared_table(whole->schema, (struct object_name){NULL, name.name});
}

static void order_object(struct whole *whole, size_t position)
{
	const struct object *object = &whole->schema->objects.at[position];
	struct arena words = {0};
	struct object_name name;
	const char *alias;

	if (whole->seen[position])
		return;
	whole->seen[position] = true;
	whole->late[position] = object->owner.name || ranks[object->kind] != RANK_NEEDED;
	struct definition definition =
		definition_read(&words, whole->comparison->diff->dialect, object);
	for (size_t i = 0; i < definition.count; i++)
		if (definition_names_table(&definition, i, &name, &alias)) {
			whole->late[position] |= is_table(whole, name);
			order_named(whole, name, position);
		}
	arena_free(&words);
	*vector_add(whole->comparison->arena, &whole->order) = position;
}

/* Returns the rank of an object among those after the tables, and of those before them. */
static enum rank rank_of(const struct whole *whole, size_t position)
{
	const struct object *object = &whole->schema->objects.at[position];
	enum rank rank = ranks[object->kind];

	if (rank == RANK_NEEDED && whole->late[position])
		return object->owner.name ? RANK_PART : RANK_VIEW;
	if (object->kind == OBJECT_CONSTRAINT &&
	    slice_starts(slice_of(object->definition), "FOREIGN KEY"))
		return RANK_FOREIGN_KEY;
	if (rank == RANK_INDEX && !is_table(whole, object->owner))
		return RANK_ON_VIEW;
	return rank;
}

/*
 * True if CREATE TABLE or a change of the model creates the object, or if it falls with another.
 * Where tables cannot be altered, a constraint or an option would be a part of CREATE TABLE, which
 * may have the model's instead. A table does not fall while others inherit from it.
 */
static bool comes_along(const struct whole *whole, const struct object *object, bool create)
{
	const struct table *table =
		object->owner.name ? diff_compared_table(whole->schema, object->owner) : NULL;

	if (!create)
		return (object->owner.name && object->kind != OBJECT_INHERITANCE) ||
		       ranks[object->kind] == RANK_REMARK;
	if (!whole->comparison->rules->holds_columns &&
	    (object->kind == OBJECT_CONSTRAINT || object->kind == OBJECT_OPTION))
		return true;
	return table && (diff_is_in_table(whole->comparison, table, object) ||
			 ((object->kind == OBJECT_INDEX || object->kind == OBJECT_CONSTRAINT) &&
			  diff_has_key(table, object->name.name)));
}

static void add_steps(struct whole *whole, bool create)
{
	struct diff *diff = whole->comparison->diff;
	bool needed = false, others = false;
	const size_t *position;

	for (enum rank rank = RANK_NONE + 1; rank < RANK_COUNT; rank++)
		vector_each(position, &whole->order) {
			const struct object *object = &whole->schema->objects.at[*position];
			if (rank_of(whole, *position) != rank || comes_along(whole, object, create))
				continue;
			*vector_add(diff->arena, &diff->object_steps) = (struct object_step){
				.object = object,
				.create = create,
				.drop = !create,
				.needed = !whole->late[*position],
				.there = !create,
			};
			needed |= !whole->late[*position];
			others |= whole->late[*position];
		}
	if (needed)
		diff_add_change(whole->comparison,
				create ? CHANGE_CREATE_NEEDED : CHANGE_DROP_NEEDED, 0, 0, 0);
	if (others)
		diff_add_change(whole->comparison,
				create ? CHANGE_CREATE_OBJECTS : CHANGE_DROP_OBJECTS, 0, 0, 0);
}

void diff_add_whole(struct comparison *comparison)
{
	bool create = comparison->old->blank;
	struct arena *arena = comparison->arena;
	struct whole whole = {
		.comparison = comparison,
		.schema = create ? comparison->new : comparison->old,
		.named = {.arena = arena},
	};
	size_t count = whole.schema->objects.count;

	if (!schema_lists_objects(whole.schema) || !count)
		return;
	whole.next = arena_alloc(arena, count * sizeof *whole.next);
	whole.seen = arena_alloc(arena, count * sizeof *whole.seen);
	whole.late = arena_alloc(arena, count * sizeof *whole.late);
	find_names(&whole);
	for (size_t i = 0; i < count; i++)
		order_object(&whole, i);
	add_steps(&whole, create);
}
