/* Pairs two tables: finds equal columns, indexes and keys, and their differences. */
#include "diff/table_pair.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diff/alike.h"
#include "diff/cast.h"
#include "diff/cast_rows.h"
#include "diff/default.h"
#include "diff/sql_names.h"

/* ---- columns ---- */

static int compare_columns(const void *a, const void *b)
{
	const struct column *const *left = a, *const *right = b;

	return strcmp((*left)->name, (*right)->name);
}

/* Returns the columns of a table sorted by name, with NULL at the end. */
static const struct column **sorted_columns(struct arena *arena, const struct table *table)
{
	size_t count = table->columns.count;
	const struct column **sorted = arena_alloc(arena, (count + 1) * sizeof *sorted);

	for (size_t i = 0; i < count; i++)
		sorted[i] = &table->columns.at[i];
	qsort(sorted, count, sizeof *sorted, compare_columns);
	return sorted;
}

static bool is_autoincrement(const struct column *column)
{
	return column->value.kind == DEFAULT_AUTOINCREMENT;
}

/*
 * True if the server would convert the default along with the values into something else than the
 * schema says: a quoted constant was read as one of the old type.
 */
static bool is_restated(const struct alter_rules *rules, const struct column_pair *pair)
{
	const struct default_value *value = &pair->new->value;
	bool constant = value->kind == DEFAULT_STRING || value->kind == DEFAULT_DATETIME ||
			value->kind == DEFAULT_JSON || value->kind == DEFAULT_LIST ||
			(value->kind == DEFAULT_EXPRESSION && strchr(value->text, '\''));

	return rules->converts_defaults && pair->cast != CAST_NONE &&
	       pair->cast != CAST_IMPOSSIBLE && !pair->value && constant &&
	       !diff_type_is_listed(rules->casts.textual, &pair->old->type);
}

static void compare_column(struct arena *arena, const struct alter_rules *rules,
			   const struct table_pair *tables, struct column_pair *pair)
{
	struct column_place old = {tables->old, pair->old}, new = {tables->new, pair->new};

	pair->cast = diff_cast(arena, rules, old, new, &pair->using);
	pair->arity = pair->old->arity != pair->new->arity;
	pair->value = !diff_defaults_match(rules, pair->old, pair->new);
	pair->autoincrement = rules->counter == COUNTER_SEQUENCE &&
			      is_autoincrement(pair->old) != is_autoincrement(pair->new);
	pair->restated = is_restated(rules, pair);
}

static void pair_columns(struct arena *arena, const struct alter_rules *rules,
			 struct table_pair *pair)
{
	const struct column **old = sorted_columns(arena, pair->old);
	const struct column **new = sorted_columns(arena, pair->new);

	while (*old || *new) {
		int order = !*old ? 1 : !*new ? -1 : strcmp((*old)->name, (*new)->name);
		if (order < 0) {
			*vector_add(arena, &pair->dropped) = *old++;
		} else if (order > 0) {
			*vector_add(arena, &pair->added) = *new ++;
		} else {
			struct column_pair *columns = vector_add(arena, &pair->columns);
			columns->old = *old++;
			columns->new = *new ++;
			compare_column(arena, rules, pair, columns);
		}
	}
}

/* ---- primary keys ---- */

static bool descends(const struct key_part *part)
{
	return part->sort == SORT_DESC;
}

static bool parts_equal(const struct key_parts *a, const struct key_parts *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!text_equal(a->at[i].column, b->at[i].column) ||
		    descends(&a->at[i]) != descends(&b->at[i]))
			return false;
	return true;
}

static bool key_type_changes(const struct table_pair *pair)
{
	const struct key_part *part;

	vector_each(part, &pair->old->primary_key->parts) {
		const struct column_pair *column = diff_pair_column(pair, part->column);
		if (column && column->cast != CAST_NONE)
			return true;
	}
	return false;
}

/* True if both texts are given, and differ. */
static bool texts_differ(const char *a, const char *b)
{
	return a && b && !text_equal(a, b);
}

static void pair_primary_keys(const struct alter_rules *rules, struct table_pair *pair)
{
	const struct primary_key *old = pair->old->primary_key, *new = pair->new->primary_key;
	struct primary_key_change *change = &pair->primary_key;

	if (!old || !new) {
		change->drop = old != NULL;
		change->add = new != NULL;
		return;
	}
	change->rename = texts_differ(old->name, new->name);
	if (rules->alters_primary_key)
		return;
	change->drop = change->add =
		!parts_equal(&old->parts, &new->parts) || key_type_changes(pair);
}

/* ---- operator classes of indexes ---- */

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool is_default_class(const struct alter_rules *rules, const char *method, const char *class)
{
	for (const struct default_class *row = rules->default_classes; row->method; row++)
		if (text_equal(row->method, method) && ends_with(class, row->end))
			return row->is_default;
	return false;
}

static bool classes_match(const struct alter_rules *rules, const char *method,
			  const struct key_parts *a, const struct key_parts *b)
{
	for (size_t i = 0; i < a->count; i++) {
		const char *left = a->at[i].operator_class, *right = b->at[i].operator_class;
		if (texts_differ(left, right))
			return false;
		if (!left != !right && !is_default_class(rules, method, left ? left : right))
			return false;
	}
	return true;
}

/* ---- pairs of indexes ---- */

/* Marks the new indexes with a partner, and stores the position of each old one's, or NONE. */
struct index_partners {
	bool *taken;
	size_t *of_old;
};

static const size_t NONE = (size_t)-1;

