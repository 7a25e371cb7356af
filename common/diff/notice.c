#include "diff/notice.h"

#include <string.h>

#include "base/buffer.h"
#include "diff/cast_cost.h"
#include "diff/table_pair.h"
#include "schema/text.h"

/* What can happen to a schema. */
enum event {
	EVENT_RENAME_ENUM,
	EVENT_RENAME_TABLE,
	EVENT_RENAME_COLUMN,
	EVENT_RENAME_VALUE,
	EVENT_RENAME_VALUE_IN_ROWS,
	EVENT_CREATE_SCHEMA,
	EVENT_DROP_EXTENSION,
	EVENT_CREATE_EXTENSION,
	EVENT_ALTER_SEQUENCE,
	EVENT_CREATE_ENUM,
	EVENT_ADD_VALUE,
	EVENT_REMOVE_VALUE,
	EVENT_DROP_ENUM,
	EVENT_CREATE_TABLE,
	EVENT_DROP_TABLE,
	EVENT_REDEFINE_TABLE,
	EVENT_EMPTY_TABLE,
	EVENT_ADD_COLUMN,
	EVENT_ADD_REQUIRED_COLUMN,
	EVENT_ADD_FILLED_COLUMN,
	EVENT_DROP_COLUMN,
	EVENT_RECREATE_COLUMN,
	EVENT_CHANGE_TYPE_IN_PLACE,
	EVENT_CHANGE_TYPE,
	EVENT_CHANGE_TYPE_OR_FAIL,
	EVENT_CHANGE_TYPE_WITH_LOSS,
	EVENT_CHANGE_TYPE_WITH_LOSS_IN_PLACE,
	EVENT_REQUIRE,
	EVENT_REQUIRE_FILLED,
	EVENT_UNREQUIRE,
	EVENT_CHANGE_DEFAULT,
	EVENT_START_COUNTING,
	EVENT_STOP_COUNTING,
	EVENT_DROP_PRIMARY_KEY,
	EVENT_ADD_PRIMARY_KEY,
	EVENT_CHANGE_PRIMARY_KEY,
	EVENT_RENAME_PRIMARY_KEY,
	EVENT_DROP_INDEX,
	EVENT_CREATE_INDEX,
	EVENT_CREATE_INDEX_OF_ROWS,
	EVENT_CREATE_UNIQUE_INDEX_OF_ROWS,
	EVENT_RENAME_INDEX,
	EVENT_DROP_FOREIGN_KEY,
	EVENT_ADD_FOREIGN_KEY,
	EVENT_ADD_FOREIGN_KEY_OF_ROWS,
	EVENT_RENAME_FOREIGN_KEY
};

