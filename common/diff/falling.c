/* Finds objects dropped with a column, and objects that a recreated table keeps. */
#include "diff/falling.h"

#include "base/text.h"
#include "diff/sql_names.h"

/* Returns the columns whose values a table loses. */
static const struct sql_index *lost_columns(const struct dialect *dialect,
					    const struct table_pair *pair)
{
	struct sql_index *lost = pair->lost;
	const struct column_pair *column;
	const struct column **dropped;

	if (lost->dialect)
		return lost;
	lost->dialect = dialect;
	vector_each(column, &pair->columns)
		if (column->cast == CAST_IMPOSSIBLE)
			diff_index_name(lost, column->old->name, 0);
	vector_each(dropped, &pair->dropped)
		diff_index_name(lost, (*dropped)->name, 0);
	return lost;
}

static const struct sql_index *gained_columns(const struct dialect *dialect,
					      const struct table_pair *pair)
{
	struct sql_index *gained = pair->gained;
	const struct column **added;

	if (gained->dialect)
		return gained;
	gained->dialect = dialect;
	vector_each(added, &pair->added)
		diff_index_name(gained, (*added)->name, 0);
	return gained;
}

bool diff_names_dropped(const struct dialect *dialect, const struct table_pair *pair,
			const char *sql)
{
	return sql && diff_sql_names_any(lost_columns(dialect, pair), sql);
}

/* Conditions under which a recreated table takes over objects of a kind. */
enum way {
	WAY_NONE,   /* never */
	WAY_COLUMN, /* if it has the column with that name */
	WAY_BESIDE, /* unless it has a column with that name */
	WAY_INDEX,
	WAY_OPTION,
	WAY_FREE
};

static const enum way ways[OBJECT_KIND_COUNT] = {
	[OBJECT_CHECK] = WAY_FREE,	 [OBJECT_COLLATION] = WAY_COLUMN,
	[OBJECT_GENERATED] = WAY_BESIDE, [OBJECT_INDEX] = WAY_INDEX,
	[OBJECT_OPTION] = WAY_OPTION,	 [OBJECT_TRIGGER] = WAY_FREE,
};

/* True if the new table can be STRICT with all its columns. */
static bool can_be_strict(const struct table *table)
{
	const struct column *column;

	vector_each(column, &table->columns) {
		const struct native_type *native = column->type.native;
		if (native && !text_equal(native->sql, "INTEGER") &&
		    !text_equal(native->sql, "REAL") && !text_equal(native->sql, "TEXT") &&
		    !text_equal(native->sql, "BLOB"))
			return false;
	}
	return true;
}

/* True if a single Int key of the model numbers itself. A table without rowids cannot do that. */
static bool has_counter(const struct table *table)
{
	const struct column *column;

	vector_each(column, &table->columns)
		if (column_is_id(table, column) && column->type.kind == TYPE_NATIVE &&
		    column->type.native->scalar == SCALAR_INT)
			return true;
	return false;
}

static bool allows_option(const struct dialect *dialect, const struct table *table,
			  const char *option)
{
	return (can_be_strict(table) || !diff_sql_names(dialect, option, "STRICT")) &&
	       (!has_counter(table) || !diff_sql_names(dialect, option, "ROWID"));
}

/*
 * True if the recreated table has the object again. An index of the model that is dropped stays
 * dropped.
 */
static bool is_kept(const struct dialect *dialect, const struct table_pair *pair,
		    const struct object *object)
{
	const char *name = object->name.name;

	switch (ways[object->kind]) {
	case WAY_NONE:
		return false;
	case WAY_COLUMN:
		return table_column(pair->new, name) != NULL;
	case WAY_BESIDE:
		return table_column(pair->new, name) == NULL;
	case WAY_INDEX:
		return table_index(pair->new, name) || !table_index(pair->old, name);
	case WAY_OPTION:
		return allows_option(dialect, pair->new, object->definition);
	case WAY_FREE:
		break;
	}
	return true;
}

