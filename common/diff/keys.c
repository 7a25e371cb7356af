/* The indexes and the foreign keys of tables. */
#include <stdint.h>
#include <string.h>

#include "diff/differ.h"

/* ---- indexes ---- */

static void push_create_index(struct differ *differ, const struct table_pair *pair,
			      const struct table *table, const struct index *index, bool again)
{
	struct change *change = push_change(
		differ, CHANGE_CREATE_INDEX, pair ? pair->old_position + 1 : 0,
		(size_t)(table - differ->new->tables.at), (size_t)(index - table->indexes.at));

	change->table = table;
	change->new_index = index;
	change->again = again;
}

/*
 * What holds a column to the enum that it has goes before the columns are moved to the enum's other
 * form, and comes again after it.
 */
static void before_enums(struct change *change)
{
	change->order[0] = CHANGE_CREATE_ENUM;
	change->order[1] = SIZE_MAX;
	change->order[2] = (size_t)change->kind;
}

/* Whether the condition of an index compares a column that moves. */
static bool is_held_to_enum(const struct differ *differ, const struct table *old,
			    const struct index *index)
{
	const struct column *column;

	if (!index->predicate || !differ->enum_pairs.count)
		return false;
	vector_each(column, &old->columns)
		if (strstr(index->predicate, column->name) && is_moved(differ, old, column->name))
			return true;
	return false;
}

static struct change *push_drop_index(struct differ *differ, const struct table *table,
				      const struct index *index)
{
	struct change *change =
		push_change(differ, CHANGE_DROP_INDEX, (size_t)(table - differ->old->tables.at),
			    (size_t)(index - table->indexes.at), 0);

	change->table = table;
	change->old_index = index;
	change->from = index->name;
	if (is_held_to_enum(differ, table, index))
		before_enums(change);
	return change;
}

/* An index falls with a column that is dropped, or dropped and made again. */
static bool loses_column(const struct table_pair *pair, const struct index *index)
{
	const struct key_part *part;

	vector_each(part, &index->parts) {
		const struct column_pair *column = diff_pair_column(pair, part->column);
		if (!column || column->cast == CAST_IMPOSSIBLE)
			return true;
	}
	return false;
}

/*
 * A unique index whose columns become the primary key is dropped after that: until then it is what
 * keeps the rows apart, and what foreign keys refer to.
 */
static bool outlives_key(const struct table_pair *pair, const struct index *index)
{
	const struct primary_key *key = pair->new->primary_key;

	if (!index->unique || pair->old->primary_key || !key || loses_column(pair, index) ||
	    key->parts.count != index->parts.count)
		return false;
	for (size_t i = 0; i < key->parts.count; i++)
		if (strcmp(key->parts.at[i].column, index->parts.at[i].column) != 0)
			return false;
	return true;
}

static void push_dropped_index(struct differ *differ, const struct table_pair *pair,
			       const struct index *index)
{
	struct change *change = push_drop_index(differ, pair->old, index);

	if (outlives_key(pair, index)) {
		size_t position = (size_t)(index - pair->old->indexes.at);
		change->order[0] = CHANGE_ALTER_TABLE;
		change->order[1] = pair->old_position;
		change->order[2] = pair->new_position;
		change->order[3] = pair->old->indexes.count - position;
	}
}

static void push_renamed_index(struct differ *differ, const struct table_pair *pair,
			       const struct index_pair *index)
{
	enum change_kind kind =
		differ->rules->renames_indexes ? CHANGE_RENAME_INDEX : CHANGE_REDEFINE_INDEX;
	struct change *change = push_change(differ, kind, pair->old_position,
					    (size_t)(index->old - pair->old->indexes.at), 0);

	change->table = pair->old;
	change->pair = pair;
	change->old_index = index->old;
	change->new_index = index->new;
	change->from = index->old->name;
	change->to = index->new->name;
}

void push_indexes(struct differ *differ, const struct table_pair *pair)
{
	const struct index **index;
	const struct index_pair *both;

	vector_each(index, &pair->created_indexes)
		push_create_index(differ, pair, pair->new, *index, false);
	vector_each(index, &pair->dropped_indexes)
		push_dropped_index(differ, pair, *index);
	vector_each(both, &pair->indexes) {
		bool renamed = strcmp(both->old->name, both->new->name) != 0;
		bool again = differ->rules->drops_column_indexes && loses_column(pair, both->new);
		bool held = is_held_to_enum(differ, pair->old, both->old);
		if (held)
			push_drop_index(differ, pair->old, both->old);
		if (again || held)
			push_create_index(differ, pair, pair->new, both->new, !held);
		else if (renamed)
			push_renamed_index(differ, pair, both);
	}
}

/* ---- foreign keys ---- */

static void push_add_foreign_key(struct differ *differ, const struct table *table,
				 const struct foreign_key *key)
{
	struct change *change = push_change(differ, CHANGE_ADD_FOREIGN_KEY,
					    (size_t)(table - differ->new->tables.at),
					    (size_t)(key - table->foreign_keys.at), 0);

	change->table = table;
	change->new_key = key;
}

/* Both ends of a key have one type, and they move one after the other. */
static bool is_key_of_enum(const struct differ *differ, const struct table *old,
			   const struct foreign_key *key)
{
	const char **name;

	vector_each(name, &key->columns)
		if (is_moved(differ, old, *name))
			return true;
	return false;
}

static void push_drop_foreign_key(struct differ *differ, const struct table *table,
				  const struct foreign_key *key)
{
	struct change *change = push_change(differ, CHANGE_DROP_FOREIGN_KEY,
					    (size_t)(table - differ->old->tables.at),
					    (size_t)(key - table->foreign_keys.at), 0);

	change->table = table;
	change->old_key = key;
	if (is_key_of_enum(differ, table, key))
		before_enums(change);
}