/* `why`, if there is one, ends the detail. */
static const struct {
	const char *word;
	enum risk risk;
	const char *why;
} events[] = {
	/* clang-format off */
	[EVENT_RENAME_ENUM]          = {"rename-enum", RISK_SAFE, NULL},
	[EVENT_RENAME_TABLE]         = {"rename-table", RISK_SAFE, NULL},
	[EVENT_RENAME_COLUMN]        = {"rename-column", RISK_SAFE, NULL},
	[EVENT_RENAME_VALUE]         = {"rename-value", RISK_SAFE, NULL},
	[EVENT_RENAME_VALUE_IN_ROWS] = {"rename-value", RISK_REWRITES,
		"the rows that have it are changed"},
	[EVENT_CREATE_SCHEMA]        = {"create-schema", RISK_SAFE, NULL},
	[EVENT_DROP_EXTENSION]       = {"drop-extension", RISK_MAY_FAIL, "what uses it stops this"},
	[EVENT_CREATE_EXTENSION]     = {"create-extension", RISK_SAFE, NULL},
	[EVENT_ALTER_SEQUENCE]       = {"alter-sequence", RISK_SAFE, NULL},
	[EVENT_CREATE_ENUM]          = {"create-enum", RISK_SAFE, NULL},
	[EVENT_ADD_VALUE]            = {"add-value", RISK_SAFE, NULL},
	[EVENT_REMOVE_VALUE]         = {"remove-value", RISK_MAY_FAIL,
		"a row that has the value stops this"},
	[EVENT_DROP_ENUM]            = {"drop-enum", RISK_SAFE, NULL},
	[EVENT_CREATE_TABLE]         = {"create-table", RISK_SAFE, NULL},
	[EVENT_DROP_TABLE]           = {"drop-table", RISK_LOSES_DATA,
		"the table goes with all its rows"},
	[EVENT_REDEFINE_TABLE]       = {"redefine-table", RISK_REWRITES,
		"the table is made anew and its rows are copied"},
	[EVENT_EMPTY_TABLE]          = {"redefine-table", RISK_LOSES_DATA,
		"the table is made anew, and as no column stays no row does"},
	[EVENT_ADD_COLUMN]           = {"add-column", RISK_SAFE, NULL},
	[EVENT_ADD_REQUIRED_COLUMN]  = {"add-column", RISK_MAY_FAIL,
		"rows that are there have no value for it, and it is required"},
	[EVENT_ADD_FILLED_COLUMN]    = {"add-column", RISK_REWRITES,
		"its default is worked out for every row"},
	[EVENT_DROP_COLUMN]          = {"drop-column", RISK_LOSES_DATA,
		"the column goes with all its values"},
	[EVENT_RECREATE_COLUMN]      = {"recreate-column", RISK_LOSES_DATA,
		"its values cannot be turned into the new type: the column is dropped and made again"},
	[EVENT_CHANGE_TYPE_IN_PLACE] = {"change-type", RISK_SAFE, NULL},
	[EVENT_CHANGE_TYPE]          = {"change-type", RISK_REWRITES,
		"the table is written anew"},
	[EVENT_CHANGE_TYPE_OR_FAIL]  = {"change-type", RISK_MAY_FAIL,
		"a value that does not fit stops this; the table is written anew"},
	[EVENT_CHANGE_TYPE_WITH_LOSS] = {"change-type", RISK_LOSES_DATA,
		"values are rounded, cut or read anew; one that cannot be may stop this; "
		"the table is written anew"},
	[EVENT_CHANGE_TYPE_WITH_LOSS_IN_PLACE] = {"change-type", RISK_LOSES_DATA,
		"values are read anew, and some are others then"},
	[EVENT_REQUIRE]              = {"require", RISK_MAY_FAIL,
		"a row without a value stops this; the table is locked while it is read"},
	[EVENT_REQUIRE_FILLED]       = {"require", RISK_REWRITES,
		"rows without a value get the default"},
	[EVENT_UNREQUIRE]            = {"unrequire", RISK_SAFE, NULL},
	[EVENT_CHANGE_DEFAULT]       = {"change-default", RISK_SAFE, NULL},
	[EVENT_START_COUNTING]       = {"start-autoincrement", RISK_SAFE,
		"it counts from 1, whatever the rows have"},
	[EVENT_STOP_COUNTING]        = {"stop-autoincrement", RISK_SAFE, NULL},
	[EVENT_DROP_PRIMARY_KEY]     = {"drop-primary-key", RISK_SAFE, NULL},
	[EVENT_ADD_PRIMARY_KEY]      = {"add-primary-key", RISK_MAY_FAIL,
		"rows that are alike in it, or lack a value, stop this; "
		"the table is locked while its index is made"},
	[EVENT_CHANGE_PRIMARY_KEY]   = {"change-primary-key", RISK_MAY_FAIL,
		"rows that are alike in it, or lack a value, stop this; "
		"the table is locked while its index is made"},
	[EVENT_RENAME_PRIMARY_KEY]   = {"rename-primary-key", RISK_SAFE, NULL},
	[EVENT_DROP_INDEX]           = {"drop-index", RISK_SAFE, NULL},
	[EVENT_CREATE_INDEX]         = {"create-index", RISK_SAFE, NULL},
	[EVENT_CREATE_INDEX_OF_ROWS] = {"create-index", RISK_LOCKS,
		"nothing is written to the table meanwhile"},
	[EVENT_CREATE_UNIQUE_INDEX_OF_ROWS] = {"create-index", RISK_MAY_FAIL,
		"rows that are alike in it stop this; nothing is written to the table meanwhile"},
	[EVENT_RENAME_INDEX]         = {"rename-index", RISK_SAFE, NULL},
	[EVENT_DROP_FOREIGN_KEY]     = {"drop-foreign-key", RISK_SAFE, NULL},
	[EVENT_ADD_FOREIGN_KEY]      = {"add-foreign-key", RISK_SAFE, NULL},
	[EVENT_ADD_FOREIGN_KEY_OF_ROWS] = {"add-foreign-key", RISK_MAY_FAIL,
		"a row that refers to nothing stops this; nothing is written to both tables meanwhile"},
	[EVENT_RENAME_FOREIGN_KEY]   = {"rename-foreign-key", RISK_SAFE, NULL},
	/* clang-format on */
};

