/* What was renamed between two schemas, as the user or the documentation of the new one says. */
#include <string.h>

#include "base/record.h"
#include "diff/diff.h"

static const char doc_word[] = "@renamed", doc_mark[] = "@renamed from=";

struct finder {
	const struct schema *old, *new;
	struct renames *renames;
	struct report *report;
	struct arena *arena;
};

/* ---- looking up by either name ---- */

static bool is_called(const char *name, const struct facts *facts, const char *key,
		      const char *wanted)
{
	const char *other = fact_get(facts, key);

	return strcmp(name, wanted) == 0 || (other && strcmp(other, wanted) == 0);
}

static const struct table *find_table(const struct schema *schema, struct object_name name)
{
	const struct table *table = schema_table(schema, name);

	if (table)
		return table;
	vector_each (table, &schema->tables) {
		struct object_name model = {table->name.space, fact_get(&table->facts, "model")};
		if (model.name && object_name_equal(model, name))
			return table;
	}
	return NULL;
}

static const struct enumeration *find_enum(const struct schema *schema, struct object_name name)
{
	const struct enumeration *enumeration = schema_enum(schema, name);

	if (enumeration)
		return enumeration;
	vector_each (enumeration, &schema->enums) {
		struct object_name block = {enumeration->name.space,
		                            fact_get(&enumeration->facts, "enum")};
		if (block.name && object_name_equal(block, name))
			return enumeration;
	}
	return NULL;
}

static const struct column *find_column(const struct table *table, const char *name)
{
	const struct column *column = table_column(table, name);

	if (column)
		return column;
	vector_each (column, &table->columns)
		if (is_called(column->name, &column->facts, "field", name))
			return column;
	return NULL;
}

static const struct enum_value *find_value(const struct enumeration *enumeration, const char *name)
{
	const struct enum_value *value;

	vector_each (value, &enumeration->values)
		if (strcmp(value->name, name) == 0)
			return value;
	vector_each (value, &enumeration->values)
		if (is_called(value->name, &value->facts, "value", name))
			return value;
	return NULL;
}

/* ---- what is a rename ---- */

/* The name that an object of the old schema has in the new one. */
static struct object_name renamed_object(const struct finder *finder, enum change_kind kind,
					 struct object_name object)
{
	const struct renaming *renaming;

	vector_each (renaming, finder->renames)
		if (renaming->kind == kind && object_name_equal(renaming->object, object))
			return renaming->renamed;
	return object;
}

static void add(struct finder *finder, enum change_kind kind, struct object_name object,
		struct object_name renamed, const char *old, const char *new)
{
	const struct renaming *renaming;

	vector_each (renaming, finder->renames)
		if (renaming->kind == kind && object_name_equal(renaming->object, object) &&
		    (strcmp(renaming->old, old) == 0 || strcmp(renaming->new, new) == 0))
			return;
	*vector_add(finder->arena, finder->renames) =
	        (struct renaming){kind, object, renamed, old, new};
}

/*
 * The four kinds. Each is a rename only where the old name is gone from the new schema and the
 * new one is new; what stands in the way is said in `*why`.
 */

static bool rename_table(struct finder *finder, const struct table *old, const struct table *new,
			 const char **why)
{
	struct object_name renamed = {old->name.space, new->name.name};

	if (!object_name_equal(renamed, new->name))
		*why = "it would move to another namespace";
	else if (schema_table(finder->new, old->name))
		*why = "the new schema still has the old name";
	else if (schema_table(finder->old, new->name))
		*why = "the old schema has the new name already";
	else
		add(finder, CHANGE_RENAME_TABLE, old->name, renamed, old->name.name,
		    new->name.name);
	return !*why;
}

static bool rename_enum(struct finder *finder, const struct enumeration *old,
			const struct enumeration *new, const char **why)
{
	struct object_name renamed = {old->name.space, new->name.name};

	if (!object_name_equal(renamed, new->name))
		*why = "it would move to another namespace";
	else if (schema_enum(finder->new, old->name))
		*why = "the new schema still has the old name";
	else if (schema_enum(finder->old, new->name))
		*why = "the old schema has the new name already";
	else
		add(finder, CHANGE_RENAME_ENUM, old->name, renamed, old->name.name, new->name.name);
	return !*why;
}

static bool rename_column(struct finder *finder, const struct table *old_table,
			  const struct column *old, const struct table *new_table,
			  const struct column *new, const char **why)
{
	if (table_column(new_table, old->name))
		*why = "the new schema still has the old name";
	else if (table_column(old_table, new->name))
		*why = "the old schema has the new name already";
	else
		add(finder, CHANGE_RENAME_COLUMN, old_table->name, new_table->name, old->name,
		    new->name);
	return !*why;
}

