/* What the documentation of the new schema tells of renames: lines `@renamed from=old`. */
#include <string.h>

#include "diff/rename.h"

static const char doc_word[] = "@renamed", doc_mark[] = "@renamed from=";

/* The first line of the documentation that begins with @renamed, or NULL. */
static const char *find_line(const struct facts *facts)
{
	for (const char *line = fact_get(facts, "doc"); line; line = strchr(line, '\n')) {
		line += strspn(line, "\n \t");
		if (strncmp(line, doc_word, strlen(doc_word)) == 0)
			return line;
	}
	return NULL;
}

const char *documented_name(struct arena *arena, const struct facts *facts)
{
	const char *line = find_line(facts);
	size_t length;

	if (!line || strncmp(line, doc_mark, strlen(doc_mark)) != 0)
		return NULL;
	line += strlen(doc_mark);
	length = strcspn(line, " \t\r\n");
	return length ? arena_slice(arena, line, length) : NULL;
}

/* The old name of what is called `name`, or NULL. */
static const char *renamed_from(struct finder *finder, const struct facts *facts, const char *name)
{
	const char *line = find_line(facts), *from = documented_name(finder->arena, facts);

	if (line && !from) {
		report_warning(finder->report, nowhere,
			       "the documentation of '%s' has a line '%.*s', which renames nothing",
			       name, (int)strcspn(line, "\r\n"), line);
		report_hint(finder->report, "a rename is told as /// @renamed from=OLD");
	}
	return from;
}

/* A rename that is long done stays in the schema; one of nothing to something new is an error. */
static void warn_of_nothing(struct finder *finder, const char *name, const char *from)
{
	report_warning(finder->report, nowhere,
		       "'%s' is new, and was not renamed: the old schema has no '%s'", name, from);
}

static void read_table_doc(struct finder *finder, const struct table *new)
{
	const char *from = renamed_from(finder, &new->facts, new->name.name);
	const struct table *old;

	if (!from)
		return;
	old = find_table(finder->old, (struct object_name){new->name.namespace, from});
	if (old)
		rename_object(finder, CHANGE_RENAME_TABLE, old->name, new->name, true);
	else if (!finder->old->blank && !schema_table(finder->old, new->name))
		warn_of_nothing(finder, new->name.name, from);
}

static void read_enum_doc(struct finder *finder, const struct enumeration *new)
{
	const char *from = renamed_from(finder, &new->facts, new->name.name);
	const struct enumeration *old;

	if (!from)
		return;
	old = find_enum(finder->old, (struct object_name){new->name.namespace, from});
	if (old)
		rename_object(finder, CHANGE_RENAME_ENUM, old->name, new->name, true);
	else if (!finder->old->blank && !schema_enum(finder->old, new->name))
		warn_of_nothing(finder, new->name.name, from);
}

static void read_column_doc(struct finder *finder, const struct table *new,
			    const struct column *column)
{
	const char *from = renamed_from(finder, &column->facts, column->name);
	const struct table *old = from ? old_table_of(finder, new) : NULL;
	const struct column *old_column = old ? find_column(old, from) : NULL;

	if (old_column)
		rename_part(finder, CHANGE_RENAME_COLUMN, old->name, new->name, old_column->name,
			    column->name, true);
	else if (old && !table_column(old, column->name))
		warn_of_nothing(finder, column->name, from);
}

static void read_value_doc(struct finder *finder, const struct enumeration *new,
			   const struct enum_value *value)
{
	const char *from = renamed_from(finder, &value->facts, value->name);
	const struct enumeration *old = from ? old_enum_of(finder, new) : NULL;
	const struct enum_value *old_value = old ? find_value(old, from) : NULL;

	if (old_value)
		rename_part(finder, CHANGE_RENAME_VALUE, old->name, new->name, old_value->name,
			    value->name, true);
	else if (old && !find_value(old, value->name))
		warn_of_nothing(finder, value->name, from);
}

void read_object_docs(struct finder *finder)
{
	const struct table *table;
	const struct enumeration *enumeration;

	vector_each(table, &finder->new->tables)
		read_table_doc(finder, table);
	vector_each(enumeration, &finder->new->enums)
		read_enum_doc(finder, enumeration);
}

void read_part_docs(struct finder *finder)
{
	const struct table *table;
	const struct column *column;
	const struct enumeration *enumeration;
	const struct enum_value *value;

	vector_each(table, &finder->new->tables)
		vector_each(column, &table->columns)
			read_column_doc(finder, table, column);
	vector_each(enumeration, &finder->new->enums)
		vector_each(value, &enumeration->values)
			read_value_doc(finder, enumeration, value);
}