struct noter {
	const struct diff *diff;
	const struct alter_rules *rules;
	struct notices *notices;
	bool copied; /* all that happens to the table at hand happens in one copy */
};

static const char *object_text(struct arena *arena, struct object_name name, const char *part)
{
	const char *object =
		name.namespace ? arena_join(arena, name.namespace, '.', name.name) : name.name;

	return part ? arena_join(arena, object, '.', part) : object;
}

static bool renames_object(const struct renaming *renaming)
{
	return renaming->kind == CHANGE_RENAME_TABLE || renaming->kind == CHANGE_RENAME_ENUM;
}

/* What has another name in passing is called as people know it. */
static struct object_name known_object(const struct diff *diff, struct object_name name)
{
	const struct renaming *renaming;

	vector_each(renaming, &diff->renames)
		if (renaming->temporary && renames_object(renaming) &&
		    object_name_equal(renaming->renamed, name))
			return renaming->object;
	return name;
}

static const char *known_part(const struct diff *diff, struct object_name object, const char *part)
{
	const struct renaming *renaming;

	vector_each(renaming, &diff->renames)
		if (part && renaming->temporary && object_name_equal(renaming->renamed, object) &&
		    strcmp(renaming->new, part) == 0)
			return renaming->old;
	return part;
}

/* Returns "detail: why", or the one that is not NULL, or "". */
static const char *both_texts(struct arena *arena, const char *detail, const char *why)
{
	if (detail && why)
		return arena_format(arena, "%s: %s", detail, why);
	return detail ? detail : why ? why : "";
}

/* `detail` may be NULL. */
static void note(struct noter *noter, enum event event, struct object_name object, const char *part,
		 const char *detail)
{
	struct arena *arena = noter->diff->arena;
	enum risk risk = events[event].risk;
	const char *why = events[event].why;

	if (noter->copied && risk < RISK_REWRITES)
		risk = RISK_REWRITES;
	*vector_add(arena, noter->notices) = (struct notice){
		.risk = risk,
		.kind = events[event].word,
		.object = object_text(arena, known_object(noter->diff, object),
				      known_part(noter->diff, object, part)),
		.detail = both_texts(arena, detail, why),
	};
}

/* ---- columns ---- */

/* A default that is the same for every row, as the statement's time is, needs none touched. */
static bool is_constant(const struct default_value *value)
{
	return value->kind < DEFAULT_AUTOINCREMENT;
}

static char *column_type(struct arena *arena, const struct column *column)
{
	return arena_format(arena, "%s%s", type_text(arena, &column->type),
			    column->arity == ARITY_LIST ? "[]" : "");
}

static void note_added(struct noter *noter, const struct table *table, const struct column *column)
{
	enum event event = EVENT_ADD_COLUMN;

	if (column->arity == ARITY_REQUIRED && !diff_has_default(column))
		event = EVENT_ADD_REQUIRED_COLUMN;
	else if (diff_has_default(column) && !is_constant(&column->value))
		event = EVENT_ADD_FILLED_COLUMN;
	note(noter, event, table->name, column->name, column_type(noter->diff->arena, column));
}

