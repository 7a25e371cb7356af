/* Finds changes of foreign keys. */
#include "diff/foreign_keys.h"

#include "base/text.h"
#include "diff/alike.h"
#include "diff/indexes.h"
#include "diff/many_to_many.h"
#include "diff/table_pair.h"

/* ---- adding changes ---- */

/* Adds a key to a table, a new one if `pair` is NULL. */
static void add_key(struct comparison *comparison, const struct table_pair *pair,
		    const struct table *table, const struct foreign_key *key)
{
	struct change *change = diff_add_change(comparison, CHANGE_ADD_FOREIGN_KEY,
						(size_t)(table - comparison->new->tables.at),
						(size_t)(key - table->foreign_keys.at), 0);

	change->pair = pair;
	change->table = table;
	change->new_key = key;
}

/*
 * True if a column of the key moves to a new type. The two ends of the key do not move at the same
 * time.
 */
static bool is_tied_to_enum(const struct comparison *comparison, const struct table *old,
			    const struct foreign_key *key)
{
	const char **name;

	vector_each(name, &key->columns)
		if (diff_is_moved(comparison, old, *name))
			return true;
	return false;
}

static void drop_key(struct comparison *comparison, const struct table *table,
		     const struct foreign_key *key)
{
	struct change *change = diff_add_change(comparison, CHANGE_DROP_FOREIGN_KEY,
						(size_t)(table - comparison->old->tables.at),
						(size_t)(key - table->foreign_keys.at), 0);

	change->table = table;
	change->old_key = key;
	if (is_tied_to_enum(comparison, table, key))
		diff_move_before_enums(change);
}

static void rename_key(struct comparison *comparison, const struct table_pair *pair,
		       const struct foreign_key *old, const struct foreign_key *new)
{
	struct change *change =
		diff_add_change(comparison, CHANGE_RENAME_FOREIGN_KEY, pair->old_position,
				(size_t)(old - pair->old->foreign_keys.at), 0);

	change->table = pair->old;
	change->old_key = old;
	change->new_key = new;
	change->from = old->name;
	change->to = new->name;
}

/* ---- keys that match ---- */

bool diff_foreign_keys_differ(const struct table_pair *pair)
{
	const struct foreign_key *old, *new;

	vector_each(new, &pair->new->foreign_keys)
		if (new->enforced && !diff_has_old_key(pair, new))
			return true;
	vector_each(old, &pair->old->foreign_keys)
		if (old->enforced && !diff_matching_new_keys(pair, old))
			return true;
	return false;
}

/* True if the columns of a key are these, in any order. */
static bool covers(const struct key_parts *parts, const struct names *columns)
{
	const char **name;
	const struct key_part *part;

	if (parts->count != columns->count)
		return false;
	vector_each(name, columns) {
		bool found = false;
		vector_each(part, parts)
			found = found || text_equal(part->column, *name);
		if (!found)
			return false;
	}
	return true;
}

/* True if the unique key to which a foreign key refers is dropped, even if it is created again. */
static bool loses_unique_key(const struct dialect *dialect, const struct table_pair *target,
			     const struct foreign_key *old)
{
	const struct names *columns = &old->referenced_columns;
	const struct index **index;
	const struct index_pair *both;

	if (target->primary_key.drop && covers(&target->old->primary_key->parts, columns))
		return true;
	vector_each(index, &target->dropped_indexes)
		if ((*index)->unique && covers(&(*index)->parts, columns))
			return true;
	vector_each(both, &target->indexes)
		if (both->old->unique && diff_index_loses_column(dialect, target, both->old) &&
		    covers(&both->old->parts, columns))
			return true;
	return false;
}

/* True if the target of a foreign key is dropped, even if it is created again. */
static bool loses_target(const struct comparison *comparison, const struct foreign_key *old)
{
	const struct table_pair *target = diff_find_pair(comparison, old->references);
	const char **name;

	if (!target)
		return false;
	if (target->redefined)
		return true;
	if (!comparison->rules->keys_hold_targets)
		return false;
	if (loses_unique_key(comparison->diff->dialect, target, old))
		return true;
	vector_each(name, &old->referenced_columns) {
		const struct column_pair *column = diff_pair_column(target, *name);
		if (!column || column->cast == CAST_IMPOSSIBLE)
			return true;
	}
	return false;
}

/*
 * True for a many-to-many table that is not renamed. Older versions of Prisma named its keys
 * differently, and those names stay.
 */
static bool keeps_old_names(const struct comparison *comparison, const struct table_pair *pair)
{
	struct object_name name = pair->new->name;

	return !map_get_in(&comparison->renamed, name.namespace, name.name) &&
	       diff_is_many_to_many(pair->old) && diff_is_many_to_many(pair->new);
}

static void compare_matched_key(struct comparison *comparison, const struct table_pair *pair,
				const struct foreign_key *old, const struct foreign_key *new)
{
	if (loses_target(comparison, old) || is_tied_to_enum(comparison, pair->old, old)) {
		drop_key(comparison, pair->old, old);
		add_key(comparison, pair, pair->new, new);
	} else if (old->name && new->name && !text_equal(old->name, new->name) &&
		   !keeps_old_names(comparison, pair)) {
		rename_key(comparison, pair, old, new);
	}
}

/* Pairs an old key with the first equal new key that is free. Drops it if there is none. */
static void compare_old_key(struct comparison *comparison, const struct table_pair *pair,
			    const struct foreign_key *old)
{
	struct group *group = diff_matching_new_keys(pair, old);

	if (!group)
		drop_key(comparison, pair->old, old);
	else if (group->next < group->count)
		compare_matched_key(comparison, pair, old,
				    &pair->new->foreign_keys.at[group->at[group->next++]]);
}

void diff_compare_foreign_keys(struct comparison *comparison, const struct table_pair *pair)
{
	const struct foreign_key *old, *new;

	if (!comparison->rules->alters_foreign_keys)
		return;
	vector_each(new, &pair->new->foreign_keys)
		if (new->enforced && !diff_has_old_key(pair, new))
			add_key(comparison, pair, pair->new, new);
	vector_each(old, &pair->old->foreign_keys)
		if (old->enforced)
			compare_old_key(comparison, pair, old);
}

/* ---- created and dropped tables ---- */

void diff_add_foreign_keys(struct comparison *comparison, const struct table *table)
{
	const struct foreign_key *key;

	if (comparison->rules->alters_foreign_keys)
		vector_each(key, &table->foreign_keys)
			if (key->enforced)
				add_key(comparison, NULL, table, key);
}

/* Drops the keys before the tables, which can then be dropped in any order. */
void diff_drop_foreign_keys(struct comparison *comparison, const struct table *table)
{
	const struct foreign_key *key;

	if (comparison->rules->alters_foreign_keys)
		vector_each(key, &table->foreign_keys)
			if (key->enforced)
				drop_key(comparison, table, key);
}
