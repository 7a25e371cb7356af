/*
 * Renames the join tables of implicit many-to-many relations along with their models.
 *
 * Such a table is named after its two models, and its column A refers to the model whose name comes
 * first. So renaming a model renames the table, and may swap its columns. Only the names tell such
 * tables apart.
 */
#include "diff/many_to_many.h"

#include "base/text.h"
#include "diff/rename_docs.h"

bool diff_is_many_to_many(const struct table *table)
{
	return table->columns.count == 2 && table_column(table, "A") && table_column(table, "B");
}

/* The tables to which columns A and B refer. */
struct ends {
	struct object_name a, b;
};

static bool find_end(const struct table *table, const char *column, struct object_name *end)
{
	const struct foreign_key *key;

	vector_each(key, &table->foreign_keys) {
		if (key->columns.count != 1 || !text_equal(key->columns.at[0], column))
			continue;
		*end = key->references;
		return true;
	}
	return false;
}

static bool find_ends(const struct table *table, struct ends *ends)
{
	return diff_is_many_to_many(table) && table->foreign_keys.count == 2 &&
	       find_end(table, "A", &ends->a) && find_end(table, "B", &ends->b);
}

/* True if the old table remains as the new one. */
static bool becomes(const struct rename_set *set, struct object_name old, struct object_name new)
{
	const struct table *table = schema_table(set->old, old);
	const struct table *renamed = table ? diff_new_table(set, table) : NULL;

	return renamed && object_name_equal(renamed->name, new);
}

/* True if columns A and B exchange the tables to which they refer. */
static bool are_turned(const struct rename_set *set, const struct ends *before,
		       const struct ends *after)
{
	return !object_name_equal(after->a, after->b) && becomes(set, before->a, after->b) &&
	       becomes(set, before->b, after->a);
}

/*
 * True if both referenced tables remain. Rows that refer to a dropped table must be dropped with
 * it: their keys have no parents in any other table.
 */
static bool keeps_ends(const struct rename_set *set, const struct table *old,
		       const struct ends *after)
{
	struct ends before;

	return find_ends(old, &before) &&
	       ((becomes(set, before.a, after->a) && becomes(set, before.b, after->b)) ||
		are_turned(set, &before, after));
}

/* ---- the table's name ---- */

static const char *model_name(const struct table *table)
{
	const char *model = fact_get(&table->facts, "model");

	return model ? model : table->name.name;
}

/* Returns the possible old names of a model: its present one, and those before renames. */
static struct names former_names(const struct rename_set *set, const struct table *new)
{
	struct names names = {0};
	const char *documented = diff_documented_name(set->arena, &new->facts);
	const struct renaming *renaming =
		diff_renaming_to(set, CHANGE_RENAME_TABLE, new->name, new->name.name);

	*vector_add(set->arena, &names) = model_name(new);
	if (documented)
		*vector_add(set->arena, &names) = documented;
	if (renaming) {
		*vector_add(set->arena, &names) = renaming->old;
		*vector_add(set->arena, &names) =
			model_name(schema_table(set->old, renaming->object));
	}
	return names;
}

/* Returns the possible old names of the table. A named relation has only one. */
static struct names former_tables(const struct rename_set *set, const struct table *new,
				  const struct table *one, const struct table *other)
{
	struct names names = {0}, as = former_names(set, one), bs = former_names(set, other);
	const char **a, **b;

	if (fact_get(&new->facts, "relation")) {
		*vector_add(set->arena, &names) = new->name.name;
		return names;
	}
	vector_each(a, &as)
		vector_each(b, &bs)
			*vector_add(set->arena, &names) =
				many_to_many_name(set->arena, set->old->dialect, *a, *b);
	return names;
}

/* Returns the first of these tables in the old schema, in the place of another table, or NULL. */
static const struct table *find_in(const struct rename_set *set, const struct names *names,
				   const struct table *place)
{
	const char **one;

	if (!place)
		return NULL;
	vector_each(one, names) {
		struct object_name name = {place->name.namespace, *one};
		const struct table *old = schema_table(set->old, name);
		if (old && diff_is_many_to_many(old) && !schema_table(set->new, name))
			return old;
	}
	return NULL;
}

/* Returns the old table of a relation whose table has another name in the new schema, or NULL. */
static const struct table *find_former(const struct rename_set *set, const struct table *new)
{
	const struct table *old;
	struct ends ends;

	if (!find_ends(new, &ends) || schema_table(set->old, new->name))
		return NULL;
	const struct table *one = schema_table(set->new, ends.a);
	const struct table *other = schema_table(set->new, ends.b);
	if (!one || !other)
		return NULL;
	struct names names = former_tables(set, new, one, other);
	old = find_in(set, &names, new);
	if (!old)
		old = find_in(set, &names, diff_old_table(set, one));
	if (!old)
		old = find_in(set, &names, diff_old_table(set, other));
	return old && keeps_ends(set, old, &ends) ? old : NULL;
}

/* ---- its columns ---- */

static void follow_columns(struct rename_set *set, const struct table *old, const struct table *new)
{
	struct ends before, after;

	if (!find_ends(old, &before) || !find_ends(new, &after) ||
	    !are_turned(set, &before, &after))
		return;
	diff_rename_part(set, CHANGE_RENAME_COLUMN, old->name, new->name, "A", "B", false);
	diff_rename_part(set, CHANGE_RENAME_COLUMN, old->name, new->name, "B", "A", false);
}

void diff_follow_models(struct rename_set *set)
{
	const struct table *table;

	vector_each(table, &set->new->tables) {
		const struct table *old = find_former(set, table);
		if (old)
			diff_rename_object(set, CHANGE_RENAME_TABLE, old->name, table->name, false);
	}
	vector_each(table, &set->old->tables) {
		const struct table *new = diff_new_table(set, table);
		if (new)
			follow_columns(set, table, new);
	}
}