static void note_type(struct noter *noter, const struct table_pair *pair,
		      const struct column_pair *column)
{
	struct arena *arena = noter->diff->arena;
	enum event event = EVENT_CHANGE_TYPE;

	if (column->cast == CAST_IMPOSSIBLE)
		event = EVENT_RECREATE_COLUMN;
	else if (diff_cast_loses(noter->diff->dialect, column))
		event = diff_cast_rewrites(noter->diff->dialect, column)
				? EVENT_CHANGE_TYPE_WITH_LOSS
				: EVENT_CHANGE_TYPE_WITH_LOSS_IN_PLACE;
	else if (column->cast == CAST_RISKY)
		event = EVENT_CHANGE_TYPE_OR_FAIL;
	else if (!diff_cast_rewrites(noter->diff->dialect, column))
		event = EVENT_CHANGE_TYPE_IN_PLACE;
	note(noter, event, pair->new->name, column->new->name,
	     arena_format(arena, "%s to %s", column_type(arena, column->old),
			  column_type(arena, column->new)));
	if (column->cast == CAST_IMPOSSIBLE && column->new->arity == ARITY_REQUIRED &&
	    !diff_has_default(column->new))
		note_added(noter, pair->new, column->new);
}

static void note_column(struct noter *noter, const struct table_pair *pair,
			const struct column_pair *column)
{
	struct object_name table = pair->new->name;
	const char *name = column->new->name;
	bool filled = !noter->rules->alters_columns && diff_has_default(column->new);
	bool lists = (column->old->arity == ARITY_LIST) != (column->new->arity == ARITY_LIST);

	if (column->cast != CAST_NONE || lists)
		note_type(noter, pair, column);
	if (column->cast == CAST_IMPOSSIBLE)
		return;
	if (column->arity && column->new->arity == ARITY_REQUIRED)
		note(noter, filled ? EVENT_REQUIRE_FILLED : EVENT_REQUIRE, table, name, NULL);
	if (column->arity && column->old->arity == ARITY_REQUIRED)
		note(noter, EVENT_UNREQUIRE, table, name, NULL);
	if (column->autoincrement)
		note(noter,
		     column->new->value.kind == DEFAULT_AUTOINCREMENT ? EVENT_START_COUNTING
								      : EVENT_STOP_COUNTING,
		     table, name, NULL);
	else if (column->value)
		note(noter, EVENT_CHANGE_DEFAULT, table, name, NULL);
}

/* ---- tables ---- */

static char *part_names(struct arena *arena, const struct key_parts *parts)
{
	struct buffer text = {.arena = arena};
	const struct key_part *part;

	vector_each(part, parts)
		buffer_format(&text, "%s%s", part == parts->at ? "(" : ", ", part->column);
	buffer_add_char(&text, ')');
	return buffer_take(&text);
}

static void note_primary_key(struct noter *noter, const struct table_pair *pair)
{
	const struct primary_key_change *change = &pair->primary_key;
	const struct primary_key *key = pair->new->primary_key;

	if (change->add)
		note(noter, change->drop ? EVENT_CHANGE_PRIMARY_KEY : EVENT_ADD_PRIMARY_KEY,
		     pair->new->name, NULL, part_names(noter->diff->arena, &key->parts));
	else if (change->drop)
		note(noter, EVENT_DROP_PRIMARY_KEY, pair->new->name, NULL, NULL);
	if (change->rename)
		note(noter, EVENT_RENAME_PRIMARY_KEY, pair->new->name, NULL, key->name);
}

static void note_altered(struct noter *noter, const struct table_pair *pair)
{
	const struct column **column;
	const struct column_pair *columns;

	note_primary_key(noter, pair);
	vector_each(column, &pair->dropped)
		note(noter, EVENT_DROP_COLUMN, pair->new->name, (*column)->name,
		     column_type(noter->diff->arena, *column));
	vector_each(column, &pair->added)
		note_added(noter, pair->new, *column);
	vector_each(columns, &pair->columns)
		if (diff_column_differs(columns))
			note_column(noter, pair, columns);
}

