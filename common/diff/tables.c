/* Finds changes of tables, with their columns and keys. */
#include "diff/tables.h"

#include <strings.h>

#include "base/text.h"
#include "diff/enums.h"
#include "diff/falling.h"
#include "diff/foreign_keys.h"
#include "diff/indexes.h"
#include "diff/table_pair.h"

/* ---- pairs ---- */

static void pair_tables(struct comparison *comparison)
{
	const struct schema *old_schema = comparison->old, *new_schema = comparison->new;
	size_t count = old_schema->tables.count;
	const struct table *old;
	struct column_pair *column;

	comparison->pair_of_old =
		arena_alloc(comparison->arena, (count + 1) * sizeof *comparison->pair_of_old);
	vector_each(old, &old_schema->tables) {
		const struct table *new = diff_compared_table(new_schema, old->name);
		size_t position = (size_t)(old - old_schema->tables.at);
		if (!new || !diff_is_compared(old))
			continue;
		struct table_pair *pair =
			diff_pair_tables(comparison->arena, comparison->rules, old, position, new,
					 (size_t)(new - new_schema->tables.at));
		vector_each(column, &pair->columns)
			diff_settle_enum_cast(comparison, column);
		*vector_add(comparison->arena, &comparison->pairs) = pair;
		comparison->pair_of_old[position] = pair;
	}
}

/* True if SQLite cannot add a column with this default to a table that has rows. */
static bool is_computed(const struct default_value *value)
{
	return value->kind == DEFAULT_NOW ||
	       (value->kind == DEFAULT_EXPRESSION &&
		(*value->text == '(' || strncasecmp(value->text, "current_", 8) == 0));
}

static bool any_column_differs(const struct table_pair *pair)
{
	const struct column_pair *column;

	vector_each(column, &pair->columns)
		if (diff_column_differs(column))
			return true;
	return false;
}

/* True if SQLite can add a required column with this default: a constant fills existing rows. */
static bool is_constant(const struct default_value *value)
{
	return value->kind >= DEFAULT_STRING && value->kind <= DEFAULT_JSON;
}

/* True if SQLite's ALTER TABLE cannot make the changes of columns. */
static bool columns_need_new_table(const struct table_pair *pair)
{
	const struct column **added;

	vector_each(added, &pair->added)
		if (((*added)->arity == ARITY_REQUIRED && !is_constant(&(*added)->value)) ||
		    is_computed(&(*added)->value))
			return true;
	return pair->dropped.count > 0 || any_column_differs(pair);
}

/* True if the only column of the primary key is dropped, even if it is added again. */
static bool loses_id(const struct table_pair *pair)
{
	const struct column_pair *column;
	const struct column **dropped;

	vector_each(column, &pair->columns)
		if (column->cast == CAST_IMPOSSIBLE && column_is_id(pair->old, column->old))
			return true;
	vector_each(dropped, &pair->dropped)
		if (column_is_id(pair->old, *dropped))
			return true;
	return false;
}

/* True if the index of a UNIQUE constraint is dropped or renamed. */
static bool loses_constraint(const struct table_pair *pair)
{
	const struct index **dropped;
	const struct index_pair *index;

	vector_each(dropped, &pair->dropped_indexes)
		if (index_is_constraint(*dropped))
			return true;
	vector_each(index, &pair->indexes)
		if (index_is_constraint(index->old) &&
		    !text_equal(index->old->name, index->new->name))
			return true;
	return false;
}

static bool is_redefined(const struct alter_rules *rules, const struct table_pair *pair)
{
	if (rules->redefines_lost_ids)
		return loses_id(pair);
	return !rules->alters_columns &&
	       (pair->primary_key.drop || pair->primary_key.add || columns_need_new_table(pair) ||
		loses_constraint(pair) || diff_foreign_keys_differ(pair));
}

