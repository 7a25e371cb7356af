/* Describes the effect of each kind of change, and its risk. */
#include "diff/notice.h"

#include "base/buffer.h"
#include "base/text.h"
#include "diff/comparison.h"
#include "diff/notice_list.h"
#include "diff/notice_object.h"
#include "diff/notice_table.h"

/* ---- renames ---- */

static const struct event
	/* clang-format off */
	rename_enum = {"rename-enum", RISK_SAFE, NULL},
	rename_table = {"rename-table", RISK_SAFE, NULL},
	rename_column = {"rename-column", RISK_SAFE, NULL},
	rename_value = {"rename-value", RISK_SAFE, NULL},
	rename_value_in_rows = {"rename-value", RISK_REWRITES, "rows with the value are updated"},
	rename_index = {"rename-index", RISK_SAFE, NULL},
	rename_foreign_key = {"rename-foreign-key", RISK_SAFE, NULL},
	drop_index = {"drop-index", RISK_SAFE, NULL};
/* clang-format on */

static const struct event *rename_event(const struct notice_list *list, enum change_kind kind)
{
	switch (kind) {
	case CHANGE_RENAME_ENUM:
		return &rename_enum;
	case CHANGE_RENAME_TABLE:
		return &rename_table;
	case CHANGE_RENAME_COLUMN:
		return &rename_column;
	default:
		/* Without enum types, the rows hold the values as text. */
		return list->diff->dialect->alter.alters_columns ? &rename_value
								 : &rename_value_in_rows;
	}
}

/* True if a step gives the final name, not a temporary one. */
static bool is_last(const struct change *change, bool part)
{
	const struct renaming *renaming = change->renaming;

	return text_equal(change->to, renaming->new) &&
	       (part || text_equal(change->to_namespace, renaming->renamed.namespace));
}

/* Returns the new name, with its namespace if that changes. */
static const char *new_name(const struct notice_list *list, const struct renaming *renaming,
			    bool part)
{
	struct object_name name = renaming->renamed;

	if (part || text_equal(name.namespace, renaming->object.namespace))
		return renaming->new;
	if (!name.namespace)
		name.namespace = list->diff->dialect->alter.default_namespace;
	return diff_object_text(list, name);
}

/*
 * Adds a notice for the last step of a rename. A temporary rename gets none, unless it drops an
 * index.
 */
static void note_rename(struct notice_list *list, const struct change *change)
{
	const struct renaming *renaming = change->renaming;
	bool part = renaming->kind == CHANGE_RENAME_COLUMN || renaming->kind == CHANGE_RENAME_VALUE;

	if (change->kind == CHANGE_DROP_INDEX)
		diff_note(list, &drop_index, renaming->object, renaming->old, NULL);
	if (!renaming->temporary && is_last(change, part))
		diff_note(list, rename_event(list, renaming->kind), renaming->object,
			  part ? renaming->old : NULL,
			  diff_to_text(list, new_name(list, renaming, part)));
}

/* Notes a new name, unless the thing only gets back the one that it has. */
static void note_new_name(struct notice_list *list, const struct event *event,
			  struct object_name table, const char *old, const char *new)
{
	if (!text_equal(diff_known_part(list, table, old), new))
		diff_note(list, event, table, old, diff_to_text(list, new));
}

static void note_renamed_index(struct notice_list *list, const struct change *change)
{
	note_new_name(list, &rename_index, change->table->name, change->old_index->name,
		      change->new_index->name);
}

static void note_renamed_key(struct notice_list *list, const struct change *change)
{
	note_new_name(list, &rename_foreign_key, change->table->name, change->old_key->name,
		      change->new_key->name);
}

/* ---- namespaces and extensions ---- */

static const struct event
	/* clang-format off */
	create_schema = {"create-schema", RISK_SAFE, NULL},
	create_extension = {"create-extension", RISK_SAFE, NULL},
	drop_extension = {"drop-extension", RISK_MAY_FAIL, "fails if something depends on it"};
/* clang-format on */

static void note_name(struct notice_list *list, const struct event *event, const char *name)
{
	diff_note(list, event, (struct object_name){NULL, name}, NULL, NULL);
}

static void note_created_schema(struct notice_list *list, const struct change *change)
{
	note_name(list, &create_schema, change->namespace);
}

static void note_created_extension(struct notice_list *list, const struct change *change)
{
	note_name(list, &create_extension, change->new_extension->name);
}

static void note_dropped_extension(struct notice_list *list, const struct change *change)
{
	note_name(list, &drop_extension, change->old_extension->name);
}

/* ---- enums ---- */

static const struct event
	/* clang-format off */
	create_enum = {"create-enum", RISK_SAFE, NULL},
	drop_enum = {"drop-enum", RISK_SAFE, NULL},
	add_value = {"add-value", RISK_SAFE, NULL},
	remove_value = {"remove-value", RISK_MAY_FAIL, "fails if a row has the value"},
	remove_unused = {"remove-value", RISK_SAFE, NULL},
	reorder_unused = {"reorder-values", RISK_SAFE, NULL},
	reorder_values = {"reorder-values", RISK_REWRITES, "the order of the values changes"};
