/* Proposes renames for what is dropped and added. */
#include "diff/propose.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/record.h"
#include "base/text.h"
#include "schema/text.h"

struct proposals {
	struct arena *arena;
	const struct schema *old; /* under its own names */
	const struct diff *diff;
	struct report *report;
};

/* ---- what the user can type ---- */

/* Adds a name as -r reads it. */
static void add_name(struct buffer *to, const char *name)
{
	record_escape(to, name, ".=");
}

static void add_object(struct buffer *to, struct object_name name)
{
	if (name.namespace) {
		add_name(to, name.namespace);
		buffer_add_char(to, '.');
	}
	add_name(to, name.name);
}

/* Returns a word as a shell reads it. */
static const char *shell_word(struct arena *arena, const char *word)
{
	struct buffer text = {.arena = arena};

	if (strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.=-") ==
	    strlen(word))
		return word;
	buffer_add_char(&text, '\'');
	for (const char *c = word; *c; c++)
		if (*c == '\'')
			buffer_add(&text, "'\\''");
		else
			buffer_add_char(&text, *c);
	buffer_add_char(&text, '\'');
	return buffer_take(&text);
}

/* Adds the note. `part` is a column or a value of the object, or NULL. */
static void propose(struct proposals *to, struct object_name object, const char *part,
		    const char *new, const char *alike)
{
	struct buffer option = {.arena = to->arena};
	const char *old = part ? part : object.name;

	add_object(&option, object);
	if (part) {
		buffer_add_char(&option, '.');
		add_name(&option, part);
	}
	buffer_add_char(&option, '=');
	add_name(&option, new);
	report_note(to->report, nowhere, "'%s' is dropped and '%s' is added, with the same %s", old,
		    new, alike);
	report_hint(to->report, "if it is renamed, keep its data with: -r %s",
		    shell_word(to->arena, buffer_text(&option)));
}

/* ---- pairs of alike things ---- */

/* Of the things with one text, the first that is dropped and the first that is added. */
struct alike {
	const void *old, *new;
	size_t dropped, added;
};

static struct alike *find_alike(struct map *map, const char *text)
{
	void **place = map_place_in(map, NULL, text);

	if (!*place)
		*place = arena_alloc(map->arena, sizeof(struct alike));
	return *place;
}

static void add_dropped(struct map *map, const char *text, const void *thing)
{
	struct alike *alike = find_alike(map, text);

	if (alike->dropped++ == 0)
		alike->old = thing;
}

static void add_added(struct map *map, const char *text, const void *thing)
{
	struct alike *alike = find_alike(map, text);

	if (alike->added++ == 0)
		alike->new = thing;
}

/* Returns what is added instead of a dropped thing; NULL if that is not one to one. */
static const void *partner(const struct map *map, const char *text)
{
	const struct alike *alike = map_get(map, text);

	return alike && alike->dropped == 1 && alike->added == 1 ? alike->new : NULL;
}

/* ---- columns ---- */

static const char *type_of(struct arena *arena, const struct column *column)
{
	const char *fact = fact_get(&column->facts, "enum");

	return arena_format(arena, "%s%s %s", type_text(arena, &column->type),
			    column->arity == ARITY_LIST ? "[]" : "", fact ? fact : "");
}

/* Returns the type, and the name without what naming conventions change: fullName, full_name. */
static const char *type_and_name(struct arena *arena, const struct column *column)
{
	struct buffer text = {.arena = arena};

	buffer_format(&text, "%s\t", type_of(arena, column));
	for (const char *c = column->name; *c; c++)
		if (*c != '_')
			buffer_add_char(&text, (char)tolower((unsigned char)*c));
	return buffer_take(&text);
}

typedef const char *column_text(struct arena *arena, const struct column *column);

/* Proposes the columns that are alike by a text, unless one of the two has a partner already. */
static void match_columns(struct proposals *to, const struct table_pair *pair, column_text *text,
			  struct map *done)
{
	struct object_name table = to->old->tables.at[pair->old_position].name;
	struct map alike = {.arena = to->arena};
	const struct column **dropped, **added;

	vector_each(dropped, &pair->dropped)
		if (!map_get_in(done, "old", (*dropped)->name))
			add_dropped(&alike, text(to->arena, *dropped), *dropped);
	vector_each(added, &pair->added)
		if (!map_get_in(done, "new", (*added)->name))
			add_added(&alike, text(to->arena, *added), *added);
	vector_each(dropped, &pair->dropped) {
		if (map_get_in(done, "old", (*dropped)->name))
			continue;
		const struct column *new = partner(&alike, text(to->arena, *dropped));
		if (!new)
			continue;
		propose(to, table, (*dropped)->name, new->name, "type");
		map_add_in(done, "old", (*dropped)->name, done);
		map_add_in(done, "new", new->name, done);
	}
}