/* Returns the text that is equal for partners. */
static const char *partner_text(struct arena *arena, const struct alter_rules *rules,
				const struct index *index, bool same_name)
{
	const char *text = diff_index_text(arena, rules, index);

	return same_name ? arena_join(arena, text, ' ', index->name) : text;
}

/* Returns the new indexes without partners, in groups. */
static struct map free_indexes(struct arena *arena, const struct alter_rules *rules,
			       const struct table_pair *pair, const struct index_partners *partners,
			       bool same_name)
{
	struct map groups = {.arena = arena};
	const struct index *new;

	vector_each(new, &pair->new->indexes) {
		size_t position = (size_t)(new - pair->new->indexes.at);
		if (!partners->taken[position])
			diff_add_alike(&groups, partner_text(arena, rules, new, same_name),
				       position);
	}
	return groups;
}

/* Returns the first index of a group that is free and has the same operator classes, or NONE. */
static size_t take_free(const struct alter_rules *rules, const struct table_pair *pair,
			struct index_partners *partners, struct group *group,
			const struct index *old)
{
	while (group->next < group->count && partners->taken[group->at[group->next]])
		group->next++;
	for (uint32_t i = group->next; i < group->count; i++) {
		const struct index *new = &pair->new->indexes.at[group->at[i]];
		if (partners->taken[group->at[i]] ||
		    (rules->default_classes &&
		     !classes_match(rules, new->method, &new->parts, &old->parts)))
			continue;
		partners->taken[group->at[i]] = true;
		return group->at[i];
	}
	return NONE;
}

/* Gives each old index without a partner the first equal new index that is free. */
static void find_partners(struct arena *arena, const struct alter_rules *rules,
			  const struct table_pair *pair, struct index_partners *partners,
			  bool same_name)
{
	struct map groups = free_indexes(arena, rules, pair, partners, same_name);
	const struct index *old;

	vector_each(old, &pair->old->indexes) {
		size_t *partner = &partners->of_old[old - pair->old->indexes.at];
		if (*partner != NONE || !groups.count)
			continue;
		struct group *group = map_get(&groups, partner_text(arena, rules, old, same_name));
		if (group)
			*partner = take_free(rules, pair, partners, group, old);
	}
}

/* Pairs the indexes, preferably those with the same name. */
static void pair_indexes(struct arena *arena, const struct alter_rules *rules,
			 struct table_pair *pair)
{
	const struct table *old = pair->old, *new = pair->new;
	size_t count = old->indexes.count;
	struct index_partners partners = {
		.taken = arena_alloc(arena, new->indexes.count + 1),
		.of_old = arena_alloc(arena, (count + 1) * sizeof *partners.of_old),
	};

	for (size_t i = 0; i < count; i++)
		partners.of_old[i] = NONE;
	find_partners(arena, rules, pair, &partners, true);
	find_partners(arena, rules, pair, &partners, false);
	for (size_t i = 0; i < count; i++)
		if (partners.of_old[i] != NONE)
			*vector_add(arena, &pair->indexes) = (struct index_pair){
				&old->indexes.at[i], &new->indexes.at[partners.of_old[i]]};
		else
			*vector_add(arena, &pair->dropped_indexes) = &old->indexes.at[i];
	for (size_t i = 0; i < new->indexes.count; i++)
		if (!partners.taken[i])
			*vector_add(arena, &pair->created_indexes) = &new->indexes.at[i];
}

/* ---- foreign keys ---- */

static struct map group_keys(struct arena *arena, const struct table *table)
{
	struct map groups = {.arena = arena};
	const struct foreign_key *key;

	vector_each(key, &table->foreign_keys)
		if (key->enforced)
			diff_add_alike(&groups, diff_key_text(arena, key),
				       (size_t)(key - table->foreign_keys.at));
	return groups;
}

/*
 * Returns the group of a key among those of a table; NULL if it is empty, or a column's type
 * changes.
 */
static struct group *matching(const struct table_pair *pair, const struct map *groups,
			      const struct foreign_key *key)
{
	struct group *group =
		groups->count ? map_get(groups, diff_key_text(groups->arena, key)) : NULL;
	const char **name;

	if (group)
		vector_each(name, &key->columns) {
			const struct column_pair *column = diff_pair_column(pair, *name);
			if (!column || column->cast != CAST_NONE)
				return NULL;
		}
	return group;
}

struct group *diff_matching_new_keys(const struct table_pair *pair, const struct foreign_key *old)
{
	return matching(pair, &pair->new_keys, old);
}

bool diff_has_old_key(const struct table_pair *pair, const struct foreign_key *new)
{
	return matching(pair, &pair->old_keys, new) != NULL;
}

/* ---- all of it ---- */

struct table_pair *diff_pair_tables(struct arena *arena, const struct alter_rules *rules,
				    const struct table *old, size_t old_position,
				    const struct table *new, size_t new_position)
{
	struct table_pair *pair = arena_alloc(arena, sizeof *pair);

	*pair = (struct table_pair){
		.old = old,
		.new = new,
		.old_position = old_position,
		.new_position = new_position,
		.held = arena_alloc(arena, sizeof *pair->held),
		.lost = arena_alloc(arena, sizeof *pair->lost),
		.gained = arena_alloc(arena, sizeof *pair->gained),
	};
	pair->lost->arena = pair->gained->arena = arena;
	pair_columns(arena, rules, pair);
	pair_primary_keys(rules, pair);
	pair_indexes(arena, rules, pair);
	pair->old_keys = group_keys(arena, old);
	pair->new_keys = group_keys(arena, new);
	return pair;
}
