/*
 * The tables of implicit many-to-many relations, where a model has another name.
 *
 * Such a table is named after the two models, and its column A refers to the one whose name comes
 * first: with the models it gets another name, and its columns may change places. Their names are
 * all that tells them apart.
 */
#include <stdlib.h>
#include <string.h>

#include "diff/differ.h"
#include "diff/rename.h"

/* What the columns A and B refer to. */
struct ends {
	struct object_name a, b;
};

static bool find_end(const struct table *table, const char *column, struct object_name *end)
{
	const struct foreign_key *key;

	vector_each(key, &table->foreign_keys) {
		if (key->columns.count != 1 || strcmp(key->columns.at[0], column) != 0)
			continue;
		*end = key->references;
		return true;
	}
	return false;
}

static bool find_ends(const struct table *table, struct ends *ends)
{
	return is_many_to_many(table) && table->foreign_keys.count == 2 &&
	       find_end(table, "A", &ends->a) && find_end(table, "B", &ends->b);
}

/* ---- the table's name ---- */

static int compare_names(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

static const char *default_name(struct arena *arena, const char *a, const char *b)
{
	const char *models[] = {a, b};

	qsort(models, 2, sizeof *models, compare_names);
	return arena_format(arena, "_%sTo%s", models[0], models[1]);
}

static const char *model_name(const struct table *table)
{
	const char *model = fact_get(&table->facts, "model");

	return model ? model : table->name.name;
}

/* What a model may have been called: as it is now, or as a rename has it. */
static struct names former_names(const struct finder *finder, const struct table *new)
{
	struct names names = {0};
	const struct renaming *renaming;
	const char *documented = documented_name(finder->arena, &new->facts);

	*vector_add(finder->arena, &names) = model_name(new);
	if (documented)
		*vector_add(finder->arena, &names) = documented;
	vector_each(renaming, finder->renames) {
		if (renaming->kind != CHANGE_RENAME_TABLE ||
		    !object_name_equal(renaming->renamed, new->name))
			continue;
		*vector_add(finder->arena, &names) = renaming->old;
		*vector_add(finder->arena, &names) =
			model_name(schema_table(finder->old, renaming->object));
	}
	return names;
}

/* The old table of a relation that the new schema has under another name, or NULL. */
static const struct table *find_former(const struct finder *finder, const struct table *new)
{
	struct ends ends;
	const char **a, **b;

	if (!find_ends(new, &ends) || schema_table(finder->old, new->name) ||
	    fact_get(&new->facts, "relation"))
		return NULL;
	const struct table *one = schema_table(finder->new, ends.a);
	const struct table *other = schema_table(finder->new, ends.b);
	if (!one || !other)
		return NULL;
	struct names as = former_names(finder, one), bs = former_names(finder, other);
	vector_each(a, &as)
		vector_each(b, &bs) {
			struct object_name name = {new->name.namespace,
						   default_name(finder->arena, *a, *b)};
			const struct table *old = schema_table(finder->old, name);
			if (old && is_many_to_many(old) && !schema_table(finder->new, name))
				return old;
		}
	return NULL;
}

/* ---- its columns ---- */

static bool becomes(const struct finder *finder, struct object_name old, struct object_name new)
{
	const struct table *table = schema_table(finder->old, old);
	const struct table *renamed = table ? new_table_of(finder, table) : NULL;

	return renamed && object_name_equal(renamed->name, new);
}

static void follow_columns(struct finder *finder, const struct table *old, const struct table *new)
{
	struct ends before, after;

	if (!find_ends(old, &before) || !find_ends(new, &after) ||
	    object_name_equal(after.a, after.b) || !becomes(finder, before.a, after.b) ||
	    !becomes(finder, before.b, after.a))
		return;
	rename_part(finder, CHANGE_RENAME_COLUMN, old->name, new->name, "A", "B", false);
	rename_part(finder, CHANGE_RENAME_COLUMN, old->name, new->name, "B", "A", false);
}

void follow_models(struct finder *finder)
{
	const struct table *table;

	vector_each(table, &finder->new->tables) {
		const struct table *old = find_former(finder, table);
		if (old)
			rename_object(finder, CHANGE_RENAME_TABLE, old->name, table->name, false);
	}
	vector_each(table, &finder->old->tables) {
		const struct table *new = new_table_of(finder, table);
		if (new)
			follow_columns(finder, table, new);
	}
}