void diff_pair_all_tables(struct comparison *comparison)
{
	struct table_pairs *redefined = &comparison->diff->redefined;
	struct table_pair **pair;

	pair_tables(comparison);
	vector_each(pair, &comparison->pairs) {
		(*pair)->redefined = is_redefined(comparison->rules, *pair) ||
				     diff_needs_new_table(comparison, *pair);
		diff_sort_objects(comparison, *pair);
		if ((*pair)->redefined)
			*vector_add(comparison->arena, redefined) = *pair;
	}
	if (redefined->count)
		diff_add_change(comparison, CHANGE_REDEFINE_TABLES, 0, 0, 0);
}

/* ---- created and dropped tables ---- */

static void create_tables(struct comparison *comparison)
{
	const struct schema *schema = comparison->new;
	const struct table *table;

	vector_each(table, &schema->tables) {
		if (!diff_is_compared(table) || diff_compared_table(comparison->old, table->name))
			continue;
		struct change *change = diff_add_change(comparison, CHANGE_CREATE_TABLE,
							(size_t)(table - schema->tables.at), 0, 0);
		change->table = table;
		change->kept = diff_objects_in_table(comparison, table);
		diff_create_indexes(comparison, table);
		diff_add_foreign_keys(comparison, table);
	}
}

static void drop_tables(struct comparison *comparison)
{
	const struct schema *schema = comparison->old;
	const struct table *table;

	vector_each(table, &schema->tables) {
		if (!diff_is_compared(table) || diff_compared_table(comparison->new, table->name))
			continue;
		diff_add_change(comparison, CHANGE_DROP_TABLE, (size_t)(table - schema->tables.at),
				0, 0)
			->table = table;
		diff_drop_foreign_keys(comparison, table);
		diff_drop_indexes(comparison, table);
	}
}

/* ---- tables that remain ---- */

/* Alters the sequences of identity columns with new options. */
static void alter_sequences(struct comparison *comparison, const struct table_pair *pair)
{
	const struct column_pair *column;

	vector_each(column, &pair->columns) {
		const struct default_value *old = &column->old->value, *new = &column->new->value;
		if (old->kind != DEFAULT_SEQUENCE || new->kind != DEFAULT_SEQUENCE ||
		    text_equal(old->text, new->text))
			continue;
		struct change *change =
			diff_add_change(comparison, CHANGE_ALTER_SEQUENCE, pair->old_position,
					(size_t)(column->old - pair->old->columns.at), 0);
		change->pair = pair;
		change->column = column;
	}
}

static bool same_key_columns(const struct primary_key *a, const struct primary_key *b)
{
	if (a->parts.count != b->parts.count)
		return false;
	for (size_t i = 0; i < a->parts.count; i++)
		if (!text_equal(a->parts.at[i].column, b->parts.at[i].column))
			return false;
	return true;
}

static void alter_primary_key(struct comparison *comparison, const struct table_pair *pair)
{
	const struct primary_key *old = pair->old->primary_key, *new = pair->new->primary_key;

	if (comparison->rules->alters_primary_key && old && new && !same_key_columns(old, new))
		diff_add_change(comparison, CHANGE_ALTER_PRIMARY_KEY, pair->old_position,
				pair->new_position, 0)
			->pair = pair;
}

static bool is_altered(const struct table_pair *pair)
{
	const struct primary_key_change *key = &pair->primary_key;

	return key->drop || key->rename || key->add || pair->dropped.count || pair->added.count ||
	       any_column_differs(pair);
}

static void alter_table(struct comparison *comparison, const struct table_pair *pair)
{
	if (is_altered(pair))
		diff_add_change(comparison, CHANGE_ALTER_TABLE, pair->old_position,
				pair->new_position, 0)
			->pair = pair;
}

void diff_compare_tables(struct comparison *comparison)
{
	struct table_pair **pair;

	create_tables(comparison);
	drop_tables(comparison);
	vector_each(pair, &comparison->pairs) {
		alter_sequences(comparison, *pair);
		if ((*pair)->redefined)
			continue;
		diff_compare_foreign_keys(comparison, *pair);
		diff_compare_indexes(comparison, *pair);
		alter_primary_key(comparison, *pair);
		alter_table(comparison, *pair);
	}
}
