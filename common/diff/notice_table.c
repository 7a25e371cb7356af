/* Describes the changes of a table that remains, and of its columns, indexes and keys. */
#include "diff/notice_table.h"

#include "base/text.h"
#include "diff/cast_cost.h"
#include "diff/indexes.h"
#include "diff/notice_object.h"
#include "diff/rows.h"
#include "diff/table_pair.h"
#include "schema/text.h"

/* ---- columns ---- */

static const struct event
	/* clang-format off */
	add_column = {"add-column", RISK_SAFE, NULL},
	add_required_column = {"add-column", RISK_MAY_FAIL,
		"fails if the table has rows: the column is required and has no default"},
	add_unfit_column = {"add-column", RISK_MAY_FAIL,
		"fails if the table has rows: the default does not fit the type"},
	add_required_generated = {"add-column", RISK_MAY_FAIL,
		"fails if a row has no generated value; the table is rewritten"},
	add_computed_column = {"add-column", RISK_REWRITES,
		"the default is computed for every row"},
	drop_column = {"drop-column", RISK_LOSES_DATA,
		"the column is dropped with all its values"},
	recreate_column = {"recreate-column", RISK_LOSES_DATA,
		"values cannot be converted: the column is dropped and recreated"},
	recompute_column = {"recreate-column", RISK_REWRITES,
		"the generated values are recomputed; the table is rewritten"},
	generate_column = {"recreate-column", RISK_LOSES_DATA,
		"the column is regenerated from the current values"},
	drop_generated = {"drop-generated", RISK_LOSES_DATA,
		"the column keeps its values and is no longer generated"},
	change_type_in_place = {"change-type", RISK_SAFE, NULL},
	change_type = {"change-type", RISK_REWRITES, "the table is rewritten"},
	change_type_or_fail = {"change-type", RISK_MAY_FAIL,
		"fails if a value does not fit; the table is rewritten"},
	change_type_or_depend = {"change-type", RISK_MAY_FAIL,
		"fails if something that names the column depends on its type"},
	change_type_with_loss = {"change-type", RISK_LOSES_DATA,
		"values are rounded, truncated or reinterpreted; may fail if one cannot be converted; "
		"the table is rewritten"},
	change_type_with_loss_in_place = {"change-type", RISK_LOSES_DATA,
		"values are reinterpreted; some change"},
	require = {"require", RISK_MAY_FAIL,
		"fails if a row has no value; the table is locked while it is scanned"},
	require_filled = {"require", RISK_LOSES_DATA,
		"rows without a value get the default, and keep it on the way back"},
	unrequire = {"unrequire", RISK_SAFE, NULL},
	change_default = {"change-default", RISK_SAFE, NULL},
	start_autoincrement = {"start-autoincrement", RISK_SAFE,
		"continues after the largest value"},
	stop_autoincrement = {"stop-autoincrement", RISK_SAFE, NULL};
/* clang-format on */

/* Returns a type as in schema text, followed by [] if the column is a list. */
static const char *column_type(const struct notice_list *list, const struct column *column)
{
	struct arena *arena = list->diff->arena;
	const char *type = type_text(arena, &column->type);

	return column->arity == ARITY_LIST ? arena_format(arena, "%s[]", type) : type;
}

bool diff_needs_value(const struct dialect *dialect, const struct column *column)
{
	return column->arity == ARITY_REQUIRED && !diff_fills_rows(dialect, column);
}

/* True if the server computes the default for each row. now() is equal in all rows. */
static bool is_computed(const struct default_value *value)
{
	return value->kind >= DEFAULT_AUTOINCREMENT;
}

static void note_added(struct notice_list *list, const struct table *table,
		       const struct column *column)
{
	const struct event *event = &add_column;
	bool generated =
		diff_kept_property(list->diff, table->name, column, OBJECT_GENERATED) != NULL;

	if (generated && column->arity == ARITY_REQUIRED)
		event = &add_required_generated;
	else if (diff_needs_value(list->diff->dialect, column))
		event = &add_required_column;
	else if (!diff_default_fits(list->diff->dialect, column))
		event = &add_unfit_column;
	else if (diff_has_default(column) && is_computed(&column->value))
		event = &add_computed_column;
	diff_note(list, event, table->name, column->name, column_type(list, column));
}

static const struct event *type_event(const struct dialect *dialect,
				      const struct column_pair *column)
{
	bool rewrites = diff_cast_rewrites(dialect, column);

	if (column->generated)
		return column->was_plain ? &generate_column : &recompute_column;
	if (column->cast == CAST_IMPOSSIBLE)
		return &recreate_column;
	if (diff_cast_loses(dialect, column))
		return rewrites ? &change_type_with_loss : &change_type_with_loss_in_place;
	if (column->cast == CAST_RISKY)
		return &change_type_or_fail;
	return rewrites ? &change_type : &change_type_in_place;
}

