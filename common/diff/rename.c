/* Finds the renames between two schemas: those given by the user, and those in the schemas. */
#include <string.h>
#include <strings.h>

#include "base/record.h"
#include "diff/diff.h"
#include "diff/lookup.h"
#include "diff/many_to_many.h"
#include "diff/rename_check.h"
#include "diff/rename_docs.h"
#include "diff/rename_set.h"

/* ---- reading arguments ---- */

enum { MOST_PARTS = 3 };

/* An argument of -r, such as users.name=full_name. */
struct given {
	const char *text;
	const char *parts[MOST_PARTS]; /* of the path */
	size_t count;
	const char *new;
	struct object_name moved; /* the new name, if it includes a namespace */
	bool done;		  /* it was a table or an enum */
};

struct given_list {
	VECTOR_MEMBERS(struct given);
};

/* Returns the new name without a repeated path: people write users.a=users.b. */
static struct slice skip_same_path(const char *text, struct slice new)
{
	size_t old = (size_t)(new.start - text) - 1, length = old;

	while (length && text[length - 1] != '.')
		length--;
	if (length && new.length > length && memcmp(text, new.start, length) == 0)
		return (struct slice){new.start + length, new.length - length};
	return new;
}

/* Reads a new name with a namespace. Leaves `moved` empty for other names. */
static void read_moved(struct rename_set *set, struct slice new, struct object_name *moved)
{
	struct slice namespace, name;

	if (!record_split(&new, '.', &namespace) || !record_split(&new, '.', &name) || new.start)
		return;
	moved->namespace = record_unescape(set->arena, namespace);
	moved->name = record_unescape(set->arena, name);
}

static bool read_given(struct rename_set *set, const char *text, struct given *given)
{
	struct slice rest = slice_of(text), path, part;

	*given = (struct given){.text = text};
	record_split(&rest, '=', &path);
	if (!rest.start || !rest.length)
		return report_error(set->report, nowhere, "-r %s: expected old=new", text);
	given->new = record_unescape(set->arena, skip_same_path(text, rest));
	read_moved(set, rest, &given->moved);
	while (given->count < MOST_PARTS && record_split(&path, '.', &part)) {
		given->parts[given->count] = record_unescape(set->arena, part);
		if (!given->parts[given->count++])
			given->new = NULL;
	}
	if (!given->new || path.start)
		return report_error(set->report, nowhere, "-r %s: invalid name", text);
	return true;
}

static bool read_all_given(struct rename_set *set, const struct names *texts,
			   struct given_list *list)
{
	struct given one;
	const char **text;
	bool fine = true;

	vector_each(text, texts) {
		if (read_given(set, *text, &one))
			*vector_add(set->arena, list) = one;
		else
			fine = false;
	}
	return fine;
}

/* ---- adding renames ---- */

/* Returns the object named by the first `count` parts. */
static struct object_name object_of(const struct given *given, size_t count)
{
	if (count > 1)
		return (struct object_name){given->parts[0], given->parts[1]};
	return (struct object_name){NULL, given->parts[0]};
}

/* Returns true if `why` is NULL; else reports it as the reason against the rename. */
static bool accept(struct rename_set *set, const struct given *given, const char *why)
{
	return !why ||
	       report_error(set->report, nowhere, "-r %s: cannot rename: %s", given->text, why);
}

static bool is_slip(const char *given, const char *name)
{
	return slice_is_slip(slice_of(given), name);
}

/* Adds a hint to the error that the new schema does not have the new name: one that it has. */
static bool suggest(struct rename_set *set, const char *meant)
{
	return meant ? report_hint(set->report, "did you mean %s?", meant) : false;
}

/* Returns the column of the new table that is meant, or NULL. */
static const char *column_meant(const struct table *table, const char *given)
{
	const struct column *column;

	vector_each(column, &table->columns)
		if (is_slip(given, column->name))
			return column->name;
	return NULL;
}

/* Returns the table of the new schema that is meant, by its name or its model's, or NULL. */
static const char *table_meant(const struct schema *schema, const char *given)
{
	const struct table *table;

	vector_each(table, &schema->tables) {
		const char *model = fact_get(&table->facts, "model");
		if (is_slip(given, model ? model : table->name.name))
			return model ? model : table->name.name;
	}
	return NULL;
}

static bool take_table(struct rename_set *set, const struct given *given, const struct table *table,
		       struct object_name target)
{
	const struct table *new = diff_look_up_table(set->new, target);
	const char *why = "the new schema has no such table";

	if (given->moved.name && diff_look_up_table(set->new, given->moved))
		new = diff_look_up_table(set->new, given->moved);
	if (new)
		why = diff_rename_object(set, CHANGE_RENAME_TABLE, table->name, new->name, false);
	return accept(set, given, why) ||
	       suggest(set, new ? NULL : table_meant(set->new, given->new));
}

static bool take_enum(struct rename_set *set, const struct given *given,
		      const struct enumeration *enumeration, struct object_name target)
{
	const struct enumeration *new = diff_look_up_enum(set->new, target);
	const char *why = "the new schema has no such enum";

	if (given->moved.name && diff_look_up_enum(set->new, given->moved))
		new = diff_look_up_enum(set->new, given->moved);
	if (new)
		why = diff_rename_object(set, CHANGE_RENAME_ENUM, enumeration->name, new->name,
					 false);
	return accept(set, given, why);
}

