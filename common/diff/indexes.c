/* Finds changes of indexes. */
#include "diff/indexes.h"

#include "base/text.h"
#include "diff/cast_cost.h"
#include "diff/falling.h"
#include "diff/sql_names.h"

/* ---- adding changes ---- */

static void create_index(struct comparison *comparison, const struct table_pair *pair,
			 const struct table *table, const struct index *index)
{
	struct change *change = diff_add_change(
		comparison, CHANGE_CREATE_INDEX, pair ? pair->old_position + 1 : 0,
		(size_t)(table - comparison->new->tables.at), (size_t)(index - table->indexes.at));

	change->pair = pair;
	change->table = table;
	change->new_index = index;
}

/* The context of the tests of names in a predicate. */
struct predicate {
	const struct comparison *comparison;
	const struct table *old;
	const struct table_pair *pair; /* for is_converted */
};

static bool is_moved(const void *context, const char *name)
{
	const struct predicate *predicate = context;

	return diff_is_moved(predicate->comparison, predicate->old, name);
}

/* True if the index's predicate names a column that moves to a new type. */
static bool is_tied_to_enum(const struct comparison *comparison, const struct table *old,
			    const struct index *index)
{
	struct predicate context = {comparison, old, NULL};

	return comparison->enum_pairs.count &&
	       diff_sql_any(comparison->arena, comparison->diff->dialect, index->predicate,
			    is_moved, &context);
}

static struct change *drop_index(struct comparison *comparison, const struct table *table,
				 const struct index *index)
{
	struct change *change = diff_add_change(comparison, CHANGE_DROP_INDEX,
						(size_t)(table - comparison->old->tables.at),
						(size_t)(index - table->indexes.at), 0);

	change->table = table;
	change->old_index = index;
	change->from = index->name;
	if (is_tied_to_enum(comparison, table, index))
		diff_move_before_enums(change);
	return change;
}

static void rename_index(struct comparison *comparison, const struct table_pair *pair,
			 const struct index_pair *index)
{
	enum change_kind kind =
		comparison->rules->renames_indexes ? CHANGE_RENAME_INDEX : CHANGE_REDEFINE_INDEX;
	struct change *change = diff_add_change(comparison, kind, pair->old_position,
						(size_t)(index->old - pair->old->indexes.at), 0);

	change->table = pair->old;
	change->pair = pair;
	change->old_index = index->old;
	change->new_index = index->new;
	change->from = index->old->name;
	change->to = index->new->name;
}

/* ---- tables that remain ---- */

bool diff_index_loses_column(const struct dialect *dialect, const struct table_pair *pair,
			     const struct index *index)
{
	const struct key_part *part;

	vector_each(part, &index->parts) {
		const struct column_pair *column = diff_pair_column(pair, part->column);
		if (!column || column->cast == CAST_IMPOSSIBLE)
			return true;
	}
	return diff_names_dropped(dialect, pair, index->predicate);
}

static bool is_converted(const void *context, const char *name)
{
	const struct predicate *predicate = context;
	const struct column_pair *column = diff_pair_column(predicate->pair, name);

	return column && column->cast != CAST_NONE && column->cast != CAST_IMPOSSIBLE &&
	       diff_cast_rewrites(predicate->comparison->diff->dialect, column);
}

/*
 * True if an index's predicate names a column whose values are converted. Its constants have the
 * old type, so the server cannot rebuild the index.
 */
static bool is_tied_to_cast(const struct comparison *comparison, const struct table_pair *pair,
			    const struct index *index)
{
	struct predicate context = {comparison, pair->old, pair};

	return diff_sql_any(comparison->arena, comparison->diff->dialect, index->predicate,
			    is_converted, &context);
}

/* True if the columns of a unique index become the primary key. */
static bool becomes_primary_key(const struct dialect *dialect, const struct table_pair *pair,
				const struct index *index)
{
	const struct primary_key *key = pair->new->primary_key;

	if (!index->unique || pair->old->primary_key || !key ||
	    diff_index_loses_column(dialect, pair, index) || key->parts.count != index->parts.count)
		return false;
	for (size_t i = 0; i < key->parts.count; i++)
		if (!text_equal(key->parts.at[i].column, index->parts.at[i].column))
			return false;
	return true;
}

/*
 * Drops an index without a partner. If it becomes the primary key, drops it after adding the key:
 * until then it keeps rows unique, and foreign keys depend on it.
 */
static void drop_unmatched_index(struct comparison *comparison, const struct table_pair *pair,
				 const struct index *index)
{
	struct change *change = drop_index(comparison, pair->old, index);
	size_t position = (size_t)(index - pair->old->indexes.at);

	if (becomes_primary_key(comparison->diff->dialect, pair, index)) {
		change->order[0] = CHANGE_ALTER_TABLE;
		change->order[1] = pair->old_position;
		change->order[2] = pair->new_position;
		change->order[3] = pair->old->indexes.count - position;
	}
}

static void compare_index(struct comparison *comparison, const struct table_pair *pair,
			  const struct index_pair *index)
{
	bool renamed = !text_equal(index->old->name, index->new->name);
	bool tied = is_tied_to_enum(comparison, pair->old, index->old) ||
		    is_tied_to_cast(comparison, pair, index->old);
	bool falls = comparison->rules->drops_column_indexes &&
		     diff_index_loses_column(comparison->diff->dialect, pair, index->new);

	if (tied)
		drop_index(comparison, pair->old, index->old);
	if (tied || falls)
		create_index(comparison, pair, pair->new, index->new);
	else if (renamed)
		rename_index(comparison, pair, index);
}

void diff_compare_indexes(struct comparison *comparison, const struct table_pair *pair)
{
	const struct index **index;
	const struct index_pair *both;

	vector_each(index, &pair->created_indexes)
		create_index(comparison, pair, pair->new, *index);
	vector_each(index, &pair->dropped_indexes)
		drop_unmatched_index(comparison, pair, *index);
	vector_each(both, &pair->indexes)
		compare_index(comparison, pair, both);
}

/* ---- created and dropped tables ---- */

void diff_create_indexes(struct comparison *comparison, const struct table *table)
{
	const struct index *index;

	/* Where tables cannot be altered, CREATE TABLE has the constraints. */
	vector_each(index, &table->indexes)
		if (comparison->rules->alters_columns || !index_is_constraint(index))
			create_index(comparison, NULL, table, index);
}

void diff_drop_indexes(struct comparison *comparison, const struct table *table)
{
	/* A redefined table may need the names of these indexes. */
	bool all = !comparison->rules->alters_columns && comparison->diff->redefined.count;
	const struct index *index;

	vector_each(index, &table->indexes)
		if (all || is_tied_to_enum(comparison, table, index))
			drop_index(comparison, table, index);
}
