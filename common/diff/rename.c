/* What was renamed between two schemas: told on the command line, or by the documentation. */
#include <string.h>

#include "base/record.h"
#include "diff/rename.h"

/* ---- told on the command line ---- */

enum { MOST_PARTS = 3 };

/* users.name=full_name, cut up. */
struct told {
	const char *text;
	const char *parts[MOST_PARTS];
	size_t count;
	const char *new;
	bool done;
};

struct told_list {
	VECTOR_MEMBERS(struct told);
};

static bool read_told(struct finder *finder, const char *text, struct told *told)
{
	struct slice rest = slice_of(text), path, part;

	*told = (struct told){.text = text};
	record_split(&rest, '=', &path);
	if (!rest.start || !rest.length)
		return report_error(finder->report, nowhere, "-r %s: a rename is old=new", text);
	told->new = record_unescape(finder->arena, rest);
	while (told->count < MOST_PARTS && record_split(&path, '.', &part)) {
		told->parts[told->count] = record_unescape(finder->arena, part);
		if (!told->parts[told->count++])
			told->new = NULL;
	}
	if (!told->new || path.start)
		return report_error(finder->report, nowhere, "-r %s: this is no name", text);
	return true;
}

static bool read_all_told(struct finder *finder, const struct names *texts, struct told_list *list)
{
	struct told one;
	const char **text;
	bool fine = true;

	vector_each(text, texts) {
		if (read_told(finder, *text, &one))
			*vector_add(finder->arena, list) = one;
		else
			fine = false;
	}
	return fine;
}

/* The object that the first `count` parts name. */
static struct object_name object_of(const struct told *told, size_t count)
{
	if (count > 1)
		return (struct object_name){told->parts[0], told->parts[1]};
	return (struct object_name){NULL, told->parts[0]};
}

/* Whether there is no reason `why` against it. */
static bool accept(struct finder *finder, const struct told *told, const char *why)
{
	return !why ||
	       report_error(finder->report, nowhere, "-r %s: no rename: %s", told->text, why);
}

/* Tables and enums; what is neither stays for take_part. */
static bool take_object(struct finder *finder, struct told *told)
{
	struct object_name name = object_of(told, told->count);
	struct object_name target = {name.namespace, told->new};
	const struct table *table = told->count < 3 ? find_table(finder->old, name) : NULL;
	const struct enumeration *enumeration =
		told->count < 3 ? find_enum(finder->old, name) : NULL;
	const char *why = NULL;

	told->done = table || enumeration;
	if (table) {
		const struct table *new = find_table(finder->new, target);
		why = new ? rename_object(finder, CHANGE_RENAME_TABLE, table->name, new->name,
					  false)
			  : "the new schema has no such table";
	} else if (enumeration) {
		const struct enumeration *new = find_enum(finder->new, target);
		why = new ? rename_object(finder, CHANGE_RENAME_ENUM, enumeration->name, new->name,
					  false)
			  : "the new schema has no such enum";
	}
	return accept(finder, told, why);
}

static bool take_column(struct finder *finder, const struct told *told, const struct table *table,
			const struct column *column)
{
	const struct table *new_table = new_table_of(finder, table);
	const struct column *new = new_table ? find_column(new_table, told->new) : NULL;

	const char *why = new_table ? "the new schema has no such column"
				    : "the new schema does not have the table";

	if (new)
		why = rename_part(finder, CHANGE_RENAME_COLUMN, table->name, new_table->name,
				  column->name, new->name, false);
	return accept(finder, told, why);
}

static bool take_value(struct finder *finder, const struct told *told,
		       const struct enumeration *enumeration, const struct enum_value *value)
{
	const struct enumeration *new_enum = new_enum_of(finder, enumeration);
	const struct enum_value *new = new_enum ? find_value(new_enum, told->new) : NULL;

	const char *why = new_enum ? "the new schema has no such value"
				   : "the new schema does not have the enum";

	if (new)
		why = rename_part(finder, CHANGE_RENAME_VALUE, enumeration->name, new_enum->name,
				  value->name, new->name, false);
	return accept(finder, told, why);
}

/* Columns and values. */
static bool take_part(struct finder *finder, const struct told *told)
{
	const char *last = told->parts[told->count - 1];

	if (told->count > 1) {
		struct object_name object = object_of(told, told->count - 1);
		const struct table *table = find_table(finder->old, object);
		const struct enumeration *enumeration = find_enum(finder->old, object);
		const struct column *column = table ? find_column(table, last) : NULL;
		const struct enum_value *value = enumeration ? find_value(enumeration, last) : NULL;
		if (column)
			return take_column(finder, told, table, column);
		if (value)
			return take_value(finder, told, enumeration, value);
	}
	report_error(finder->report, nowhere, "-r %s: the old schema has nothing of that name",
		     told->text);
	return report_hint(finder->report, "tables and enums are named as in the database: users, "
					   "users.name, Role.ADMIN, space.users.name");
}

/* Tables and enums first: columns and values are looked for under their new names. */
bool diff_find_renames(const struct schema *old, const struct schema *new, const struct names *told,
		       struct renames *renames, struct report *report)
{
	struct finder finder = {
		.old = old,
		.new = new,
		.renames = renames,
		.report = report,
		.arena = report->arena,
	};
	struct told_list list = {0};
	struct told *one;

	*renames = (struct renames){0};
	bool fine = read_all_told(&finder, told, &list);
	vector_each(one, &list)
		fine = take_object(&finder, one) && fine;
	read_object_docs(&finder);
	fine = settle_renames(&finder, CHANGE_RENAME_TABLE, CHANGE_RENAME_ENUM) && fine;
	vector_each(one, &list)
		fine = (one->done || take_part(&finder, one)) && fine;
	read_part_docs(&finder);
	fine = settle_renames(&finder, CHANGE_RENAME_COLUMN, CHANGE_RENAME_VALUE) && fine;
	follow_models(&finder);
	return fine;
}

struct renames diff_inverted(struct arena *arena, const struct renames *renames)
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