static void propose_columns(struct proposals *to, const struct table_pair *pair)
{
	struct map done = {.arena = to->arena};

	if (!pair->dropped.count || !pair->added.count)
		return;
	match_columns(to, pair, type_and_name, &done);
	match_columns(to, pair, type_of, &done);
}

/* ---- tables ---- */

static int compare_texts(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

/* Returns the namespace and the columns of a table, in no particular order. */
static const char *columns_of(struct arena *arena, const struct table *table)
{
	struct buffer text = {.arena = arena};
	struct names columns = {0};
	const struct column *column;
	const char **one;

	vector_each(column, &table->columns)
		*vector_add(arena, &columns) =
			arena_join(arena, column->name, '\t', type_of(arena, column));
	if (columns.count)
		qsort(columns.at, columns.count, sizeof *columns.at, compare_texts);
	buffer_add(&text, table->name.namespace ? table->name.namespace : "");
	vector_each(one, &columns)
		buffer_format(&text, "\n%s", *one);
	return buffer_take(&text);
}

static const struct table *own_table(const struct proposals *to, const struct table *table)
{
	return &to->old->tables.at[table - to->diff->old->tables.at];
}

static void propose_tables(struct proposals *to)
{
	struct map alike = {.arena = to->arena};
	const struct change *change;

	vector_each(change, &to->diff->changes) {
		/* The table of a many-to-many relation follows its models. */
		if (change->table && fact_get(&change->table->facts, "many-to-many"))
			continue;
		if (change->kind == CHANGE_DROP_TABLE)
			add_dropped(&alike, columns_of(to->arena, change->table), change->table);
		if (change->kind == CHANGE_CREATE_TABLE)
			add_added(&alike, columns_of(to->arena, change->table), change->table);
	}
	vector_each(change, &to->diff->changes) {
		if (change->kind != CHANGE_DROP_TABLE)
			continue;
		const struct table *new = partner(&alike, columns_of(to->arena, change->table));
		if (new)
			propose(to, own_table(to, change->table)->name, NULL, new->name.name,
				"columns");
	}
}

/* ---- enums ---- */

static const char *values_of(struct arena *arena, const struct enumeration *enumeration)
{
	struct buffer text = {.arena = arena};
	const struct enum_value *value;

	buffer_add(&text, enumeration->name.namespace ? enumeration->name.namespace : "");
	vector_each(value, &enumeration->values)
		buffer_format(&text, "\n%s", value->name);
	return buffer_take(&text);
}

static struct object_name own_enum(const struct proposals *to,
				   const struct enumeration *enumeration)
{
	return to->old->enums.at[enumeration - to->diff->old->enums.at].name;
}

static void propose_enums(struct proposals *to)
{
	struct map alike = {.arena = to->arena};
	const struct change *change;

	vector_each(change, &to->diff->changes) {
		const struct enumeration *one = change->enumeration;
		if (change->kind == CHANGE_DROP_ENUM)
			add_dropped(&alike, values_of(to->arena, one), one);
		if (change->kind == CHANGE_CREATE_ENUM)
			add_added(&alike, values_of(to->arena, one), one);
	}
	vector_each(change, &to->diff->changes) {
		if (change->kind != CHANGE_DROP_ENUM)
			continue;
		const struct enumeration *new =
			partner(&alike, values_of(to->arena, change->enumeration));
		if (new)
			propose(to, own_enum(to, change->enumeration), NULL, new->name.name,
				"values");
	}
}

static void propose_value(struct proposals *to, const struct enum_pair *pair)
{
	if (pair->removed.count == 1 && pair->added.count == 1)
		propose(to, own_enum(to, pair->old), pair->removed.at[0], pair->added.at[0],
			"enum");
}

void diff_propose_renames(const struct schema *old, const struct diff *diff, struct report *report)
{
	struct proposals to = {report->arena, old, diff, report};
	const struct change *change;
	struct table_pair *const *pair;

	if (diff->old->blank || diff->new->blank)
		return;
	propose_tables(&to);
	propose_enums(&to);
	vector_each(change, &diff->changes)
		if (change->kind == CHANGE_ALTER_TABLE)
			propose_columns(&to, change->pair);
		else if (change->kind == CHANGE_ALTER_ENUM)
			propose_value(&to, change->enum_pair);
	vector_each(pair, &diff->redefined)
		propose_columns(&to, *pair);
}
