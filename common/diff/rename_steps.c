/*
 * Finds the steps of renames.
 *
 * All renames take effect at once, but statements run one after the other, and between them no two
 * things may have the same name. So a thing whose name another one needs is renamed first. If names
 * form a cycle, or the thing in the way is dropped only later in the script, it gets a temporary
 * name. What moves to another namespace under another name does so in two steps.
 */
#include "diff/rename_steps.h"

#include <string.h>

#include "base/text.h"
#include "diff/free_name.h"

struct rename_plan {
	struct arena *arena;
	const struct dialect *dialect;
	const struct schema *old, *new;
	struct names temporary; /* the temporary names so far */
};

static bool is_object(const struct renaming *renaming)
{
	return renaming->kind == CHANGE_RENAME_TABLE || renaming->kind == CHANGE_RENAME_ENUM;
}

/* True if tables and enums cannot have the same name, because both are types. */
static bool enums_are_types(const struct rename_plan *plan)
{
	return plan->dialect->alter.alters_columns;
}

/* True if the things of two renamings cannot have the same name, in one namespace. */
static bool share_names(const struct rename_plan *plan, const struct renaming *a,
			const struct renaming *b)
{
	if (is_object(a) && is_object(b))
		return a->kind == b->kind || enums_are_types(plan);
	return a->kind == b->kind && object_name_equal(a->object, b->object);
}

/* ---- temporary names ---- */

static const char *table_name(const struct rename_plan *plan, const struct schema *schema,
			      struct object_name name)
{
	const struct table *table = schema_table(schema, name);

	if (table || !plan->dialect->alter.ignores_case)
		return table ? table->name.name : NULL;
	vector_each(table, &schema->tables)
		if (diff_same_name(plan->dialect, table->name.name, name.name))
			return table->name.name;
	return NULL;
}

static const char *column_name(const struct rename_plan *plan, const struct table *table,
			       const char *name)
{
	const struct column *column;

	if (table)
		vector_each(column, &table->columns)
			if (diff_same_name(plan->dialect, column->name, name))
				return column->name;
	return NULL;
}

/*
 * Returns the name, as the schema spells it, of what is called `name` in the place of a renaming,
 * which is `object` there; or NULL.
 */
static const char *found_name(const struct rename_plan *plan, const struct schema *schema,
			      const struct renaming *renaming, struct object_name object,
			      const char *name)
{
	struct object_name named = {object.namespace, name};
	const struct enumeration *enumeration;

	switch (renaming->kind) {
	case CHANGE_RENAME_COLUMN:
		return column_name(plan, schema_table(schema, object), name);
	case CHANGE_RENAME_VALUE:
		enumeration = schema_enum(schema, object);
		return enumeration && enumeration_value(enumeration, name) ? name : NULL;
	default:
		return schema_enum(schema, named) ? name : table_name(plan, schema, named);
	}
}

/* True if one of the schemas has something of that name where a renaming is, or in a namespace. */
static bool is_found(const struct rename_plan *plan, const struct renaming *renaming,
		     const char *namespace, const char *name)
{
	struct object_name object = renaming->object, renamed = renaming->renamed;

	if (is_object(renaming))
		object.namespace = renamed.namespace = namespace;
	return found_name(plan, plan->old, renaming, object, name) ||
	       found_name(plan, plan->new, renaming, renamed, name);
}

/* The context of is_taken. */
struct name_search {
	const struct rename_plan *plan;
	const struct renaming *renaming;
};

static bool is_taken(const void *context, const char *name)
{
	const struct name_search *search = context;
	const struct rename_plan *plan = search->plan;
	const struct renaming *renaming = search->renaming;
	const char **temporary;

	vector_each(temporary, &plan->temporary)
		if (diff_same_name(plan->dialect, *temporary, name))
			return true;
	return is_found(plan, renaming, renaming->object.namespace, name) ||
	       is_found(plan, renaming, renaming->renamed.namespace, name);
}

static const char *temporary_name(struct rename_plan *plan, const struct renaming *renaming)
{
	struct name_search search = {plan, renaming};
	const char *name =
		diff_old_name(plan->arena, plan->dialect, renaming->old, is_taken, &search);

	*vector_add(plan->arena, &plan->temporary) = name;
	return name;
}

/* ---- what is in the way ---- */

static bool is_renamed(const struct renames *renames, const struct renaming *thing)
{
	const struct renaming *renaming;

	vector_each(renaming, renames)
		if (renaming->kind == thing->kind &&
		    object_name_equal(renaming->object, thing->object) &&
		    text_equal(renaming->old, thing->old))
			return true;
	return false;
}

/* Adds a temporary rename of the old schema's `name`, unless it is renamed anyway. */
static void move_away(struct rename_plan *plan, struct renames *renames, struct renaming thing,
		      const char *name)
{
	thing.old = name;
	thing.documented = false;
	thing.temporary = true;
	if (is_object(&thing))
		thing.object = (struct object_name){thing.renamed.namespace, name};
	if (is_renamed(renames, &thing))
		return;
	thing.new = temporary_name(plan, &thing);
	if (is_object(&thing))
		thing.renamed.name = thing.new;
	*vector_add(plan->arena, renames) = thing;
}

/* True if what has the new name in the new namespace is what is renamed: its case changes. */
static bool is_itself(const struct renaming *renaming, const char *held)
{
	return text_equal(renaming->object.namespace, renaming->renamed.namespace) &&
	       text_equal(held, renaming->old);
}

