/*
 * Finds the steps of renames.
 *
 * All renames take effect at once. But statements run one by one, and between them no two things
 * may have the same name. So a thing whose name is needed is renamed first. If names form a cycle,
 * or the holder of a name is dropped only later in the script, it gets a temporary name. Moving to
 * another namespace under another name takes two steps.
 */
#include "diff/rename_steps.h"

#include "base/text.h"
#include "diff/free_name.h"
#include "diff/rename_map.h"

struct rename_plan {
	struct arena *arena;
	const struct dialect *dialect;
	const struct schema *old, *new;
	struct map temporary;			/* the temporary names so far, folded */
	struct rename_map moved;		/* renamed things, by old name */
	struct rename_map old_names, new_names; /* of the schemas, by folded names */
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

/* ---- temporary names ---- */

static struct rename_map *names_of(struct rename_plan *plan, const struct schema *schema)
{
	return schema == plan->old ? &plan->old_names : &plan->new_names;
}

/* Adds a name as the schema spells it, unless there is one that is equal to the database. */
static void add_name(struct rename_plan *plan, struct rename_map *names, enum change_kind kind,
		     struct object_name object, const char **name)
{
	const char *folded = diff_folded_name(plan->arena, plan->dialect, *name);
	void **place = rename_map_place(names, kind, object, folded);

	if (!*place)
		*place = name;
}

static const char *spelled(struct rename_plan *plan, const struct rename_map *names,
			   enum change_kind kind, struct object_name object, const char *name)
{
	const char *folded = diff_folded_name(plan->arena, plan->dialect, name);
	const char **found = rename_map_get(names, kind, object, folded);

	return found ? *found : NULL;
}

static const char *table_name(struct rename_plan *plan, const struct schema *schema,
			      struct object_name name)
{
	const enum change_kind kind = CHANGE_RENAME_TABLE;
	struct rename_map *names = names_of(plan, schema);
	struct table *table = schema_table(schema, name);