static void note_type(struct notice_list *list, const struct table_pair *pair,
		      const struct column_pair *column)
{
	const struct dialect *dialect = list->diff->dialect;
	const struct event *event = type_event(dialect, column);
	bool gone = column->cast == CAST_IMPOSSIBLE;
	const char *others = gone ? diff_falling_with(&list->dependents, pair, column->old)
				  : diff_depending_on(&list->dependents, pair, column->old);
	const char *types =
		arena_format(list->diff->arena, "%s to %s%s", column_type(list, column->old),
			     column_type(list, column->new), others);

	if (*others && dialect->alter.alters_columns && event->risk < RISK_MAY_FAIL)
		event = &change_type_or_depend;
	diff_note(list, event, pair->new->name, column->new->name, types);
	if (gone && !column->generated && diff_needs_value(list->diff->dialect, column->new))
		note_added(list, pair->new, column->new);
}

static void note_arity(struct notice_list *list, const struct table_pair *pair,
		       const struct column_pair *column)
{
	/* A recreated table gets the default when its rows are copied. */
	const struct dialect *dialect = list->diff->dialect;
	bool filled = !dialect->alter.alters_columns && diff_fills_rows(dialect, column->new);

	if (column->new->arity == ARITY_REQUIRED)
		diff_note(list, filled ? &require_filled : &require, pair->new->name,
			  column->new->name, NULL);
	if (column->old->arity == ARITY_REQUIRED)
		diff_note(list, &unrequire, pair->new->name, column->new->name, NULL);
}

static void note_default(struct notice_list *list, const struct table_pair *pair,
			 const struct column_pair *column)
{
	const struct event *event = &change_default;

	if (column->autoincrement)
		event = column->new->value.kind == DEFAULT_AUTOINCREMENT ? &start_autoincrement
									 : &stop_autoincrement;
	if (column->autoincrement || (column->value && !column->plain))
		diff_note(list, event, pair->new->name, column->new->name, NULL);
}

static void note_column(struct notice_list *list, const struct table_pair *pair,
			const struct column_pair *column)
{
	bool lists = (column->old->arity == ARITY_LIST) != (column->new->arity == ARITY_LIST);

	if (column->plain)
		diff_note(list, &drop_generated, pair->new->name, column->new->name, NULL);
	if (column->cast != CAST_NONE || lists)
		note_type(list, pair, column);
	if (column->cast == CAST_IMPOSSIBLE)
		return;
	if (column->arity)
		note_arity(list, pair, column);
	note_default(list, pair, column);
}

/* ---- primary keys ---- */

#define KEY_LOCKS "the table is locked while the index is built"
#define KEY_CHECKS "fails if existing rows have duplicates or nulls; " KEY_LOCKS

static const struct event
	/* clang-format off */
	drop_primary_key = {"drop-primary-key", RISK_SAFE, NULL},
	add_primary_key = {"add-primary-key", RISK_MAY_FAIL, KEY_CHECKS},
	add_sure_primary_key = {"add-primary-key", RISK_LOCKS, KEY_LOCKS},
	change_primary_key = {"change-primary-key", RISK_MAY_FAIL, KEY_CHECKS},
	change_to_sure_primary_key = {"change-primary-key", RISK_LOCKS, KEY_LOCKS},
	rename_primary_key = {"rename-primary-key", RISK_SAFE, NULL};
/* clang-format on */

/* Adds a notice of a table's new primary key, with no risk if the rows are known to allow it. */
static void note_new_key(struct notice_list *list, const struct table_pair *pair,
			 const struct event *checked, const struct event *sure)
{
	const struct key_parts *parts = &pair->new->primary_key->parts;
	bool is_sure = diff_rows_are_unique(list->diff, pair, parts) &&
		       diff_rows_are_filled(list->diff, pair, parts);

	diff_note(list, is_sure ? sure : checked, pair->new->name, NULL,
		  diff_parts_text(list, parts));
}

void diff_note_changed_key(struct notice_list *list, const struct table_pair *pair)
{
	note_new_key(list, pair, &change_primary_key, &change_to_sure_primary_key);
}