static bool has_value(const struct enumeration *enumeration, const char *name)
{
	const struct enum_value *value;

	vector_each (value, &enumeration->values)
		if (strcmp(value->name, name) == 0)
			return true;
	return false;
}

static bool rename_value(struct finder *finder, const struct enumeration *old_enum,
			 const struct enum_value *old, const struct enumeration *new_enum,
			 const struct enum_value *new, const char **why)
{
	if (has_value(new_enum, old->name))
		*why = "the new schema still has the old name";
	else if (has_value(old_enum, new->name))
		*why = "the old schema has the new name already";
	else
		add(finder, CHANGE_RENAME_VALUE, old_enum->name, new_enum->name, old->name,
		    new->name);
	return !*why;
}

/* ---- told on the command line ---- */

enum { MOST_PARTS = 3 };

/* users.name=full_name, cut up. */
struct told {
	const char *text;
	const char *parts[MOST_PARTS];
	size_t count;
	const char *new;
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

/* The object that the first `count` parts name. */
static struct object_name object_of(const struct told *told, size_t count)
{
	if (count > 1)
		return (struct object_name){told->parts[0], told->parts[1]};
	return (struct object_name){NULL, told->parts[0]};
}

static bool refuse(struct finder *finder, const struct told *told, const char *why)
{
	return report_error(finder->report, nowhere, "-r %s: no rename: %s", told->text, why);
}

/* Tables and enums. `*mine` says whether the path names one. */
static bool take_object(struct finder *finder, const struct told *told, bool *mine)
{
	struct object_name name = object_of(told, told->count);
	struct object_name target = {name.space, told->new};
	const struct table *table = told->count < 3 ? find_table(finder->old, name) : NULL;
	const struct enumeration *enumeration =
	        told->count < 3 ? find_enum(finder->old, name) : NULL;
	const char *why = NULL;

	*mine = table || enumeration;
	if (table) {
		const struct table *new = find_table(finder->new, target);
		if (!new)
			why = "the new schema has no such table";
		else
			rename_table(finder, table, new, &why);
	} else if (enumeration) {
		const struct enumeration *new = find_enum(finder->new, target);
		if (!new)
			why = "the new schema has no such enum";
		else
			rename_enum(finder, enumeration, new, &why);
	}
	return !why || refuse(finder, told, why);
}

static bool take_column(struct finder *finder, const struct told *told, const struct table *table,
			const struct column *column)
{
	const struct table *new_table =
	        schema_table(finder->new, renamed_object(finder, CHANGE_RENAME_TABLE, table->name));
	const struct column *new = new_table ? find_column(new_table, told->new) : NULL;
	const char *why = NULL;

	if (!new)
		why = new_table ? "the new schema has no such column"
		                : "the new schema does not have the table";
	else
		rename_column(finder, table, column, new_table, new, &why);
	return !why || refuse(finder, told, why);
}

static bool take_value(struct finder *finder, const struct told *told,
		       const struct enumeration *enumeration, const struct enum_value *value)
{
	const struct enumeration *new_enum = schema_enum(
	        finder->new, renamed_object(finder, CHANGE_RENAME_ENUM, enumeration->name));
	const struct enum_value *new = new_enum ? find_value(new_enum, told->new) : NULL;
	const char *why = NULL;

	if (!new)
		why = new_enum ? "the new schema has no such value"
		               : "the new schema does not have the enum";
	else
		rename_value(finder, enumeration, value, new_enum, new, &why);
	return !why || refuse(finder, told, why);
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

static bool take_told(struct finder *finder, const struct names *told)
{
	struct told one;
	const char **text;
	bool fine = true, mine;
	bool *taken = arena_alloc(finder->arena, told->count + 1);

	/* Tables and enums first: columns and values are looked for under their new names. */
	vector_each (text, told) {
		if (!read_told(finder, *text, &one)) {
			taken[text - told->at] = true;
			fine = false;
			continue;
		}
		fine = take_object(finder, &one, &mine) && fine;
		taken[text - told->at] = mine;
	}
	vector_each (text, told)
		if (!taken[text - told->at] && read_told(finder, *text, &one))
			fine = take_part(finder, &one) && fine;
	return fine;
}

/* ---- told by the documentation ---- */

/* The old name in a line `@renamed from=old` of what is called `name`, or NULL. */
static const char *renamed_from(struct finder *finder, const struct facts *facts, const char *name)
{
	const char *doc = fact_get(facts, "doc");

	for (const char *line = doc; line; line = strchr(line, '\n')) {
		line += strspn(line, "\n \t");
		if (strncmp(line, doc_word, strlen(doc_word)) != 0)
			continue;
		bool marked = strncmp(line, doc_mark, strlen(doc_mark)) == 0;
		line += marked ? strlen(doc_mark) : 0;
		size_t length = strcspn(line, " \t\r\n");
		if (marked && length)
			return arena_slice(finder->arena, line, length);
		report_warning(finder->report, nowhere,
			       "the documentation of '%s' has a line '%.*s', which renames nothing",
			       name, (int)strcspn(line, "\r\n"), line);
		report_hint(finder->report, "a rename is told as /// @renamed from=OLD");
		return NULL;
	}
	return NULL;
}

/* A rename that is long done stays in the schema; one of nothing to something new is an error. */
static void warn_of_nothing(struct finder *finder, const char *name, const char *from)
{
	report_warning(finder->report, nowhere,
		       "'%s' is new, and was not renamed: the old schema has no '%s'", name, from);
}

static const struct table *old_table_of(const struct finder *finder, const struct table *new)
{
	const struct renaming *renaming;

	vector_each (renaming, finder->renames)
		if (renaming->kind == CHANGE_RENAME_TABLE &&
		    object_name_equal(renaming->renamed, new->name))
			return schema_table(finder->old, renaming->object);
	return schema_table(finder->old, new->name);
}

static const struct enumeration *old_enum_of(const struct finder *finder,
					     const struct enumeration *new)
{
	const struct renaming *renaming;

	vector_each (renaming, finder->renames)
		if (renaming->kind == CHANGE_RENAME_ENUM &&
		    object_name_equal(renaming->renamed, new->name))
			return schema_enum(finder->old, renaming->object);
	return schema_enum(finder->old, new->name);
}

static void read_table_docs(struct finder *finder)
{
	const struct table *new, *old;
	const struct column *column, *old_column;
	const char *from, *why;

	vector_each (new, &finder->new->tables) {
		from = renamed_from(finder, &new->facts, new->name.name);
		if (!from)
			continue;
		why = NULL;
		old = find_table(finder->old, (struct object_name){new->name.space, from});
		if (old)
			rename_table(finder, old, new, &why);
		else if (!finder->old->blank && !schema_table(finder->old, new->name))
			warn_of_nothing(finder, new->name.name, from);
	}
	vector_each (new, &finder->new->tables)
		vector_each (column, &new->columns) {
			from = renamed_from(finder, &column->facts, column->name);
			old = from ? old_table_of(finder, new) : NULL;
			old_column = old ? find_column(old, from) : NULL;
			why = NULL;
			if (old_column)
				rename_column(finder, old, old_column, new, column, &why);
			else if (old && !table_column(old, column->name))
				warn_of_nothing(finder, column->name, from);
		}
}

static void read_enum_docs(struct finder *finder)
{
	const struct enumeration *new, *old;
	const struct enum_value *value, *old_value;
	const char *from, *why;

	vector_each (new, &finder->new->enums) {
		from = renamed_from(finder, &new->facts, new->name.name);
		if (!from)
			continue;
		why = NULL;
		old = find_enum(finder->old, (struct object_name){new->name.space, from});
		if (old)
			rename_enum(finder, old, new, &why);
		else if (!finder->old->blank && !schema_enum(finder->old, new->name))
			warn_of_nothing(finder, new->name.name, from);
	}
	vector_each (new, &finder->new->enums)
		vector_each (value, &new->values) {
			from = renamed_from(finder, &value->facts, value->name);
			old = from ? old_enum_of(finder, new) : NULL;
			old_value = old ? find_value(old, from) : NULL;
			why = NULL;
			if (old_value)
				rename_value(finder, old, old_value, new, value, &why);
			else if (old && !find_value(old, value->name))
				warn_of_nothing(finder, value->name, from);
		}
}

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

	*renames = (struct renames){0};
	if (!take_told(&finder, told))
		return false;
	read_table_docs(&finder);
	read_enum_docs(&finder);
	return true;
}

struct renames diff_inverted(struct arena *arena, const struct renames *renames)
{
	struct renames inverted = {0};
	const struct renaming *renaming;

	vector_each (renaming, renames)
		*vector_add(arena, &inverted) = (struct renaming){
		        renaming->kind, renaming->renamed, renaming->object,
		        renaming->new,  renaming->old,
		};
	return inverted;
}
