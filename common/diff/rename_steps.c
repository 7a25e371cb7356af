/*
 * In which steps renames are done.
 *
 * They are meant to happen at once; statements come one after the other, and no two things may have
 * one name between them. So what has a name that another is to have goes first, and where names go
 * round, or something in the way is only dropped later, that is called otherwise in passing.
 */
#include <string.h>
#include <strings.h>

#include "diff/rename.h"

struct planner {
	struct arena *arena;
	const struct alter_rules *rules;
	const struct schema *old, *new;
	struct names passing; /* the names that were given */
};

static bool same_namespace(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_name(const struct planner *planner, const char *a, const char *b)
{
	return planner->rules->ignores_case ? strcasecmp(a, b) == 0 : strcmp(a, b) == 0;
}

/* Enums and tables, where both are types; columns of one table; values of one enum. */
static bool same_place(const struct planner *planner, const struct renaming *a,
		       const struct renaming *b)
{
	bool object = a->kind == CHANGE_RENAME_TABLE || a->kind == CHANGE_RENAME_ENUM;
	bool other = b->kind == CHANGE_RENAME_TABLE || b->kind == CHANGE_RENAME_ENUM;

	if (object && other)
		return same_namespace(a->object.namespace, b->object.namespace) &&
		       (a->kind == b->kind || planner->rules->alters_columns);
	return a->kind == b->kind && object_name_equal(a->object, b->object);
}

/* ---- names in passing ---- */

static bool has_value(const struct enumeration *enumeration, const char *name)
{
	const struct enum_value *value;

	if (enumeration)
		vector_each(value, &enumeration->values)
			if (strcmp(value->name, name) == 0)
				return true;
	return false;
}

static bool has_name(const struct schema *schema, const struct renaming *renaming,
		     struct object_name object, const char *name)
{
	struct object_name named = {object.namespace, name};
	const struct table *table;

	switch (renaming->kind) {
	case CHANGE_RENAME_COLUMN:
		table = schema_table(schema, object);
		return table && table_column(table, name);
	case CHANGE_RENAME_VALUE:
		return has_value(schema_enum(schema, object), name);
	default:
		return schema_table(schema, named) || schema_enum(schema, named);
	}
}

static bool is_taken(const struct planner *planner, const struct renaming *renaming,
		     const char *name)
{
	const char **given;

	vector_each(given, &planner->passing)
		if (strcmp(*given, name) == 0)
			return true;
	return has_name(planner->old, renaming, renaming->object, name) ||
	       has_name(planner->new, renaming, renaming->renamed, name);
}

static const char *passing_name(struct planner *planner, const struct renaming *renaming)
{
	const char *name, *suffix = "_old";

	for (int i = 2;; i++) {
		name = diff_cut_name(planner->arena, renaming->old, suffix);
		if (!is_taken(planner, renaming, name))
			break;
		suffix = arena_format(planner->arena, "_old%d", i);
	}
	*vector_add(planner->arena, &planner->passing) = name;
	return name;
}

/* ---- what is in the way ---- */

static bool is_renamed(const struct planner *planner, const struct renames *renames,
		       const struct renaming *like)
{
	const struct renaming *renaming;

	vector_each(renaming, renames)
		if (renaming->kind == like->kind && same_place(planner, renaming, like) &&
		    strcmp(renaming->old, like->old) == 0)
			return true;
	return false;
}

/* A thing of the old schema that is called `name`, that has to leave it. */
static void move_away(struct planner *planner, struct renames *renames, struct renaming thing,
		      const char *name)
{
	thing.old = name;
	thing.documented = false;
	thing.passing = true;
	if (is_renamed(planner, renames, &thing))
		return;
	thing.new = passing_name(planner, &thing);
	if (thing.kind == CHANGE_RENAME_TABLE || thing.kind == CHANGE_RENAME_ENUM) {
		thing.object.name = thing.old;
		thing.renamed = (struct object_name){thing.object.namespace, thing.new};
	}
	*vector_add(planner->arena, renames) = thing;
}

static void clear_the_way(struct planner *planner, struct renames *renames,
			  const struct renaming *renaming)
{
	struct object_name named = {renaming->object.namespace, renaming->new};
	struct renaming thing = *renaming;
	bool both = planner->rules->alters_columns;

	switch (renaming->kind) {
	case CHANGE_RENAME_COLUMN:
	case CHANGE_RENAME_VALUE:
		if (has_name(planner->old, renaming, renaming->object, renaming->new))
			move_away(planner, renames, thing, renaming->new);
		break;
	default:
		thing.kind = CHANGE_RENAME_TABLE;
		if ((both || renaming->kind == thing.kind) && schema_table(planner->old, named))
			move_away(planner, renames, thing, renaming->new);
		thing.kind = CHANGE_RENAME_ENUM;
		if ((both || renaming->kind == thing.kind) && schema_enum(planner->old, named))
			move_away(planner, renames, thing, renaming->new);
		break;
	}
}

static bool changes_name(const struct renaming *renaming)
{
	return strcmp(renaming->old, renaming->new) != 0;
}

struct renames with_passing_names(struct arena *arena, const struct alter_rules *rules,
				  const struct schema *old, const struct schema *new,
				  const struct renames *renames)
{
	struct planner planner = {.arena = arena, .rules = rules, .old = old, .new = new};
	struct renames all = {0};
	const struct renaming *renaming;

	vector_each(renaming, renames)
		if (changes_name(renaming))
			*vector_add(arena, &all) = *renaming;
	for (size_t i = 0; i < all.count; i++) {
		struct renaming one = all.at[i];
		clear_the_way(&planner, &all, &one);
	}
	return all;
}

/* ---- one after the other ---- */

/* Whether another one that waits still has the name that a step is to give. */
static bool is_blocked(const struct planner *planner, const struct rename_steps *waiting,
		       const struct rename_step *step)
{
	const struct rename_step *other;

	vector_each(other, waiting)
		if (other != step && same_place(planner, other->renaming, step->renaming) &&
		    same_name(planner, other->from, step->to))
			return true;
	/* SQLite takes a table for another one of the same name. */
	return step->renaming->kind == CHANGE_RENAME_TABLE &&
	       same_name(planner, step->from, step->to);
}

static void take_step(struct planner *planner, struct rename_steps *waiting,
		      struct rename_steps *steps)
{
	for (size_t i = 0; i < waiting->count; i++) {
		if (is_blocked(planner, waiting, &waiting->at[i]))
			continue;
		*vector_add(planner->arena, steps) = waiting->at[i];
		waiting->count--;
		memmove(&waiting->at[i], &waiting->at[i + 1],
			(waiting->count - i) * sizeof *waiting->at);
		return;
	}
	/* They go round: the first one makes room. */
	struct rename_step *first = &waiting->at[0];
	struct rename_step aside = {first->renaming, first->from, NULL};
	aside.to = passing_name(planner, first->renaming);
	*vector_add(planner->arena, steps) = aside;
	first->from = aside.to;
}

struct rename_steps order_renames(struct arena *arena, const struct alter_rules *rules,
				  const struct schema *old, const struct schema *new,
				  const struct renames *renames)
{
	static const enum change_kind kinds[] = {CHANGE_RENAME_ENUM, CHANGE_RENAME_TABLE,
						 CHANGE_RENAME_COLUMN, CHANGE_RENAME_VALUE};
	struct planner planner = {.arena = arena, .rules = rules, .old = old, .new = new};
	struct rename_steps waiting = {0}, steps = {0};
	const struct renaming *renaming;

	vector_each(renaming, renames)
		if (renaming->passing)
			*vector_add(arena, &planner.passing) = renaming->new;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		vector_each(renaming, renames)
			if (renaming->kind == kinds[i])
				*vector_add(arena, &waiting) = (struct rename_step){
					renaming, renaming->old, renaming->new};
		/* Enums and tables can be in each other's way. */
		if (kinds[i] == CHANGE_RENAME_ENUM)
			continue;
		while (waiting.count)
			take_step(&planner, &waiting, &steps);
	}
	return steps;
}
