/* Proposes renames for dropped and added things. */
#include "diff/propose.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/record.h"
#include "base/shell.h"
#include "base/text.h"
#include "schema/text.h"

struct proposals {
	struct arena *arena;
	const struct schema *old; /* under its own names */
	const struct diff *diff;
	struct report *report;
};

/* ---- the option's text ---- */

/* Adds a name in the form that -r reads. */
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

/* Adds the note about two names, with the option and its argument. */
static void propose(struct proposals *to, const char *old, const char *new, const char *alike,
		    const char *option)
{
	report_note(to->report, nowhere, "'%s' is dropped and '%s' is added, with the same %s", old,
		    new, alike);
	report_hint(to->report, "if it is renamed, keep its data with: -r %s",
		    shell_quote(to->arena, option));
}

/* Proposes the rename of a column or a value. */
static void propose_part(struct proposals *to, struct object_name object, const char *old,
			 const char *new, const char *alike)
{
	struct buffer option = {.arena = to->arena};

	add_object(&option, object);
	buffer_add_char(&option, '.');
	add_name(&option, old);
	buffer_add_char(&option, '=');
	add_name(&option, new);
	propose(to, old, new, alike, buffer_text(&option));
}

static const char *text_of(struct arena *arena, struct object_name name)
{
	return name.namespace ? arena_join(arena, name.namespace, '.', name.name) : name.name;
}

/* Proposes the rename of a table or an enum. If it moves, includes its namespaces. */
static void propose_object(struct proposals *to, struct object_name old, struct object_name new,
			   const char *alike)
{
	const char *usual = to->diff->dialect->alter.default_namespace;
	struct buffer option = {.arena = to->arena};
	const char *from = old.name, *target = new.name;
	bool moves = !text_equal(old.namespace ? old.namespace : usual,
				 new.namespace ? new.namespace : usual);

	if (moves && !new.namespace)
		new.namespace = usual;
	add_object(&option, old);
	buffer_add_char(&option, '=');
	if (moves) {
		add_object(&option, new);
		from = text_of(to->arena, old);
		target = text_of(to->arena, new);
	} else {
		add_name(&option, new.name);
	}
	propose(to, from, target, alike, buffer_text(&option));
}

/* ---- pairs of similar things ---- */

/* Counts the dropped and the added things with a text, and remembers the first added one. */
struct alike {
	const void *new;
	size_t dropped, added;
};

static struct alike *find_alike(struct map *map, const char *text)
{
	void **place = map_place_in(map, NULL, text);

	if (!*place)
		*place = arena_alloc(map->arena, sizeof(struct alike));
	return *place;
}

static void add_dropped(struct map *map, const char *text)
{
	find_alike(map, text)->dropped++;
}

static void add_added(struct map *map, const char *text, const void *thing)
{
	struct alike *alike = find_alike(map, text);

	if (alike->added++ == 0)
		alike->new = thing;
}

/* Returns the added thing that matches a dropped one, or NULL unless the match is one to one. */
static const void *partner(const struct map *map, const char *text)
{
	const struct alike *alike = map_get(map, text);

	return alike && alike->dropped == 1 && alike->added == 1 ? alike->new : NULL;
}

/* ---- columns ---- */

/*
 * Returns the type. An enum counts by name only: it may move to another namespace together with the
 * table.
 */
static const char *type_of(struct arena *arena, const struct column *column)
{
	const char *fact = fact_get(&column->facts, "enum");
	bool is_enum = column->type.kind == TYPE_ENUM;

	return arena_format(arena, "%s%s %s",
			    is_enum ? column->type.enumeration.name
				    : type_text(arena, &column->type),
			    column->arity == ARITY_LIST ? "[]" : "", fact ? fact : "");
}

/*
 * Returns the type, and the name without its naming convention: fullName and full_name are equal.
 */
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

/* Proposes the columns with equal texts, unless one of them already has a partner. */
static void match_columns(struct proposals *to, const struct table_pair *pair, column_text *text,
			  struct map *done)
{
	struct object_name table = to->old->tables.at[pair->old_position].name;
	struct map alike = {.arena = to->arena};
	const struct column **dropped, **added;

