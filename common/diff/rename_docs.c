/* Reads renames in the documentation of the new schema: lines `@renamed from=old`. */
#include "diff/rename_docs.h"

#include <string.h>

static const char doc_word[] = "@renamed", doc_mark[] = "@renamed from=";

/* Returns the first line of the documentation that begins with @renamed, or NULL. */
static const char *find_line(const struct facts *facts)
{
	for (const char *line = fact_get(facts, "doc"); line; line = strchr(line, '\n')) {
		line += strspn(line, "\n \t");
		if (strncmp(line, doc_word, strlen(doc_word)) == 0)
			return line;
	}
	return NULL;
}

const char *diff_documented_name(struct arena *arena, const struct facts *facts)
{
	const char *line = find_line(facts);
	size_t length;

	if (!line || strncmp(line, doc_mark, strlen(doc_mark)) != 0)
		return NULL;
	line += strlen(doc_mark);
	length = strcspn(line, " \t\r\n");
	return length ? arena_slice(arena, line, length) : NULL;
}

/* Returns the documented old name of `name`, or NULL. Warns of a line without one. */
static const char *renamed_from(struct rename_set *set, const struct facts *facts, const char *name)
{
	const char *line = find_line(facts), *from = diff_documented_name(set->arena, facts);

	if (line && !from) {
		report_warning(set->report, nowhere,
			       "invalid rename in the documentation of '%s': '%.*s'", name,
			       (int)strcspn(line, "\r\n"), line);
		report_hint(set->report, "expected /// @renamed from=OLD");
	}
	return from;
}

/*
 * Warns that there is nothing to rename. Not called if the old schema has the new name: then the
 * rename is done, and its line may stay.
 */
static void warn_of_nothing(struct rename_set *set, const char *name, const char *from)
{
	report_warning(set->report, nowhere,
		       "'%s' is added, not renamed: the old schema has no '%s'", name, from);
}

static void read_table_doc(struct rename_set *set, const struct table *new)
{
	const char *from = renamed_from(set, &new->facts, new->name.name);
	const struct table *old;

	if (!from)
		return;
	old = schema_table(set->old, (struct object_name){new->name.namespace, from});
	if (!old)
		old = map_get_in(&set->old_models, new->name.namespace, from);
	if (old)
		diff_rename_object(set, CHANGE_RENAME_TABLE, old->name, new->name, true);
	else if (!set->old->blank && !schema_table(set->old, new->name))
		warn_of_nothing(set, new->name.name, from);
}

static void read_enum_doc(struct rename_set *set, const struct enumeration *new)
{
	const char *from = renamed_from(set, &new->facts, new->name.name);
	const struct enumeration *old;

	if (!from)
		return;
	old = schema_enum(set->old, (struct object_name){new->name.namespace, from});
	if (!old)
		old = map_get_in(&set->old_enums, new->name.namespace, from);
	if (old)
		diff_rename_object(set, CHANGE_RENAME_ENUM, old->name, new->name, true);
	else if (!set->old->blank && !schema_enum(set->old, new->name))
		warn_of_nothing(set, new->name.name, from);
}

/* Empties set->parts for the parts of another owner. Returns false if it has those already. */
static bool changes_owner(struct rename_set *set, const void *owner)
{
	if (set->owner == owner)
		return false;
	set->owner = owner;
	set->parts = (struct map){.arena = set->arena};
	return true;
}

/* Adds the number of a part, from 1, by its name in the Prisma schema. */
static void add_part(struct rename_set *set, const char *name, size_t number)
{
	if (name)
		map_add(&set->parts, name, (void *)number);
}

static const struct column *find_column(struct rename_set *set, const struct table *table,
					const char *name)
{
	const struct column *found = table_column(table, name);

	if (!found && changes_owner(set, table))
		for (size_t i = 0; i < table->columns.count; i++)
			add_part(set, fact_get(&table->columns.at[i].facts, "field"), i + 1);
	size_t number = found ? 0 : (size_t)map_get(&set->parts, name);
	return number ? &table->columns.at[number - 1] : found;
}

static const struct enum_value *find_value(struct rename_set *set,
					   const struct enumeration *enumeration, const char *name)
{
	const struct enum_value *found = enumeration_value(enumeration, name);

	if (!found && changes_owner(set, enumeration))
		for (size_t i = 0; i < enumeration->values.count; i++)
			add_part(set, fact_get(&enumeration->values.at[i].facts, "value"), i + 1);
	size_t number = found ? 0 : (size_t)map_get(&set->parts, name);
	return number ? &enumeration->values.at[number - 1] : found;
}

static void read_column_doc(struct rename_set *set, const struct table *new,
			    const struct column *column)
{
	const char *from = renamed_from(set, &column->facts, column->name);
	const struct table *old = from ? diff_old_table(set, new) : NULL;
	const struct column *old_column = old ? find_column(set, old, from) : NULL;

	if (old_column)
		diff_rename_part(set, CHANGE_RENAME_COLUMN, old->name, new->name, old_column->name,
				 column->name, true);
	else if (old && !table_column(old, column->name))
		warn_of_nothing(set, column->name, from);
}

static void read_value_doc(struct rename_set *set, const struct enumeration *new,
			   const struct enum_value *value)
{
	const char *from = renamed_from(set, &value->facts, value->name);
	const struct enumeration *old = from ? diff_old_enum(set, new) : NULL;
	const struct enum_value *old_value = old ? find_value(set, old, from) : NULL;

	if (old_value)
		diff_rename_part(set, CHANGE_RENAME_VALUE, old->name, new->name, old_value->name,
				 value->name, true);
	else if (old && !find_value(set, old, value->name))
		warn_of_nothing(set, value->name, from);
}

void diff_read_object_docs(struct rename_set *set)
{
	const struct table *table;
	const struct enumeration *enumeration;

	vector_each(table, &set->new->tables)
		read_table_doc(set, table);
	vector_each(enumeration, &set->new->enums)
		read_enum_doc(set, enumeration);
}

void diff_read_part_docs(struct rename_set *set)
{
	const struct table *table;
	const struct column *column;
	const struct enumeration *enumeration;
	const struct enum_value *value;

	vector_each(table, &set->new->tables)
		vector_each(column, &table->columns)
			read_column_doc(set, table, column);
	vector_each(enumeration, &set->new->enums)
		vector_each(value, &enumeration->values)
			read_value_doc(set, enumeration, value);
}