static void note_primary_key(struct notice_list *list, const struct table_pair *pair)
{
	const struct primary_key_change *change = &pair->primary_key;
	const struct primary_key *key = pair->new->primary_key;

	if (change->add && change->drop)
		diff_note_changed_key(list, pair);
	else if (change->add)
		note_new_key(list, pair, &add_primary_key, &add_sure_primary_key);
	else if (change->drop)
		diff_note(list, &drop_primary_key, pair->new->name, NULL, NULL);
	const char *known = change->rename ? diff_known_part(list, pair->new->name,
							     pair->old->primary_key->name)
					   : NULL;
	if (known && !text_equal(known, key->name))
		diff_note(list, &rename_primary_key, pair->new->name, NULL, key->name);
}

/* ---- indexes and foreign keys ---- */

static const struct event
	/* clang-format off */
	drop_index = {"drop-index", RISK_SAFE, NULL},
	create_index = {"create-index", RISK_SAFE, NULL},
	create_index_of_rows = {"create-index", RISK_LOCKS,
		"writes to the table wait while the index is built"},
	create_unique_index_of_rows = {"create-index", RISK_MAY_FAIL,
		"fails if existing rows have duplicates; "
		"writes to the table wait while the index is built"},
	add_foreign_key = {"add-foreign-key", RISK_SAFE, NULL},
	add_foreign_key_of_rows = {"add-foreign-key", RISK_MAY_FAIL,
		"fails if a row has no matching parent; writes to both tables wait while it is checked"},
	add_sure_foreign_key = {"add-foreign-key", RISK_LOCKS,
		"writes to both tables wait while it is checked"};
/* clang-format on */

void diff_note_created_index(struct notice_list *list, const struct table_pair *pair,
			     struct object_name table, const struct index *index)
{
	const struct event *event = &create_index_of_rows;

	if (!pair)
		event = &create_index;
	else if (index->unique && !diff_rows_are_unique(list->diff, pair, &index->parts))
		event = &create_unique_index_of_rows;
	diff_note(list, event, table, index->name, diff_parts_text(list, &index->parts));
}

void diff_note_added_key(struct notice_list *list, const struct table_pair *pair,
			 struct object_name table, const struct foreign_key *key)
{
	const struct event *event = &add_foreign_key_of_rows;

	if (!pair)
		event = &add_foreign_key;
	else if (diff_rows_have_parents(list->diff, pair, key))
		event = &add_sure_foreign_key;
	diff_note(list, event, table, key->name,
		  diff_to_text(list, diff_object_text(list, key->references)));
}

/* ---- all of a table ---- */

static const struct event
	/* clang-format off */
	redefine_table = {"redefine-table", RISK_REWRITES,
		"the table is recreated and its rows are copied"},
	empty_table = {"redefine-table", RISK_LOSES_DATA,
		"the table is recreated empty: no column is kept"};
/* clang-format on */

void diff_note_altered(struct notice_list *list, const struct table_pair *pair)
{
	const struct column **column;
	const struct column_pair *columns;

	note_primary_key(list, pair);
	vector_each(column, &pair->dropped)
		diff_note(list, &drop_column, pair->new->name, (*column)->name,
			  arena_format(list->diff->arena, "%s%s", column_type(list, *column),
				       diff_falling_with(&list->dependents, pair, *column)));
	vector_each(column, &pair->added)
		note_added(list, pair->new, *column);
	vector_each(columns, &pair->columns)
		if (diff_column_differs(columns))
			note_column(list, pair, columns);
}

/*
 * Adds notices of the indexes that a recreated table no longer has. No statement names them;
 * default names follow from the columns.
 */
static void note_dropped_indexes(struct notice_list *list, const struct table_pair *pair)
{
	const struct diff *diff = list->diff;
	const struct index **index;

	vector_each(index, &pair->dropped_indexes)
		if (!diff_index_loses_column(diff->dialect, pair, *index))
			diff_note(list, &drop_index, pair->new->name, (*index)->name, NULL)
				->unwritten =
				index_is_by_hand(diff->arena, diff->dialect, pair->old, *index) &&
				!table_index(pair->new, (*index)->name);
}

/*
 * Adds the notices of a redefined table. New unique indexes and foreign keys are checked against
 * the copied rows.
 */
void diff_note_redefined(struct notice_list *list, const struct table_pair *pair)
{
	const struct index **index;
	const struct foreign_key *key;

	list->copied = true;
	const char *left_out = diff_left_out(list->diff, pair);
	diff_note(list, pair->columns.count ? &redefine_table : &empty_table, pair->new->name, NULL,
		  left_out)
		->unwritten = left_out;
	diff_note_altered(list, pair);
	note_dropped_indexes(list, pair);
	vector_each(index, &pair->created_indexes)
		diff_note_created_index(list, pair, pair->new->name, *index);
	vector_each(key, &pair->new->foreign_keys)
		if (key->enforced && !diff_has_old_key(pair, key))
			diff_note_added_key(list, pair, pair->new->name, key);
	list->copied = false;
}