	if (table || !schema->tables.count || !plan->dialect->alter.ignores_case)
		return table ? table->name.name : NULL;
	if (!spelled(plan, names, kind, name, schema->tables.at[0].name.name))
		vector_each(table, &schema->tables)
			add_name(plan, names, kind, name, &table->name.name);
	return spelled(plan, names, kind, name, name.name);
}

static const char *column_name(struct rename_plan *plan, const struct schema *schema,
			       const struct table *table, const char *name)
{
	const enum change_kind kind = CHANGE_RENAME_COLUMN;
	struct rename_map *names = names_of(plan, schema);
	struct column *column = table ? table_column(table, name) : NULL;

	if (column || !table || !table->columns.count || !plan->dialect->alter.ignores_case)
		return column ? column->name : NULL;
	if (!spelled(plan, names, kind, table->name, table->columns.at[0].name))
		vector_each(column, &table->columns)
			add_name(plan, names, kind, table->name, &column->name);
	return spelled(plan, names, kind, table->name, name);
}

/*
 * Returns, in the schema's spelling, the name of the thing called `name` in the place of a rename,
 * which is `object` in that schema; or NULL.
 */
static const char *found_name(struct rename_plan *plan, const struct schema *schema,
			      const struct renaming *renaming, struct object_name object,
			      const char *name)
{
	struct object_name named = {object.namespace, name};
	const struct enumeration *enumeration;

	switch (renaming->kind) {
	case CHANGE_RENAME_COLUMN:
		return column_name(plan, schema, schema_table(schema, object), name);
	case CHANGE_RENAME_VALUE:
		enumeration = schema_enum(schema, object);
		return enumeration && enumeration_value(enumeration, name) ? name : NULL;
	default:
		return schema_enum(schema, named) ? name : table_name(plan, schema, named);
	}
}

/*
 * True if one of the schemas has something with that name in the place of a rename, or in a
 * namespace.
 */
static bool is_found(struct rename_plan *plan, const struct renaming *renaming,
		     const char *namespace, const char *name)
{
	struct object_name object = renaming->object, renamed = renaming->renamed;

	if (is_object(renaming))
		object.namespace = renamed.namespace = namespace;
	return found_name(plan, plan->old, renaming, object, name) ||
	       found_name(plan, plan->new, renaming, renamed, name);
}

/* The arguments of is_taken. */
struct name_search {
	struct rename_plan *plan;
	const struct renaming *renaming;
};

static bool is_taken(const void *context, const char *name)
{
	const struct name_search *search = context;
	struct rename_plan *plan = search->plan;
	const struct renaming *renaming = search->renaming;

	return map_get(&plan->temporary, diff_folded_name(plan->arena, plan->dialect, name)) ||
	       is_found(plan, renaming, renaming->object.namespace, name) ||
	       is_found(plan, renaming, renaming->renamed.namespace, name);
}

static void add_temporary(struct rename_plan *plan, const char *name)
{
	map_add(&plan->temporary, diff_folded_name(plan->arena, plan->dialect, name), plan);
}

static const char *temporary_name(struct rename_plan *plan, const struct renaming *renaming)
{
	struct name_search search = {plan, renaming};
	const char *name =
		diff_old_name(plan->arena, plan->dialect, renaming->old, is_taken, &search);

	add_temporary(plan, name);
	return name;
}

/* ---- names in the way ---- */

static void add_renaming(struct rename_plan *plan, struct renames *renames,
			 const struct renaming *renaming)
{
	*rename_map_place(&plan->moved, renaming->kind, renaming->object, renaming->old) = plan;
	*vector_add(plan->arena, renames) = *renaming;
}

/* Adds a temporary rename for `name` of the old schema, unless it is renamed anyway. */
static void move_away(struct rename_plan *plan, struct renames *renames, struct renaming thing,
		      const char *name)
{
	thing.old = name;
	thing.documented = false;
	thing.temporary = true;
	if (is_object(&thing))
		thing.object = (struct object_name){thing.renamed.namespace, name};
	if (rename_map_get(&plan->moved, thing.kind, thing.object, thing.old))
		return;
	thing.new = temporary_name(plan, &thing);
	if (is_object(&thing))
		thing.renamed.name = thing.new;
	add_renaming(plan, renames, &thing);
}

/*
 * True if the holder of the new name in the new namespace is the renamed thing itself: only the
 * case changes.
 */
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

static struct rename_plan new_plan(struct arena *arena, const struct dialect *dialect,
				   const struct schema *old, const struct schema *new)
{
	return (struct rename_plan){
		.arena = arena,
		.dialect = dialect,
		.old = old,
		.new = new,
		.temporary = {.arena = arena},
		.moved = {.arena = arena},
		.old_names = {.arena = arena},
		.new_names = {.arena = arena},
	};
}

struct renames diff_add_temporary_names(struct arena *arena, const struct dialect *dialect,
					const struct schema *old, const struct schema *new,
					const struct renames *renames)
{
	struct rename_plan plan = new_plan(arena, dialect, old, new);
	struct renames all = {0};
	const struct renaming *renaming;

	vector_each(renaming, renames)
		if (!text_equal(renaming->old, renaming->new) ||
		    !text_equal(renaming->object.namespace, renaming->renamed.namespace))
			add_renaming(&plan, &all, renaming);
	for (size_t i = 0; i < all.count; i++) {
		struct renaming one = all.at[i];
		clear_the_way(&plan, &all, &one);
	}
	return all;
}

/* ---- the order ---- */

static void add_step(struct rename_plan *plan, struct rename_steps *steps, struct rename_step *step,
		     struct object_name to)
{
	*vector_add(plan->arena, steps) = (struct rename_step){step->renaming, step->from, to};
	step->from = to;
}

static bool is_free(struct rename_plan *plan, const struct rename_step *step,
		    struct object_name name)
{
	return !is_found(plan, step->renaming, name.namespace, name.name);
}

/*
 * Adds a step. If name and namespace both change, changes first the one after which the other is
 * free. If both are taken, a temporary name is used.
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

/* The steps of things that cannot have the same name. */
struct waiting {
	struct rename_plan *plan;
	VECTOR(struct rename_step) steps; /* a step that is taken has no rename */
	struct rename_map from, to;	  /* their numbers from 1, by folded names */
};

static struct waiting new_waiting(struct rename_plan *plan)
{
	return (struct waiting){
		.plan = plan,
		.from = {.arena = plan->arena},
		.to = {.arena = plan->arena},
	};
}

/* Returns the place, in a map, of the number of the step whose thing has a name, or wants it. */
static void **place_of(struct waiting *waiting, struct rename_map *map,
		       const struct renaming *renaming, struct object_name name)
{
	struct rename_plan *plan = waiting->plan;
	const char *folded = diff_folded_name(plan->arena, plan->dialect, name.name);
	bool type = is_object(renaming) && enums_are_types(plan);

	return rename_map_place(map, type ? CHANGE_RENAME_TABLE : renaming->kind,
				is_object(renaming) ? name : renaming->object, folded);
}

/* Returns the step in a place, or NULL. */
static struct rename_step *step_at(const struct waiting *waiting, void *const *place)
{
	return *place ? &waiting->steps.at[(size_t)*place - 1] : NULL;
}

/* True if something that is still to be renamed has the name that a step gives. */
static bool is_blocked(struct waiting *waiting, const struct rename_step *step)
{
	const struct rename_step *holder =
		step_at(waiting, place_of(waiting, &waiting->from, step->renaming, step->to));

	/*
	 * SQLite cannot change only the case of a table's name: it reports that the name is taken.
	 */
	return holder && (holder != step || step->renaming->kind == CHANGE_RENAME_TABLE);
}

/* Takes a step that is not blocked. Returns the step that wants the name freed by it. */
static struct rename_step *take_step(struct waiting *waiting, struct rename_step *step,
				     struct rename_steps *steps)
{
	const struct renaming *renaming = step->renaming;

