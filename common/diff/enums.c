/* Enums, and the columns that stand in the way when their values change. */
#include <string.h>

#include "diff/differ.h"

static bool has_value(const struct enumeration *enumeration, const char *name)
{
	const struct enum_value *value;

	vector_each(value, &enumeration->values)
		if (strcmp(value->name, name) == 0)
			return true;
	return false;
}

static void push_enum_pair(struct differ *differ, const struct enumeration *old,
			   const struct enumeration *new)
{
	struct enum_pair *pair = arena_alloc(differ->arena, sizeof *pair);
	const struct enum_value *value;

	pair->old = old;
	pair->new = new;
	vector_each(value, &new->values)
		if (!has_value(old, value->name))
			*vector_add(differ->arena, &pair->added) = value->name;
	vector_each(value, &old->values)
		if (!has_value(new, value->name))
			*vector_add(differ->arena, &pair->removed) = value->name;
	if (!pair->added.count && !pair->removed.count)
		return;
	push_change(differ, CHANGE_ALTER_ENUM, (size_t)(old - differ->old->enums.at),
		    (size_t)(new - differ->new->enums.at), 0)
		->enum_pair = pair;
	map_add(&differ->enum_pairs, object_key(differ->arena, new->name), pair);
}

/* The changing enum that a column has, or NULL. */
static struct enum_pair *changing_enum(const struct differ *differ, const struct column *column)
{
	if (column->type.kind != TYPE_ENUM)
		return NULL;
	return map_get(&differ->enum_pairs, object_key(differ->arena, column->type.enumeration));
}

bool is_moved(const struct differ *differ, const struct table *old, const char *column)
{
	const struct column *found;
	const struct enum_pair *pair;

	if (!differ->rules->replaces_enums || !differ->enum_pairs.count)
		return false;
	found = table_column(old, column);
	pair = found ? changing_enum(differ, found) : NULL;
	return pair && pair->removed.count > 0;
}

/* Whether a column has the same enum afterwards, and as many of it. */
static bool stays(struct differ *differ, const struct column *old, const struct column *new)
{
	return new &&changing_enum(differ, new) == changing_enum(differ, old) &&
	       (new->arity == ARITY_LIST) == (old->arity == ARITY_LIST);
}

static void add_old_column(struct differ *differ, const struct table *table,
			   const struct column *old, const struct column *new)
{
	struct enum_pair *pair = changing_enum(differ, old);
	struct enum_column column = {table, old, stays(differ, old, new) ? new : NULL};

	if (!pair)
		return;
	if (diff_has_default(old))
		*vector_add(differ->arena, &pair->defaults) = column;
	if (!column.new)
		*vector_add(differ->arena, &pair->leaving) = column;
}

/* Those of tables that go come first, then table by table the columns that go, and the others. */
static void find_old_columns(struct differ *differ)
{
	const struct table *table;
	const struct column *column, **dropped;
	const struct column_pair *columns;
	struct table_pair **pair;

	vector_each(table, &differ->old->tables)
		if (table_counts(table) && !schema_table(differ->new, table->name))
			vector_each(column, &table->columns)
				add_old_column(differ, table, column, NULL);
	vector_each(pair, &differ->pairs) {
		vector_each(dropped, &(*pair)->dropped)
			add_old_column(differ, (*pair)->old, *dropped, NULL);
		vector_each(columns, &(*pair)->columns)
			add_old_column(differ, (*pair)->old, columns->old, columns->new);
	}
}

static void find_staying_columns(struct differ *differ)
{
	const struct table *table, *old;
	const struct column *column;

	vector_each(table, &differ->new->tables)
		vector_each(column, &table->columns) {
			struct enum_pair *pair = changing_enum(differ, column);
			if (!pair || !table_counts(table))
				continue;
			old = schema_table(differ->old, table->name);
			const struct column *before = old ? table_column(old, column->name) : NULL;
			if (before && stays(differ, before, column))
				*vector_add(differ->arena, &pair->staying) =
					(struct enum_column){table, before, column};
		}
}

void push_enums(struct differ *differ)
{
	const struct enumeration *old, *new;

	if (!differ->rules->alters_columns)
		return;
	vector_each(old, &differ->old->enums) {
		new = schema_enum(differ->new, old->name);
		if (new)
			push_enum_pair(differ, old, new);
		else
			push_change(differ, CHANGE_DROP_ENUM, (size_t)(old - differ->old->enums.at),
				    0, 0)
				->enumeration = old;
	}
	vector_each(new, &differ->new->enums)
		if (!schema_enum(differ->old, new->name))
			push_change(differ, CHANGE_CREATE_ENUM,
				    (size_t)(new - differ->new->enums.at), 0, 0)
				->enumeration = new;
	if (differ->enum_pairs.count) {
		find_old_columns(differ);
		find_staying_columns(differ);
	}
}