/* Unique indexes and foreign keys that a copy brings with it meet the rows too. */
static void note_redefined(struct noter *noter, const struct table_pair *pair)
{
	const struct index **index;
	const struct foreign_key *key, *old_key;

	noter->copied = true;
	note(noter, pair->columns.count ? EVENT_REDEFINE_TABLE : EVENT_EMPTY_TABLE, pair->new->name,
	     NULL, NULL);
	note_altered(noter, pair);
	vector_each(index, &pair->created_indexes)
		note(noter,
		     (*index)->unique ? EVENT_CREATE_UNIQUE_INDEX_OF_ROWS
				      : EVENT_CREATE_INDEX_OF_ROWS,
		     pair->new->name, (*index)->name,
		     part_names(noter->diff->arena, &(*index)->parts));
	vector_each(key, &pair->new->foreign_keys) {
		bool found = !key->enforced;
		vector_each(old_key, &pair->old->foreign_keys)
			found = found ||
				(old_key->enforced && diff_foreign_keys_match(pair, old_key, key));
		if (!found)
			note(noter, EVENT_ADD_FOREIGN_KEY_OF_ROWS, pair->new->name, key->name,
			     object_text(noter->diff->arena, key->references, NULL));
	}
	noter->copied = false;
}

/* ---- the rest ---- */

/* Of several steps the last one is told, and of those in passing only what they drop. */
static void note_renaming(struct noter *noter, const struct change *change)
{
	struct arena *arena = noter->diff->arena;
	const struct renaming *renaming = change->renaming;
	bool part = renaming->kind == CHANGE_RENAME_COLUMN || renaming->kind == CHANGE_RENAME_VALUE;
	static const enum event of_kind[] = {
		[CHANGE_RENAME_ENUM] = EVENT_RENAME_ENUM,
		[CHANGE_RENAME_TABLE] = EVENT_RENAME_TABLE,
		[CHANGE_RENAME_COLUMN] = EVENT_RENAME_COLUMN,
		[CHANGE_RENAME_VALUE] = EVENT_RENAME_VALUE,
	};

	if (change->kind == CHANGE_DROP_INDEX)
		note(noter, EVENT_DROP_INDEX, renaming->object, renaming->old, NULL);
	if (renaming->temporary || strcmp(change->to, renaming->new) != 0)
		return;
	enum event event = of_kind[renaming->kind];
	if (event == EVENT_RENAME_VALUE && !noter->rules->alters_columns)
		event = EVENT_RENAME_VALUE_IN_ROWS;
	note(noter, event, renaming->object, part ? renaming->old : NULL,
	     arena_format(arena, "to %s", renaming->new));
}

/* The tables whose columns move to the enum's new form, or NULL. */
static char *moved_tables(struct noter *noter, const struct enum_pair *pair)
{
	struct arena *arena = noter->diff->arena;
	struct buffer text = {.arena = arena};
	const struct table *last = NULL;
	const struct enum_column *use;

	if (!noter->rules->replaces_enums || !pair->staying.count)
		return NULL;
	vector_each(use, &pair->staying) {
		if (use->table != last)
			buffer_format(&text, "%s%s", last ? ", " : "",
				      object_text(arena, use->table->name, NULL));
		last = use->table;
	}
	return arena_format(arena, "%s written anew", text.text);
}

static void note_enum(struct noter *noter, const struct enum_pair *pair)
{
	const char **value;

	vector_each(value, &pair->added)
		note(noter, EVENT_ADD_VALUE, pair->new->name, *value, NULL);
	vector_each(value, &pair->removed)
		note(noter, EVENT_REMOVE_VALUE, pair->new->name, *value, moved_tables(noter, pair));
}

static void note_created_index(struct noter *noter, const struct change *change)
{
	bool rows = schema_table(noter->diff->old, change->table->name) != NULL;
	enum event event = !rows		       ? EVENT_CREATE_INDEX
			   : change->new_index->unique ? EVENT_CREATE_UNIQUE_INDEX_OF_ROWS
						       : EVENT_CREATE_INDEX_OF_ROWS;

	note(noter, event, change->table->name, change->new_index->name,
	     part_names(noter->diff->arena, &change->new_index->parts));
}