static bool any_match(const struct table_pair *pair, const struct foreign_key *new)
{
	const struct foreign_key *old;

	vector_each(old, &pair->old->foreign_keys)
		if (old->enforced && foreign_keys_match(pair, old, new))
			return true;
	return false;
}

bool any_foreign_key_changes(const struct table_pair *pair)
{
	const struct foreign_key *old, *new;

	vector_each(new, &pair->new->foreign_keys)
		if (new->enforced && !any_match(pair, new))
			return true;
	vector_each(old, &pair->old->foreign_keys) {
		bool found = !old->enforced;
		vector_each(new, &pair->new->foreign_keys)
			found = found || (new->enforced &&foreign_keys_match(pair, old, new));
		if (!found)
			return true;
	}
	return false;
}

bool is_many_to_many(const struct table *table)
{
	return table->columns.count == 2 && table_column(table, "A") && table_column(table, "B");
}

/* Whether the columns of a key are these, in whatever order. */
static bool covers(const struct key_parts *parts, const struct names *columns)
{
	const char **name;
	const struct key_part *part;

	if (parts->count != columns->count)
		return false;
	vector_each(name, columns) {
		bool found = false;
		vector_each(part, parts)
			found = found || strcmp(part->column, *name) == 0;
		if (!found)
			return false;
	}
	return true;
}

/* Whether what a foreign key refers to is taken away, even if only to come back. */
static bool loses_target(const struct differ *differ, const struct foreign_key *old)
{
	const struct table_pair *target = find_pair(differ, old->references);
	const struct index **index;
	const struct index_pair *both;
	const char **name;

	if (!target)
		return false;
	if (target->redefined)
		return true;
	if (!differ->rules->keys_hold_targets)
		return false;
	if (target->primary_key.drop &&
	    covers(&target->old->primary_key->parts, &old->referenced_columns))
		return true;
	vector_each(index, &target->dropped_indexes)
		if ((*index)->unique && covers(&(*index)->parts, &old->referenced_columns))
			return true;
	vector_each(both, &target->indexes)
		if (both->old->unique && loses_column(target, both->old) &&
		    covers(&both->old->parts, &old->referenced_columns))
			return true;
	vector_each(name, &old->referenced_columns) {
		const struct column_pair *column = diff_pair_column(target, *name);
		if (!column || column->cast == CAST_IMPOSSIBLE)
			return true;
	}
	return false;
}

/* The keys of many-to-many tables had other names once, and keep them where nothing is renamed. */
static bool keeps_old_names(const struct differ *differ, const struct table_pair *pair)
{
	const struct renaming *renaming;

	vector_each(renaming, &differ->diff->renames)
		if (object_name_equal(renaming->renamed, pair->new->name))
			return false;
	return is_many_to_many(pair->old) && is_many_to_many(pair->new);
}

static void push_matched_key(struct differ *differ, const struct table_pair *pair,
			     const struct foreign_key *old, const struct foreign_key *new)
{
	if (loses_target(differ, old) || is_key_of_enum(differ, pair->old, old)) {
		push_drop_foreign_key(differ, pair->old, old);
		push_add_foreign_key(differ, pair->new, new);
		return;
	}
	if (!old->name || !new->name || strcmp(old->name, new->name) == 0 ||
	    keeps_old_names(differ, pair))
		return;
	struct change *change = push_change(differ, CHANGE_RENAME_FOREIGN_KEY, pair->old_position,
					    (size_t)(old - pair->old->foreign_keys.at), 0);
	change->table = pair->old;
	change->old_key = old;
	change->new_key = new;
	change->from = old->name;
	change->to = new->name;
}

void push_foreign_keys(struct differ *differ, const struct table_pair *pair)
{
	const struct foreign_key *old, *new;
	bool *taken = arena_alloc(differ->arena, pair->new->foreign_keys.count + 1);

	if (!differ->rules->alters_foreign_keys)
		return;
	vector_each(new, &pair->new->foreign_keys)
		if (new->enforced && !any_match(pair, new))
			push_add_foreign_key(differ, pair->new, new);
	vector_each(old, &pair->old->foreign_keys) {
		bool matches = false;
		if (!old->enforced)
			continue;
		vector_each(new, &pair->new->foreign_keys) {
			size_t position = (size_t)(new - pair->new->foreign_keys.at);
			if (!new->enforced || !foreign_keys_match(pair, old, new))
				continue;
			matches = true;
			if (taken[position])
				continue;
			taken[position] = true;
			push_matched_key(differ, pair, old, new);
			break;
		}
		if (!matches)
			push_drop_foreign_key(differ, pair->old, old);
	}
}

/* ---- of tables that come and go ---- */

void push_keys_of_created(struct differ *differ, const struct table *table)
{
	const struct index *index;
	const struct foreign_key *key;

	vector_each(index, &table->indexes)
		push_create_index(differ, NULL, table, index, false);
	if (differ->rules->alters_foreign_keys)
		vector_each(key, &table->foreign_keys)
			if (key->enforced)
				push_add_foreign_key(differ, table, key);
}

void push_keys_of_dropped(struct differ *differ, const struct table *table)
{
	const struct index *index;
	const struct foreign_key *key;

	/* So that the tables can go in any order. */
	if (differ->rules->alters_foreign_keys)
		vector_each(key, &table->foreign_keys)
			if (key->enforced)
				push_drop_foreign_key(differ, table, key);
	/* A redefined table may take over the names of its indexes. */
	bool all = !differ->rules->alters_columns && differ->diff->redefined.count;
	vector_each(index, &table->indexes)
		if (all || is_held_to_enum(differ, table, index))
			push_drop_index(differ, table, index);
}