/* True for a property of a dropped column, and for an object whose loss alone does not matter. */
static bool is_remark(const struct table_pair *pair, const struct object *object)
{
	const char *name = object->name.name;
	bool property = object->kind == OBJECT_COLLATION || object->kind == OBJECT_IDENTITY ||
			object->kind == OBJECT_OPTION || object->kind == OBJECT_GENERATED;

	return object->kind == OBJECT_COMMENT || object->kind == OBJECT_GRANT ||
	       (property && name && table_column(pair->old, name) &&
		!table_column(pair->new, name));
}

/*
 * Returns the objects of a table as far as a schema lists them; on the way back, only the new
 * schema counts.
 */
static const struct object *objects_of(const struct comparison *comparison,
				       const struct table_pair *pair, size_t *count)
{
	bool old = schema_lists_objects(comparison->old);

	return schema_objects_of(old ? comparison->old : comparison->new, pair->old->name, count);
}

/* True if an object was dropped with a column that is added again. */
static bool comes_back(const struct comparison *comparison, const struct table_pair *pair,
		       const struct object *object)
{
	const struct dialect *dialect = comparison->diff->dialect;

	if (comparison->rules->alters_columns || schema_lists_objects(comparison->old) ||
	    (object->kind == OBJECT_INDEX && table_index(pair->new, object->name.name)))
		return false;
	return diff_sql_names_any(gained_columns(dialect, pair), object->definition);
}

bool diff_needs_new_table(const struct comparison *comparison, const struct table_pair *pair)
{
	size_t count;
	const struct object *object = objects_of(comparison, pair, &count);

	for (; count > 0; count--, object++)
		if ((object->kind == OBJECT_CHECK || object->kind == OBJECT_GENERATED) &&
		    comes_back(comparison, pair, object))
			return true;
	return false;
}

static void sort_object(const struct comparison *comparison, struct table_pair *pair,
			const struct object *object)
{
	const struct dialect *dialect = comparison->diff->dialect;

	if (is_remark(pair, object))
		return;
	if (object->kind == OBJECT_OPTION && diff_sql_names(dialect, object->definition, "ROWID"))
		pair->without_rowid = true;
	if (diff_names_dropped(dialect, pair, object->definition) ||
	    (pair->redefined && !is_kept(dialect, pair, object)))
		*vector_add(comparison->arena, &pair->fallen) = object;
	else if (pair->redefined || comes_back(comparison, pair, object))
		*vector_add(comparison->arena, &pair->kept) = object;
}

void diff_sort_objects(const struct comparison *comparison, struct table_pair *pair)
{
	size_t count;
	const struct object *object = objects_of(comparison, pair, &count);

	if (comparison->rules->holds_columns)
		return;
	for (; count > 0; count--, object++)
		sort_object(comparison, pair, object);
}

bool diff_is_in_table(const struct comparison *comparison, const struct table *table,
		      const struct object *object)
{
	bool holds = comparison->rules->holds_columns;

	switch (object->kind) {
	case OBJECT_CHECK:
		return !holds;
	case OBJECT_COLLATION:
	case OBJECT_GENERATED:
		return true;
	case OBJECT_DOMAIN:
	case OBJECT_IDENTITY:
	case OBJECT_PARTITION_KEY:
		return holds;
	case OBJECT_OPTION:
		return !object->name.name && (holds || allows_option(comparison->diff->dialect,
								     table, object->definition));
	default:
		return false;
	}
}

const struct kept_objects *diff_objects_in_table(const struct comparison *comparison,
						 const struct table *table)
{
	struct kept_objects *kept = arena_alloc(comparison->arena, sizeof *kept);
	size_t count;
	const struct object *object = schema_objects_of(comparison->new, table->name, &count);

	for (; count > 0; count--, object++)
		if (diff_is_in_table(comparison, table, object))
			*vector_add(comparison->arena, kept) = object;
	return kept;
}