static void note_change(struct noter *noter, const struct change *change)
{
	struct arena *arena = noter->diff->arena;
	struct object_name nothing = {NULL, ""};
	struct table_pair *const *pair;

	if (change->renaming) {
		note_renaming(noter, change);
		return;
	}
	switch (change->kind) {
	case CHANGE_RENAME_ENUM:
	case CHANGE_RENAME_TABLE:
	case CHANGE_RENAME_COLUMN:
	case CHANGE_RENAME_VALUE:
		break;
	case CHANGE_CREATE_SCHEMA:
		nothing.name = change->namespace;
		note(noter, EVENT_CREATE_SCHEMA, nothing, NULL, NULL);
		break;
	case CHANGE_DROP_EXTENSION:
		nothing.name = change->old_extension->name;
		note(noter, EVENT_DROP_EXTENSION, nothing, NULL, NULL);
		break;
	case CHANGE_CREATE_EXTENSION:
		nothing.name = change->new_extension->name;
		note(noter, EVENT_CREATE_EXTENSION, nothing, NULL, NULL);
		break;
	case CHANGE_ALTER_SEQUENCE:
		note(noter, EVENT_ALTER_SEQUENCE, change->pair->new->name,
		     change->column->new->name, NULL);
		break;
	case CHANGE_CREATE_ENUM:
		note(noter, EVENT_CREATE_ENUM, change->enumeration->name, NULL, NULL);
		break;
	case CHANGE_ALTER_ENUM:
		note_enum(noter, change->enum_pair);
		break;
	case CHANGE_DROP_ENUM:
		note(noter, EVENT_DROP_ENUM, change->enumeration->name, NULL, NULL);
		break;
	case CHANGE_CREATE_TABLE:
		note(noter, EVENT_CREATE_TABLE, change->table->name, NULL, NULL);
		break;
	case CHANGE_DROP_TABLE:
		note(noter, EVENT_DROP_TABLE, change->table->name, NULL, NULL);
		break;
	case CHANGE_ALTER_TABLE:
		note_altered(noter, change->pair);
		break;
	case CHANGE_ALTER_PRIMARY_KEY:
		note(noter, EVENT_CHANGE_PRIMARY_KEY, change->pair->new->name, NULL,
		     part_names(arena, &change->pair->new->primary_key->parts));
		break;
	case CHANGE_REDEFINE_TABLES:
		vector_each(pair, &noter->diff->redefined)
			note_redefined(noter, *pair);
		break;
	case CHANGE_DROP_INDEX:
		note(noter, EVENT_DROP_INDEX, change->table->name, change->old_index->name, NULL);
		break;
	case CHANGE_CREATE_INDEX:
		note_created_index(noter, change);
		break;
	case CHANGE_RENAME_INDEX:
	case CHANGE_REDEFINE_INDEX:
		note(noter, EVENT_RENAME_INDEX, change->table->name, change->old_index->name,
		     arena_format(arena, "to %s", change->new_index->name));
		break;
	case CHANGE_DROP_FOREIGN_KEY:
		note(noter, EVENT_DROP_FOREIGN_KEY, change->table->name, change->old_key->name,
		     NULL);
		break;
	case CHANGE_ADD_FOREIGN_KEY:
		note(noter,
		     schema_table(noter->diff->old, change->table->name)
			     ? EVENT_ADD_FOREIGN_KEY_OF_ROWS
			     : EVENT_ADD_FOREIGN_KEY,
		     change->table->name, change->new_key->name,
		     arena_format(arena, "to %s",
				  object_text(arena, change->new_key->references, NULL)));
		break;
	case CHANGE_RENAME_FOREIGN_KEY:
		note(noter, EVENT_RENAME_FOREIGN_KEY, change->table->name, change->old_key->name,
		     arena_format(arena, "to %s", change->new_key->name));
		break;
	case CHANGE_KIND_COUNT:
		break;
	}
}

struct notices diff_notices(const struct diff *diff)
{
	struct notices notices = {0};
	struct noter noter = {
		.diff = diff,
		.rules = &diff->dialect->alter,
		.notices = &notices,
	};
	const struct change *change;

	vector_each(change, &diff->changes)
		note_change(&noter, change);
	return notices;
}