/* clang-format on */

static void note_created_enum(struct notice_list *list, const struct change *change)
{
	diff_note(list, &create_enum, change->enumeration->name, NULL, NULL);
}

static void note_dropped_enum(struct notice_list *list, const struct change *change)
{
	diff_note(list, &drop_enum, change->enumeration->name, NULL, NULL);
}

/* Returns a remark about the tables whose columns move to the enum's new type, or NULL. */
static const char *rewritten_tables(const struct notice_list *list, const struct enum_pair *pair)
{
	struct buffer text = {.arena = list->diff->arena};
	const struct table *last = NULL;
	const struct enum_column *use;

	if (!list->diff->dialect->alter.replaces_enums || !pair->staying.count)
		return NULL;
	vector_each(use, &pair->staying) {
		if (use->table != last)
			buffer_format(&text, "%s%s", last ? ", " : "rewrites ",
				      diff_object_text(list, use->table->name));
		last = use->table;
	}
	return buffer_take(&text);
}

static void note_altered_enum(struct notice_list *list, const struct change *change)
{
	const struct enum_pair *pair = change->enum_pair;
	bool unused = list->diff->dialect->alter.replaces_enums && !pair->staying.count;
	const char **value;

	vector_each(value, &pair->added)
		diff_note(list, &add_value, pair->new->name, *value, NULL);
	vector_each(value, &pair->removed)
		diff_note(list, unused ? &remove_unused : &remove_value, pair->new->name, *value,
			  rewritten_tables(list, pair));
	if (pair->reordered)
		diff_note(list, pair->staying.count ? &reorder_values : &reorder_unused,
			  pair->new->name, NULL, rewritten_tables(list, pair));
}

/* ---- tables ---- */

static const struct event
	/* clang-format off */
	create_table = {"create-table", RISK_SAFE, NULL},
	replace_view = {"create-table", RISK_MAY_FAIL, "fails while the view of this name exists"},
	drop_table = {"drop-table", RISK_LOSES_DATA, "the table is dropped with all its rows"},
	alter_sequence = {"alter-sequence", RISK_SAFE, NULL};
/* clang-format on */

static void note_created_table(struct notice_list *list, const struct change *change)
{
	bool was_view = schema_table(list->diff->old, change->table->name) != NULL;

	diff_note(list, was_view ? &replace_view : &create_table, change->table->name, NULL, NULL);
}

static void note_dropped_table(struct notice_list *list, const struct change *change)
{
	diff_note(list, &drop_table, change->table->name, NULL,
		  diff_falling_text(list->diff, change->table->name));
}

static void note_altered_table(struct notice_list *list, const struct change *change)
{
	diff_note_altered(list, change->pair);
}

static void note_altered_key(struct notice_list *list, const struct change *change)
{
	diff_note_changed_key(list, change->pair);
}

static void note_altered_sequence(struct notice_list *list, const struct change *change)
{
	diff_note(list, &alter_sequence, change->pair->new->name, change->column->new->name, NULL);
}

static void note_redefined_tables(struct notice_list *list, const struct change *change)
{
	struct table_pair *const *pair;

	(void)change;
	vector_each(pair, &list->diff->redefined)
		diff_note_redefined(list, *pair);
}

/* ---- indexes and foreign keys ---- */

static const struct event
	/* clang-format off */
	drop_foreign_key = {"drop-foreign-key", RISK_SAFE, NULL};
/* clang-format on */

static void note_created_index(struct notice_list *list, const struct change *change)
{
	diff_note_created_index(list, change->pair, change->table->name, change->new_index);
}

static void note_dropped_index(struct notice_list *list, const struct change *change)
{
	diff_note(list, &drop_index, change->table->name, change->old_index->name, NULL);
}

static void note_added_key(struct notice_list *list, const struct change *change)
{
	diff_note_added_key(list, change->pair, change->table->name, change->new_key);
}

static void note_dropped_key(struct notice_list *list, const struct change *change)
{
	diff_note(list, &drop_foreign_key, change->table->name, change->old_key->name, NULL);
}

/* ---- other objects ---- */

static const struct event
	/* clang-format off */
	drop_object = {"drop", RISK_LOSES_DATA,
		"recreate it in the script if it is still needed"},
	drop_with_all = {"drop", RISK_SAFE, NULL},
	drop_rows = {"drop", RISK_LOSES_DATA, "it is dropped with all its rows"},
	recreate_object = {"recreate", RISK_SAFE, "is dropped while the script runs"},
	recreate_unsuited = {"recreate", RISK_MAY_FAIL, "fails if it does not suit the new type"},
	recreate_rows = {"recreate", RISK_REWRITES, "its rows are recomputed"},
	create_object = {"create", RISK_SAFE, NULL},
	create_index_of_object = {"create", RISK_LOCKS,
		"writes to the table wait while the index is built"},
	recreate_checked = {"recreate", RISK_LOCKS, "the table is locked while it is scanned"},
	create_checked = {"create", RISK_MAY_FAIL,
		"fails if rows violate it; the table is locked while it is scanned"};
