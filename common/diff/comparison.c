/* Functions shared by the files that find changes. */
#include "diff/comparison.h"

#include <stdint.h>

#include "base/text.h"

static const char history_table[] = "_prisma_migrations";

struct change *diff_add_change(struct comparison *comparison, enum change_kind kind, size_t first,
			       size_t second, size_t third)
{
	struct diff *diff = comparison->diff;
	struct change *change = vector_add_alone(comparison->arena, &diff->changes);

	*change = (struct change){
		.kind = kind,
		.order = {(size_t)kind, first, second, third, diff->changes.count},
	};
	return change;
}

void diff_move_before_enums(struct change *change)
{
	change->order[0] = CHANGE_CREATE_ENUM;
	change->order[1] = SIZE_MAX;
	change->order[2] = (size_t)change->kind;
}

bool diff_is_compared(const struct table *table)
{
	return !table->view && !text_equal(table->name.name, history_table);
}

const struct table *diff_compared_table(const struct schema *schema, struct object_name name)
{
	const struct table *table = schema_table(schema, name);

	return table && diff_is_compared(table) ? table : NULL;
}

bool diff_has_key(const struct table *table, const char *name)
{
	return table_index(table, name) || table_foreign_key(table, name) ||
	       (table->primary_key && text_equal(table->primary_key->name, name));
}

const struct table_pair *diff_find_pair(const struct comparison *comparison,
					struct object_name old_name)
{
	const struct table *table = schema_table(comparison->old, old_name);

	return table ? comparison->pair_of_old[table - comparison->old->tables.at] : NULL;
}

struct table_pair *diff_owner_pair(const struct comparison *comparison, const struct object *object)
{
	const struct table *table =
		object->owner.name ? schema_table(comparison->old, object->owner) : NULL;

	return table ? comparison->pair_of_old[table - comparison->old->tables.at] : NULL;
}

struct enum_pair *diff_changing_enum(const struct comparison *comparison,
				     const struct column *column)
{
	struct object_name name = column->type.enumeration;

	if (column->type.kind != TYPE_ENUM)
		return NULL;
	return map_get_in(&comparison->enum_pairs, name.namespace, name.name);
}

bool diff_is_moved(const struct comparison *comparison, const struct table *old, const char *column)
{
	const struct column *found;
	const struct enum_pair *pair;

	if (!comparison->enum_pairs.count)
		return false;
	found = table_column(old, column);
	pair = found ? diff_changing_enum(comparison, found) : NULL;
	return pair && pair->replaced;
}
