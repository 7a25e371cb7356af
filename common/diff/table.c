/* The pair of two tables, and when their columns, indexes and keys are the same. */
#include <stdlib.h>
#include <string.h>

#include "diff/rules.h"

bool column_pair_differs(const struct column_pair *pair)
{
	return pair->cast != CAST_NONE || pair->arity || pair->value || pair->autoincrement;
}

/* ---- columns ---- */

bool diff_has_default(const struct column *column)
{
	const struct default_value *value = &column->value;

	return value->kind != DEFAULT_NONE &&
	       !(value->kind == DEFAULT_EXPRESSION && *value->text == '\0');
}

static int compare_columns(const void *a, const void *b)
{
	const struct column *const *left = a, *const *right = b;

	return strcmp((*left)->name, (*right)->name);
}

/* The columns of a table by name. */
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

static void compare_column(const struct alter_rules *rules, const struct table_pair *tables,
			   struct column_pair *pair)
{
	struct column_place old = {tables->old, pair->old}, new = {tables->new, pair->new};

	pair->old_position = (size_t)(pair->old - tables->old->columns.at);
	pair->cast = column_cast(rules, old, new);
	if (pair->cast != CAST_NONE && pair->cast != CAST_IMPOSSIBLE)
		pair->explicitly = cast_is_explicit(rules, pair, &pair->through);
	pair->arity = pair->old->arity != pair->new->arity;
	pair->value = !defaults_match(rules, pair->old, pair->new);
	pair->autoincrement = rules->counter == COUNTER_SEQUENCE &&
			      is_autoincrement(pair->old) != is_autoincrement(pair->new);
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
			compare_column(rules, pair, columns);
		}
	}
}

const struct column_pair *diff_pair_column(const struct table_pair *pair, const char *name)
{
	size_t low = 0, high = pair->columns.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(pair->columns.at[middle].old->name, name);
		if (order == 0)
			return &pair->columns.at[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* ---- keys ---- */

static bool descends(const struct key_part *part)
{
	return part->sort == SORT_DESC;
}

static bool parts_equal(const struct key_parts *a, const struct key_parts *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->at[i].column, b->at[i].column) != 0 ||
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

static bool texts_differ(const char *a, const char *b)
{
	return a && b && strcmp(a, b) != 0;
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

/* ---- indexes ---- */

/* The first index of a table, among those not taken, that does what another does; or its position.
 */
static size_t find_index(struct arena *arena, const struct alter_rules *rules,
			 const struct table *table, const bool *taken, const struct index *like,
			 bool named)
{
	size_t i = 0;

	for (; i < table->indexes.count; i++) {
		const struct index *index = &table->indexes.at[i];
		if (!taken[i] && (!named || strcmp(index->name, like->name) == 0) &&
		    indexes_match(arena, rules, index, like))
			break;
	}
	return i;
}

/* Each index has one partner at the most: that of its own name before any other. */
static void pair_indexes(struct arena *arena, const struct alter_rules *rules,
			 struct table_pair *pair)
{
	const struct table *old = pair->old, *new = pair->new;
	bool *taken = arena_alloc(arena, new->indexes.count + 1);
	size_t *partner = arena_alloc(arena, (old->indexes.count + 1) * sizeof *partner);

	for (size_t i = 0; i < old->indexes.count; i++) {
		partner[i] = find_index(arena, rules, new, taken, &old->indexes.at[i], true);
		taken[partner[i]] = true;
	}
	taken[new->indexes.count] = false;
	for (size_t i = 0; i < old->indexes.count; i++) {
		if (partner[i] < new->indexes.count)
			continue;
		partner[i] = find_index(arena, rules, new, taken, &old->indexes.at[i], false);
		if (partner[i] < new->indexes.count)
			taken[partner[i]] = true;
	}
	for (size_t i = 0; i < old->indexes.count; i++)
		if (partner[i] < new->indexes.count)
			*vector_add(arena, &pair->indexes) = (struct index_pair){
				&old->indexes.at[i], &new->indexes.at[partner[i]]};
		else
			*vector_add(arena, &pair->dropped_indexes) = &old->indexes.at[i];
	for (size_t i = 0; i < new->indexes.count; i++)
		if (!taken[i])
			*vector_add(arena, &pair->created_indexes) = &new->indexes.at[i];
}

struct table_pair *pair_tables(struct arena *arena, const struct alter_rules *rules,
			       const struct table *old, size_t old_position,
			       const struct table *new, size_t new_position)
{
	struct table_pair *pair = arena_alloc(arena, sizeof *pair);

	*pair = (struct table_pair){
		.old = old,
		.new = new,
		.old_position = old_position,
		.new_position = new_position,
	};
	pair_columns(arena, rules, pair);
	pair_primary_keys(rules, pair);
	pair_indexes(arena, rules, pair);
	return pair;
}

/* ---- what is the same ---- */

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool is_default_class(const struct alter_rules *rules, const char *method, const char *class)
{
	for (const struct default_class *row = rules->default_classes; row->method; row++)
		if (strcmp(row->method, method) == 0 && ends_with(class, row->end))
			return row->is_default;
	return false;
}

static bool classes_equal(const struct alter_rules *rules, const char *method,
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

static bool predicates_match(struct arena *arena, const struct alter_rules *rules, const char *a,
			     const char *b)
{
	if (!a || !b)
		return a == b;
	return rules->respells_predicates ? predicates_equal(arena, a, b) : strcmp(a, b) == 0;
}

bool indexes_match(struct arena *arena, const struct alter_rules *rules, const struct index *a,
		   const struct index *b)
{
	if (a->unique != b->unique || !parts_equal(&a->parts, &b->parts))
		return false;
	if (rules->index_predicates && !predicates_match(arena, rules, a->predicate, b->predicate))
		return false;
	return !rules->default_classes || (strcmp(a->method, b->method) == 0 &&
					   classes_equal(rules, a->method, &a->parts, &b->parts));
}

bool names_equal(const struct names *a, const struct names *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->at[i], b->at[i]) != 0)
			return false;
	return true;
}

bool foreign_keys_match(const struct table_pair *pair, const struct foreign_key *old,
			const struct foreign_key *new)
{
	const char **name;

	if (!object_name_equal(old->references, new->references) ||
	    old->on_delete != new->on_delete || old->on_update != new->on_update ||
	    !names_equal(&old->columns, &new->columns) ||
	    !names_equal(&old->referenced_columns, &new->referenced_columns))
		return false;
	vector_each(name, &old->columns) {
		const struct column_pair *column = diff_pair_column(pair, *name);
		if (!column || column->cast != CAST_NONE)
			return false;
	}
	return true;
}
