/* Finds how other objects depend on things that a script changes. */
#include "diff/tie.h"

#include "base/text.h"
#include "diff/definition.h"

/* ---- what changes in a table ---- */

/*
 * True if both types are numbers, texts or times: an expression for the old values suits the new
 * ones.
 */
static bool is_suited(const struct column_pair *column)
{
	static const int families[SCALAR_COUNT] = {
		[SCALAR_INT] = 1,     [SCALAR_BIGINT] = 1, [SCALAR_FLOAT] = 1,
		[SCALAR_DECIMAL] = 1, [SCALAR_STRING] = 2, [SCALAR_DATETIME] = 3,
		[SCALAR_BOOLEAN] = 4, [SCALAR_JSON] = 5,   [SCALAR_BYTES] = 6,
	};
	const struct type *old = &column->old->type, *new = &column->new->type;

	return old->kind == TYPE_NATIVE && new->kind == TYPE_NATIVE &&
	       column->old->arity != ARITY_LIST &&
	       column->new->arity != ARITY_LIST &&families[old->native->scalar] ==
		       families[new->native->scalar];
}

static unsigned ties_of_column(const struct comparison *comparison, const struct table_pair *pair,
			       const struct column_pair *column)
{
	bool lists = (column->old->arity == ARITY_LIST) != (column->new->arity == ARITY_LIST);
	unsigned kinds = diff_is_moved(comparison, pair->old, column->old->name) ? TIE_MOVED : 0;

	if (column->cast == CAST_IMPOSSIBLE)
		kinds |= TIE_RECREATED;
	else if (column->cast != CAST_NONE || lists)
		kinds |= TIE_CONVERTED;
	if (kinds & (TIE_RECREATED | TIE_CONVERTED) && !is_suited(column))
		kinds |= TIE_UNSUITED;
	return kinds;
}

static void add_column(struct table_pair *pair, const char *name, unsigned kinds)
{
	if (kinds)
		map_add(&pair->changed, name, (void *)(size_t)kinds);
}

/* Fills pair->changed. */
static void read_columns(const struct comparison *comparison, struct table_pair *pair)
{
	const struct column_pair *column;
	const struct column **one;

	pair->changed = (struct map){.arena = comparison->arena};
	vector_each(column, &pair->columns)
		add_column(pair, column->old->name, ties_of_column(comparison, pair, column));
	vector_each(one, &pair->dropped)
		add_column(pair, (*one)->name, TIE_GONE);
	vector_each(one, &pair->added)
		add_column(pair, (*one)->name, TIE_GAINED);
}

/* True if a table is created or dropped, or a column changes, so that objects may depend on it. */
static bool anything_changes(struct comparison *comparison)
{
	struct table_pair **pair;
	const struct table *table;
	bool any = false;

	vector_each(pair, &comparison->pairs) {
		read_columns(comparison, *pair);
		any = any || (*pair)->changed.count;
	}
	vector_each(table, &comparison->old->tables)
		any = any || (diff_is_compared(table) &&
			      !diff_compared_table(comparison->new, table->name));
	vector_each(table, &comparison->new->tables)
		any = any || (diff_is_compared(table) &&
			      !diff_compared_table(comparison->old, table->name));
	return any;
}

/* ---- tables and views named by an object ---- */

/* A table that an object names, and its name in the definition. */
struct relation {
	const struct table_pair *pair;
	const char *alias;
};

struct reading {
	struct ties *ties;
	struct arena *arena; /* for words */
	struct object_ties *to;
	VECTOR(struct relation) relations;
};

static void read_object(struct ties *ties, size_t position);

static void add_tie(struct reading *reading, unsigned kinds, struct object_name owner,
		    const char *part)
{
	struct object_ties *to = reading->to;
	struct arena *arena = reading->ties->arena;

	kinds &= reading->ties->possible;
	to->kinds |= kinds;
	if (!(kinds & TIE_GONE) || to->gone)
		return;
	to->gone =
		part ? arena_join(arena, owner.name, '.', part) : arena_string(arena, owner.name);
	if (owner.namespace)
		to->gone = arena_join(arena, owner.namespace, '.', to->gone);
}

static void add_relation(struct reading *reading, const struct table_pair *pair, const char *alias)
{
	if (pair->changed.count)
		*vector_add(reading->arena, &reading->relations) = (struct relation){pair, alias};
}

/* Finds a table in both schemas by its name with a namespace, which the schema may omit. */
static void read_table(struct reading *reading, struct object_name name, const char *alias)
{
	const struct comparison *comparison = reading->ties->comparison;
	const struct table *old = diff_compared_table(comparison->old, name);
	const struct table *new = diff_compared_table(comparison->new, name);

	if (!old && !new &&name.namespace) {
		name.namespace = NULL;
		read_table(reading, name, alias);
	} else if (old && new) {
		add_relation(reading, diff_find_pair(comparison, name), alias);
	} else if (old || new) {
		add_tie(reading, old ? TIE_GONE : TIE_GAINED, name, NULL);
	}
}

/* Adds the ties of a view: an object that names the view is dropped with it. */
static void read_view(struct reading *reading, struct object_name name)
{
	struct ties *ties = reading->ties;
	size_t number = (size_t)map_get_in(&ties->views, name.namespace, name.name);

	if (!number)
		number = (size_t)map_get_in(&ties->views, NULL, name.name);
	if (!number)
		return;
	read_object(ties, number - 1);
	const struct object_ties *view = &ties->of[number - 1];
	add_tie(reading, view->kinds, (struct object_name){NULL, name.name}, NULL);
	if (view->gone)
		reading->to->gone = view->gone;
}