	vector_each(dropped, &pair->dropped)
		if (!map_get_in(done, "old", (*dropped)->name))
			add_dropped(&alike, text(to->arena, *dropped));
	vector_each(added, &pair->added)
		if (!map_get_in(done, "new", (*added)->name))
			add_added(&alike, text(to->arena, *added), *added);
	vector_each(dropped, &pair->dropped) {
		if (map_get_in(done, "old", (*dropped)->name))
			continue;
		const struct column *new = partner(&alike, text(to->arena, *dropped));
		if (!new)
			continue;
		propose_part(to, table, (*dropped)->name, new->name, "type");
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

/* ---- tables and enums ---- */

static int compare_texts(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

/* Returns the columns of a table, in no particular order. */
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
	vector_each(one, &columns)
		buffer_format(&text, "\n%s", *one);
	return buffer_take(&text);
}

static const char *values_of(struct arena *arena, const struct enumeration *enumeration)
{
	struct buffer text = {.arena = arena};
	const struct enum_value *value;

	vector_each(value, &enumeration->values)
		buffer_format(&text, "\n%s", value->name);
	return buffer_take(&text);
}

/* A table or an enum that is dropped or added. */
struct thing {
	struct object_name name; /* its own, if it was dropped */
	const char *content;	 /* its columns or values */
	bool added, done;
};

struct things {
	VECTOR_MEMBERS(struct thing);
};

static void add_table(struct proposals *to, struct things *things, const struct change *change)
{
	const struct table *table = change->table;
	bool dropped = change->kind == CHANGE_DROP_TABLE;

	/* The table of a many-to-many relation follows its models. */
	if ((!dropped && change->kind != CHANGE_CREATE_TABLE) ||
	    fact_get(&table->facts, "many-to-many"))
		return;
	*vector_add(to->arena, things) = (struct thing){
		.content = columns_of(to->arena, table),
		.added = !dropped,
	};
	if (dropped)
		table = &to->old->tables.at[table - to->diff->old->tables.at];
	things->at[things->count - 1].name = table->name;
}

static struct object_name own_enum(const struct proposals *to,
				   const struct enumeration *enumeration)
{
	return to->old->enums.at[enumeration - to->diff->old->enums.at].name;
}

static void add_enum(struct proposals *to, struct things *things, const struct change *change)
{
	const struct enumeration *one = change->enumeration;
	bool dropped = change->kind == CHANGE_DROP_ENUM;

	if (dropped || change->kind == CHANGE_CREATE_ENUM)
		*vector_add(to->arena, things) = (struct thing){
			.name = dropped ? own_enum(to, one) : one->name,
			.content = values_of(to->arena, one),
			.added = !dropped,
		};
}

/* Degrees of similarity, the closest first. */
enum likeness { SAME_NAMESPACE, SAME_NAME, SAME_CONTENT, LIKENESS_COUNT };

static const char *likeness_text(struct proposals *to, const struct thing *thing,
				 enum likeness likeness)
{
	const char *namespace = thing->name.namespace;

	if (likeness == SAME_CONTENT)
		return thing->content;
	if (likeness == SAME_NAME)
		return arena_join(to->arena, thing->name.name, '\n', thing->content);
	if (!namespace)
	namespace = to->diff->dialect->alter.default_namespace;
	return arena_join(to->arena, namespace ? namespace : "", '\n', thing->content);
}

/* Proposes similar things that have no partner yet. */
static void match_things(struct proposals *to, struct things *things, enum likeness likeness,
			 const char *alike_in)
{
	struct map alike = {.arena = to->arena};
	struct thing *thing;

	vector_each(thing, things)
		if (!thing->done && thing->added)
			add_added(&alike, likeness_text(to, thing, likeness), thing);
		else if (!thing->done)
			add_dropped(&alike, likeness_text(to, thing, likeness));
	vector_each(thing, things) {
		if (thing->done || thing->added)
			continue;
		const struct thing *new = partner(&alike, likeness_text(to, thing, likeness));
		if (!new)
			continue;
		propose_object(to, thing->name, new->name, alike_in);
		thing->done = things->at[new - things->at].done = true;
	}
}

static void propose_objects(struct proposals *to)
{
	struct things tables = {0}, enums = {0};
	const struct change *change;

	vector_each(change, &to->diff->changes)
		if (change->enumeration)
			add_enum(to, &enums, change);
		else if (change->table)
			add_table(to, &tables, change);
	for (int i = 0; i < LIKENESS_COUNT; i++)
		match_things(to, &tables, (enum likeness)i, "columns");
	for (int i = 0; i < LIKENESS_COUNT; i++)
		match_things(to, &enums, (enum likeness)i, "values");
}

static void propose_value(struct proposals *to, const struct enum_pair *pair)
{
	if (pair->removed.count == 1 && pair->added.count == 1)
		propose_part(to, own_enum(to, pair->old), pair->removed.at[0], pair->added.at[0],
			     "enum");
}

void diff_propose_renames(const struct schema *old, const struct diff *diff, struct report *report)
{
	struct proposals to = {report->arena, old, diff, report};
	const struct change *change;
	struct table_pair *const *pair;

	if (diff->old->blank || diff->new->blank)
		return;
	propose_objects(&to);
	vector_each(change, &diff->changes)
		if (change->kind == CHANGE_ALTER_TABLE)
			propose_columns(&to, change->pair);
		else if (change->kind == CHANGE_ALTER_ENUM)
			propose_value(&to, change->enum_pair);
	vector_each(pair, &diff->redefined)
		propose_columns(&to, *pair);
}