	*place_of(waiting, &waiting->from, renaming, step->from) = NULL;
	add_steps(waiting->plan, steps, *step);
	step->renaming = NULL;
	return step_at(waiting, place_of(waiting, &waiting->to, renaming, step->from));
}

/* Takes a step, and then each step that the one before unblocks. */
static void take_steps(struct waiting *waiting, struct rename_step *step,
		       const struct rename_step *last, struct rename_steps *steps)
{
	while (step && step <= last && step->renaming && !is_blocked(waiting, step))
		step = take_step(waiting, step, steps);
}

/* Gives the thing of a step a temporary name. Returns the step that wants its old name. */
static struct rename_step *step_aside(struct waiting *waiting, struct rename_step *step,
				      struct rename_steps *steps)
{
	struct rename_plan *plan = waiting->plan;
	struct object_name before = step->from;
	void **place = place_of(waiting, &waiting->from, step->renaming, before);
	void *number = *place;

	*place = NULL;
	add_step(plan, steps, step,
		 (struct object_name){before.namespace, temporary_name(plan, step->renaming)});
	*place_of(waiting, &waiting->from, step->renaming, step->from) = number;
	return step_at(waiting, place_of(waiting, &waiting->to, step->renaming, before));
}

/*
 * Takes the first step that is not blocked. If all are blocked, the first one gets a temporary
 * name.
 */
static void take_all(struct waiting *waiting, struct rename_steps *steps)
{
	struct rename_step *step;

	vector_each(step, &waiting->steps)
		take_steps(waiting, step, step, steps);
	vector_each(step, &waiting->steps)
		while (step->renaming)
			take_steps(waiting, step_aside(waiting, step, steps),
				   waiting->steps.at + waiting->steps.count, steps);
	*waiting = new_waiting(waiting->plan);
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

static void wait(struct waiting *waiting, const struct renaming *renaming)
{
	struct rename_step step = first_step(renaming);
	void *number;

	*vector_add(waiting->plan->arena, &waiting->steps) = step;
	number = (void *)(size_t)waiting->steps.count;
	*place_of(waiting, &waiting->from, renaming, step.from) = number;
	*place_of(waiting, &waiting->to, renaming, step.to) = number;
}

struct rename_steps diff_order_renames(struct arena *arena, const struct dialect *dialect,
				       const struct schema *old, const struct schema *new,
				       const struct renames *renames)
{
	static const enum change_kind kinds[] = {CHANGE_RENAME_ENUM, CHANGE_RENAME_TABLE,
						 CHANGE_RENAME_COLUMN, CHANGE_RENAME_VALUE};
	struct rename_plan plan = new_plan(arena, dialect, old, new);
	struct waiting waiting = new_waiting(&plan);
	struct rename_steps steps = {0};
	const struct renaming *renaming;

	vector_each(renaming, renames)
		if (renaming->temporary)
			add_temporary(&plan, renaming->new);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		vector_each(renaming, renames)
			if (renaming->kind == kinds[i])
				wait(&waiting, renaming);
		/* Enums are sorted together with tables: each may be in the way of the other. */
		if (kinds[i] != CHANGE_RENAME_ENUM)
			take_all(&waiting, &steps);
	}
	return steps;
}