/* clang-format on */

/* Adds a notice whose kind ends with the object's: "drop-view". */
static void note_object(struct notice_list *list, const struct event *event,
			const struct object *object, const char *detail)
{
	struct event of_kind = *event;
	struct object_name table = object->owner.name ? object->owner : object->name;

	of_kind.kind =
		arena_join(list->diff->arena, event->kind, '-', object_kind_word(object->kind));
	diff_note(list, &of_kind, table, object->owner.name ? object->name.name : NULL, detail);
}

static void note_dropped_objects(struct notice_list *list, const struct change *change)
{
	const struct diff *diff = list->diff;
	bool needed = change->kind == CHANGE_DROP_NEEDED;
	const struct object_step *step;

	for (size_t i = diff->object_steps.count; i-- > 0;) {
		step = &diff->object_steps.at[i];
		if (step->needed != needed)
			continue;
		if (step->drop && !step->create && step->gone)
			note_object(list, &drop_object, step->object,
				    arena_format(diff->arena, "names %s, which is dropped",
						 step->gone));
		else if (step->drop && !step->create)
			note_object(list,
				    step->object->kind == OBJECT_VIRTUAL_TABLE ? &drop_rows
									       : &drop_with_all,
				    step->object, NULL);
	}
}

static const struct event *created_event(const struct diff *diff, const struct object_step *step)
{
	enum object_kind kind = step->object->kind;
	bool again = step->drop && step->there;

	if (diff->old->blank)
		return &create_object;
	if (step->unsuited)
		return &recreate_unsuited;
	if (kind == OBJECT_INDEX)
		return &create_index_of_object;
	if (kind == OBJECT_CHECK || kind == OBJECT_EXCLUSION || kind == OBJECT_CONSTRAINT)
		return again ? &recreate_checked : &create_checked;
	if (kind == OBJECT_MATERIALIZED_VIEW && again)
		return &recreate_rows;
	return again ? &recreate_object : &create_object;
}

/* True for comments, grants and parts of views: they come with the object that they describe. */
static bool comes_along(const struct diff *diff, const struct object *object)
{
	return object->kind == OBJECT_COMMENT || object->kind == OBJECT_GRANT ||
	       (object->owner.name && !diff_compared_table(diff->new, object->owner));
}

static void note_created_objects(struct notice_list *list, const struct change *change)
{
	bool needed = change->kind == CHANGE_CREATE_NEEDED;
	const struct object_step *step;

	vector_each(step, &list->diff->object_steps)
		if (step->create && step->needed == needed &&
		    !comes_along(list->diff, step->object))
			note_object(list, created_event(list->diff, step), step->object, NULL);
}

/* ---- all changes ---- */

static void (*const notes[CHANGE_KIND_COUNT])(struct notice_list *, const struct change *) = {
	[CHANGE_CREATE_SCHEMA] = note_created_schema,
	[CHANGE_DROP_OBJECTS] = note_dropped_objects,
	[CHANGE_DROP_EXTENSION] = note_dropped_extension,
	[CHANGE_CREATE_EXTENSION] = note_created_extension,
	[CHANGE_ALTER_SEQUENCE] = note_altered_sequence,
	[CHANGE_CREATE_ENUM] = note_created_enum,
	[CHANGE_ALTER_ENUM] = note_altered_enum,
	[CHANGE_DROP_FOREIGN_KEY] = note_dropped_key,
	[CHANGE_DROP_INDEX] = note_dropped_index,
	[CHANGE_ALTER_TABLE] = note_altered_table,
	[CHANGE_ALTER_PRIMARY_KEY] = note_altered_key,
	[CHANGE_DROP_TABLE] = note_dropped_table,
	[CHANGE_DROP_ENUM] = note_dropped_enum,
	[CHANGE_CREATE_TABLE] = note_created_table,
	[CHANGE_REDEFINE_TABLES] = note_redefined_tables,
	[CHANGE_CREATE_INDEX] = note_created_index,
	[CHANGE_RENAME_FOREIGN_KEY] = note_renamed_key,
	[CHANGE_ADD_FOREIGN_KEY] = note_added_key,
	[CHANGE_RENAME_INDEX] = note_renamed_index,
	[CHANGE_REDEFINE_INDEX] = note_renamed_index,
	[CHANGE_CREATE_NEEDED] = note_created_objects,
	[CHANGE_DROP_NEEDED] = note_dropped_objects,
	[CHANGE_CREATE_OBJECTS] = note_created_objects,
};

struct notices diff_notices(const struct diff *diff)
{
	struct notices notices = {0};
	struct notice_list list = {
		.diff = diff,
		.notices = &notices,
		.dependents = {.diff = diff},
	};
	const struct change *change;

	diff_know_names(&list);
	vector_each(change, &diff->changes)
		if (change->renaming)
			note_rename(&list, change);
		else
			notes[change->kind](&list, change);
	return notices;
}
