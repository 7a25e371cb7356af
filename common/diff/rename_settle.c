/* Which renames there are, and whether what else has their names leaves them a meaning. */
#include <string.h>

#include "diff/rename.h"

/* ---- looking up by either name ---- */

static bool is_called(const struct facts *facts, const char *key, const char *wanted)
{
	const char *name = fact_get(facts, key);

	return name && strcmp(name, wanted) == 0;
}

static bool same_namespace(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

const struct table *find_table(const struct schema *schema, struct object_name name)
{
	const struct table *table = schema_table(schema, name);

	if (table)
		return table;
	vector_each(table, &schema->tables)
		if (is_called(&table->facts, "model", name.name) &&
		    same_namespace(table->name.namespace, name.namespace))
			return table;
	return NULL;
}

const struct enumeration *find_enum(const struct schema *schema, struct object_name name)
{
	const struct enumeration *enumeration = schema_enum(schema, name);

	if (enumeration)
		return enumeration;
	vector_each(enumeration, &schema->enums)
		if (is_called(&enumeration->facts, "enum", name.name) &&
		    same_namespace(enumeration->name.namespace, name.namespace))
			return enumeration;
	return NULL;
}

const struct column *find_column(const struct table *table, const char *name)
{
	const struct column *column = table_column(table, name);

	if (column)
		return column;
	vector_each(column, &table->columns)
		if (is_called(&column->facts, "field", name))
			return column;
	return NULL;
}

static const struct enum_value *value_named(const struct enumeration *enumeration, const char *name)
{
	const struct enum_value *value;

	vector_each(value, &enumeration->values)
		if (strcmp(value->name, name) == 0)
			return value;
	return NULL;
}

const struct enum_value *find_value(const struct enumeration *enumeration, const char *name)
{
	const struct enum_value *value = value_named(enumeration, name);

	if (value)
		return value;
	vector_each(value, &enumeration->values)
		if (is_called(&value->facts, "value", name))
			return value;
	return NULL;
}

/* ---- from one schema to the other ---- */

static struct object_name renamed_object(const struct finder *finder, enum change_kind kind,
					 struct object_name object)
{
	static const struct object_name none = {NULL, ""};
	const struct renaming *renaming;
	bool taken = false;

	vector_each(renaming, finder->renames) {
		if (renaming->kind != kind)
			continue;
		if (object_name_equal(renaming->object, object))
			return renaming->renamed;
		taken = taken || object_name_equal(renaming->renamed, object);
	}
	return taken ? none : object;
}

static struct object_name original_object(const struct finder *finder, enum change_kind kind,
					  struct object_name renamed)
{
	const struct renaming *renaming;

	vector_each(renaming, finder->renames)
		if (renaming->kind == kind && object_name_equal(renaming->renamed, renamed))
			return renaming->object;
	return renamed;
}

const struct table *old_table_of(const struct finder *finder, const struct table *new)
{
	return schema_table(finder->old, original_object(finder, CHANGE_RENAME_TABLE, new->name));
}

const struct table *new_table_of(const struct finder *finder, const struct table *old)
{
	return schema_table(finder->new, renamed_object(finder, CHANGE_RENAME_TABLE, old->name));
}

const struct enumeration *old_enum_of(const struct finder *finder, const struct enumeration *new)
{
	return schema_enum(finder->old, original_object(finder, CHANGE_RENAME_ENUM, new->name));
}

const struct enumeration *new_enum_of(const struct finder *finder, const struct enumeration *old)
{
	return schema_enum(finder->new, renamed_object(finder, CHANGE_RENAME_ENUM, old->name));
}

/* ---- the four kinds ---- */

static const char moves[] = "it would move to another namespace";
static const char stays[] = "the database calls it the same before and after";

static const char *add(struct finder *finder, struct renaming new)
{
	const struct renaming *renaming;

	vector_each(renaming, finder->renames)
		if (renaming->kind == new.kind && object_name_equal(renaming->object, new.object) &&
		    (strcmp(renaming->old, new.old) == 0 || strcmp(renaming->new, new.new) == 0))
			return NULL;
	*vector_add(finder->arena, finder->renames) = new;
	return NULL;
}

const char *rename_object(struct finder *finder, enum change_kind kind, struct object_name old,
			  struct object_name new, bool documented)
{
	if (!same_namespace(old.namespace, new.namespace))
		return moves;
	/* A model that keeps its table is renamed, too: other tables are named after models. */
	if (kind == CHANGE_RENAME_ENUM && strcmp(old.name, new.name) == 0)
		return stays;
	return add(finder,
		   (struct renaming){kind, old, new, old.name, new.name, documented, false});
}

const char *rename_part(struct finder *finder, enum change_kind kind, struct object_name object,
			struct object_name renamed, const char *old, const char *new,
			bool documented)
{
	if (strcmp(old, new) == 0)
		return stays;
	return add(finder, (struct renaming){kind, object, renamed, old, new, documented, false});
}

/* ---- what else has their names ---- */

/* Whether a schema has something called `name` where a renaming has its own: `object` there. */
static bool has(const struct schema *schema, const struct renaming *renaming,
		struct object_name object, const char *name)
{
	struct object_name named = {object.namespace, name};

	switch (renaming->kind) {
	case CHANGE_RENAME_TABLE:
		return schema_table(schema, named) != NULL;
	case CHANGE_RENAME_ENUM:
		return schema_enum(schema, named) != NULL;
	case CHANGE_RENAME_COLUMN:
		return table_column(schema_table(schema, object), name) != NULL;
	default:
		return value_named(schema_enum(schema, object), name) != NULL;
	}
}

static bool same_place(const struct renaming *a, const struct renaming *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == CHANGE_RENAME_TABLE || a->kind == CHANGE_RENAME_ENUM)
		return same_namespace(a->object.namespace, b->object.namespace);
	return object_name_equal(a->object, b->object);
}

