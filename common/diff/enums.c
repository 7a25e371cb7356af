/* Finds changes of enums, and the columns that move to a new type if an enum loses values. */
#include "diff/enums.h"

#include "base/utf8.h"

/* ---- values ---- */

/* Returns the values of an enum by name, so that long enums are compared in linear time. */
static struct map values_by_name(struct arena *arena, const struct enumeration *enumeration)
{
	struct map map = {.arena = arena};
	struct enum_value *value;

	map_reserve(&map, enumeration->values.count);
	vector_each(value, &enumeration->values)
		map_add(&map, value->name, value);
	return map;
}

/* Finds the added values, from last to first, each with the value that follows it. */
static void find_added(struct arena *arena, struct enum_pair *pair, const struct map *old)
{
	size_t count = pair->new->values.count, added = 0;
	const char *next = NULL, **names = arena_alloc(arena, (count + 1) * sizeof *names);
	const char **before = arena_alloc(arena, (count + 1) * sizeof *before);

	for (size_t i = count; i-- > 0;) {
		const char *name = pair->new->values.at[i].name;
		if (map_get(old, name)) {
			next = name;
			continue;
		}
		names[added] = name;
		before[added++] = next;
	}
	while (added-- > 0) {
		*vector_add(arena, &pair->added) = names[added];
		*vector_add(arena, &pair->before) = before[added];
	}
}

/* True if the common values of both enums have a different order. */
static bool is_reordered(const struct enumeration *new, const struct map *old)
{
	const struct enum_value *value, *found, *last = NULL;

	vector_each(value, &new->values) {
		found = map_get(old, value->name);
		if (found && last && found < last)
			return true;
		if (found)
			last = found;
	}
	return false;
}

static void compare_values(struct comparison *comparison, const struct enumeration *old,
			   const struct enumeration *new)
{
	struct arena *arena = comparison->arena;
	struct enum_pair *pair = arena_alloc(arena, sizeof *pair);
	struct map before = values_by_name(arena, old), after = values_by_name(arena, new);
	const struct enum_value *value;

	pair->old = old;
	pair->new = new;
	find_added(arena, pair, &before);
	vector_each(value, &old->values)
		if (!map_get(&after, value->name))
			*vector_add(arena, &pair->removed) = value->name;
	pair->reordered = comparison->rules->replaces_enums && is_reordered(new, &before);
	pair->replaced =
		comparison->rules->replaces_enums && (pair->removed.count > 0 || pair->reordered);
	if (!pair->added.count && !pair->removed.count && !pair->reordered)
		return;
	diff_add_change(comparison, CHANGE_ALTER_ENUM, (size_t)(old - comparison->old->enums.at),
			(size_t)(new - comparison->new->enums.at), 0)
		->enum_pair = pair;
	map_add_in(&comparison->enum_pairs, new->name.namespace, new->name.name, pair);
}

/* True if an enum has all values of another one. */
static bool has_all(struct arena *arena, const struct enumeration *of, const struct enumeration *in)
{
	struct map values = values_by_name(arena, in);
	const struct enum_value *value;

	vector_each(value, &of->values)
		if (!map_get(&values, value->name))
			return false;
	return true;
}

/* True if no value of an enum is longer, in characters. */
static bool is_within(const struct enumeration *enumeration, uint32_t length)
{
	const struct enum_value *value;

	vector_each(value, &enumeration->values)
		if (utf8_length(value->name) > length)
			return false;
	return true;
}

void diff_settle_enum_cast(struct comparison *comparison, struct column_pair *pair)
{
	const struct type *from = &pair->old->type, *to = &pair->new->type;
	bool list = pair->old->arity == ARITY_LIST && pair->new->arity != ARITY_LIST;
	const struct enumeration *old, *new;

	if (pair->cast != CAST_RISKY || from->kind != TYPE_ENUM ||
	    !(old = schema_enum(comparison->old, from->enumeration)))
		return;
	if (to->kind == TYPE_ENUM) {
		new = schema_enum(comparison->new, to->enumeration);
		if (new &&has_all(comparison->arena, old, new))
			pair->cast = CAST_SAFE;
	} else if (to->argument_count && !list && is_within(old, to->arguments[0])) {
		pair->cast = CAST_SAFE;
	}
}

/* ---- columns ---- */

/* True if a column still has the enum afterwards, and is still a list if it was one. */
static bool stays(const struct comparison *comparison, const struct column *old,
		  const struct column *new)
{
	if (!new || (new->arity == ARITY_LIST) != (old->arity == ARITY_LIST))
		return false;
	return diff_changing_enum(comparison, new) == diff_changing_enum(comparison, old);
}

static void add_old_column(struct comparison *comparison, const struct table *table,
			   const struct column *old, const struct column *new)
{
	struct enum_pair *pair = diff_changing_enum(comparison, old);
	struct enum_column column = {table, old, stays(comparison, old, new) ? new : NULL};

	if (!pair)
		return;
	if (diff_has_default(old))
		*vector_add(comparison->arena, &pair->defaults) = column;
	if (!column.new)
		*vector_add(comparison->arena, &pair->leaving) = column;
}

/*
 * Adds the columns: first those of dropped tables; then, table by table, dropped columns before
 * others.
 */
static void add_old_columns(struct comparison *comparison)
{
	const struct table *table;
	const struct column *column, **dropped;
	const struct column_pair *columns;
	struct table_pair **pair;

	vector_each(table, &comparison->old->tables)
		if (diff_is_compared(table) && !diff_compared_table(comparison->new, table->name))
			vector_each(column, &table->columns)
				add_old_column(comparison, table, column, NULL);
	vector_each(pair, &comparison->pairs) {
		vector_each(dropped, &(*pair)->dropped)
			add_old_column(comparison, (*pair)->old, *dropped, NULL);
		vector_each(columns, &(*pair)->columns)
			add_old_column(comparison, (*pair)->old, columns->old, columns->new);
	}
}

static void add_staying_column(struct comparison *comparison, const struct table *table,
			       const struct column *new)
{
	struct enum_pair *pair = diff_changing_enum(comparison, new);
	const struct table *old_table =
		pair ? diff_compared_table(comparison->old, table->name) : NULL;
	const struct column *old = old_table ? table_column(old_table, new->name) : NULL;

	if (old && stays(comparison, old, new))
		*vector_add(comparison->arena, &pair->staying) =
			(struct enum_column){table, old, new};
}

static void add_staying_columns(struct comparison *comparison)
{
	const struct table *table;
	const struct column *column;

	vector_each(table, &comparison->new->tables)
		if (diff_is_compared(table))
			vector_each(column, &table->columns)
				add_staying_column(comparison, table, column);
}

void diff_compare_enums(struct comparison *comparison)
{
	const struct schema *old_schema = comparison->old, *new_schema = comparison->new;
	const struct enumeration *old, *new;

	if (!comparison->rules->alters_columns)
		return;
	vector_each(old, &old_schema->enums) {
		new = schema_enum(new_schema, old->name);
		if (new)
			compare_values(comparison, old, new);
		else
			diff_add_change(comparison, CHANGE_DROP_ENUM,
					(size_t)(old - old_schema->enums.at), 0, 0)
				->enumeration = old;
	}
	vector_each(new, &new_schema->enums)
		if (!schema_enum(old_schema, new->name))
			diff_add_change(comparison, CHANGE_CREATE_ENUM,
					(size_t)(new - new_schema->enums.at), 0, 0)
				->enumeration = new;
	if (comparison->enum_pairs.count) {
		add_old_columns(comparison);
		add_staying_columns(comparison);
	}
}