static void clear_the_way(struct rename_plan *plan, struct renames *renames,
			  const struct renaming *renaming)
{
	struct object_name named = {renaming->renamed.namespace, renaming->new};
	struct renaming thing = *renaming;
	bool both = enums_are_types(plan);

	const char *held;

	if (!is_object(renaming)) {
		held = found_name(plan, plan->old, renaming, renaming->object, renaming->new);
		if (held && !text_equal(held, renaming->old))
			move_away(plan, renames, thing, held);
		return;
	}
	thing.kind = CHANGE_RENAME_TABLE;
	held = table_name(plan, plan->old, named);
	if (held && !is_itself(renaming, held) && (both || renaming->kind == thing.kind))
		move_away(plan, renames, thing, held);
	thing.kind = CHANGE_RENAME_ENUM;
	if ((both || renaming->kind == thing.kind) && schema_enum(plan->old, named))
		move_away(plan, renames, thing, renaming->new);
}

struct renames diff_add_temporary_names(struct arena *arena, const struct dialect *dialect,
					const struct schema *old, const struct schema *new,
					const struct renames *renames)
{
	struct rename_plan plan = {.arena = arena, .dialect = dialect, .old = old, .new = new};
	struct renames all = {0};
	const struct renaming *renaming;

	vector_each(renaming, renames)
		if (!text_equal(renaming->old, renaming->new) ||
		    !text_equal(renaming->object.namespace, renaming->renamed.namespace))
			*vector_add(arena, &all) = *renaming;
	for (size_t i = 0; i < all.count; i++) {
		struct renaming one = all.at[i];
		clear_the_way(&plan, &all, &one);
	}
	return all;
}

/* ---- the order ---- */

static bool same_object(const struct rename_plan *plan, struct object_name a, struct object_name b)
{
	return text_equal(a.namespace, b.namespace) &&
	       diff_same_name(plan->dialect, a.name, b.name);
}

/* True if a step gives a name that something still has, which waits to be renamed. */
static bool is_blocked(const struct rename_plan *plan, const struct rename_steps *waiting,
		       const struct rename_step *step)
{
	const struct rename_step *other;

	vector_each(other, waiting)
		if (other != step && share_names(plan, other->renaming, step->renaming) &&
		    same_object(plan, other->from, step->to))
			return true;
	/* SQLite cannot change only the case of a table's name: it says that the name is taken. */
	return step->renaming->kind == CHANGE_RENAME_TABLE &&
	       same_object(plan, step->from, step->to);
}

static void add_step(struct rename_plan *plan, struct rename_steps *steps, struct rename_step *step,
		     struct object_name to)
{
	*vector_add(plan->arena, steps) = (struct rename_step){step->renaming, step->from, to};
	step->from = to;
}

static bool is_free(const struct rename_plan *plan, const struct rename_step *step,
		    struct object_name name)
{
	return !is_found(plan, step->renaming, name.namespace, name.name);
}

/*
 * Adds a step. If name and namespace change, the one that changes first is the one with which the
 * other name is free; if there is none, both names are taken, and a temporary one is not.
 */
static void add_steps(struct rename_plan *plan, struct rename_steps *steps, struct rename_step step)
{
	struct object_name to = step.to, moved = {to.namespace, step.from.name};
	struct object_name renamed = {step.from.namespace, to.name};

	if (!text_equal(step.from.namespace, to.namespace) &&
	    !text_equal(step.from.name, to.name)) {
		bool stays = !is_free(plan, &step, moved);
		if (stays && !is_free(plan, &step, renamed)) {
			renamed.name = moved.name = temporary_name(plan, step.renaming);
			add_step(plan, steps, &step, renamed);
			stays = false;
		}
		add_step(plan, steps, &step, stays ? renamed : moved);
	}
	add_step(plan, steps, &step, to);
}

/* Takes the first step that is not blocked. If all are, the first one gets a temporary name. */
static void take_step(struct rename_plan *plan, struct rename_steps *waiting,
		      struct rename_steps *steps)
{
	for (size_t i = 0; i < waiting->count; i++) {
		if (is_blocked(plan, waiting, &waiting->at[i]))
			continue;
		add_steps(plan, steps, waiting->at[i]);
		waiting->count--;
		memmove(&waiting->at[i], &waiting->at[i + 1],
			(waiting->count - i) * sizeof *waiting->at);
		return;
	}
	struct rename_step *first = &waiting->at[0];
	add_step(
		plan, steps, first,
		(struct object_name){first->from.namespace, temporary_name(plan, first->renaming)});
}

static struct rename_step first_step(const struct renaming *renaming)
{
	struct rename_step step = {renaming, {NULL, renaming->old}, {NULL, renaming->new}};

	if (is_object(renaming)) {
		step.from = renaming->object;
		step.to = renaming->renamed;
	}
	return step;
}

struct rename_steps diff_order_renames(struct arena *arena, const struct dialect *dialect,
				       const struct schema *old, const struct schema *new,
				       const struct renames *renames)
{
	static const enum change_kind kinds[] = {CHANGE_RENAME_ENUM, CHANGE_RENAME_TABLE,
						 CHANGE_RENAME_COLUMN, CHANGE_RENAME_VALUE};
	struct rename_plan plan = {.arena = arena, .dialect = dialect, .old = old, .new = new};
	struct rename_steps waiting = {0}, steps = {0};
	const struct renaming *renaming;

	vector_each(renaming, renames)
		if (renaming->temporary)
			*vector_add(arena, &plan.temporary) = renaming->new;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		vector_each(renaming, renames)
			if (renaming->kind == kinds[i])
				*vector_add(arena, &waiting) = first_step(renaming);
		/* Enums are ordered together with tables: each can be in the way of the other. */
		if (kinds[i] == CHANGE_RENAME_ENUM)
			continue;
		while (waiting.count)
			take_step(&plan, &waiting, &steps);
	}
	return steps;
}