/* Adds the rename of a table or an enum. Leaves others to take_part. */
static bool take_object(struct rename_set *set, struct given *given)
{
	bool path = given->count == MOST_PARTS;
	struct object_name name = object_of(given, given->count);
	struct object_name target = {name.namespace, given->new};
	const struct table *table = path ? NULL : diff_look_up_table(set->old, name);
	const struct enumeration *enumeration = path ? NULL : diff_look_up_enum(set->old, name);

	given->done = table || enumeration;
	if (table)
		return take_table(set, given, table, target);
	return !enumeration || take_enum(set, given, enumeration, target);
}

static bool take_column(struct rename_set *set, const struct given *given,
			const struct table *table, const struct column *column)
{
	const struct table *new_table = diff_new_table(set, table);
	const struct column *new = new_table ? diff_look_up_column(new_table, given->new) : NULL;
	const char *why = new_table ? "the new schema has no such column"
				    : "the new schema does not have the table";

	if (new)
		why = diff_rename_part(set, CHANGE_RENAME_COLUMN, table->name, new_table->name,
				       column->name, new->name, false);
	return accept(set, given, why) ||
	       suggest(set, !new &&new_table ? column_meant(new_table, given->new) : NULL);
}

static bool take_value(struct rename_set *set, const struct given *given,
		       const struct enumeration *enumeration, const struct enum_value *value)
{
	const struct enumeration *new_enum = diff_new_enum(set, enumeration);
	const struct enum_value *new = new_enum ? diff_look_up_value(new_enum, given->new) : NULL;
	const char *why = new_enum ? "the new schema has no such value"
				   : "the new schema does not have the enum";

	if (new)
		why = diff_rename_part(set, CHANGE_RENAME_VALUE, enumeration->name, new_enum->name,
				       value->name, new->name, false);
	return accept(set, given, why);
}

static bool is_same(const char *given, const char *name)
{
	return strcasecmp(given, name) == 0;
}

/* Returns "Post.title" for post.title or Post.tilte, if the old schema has that, or NULL. */
static const char *find_like(const struct rename_set *set, const struct given *given,
			     bool (*like)(const char *given, const char *name))
{
	const char *last = given->parts[given->count - 1];
	const char *first = given->parts[given->count > 1 ? given->count - 2 : 0];
	const struct table *table;
	const struct column *column;

	vector_each(table, &set->old->tables) {
		const char *model = fact_get(&table->facts, "model");
		const char *name = model ? model : table->name.name;
		if (!like(first, name) && !like(first, table->name.name))
			continue;
		if (given->count == 1)
			return name;
		vector_each(column, &table->columns)
			if (like(last, column->name))
				return arena_format(set->arena, "%s.%s", name, column->name);
	}
	return NULL;
}

/* Returns the table or column that is meant, or NULL. Case is the more certain slip. */
static const char *find_meant(const struct rename_set *set, const struct given *given)
{
	const char *meant = find_like(set, given, is_same);

	return meant ? meant : find_like(set, given, is_slip);
}

/* Adds the rename of a column or a value. */
static bool take_part(struct rename_set *set, const struct given *given)
{
	const char *last = given->parts[given->count - 1];

	if (given->count > 1) {
		struct object_name object = object_of(given, given->count - 1);
		const struct table *table = diff_look_up_table(set->old, object);
		const struct column *column = table ? diff_look_up_column(table, last) : NULL;
		const struct enumeration *enumeration = diff_look_up_enum(set->old, object);
		const struct enum_value *value =
			enumeration ? diff_look_up_value(enumeration, last) : NULL;
		if (column)
			return take_column(set, given, table, column);
		if (value)
			return take_value(set, given, enumeration, value);
	}
	report_error(set->report, nowhere,
		     "-r %s: the old schema has no such table, column, enum or value", given->text);
	const char *meant = find_meant(set, given);
	if (meant)
		return report_hint(set->report, "did you mean %s?", meant);
	return report_hint(set->report, "expected names such as users, users.name, Role.ADMIN or "
					"namespace.users.name");
}

/* Tables and enums come first, because columns and values are looked up under their new names. */
bool diff_find_renames(const struct schema *old, const struct schema *new,
		       const struct names *given, struct renames *renames, struct report *report)
{
	struct rename_set set = {
		.arena = report->arena,
		.old = old,
		.new = new,
		.renames = renames,
		.report = report,
	};
	struct given_list list = {0};
	struct given *one;

	*renames = (struct renames){0};
	diff_index_rename_set(&set);
	bool fine = read_all_given(&set, given, &list);
	vector_each(one, &list)
		fine = take_object(&set, one) && fine;
	diff_read_object_docs(&set);
	fine = diff_check_renames(&set, CHANGE_RENAME_TABLE, CHANGE_RENAME_ENUM) && fine;
	vector_each(one, &list)
		fine = (one->done || take_part(&set, one)) && fine;
	diff_read_part_docs(&set);
	fine = diff_check_renames(&set, CHANGE_RENAME_COLUMN, CHANGE_RENAME_VALUE) && fine;
	diff_follow_models(&set);
	return fine;
}

struct renames diff_invert_renames(struct arena *arena, const struct renames *renames)
{
	struct renames inverted = {0};
	const struct renaming *renaming;

	vector_each(renaming, renames) {
		struct renaming *back = vector_add(arena, &inverted);
		*back = *renaming;
		back->object = renaming->renamed;
		back->renamed = renaming->object;
		back->old = renaming->new;
		back->new = renaming->old;
	}
	return inverted;
}