/* The renaming of what is called as another one is to be called, or NULL. */
static const struct renaming *renaming_from(const struct renames *renames,
					    const struct renaming *like, const char *old)
{
	const struct renaming *renaming;

	vector_each(renaming, renames)
		if (same_place(renaming, like) && strcmp(renaming->old, old) == 0)
			return renaming;
	return NULL;
}

static bool any_renaming_to(const struct renames *renames, const struct renaming *like,
			    const char *new)
{
	const struct renaming *renaming;

	vector_each(renaming, renames)
		if (same_place(renaming, like) && strcmp(renaming->new, new) == 0)
			return true;
	return false;
}

/* Whether something of the old schema has the new name, and keeps it or goes. */
static bool is_held(const struct finder *finder, const struct renaming *renaming)
{
	return strcmp(renaming->old, renaming->new) != 0 &&
	       has(finder->old, renaming, renaming->object, renaming->new) &&
	       !renaming_from(finder->renames, renaming, renaming->new);
}

/* Whether something of the new schema has the old name, and had it or is new. */
static bool is_kept(const struct finder *finder, const struct renaming *renaming)
{
	return strcmp(renaming->old, renaming->new) != 0 &&
	       has(finder->new, renaming, renaming->renamed, renaming->old) &&
	       !any_renaming_to(finder->renames, renaming, renaming->old);
}

static void take_out(struct renames *renames, const struct renaming *renaming)
{
	size_t i = (size_t)(renaming - renames->at);

	memmove(&renames->at[i], &renames->at[i + 1],
		(renames->count - i - 1) * sizeof *renames->at);
	renames->count--;
}

/*
 * A comment stays when its rename is done: if the old schema has the new name, it most likely is.
 * Told only where it cannot be: what it says was renamed is there, and goes.
 */
static void drop_done(struct finder *finder, const struct renaming *renaming)
{
	bool held = is_held(finder, renaming);

	if (held && !has(finder->new, renaming, renaming->renamed, renaming->old)) {
		report_warning(finder->report, nowhere,
			       "'%s' is said to be renamed from '%s', and the old schema has both: "
			       "'%s' goes, and what it holds is not moved",
			       renaming->new, renaming->old, renaming->old);
		report_hint(finder->report, "if it is to be moved, tell so with -r");
	} else if (!held) {
		report_warning(finder->report, nowhere,
			       "'%s' is new, and was not renamed: the new schema still has '%s'",
			       renaming->new, renaming->old);
	}
	take_out(finder->renames, renaming);
}

static void drop_all_done(struct finder *finder)
{
	const struct renames *renames = finder->renames;

	/* Each that goes may leave its name to another. */
	for (size_t i = 0; i < renames->count; i++) {
		const struct renaming *renaming = &renames->at[i];
		if (renaming->documented &&
		    (is_held(finder, renaming) || is_kept(finder, renaming))) {
			drop_done(finder, renaming);
			i = (size_t)-1;
		}
	}
}

/* Names that go round, as the documentation has it: done or not, it would say the same. */
static bool is_round(const struct renames *renames, const struct renaming *renaming)
{
	const struct renaming *next = renaming;

	if (strcmp(renaming->old, renaming->new) == 0)
		return false;
	for (size_t i = 0; next && next->documented && i <= renames->count; i++) {
		next = renaming_from(renames, next, next->new);
		if (next == renaming)
			return true;
	}
	return false;
}

static bool refuse(struct finder *finder, const struct renaming *renaming)
{
	const char *old = renaming->old, *new = renaming->new;

	if (is_round(finder->renames, renaming)) {
		report_error(finder->report, nowhere,
			     "the documentation says that '%s' was '%s', and in the end the other "
			     "way round: a comment that stays cannot tell of names that change "
			     "places",
			     new, old);
		return report_hint(finder->report,
				   "tell it with -r, each of them, and take the comments out");
	}
	if (!is_kept(finder, renaming))
		return true;
	report_error(finder->report, nowhere,
		     "-r %s=%s: no rename: the new schema still has the old name", old, new);
	if (is_held(finder, renaming))
		report_hint(finder->report, "if the two change places, tell the other one too");
	return false;
}

bool settle_renames(struct finder *finder, enum change_kind one, enum change_kind other)
{
	const struct renaming *renaming;
	bool fine = true;

	drop_all_done(finder);
	vector_each(renaming, finder->renames)
		if (renaming->kind == one || renaming->kind == other)
			fine = refuse(finder, renaming) && fine;
	return fine;
}