/* Reads names with a namespace: public.t x. */
static void read_relations(struct reading *reading, const struct definition *definition)
{
	struct object_name name;
	const char *alias;

	for (size_t i = definition->from; i < definition->to; i++)
		if (definition_names_table(definition, i, &name, &alias)) {
			read_table(reading, name, alias ? alias : name.name);
			read_view(reading, name);
		}
}

/* ---- columns named by an object ---- */

/* Reads a column. `alias` is NULL if it has no qualifier. */
static void read_column(struct reading *reading, const char *alias, const char *column)
{
	const struct relation *relation;

	vector_each(relation, &reading->relations) {
		if (alias && !text_equal(relation->alias, alias))
			continue;
		size_t kinds = (size_t)map_get(&relation->pair->changed, column);
		if (kinds)
			add_tie(reading, (unsigned)kinds, relation->pair->old->name, column);
	}
}

static void read_columns_of(struct reading *reading, const struct definition *definition)
{
	const char *alias;

	for (size_t i = 0; i < definition->to && reading->relations.count; i++)
		if (definition_names_column(definition, i, &alias))
			read_column(reading, alias, definition->at[i].name);
}

/* Adds the table to which the object belongs. Triggers and rules use other names for it. */
static void add_owner(struct reading *reading, struct object_name owner)
{
	static const char *const aliases[] = {"new", "old"};

	read_table(reading, owner, owner.name);
	if (reading->relations.count)
		for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
			add_relation(reading, reading->relations.at[0].pair, aliases[i]);
}

/* ---- all objects ---- */

/* Reads an object, after the views that it names. */
static void read_object(struct ties *ties, size_t position)
{
	const struct object *object = &ties->schema->objects.at[position];
	struct arena words = {0};
	struct reading reading = {.ties = ties, .arena = &words, .to = &ties->of[position]};

	if (ties->read[position])
		return;
	ties->read[position] = true;
	if (definition_is_read(object->kind)) {
		struct definition definition =
			definition_read(&words, ties->comparison->diff->dialect, object);
		if (object->owner.name)
			add_owner(&reading, object->owner);
		read_relations(&reading, &definition);
		read_columns_of(&reading, &definition);
	}
	*vector_add(ties->arena, &ties->order) = position;
	arena_free(&words);
}

static bool is_view(const struct object *object)
{
	return object->kind == OBJECT_VIEW || object->kind == OBJECT_MATERIALIZED_VIEW;
}

static void find_views(struct ties *ties)
{
	for (size_t i = 0; i < ties->schema->objects.count; i++) {
		const struct object *object = &ties->schema->objects.at[i];
		if (is_view(object))
			map_add_in(&ties->views, object->name.namespace, object->name.name,
				   (void *)(i + 1));
	}
}

/* ---- generated columns ---- */

static struct column_pair *pair_column(struct table_pair *pair, const char *name)
{
	const struct column_pair *column = diff_pair_column(pair, name);

	return column ? &pair->columns.at[column - pair->columns.at] : NULL;
}

/* Decides if a column in both tables is recreated as a generated one, or is no longer generated. */
static void settle_generated(struct ties *ties, struct table_pair *pair, size_t position)
{
	const struct object *object = &ties->schema->objects.at[position];
	struct column_pair *column = pair_column(pair, object->name.name);
	unsigned kinds = ties->of[position].kinds;

	if (!column)
		return;
	bool back = ties->possible & TIE_GAINED;
	bool loses = column->value && !diff_has_default(column->new);
	bool gets = column->value && !diff_has_default(column->old);
	column->plain = !back && (kinds & TIE_GONE || (!kinds && loses));
	column->was_plain = back && (kinds & TIE_GAINED || gets);
	if (column->plain ||
	    (!kinds && !column->was_plain && !column->using && column->cast != CAST_IMPOSSIBLE))
		return;
	column->generated = object;
	column->cast = CAST_IMPOSSIBLE;
	map_replace(&pair->changed, column->old->name, (void *)(size_t)TIE_RECREATED);
}

static void settle_all_generated(struct ties *ties)
{
	const struct comparison *comparison = ties->comparison;

	for (size_t i = 0; i < ties->schema->objects.count; i++) {
		const struct object *object = &ties->schema->objects.at[i];
		struct table_pair *pair = object->kind == OBJECT_GENERATED
						  ? diff_owner_pair(comparison, object)
						  : NULL;
		if (!pair)
			continue;
		read_object(ties, i);
		settle_generated(ties, pair, i);
	}
}

struct ties diff_tie_objects(struct comparison *comparison, const struct schema *schema, bool back)
{
	struct ties ties = {
		.comparison = comparison,
		.schema = schema,
		.possible = ~(unsigned)(back ? TIE_GONE : TIE_GAINED),
		.arena = comparison->arena,
		.views = {.arena = comparison->arena},
	};
	size_t count = schema->objects.count;

	if (!count || !anything_changes(comparison))
		return ties;
	ties.of = arena_alloc(ties.arena, count * sizeof *ties.of);
	ties.read = arena_alloc(ties.arena, count * sizeof *ties.read);
	find_views(&ties);
	settle_all_generated(&ties);
	for (size_t i = 0; i < count; i++)
		read_object(&ties, i);
	return ties;
}
