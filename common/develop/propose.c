/* Finds possible renames. */
#include "develop/propose.h"

#include "base/record.h"
#include "base/text.h"
#include "schema/text.h"

struct search {
	struct arena *arena;
	const struct schema *old, *new;
	struct proposals *proposals;
};

/* Returns the path of a table or an enum, or of a part of it, as renames spell it. */
static const char *part_path(struct arena *arena, struct object_name owner, const char *part)
{
	struct buffer path = {.arena = arena};

	if (owner.namespace) {
		record_escape(&path, owner.namespace, ".=");
		buffer_add_char(&path, '.');
	}
	record_escape(&path, owner.name, ".=");
	if (part) {
		buffer_add_char(&path, '.');
		record_escape(&path, part, ".=");
	}
	return buffer_text(&path);
}

/* Returns the path of a table, or of a column in it. */
static const char *path_of(struct arena *arena, const struct table *table, const char *column)
{
	return part_path(arena, table->name, column);
}

/* Returns the namespace of a table, even if the schema does not say it; NULL on SQLite. */
static const char *namespace_of(const struct search *search, const struct table *table)
{
	const char *namespace = table->name.namespace;

	return namespace ? namespace : search->new->dialect->alter.default_namespace;
}

/* Returns the table of the same name and namespace in a schema, or NULL. */
static const struct table *find_same(const struct search *search, const struct schema *schema,
				     const struct table *table)
{
	struct object_name name = table->name;
	const struct table *same = schema_table(schema, name);

	if (same)
		return same;
	name.namespace = name.namespace ? NULL : namespace_of(search, table);
	same = schema_table(schema, name);
	return same && text_equal(namespace_of(search, same), namespace_of(search, table)) ? same
											   : NULL;
}

/* Returns the new name of a table as renames spell it: with its namespace if the table moves. */
static const char *new_name(const struct search *search, const struct table *old,
			    const struct table *new)
{
	struct table named = *new;

	named.name.namespace = namespace_of(search, new);
	if (text_equal(namespace_of(search, old), named.name.namespace))
		named.name.namespace = NULL;
	return path_of(search->arena, &named, NULL);
}

static void add(struct search *search, const struct table *table, const char *column,
		const struct table *new_table, const char *new_column)
{
	const char *old = path_of(search->arena, table, column);

	*vector_add(search->arena, search->proposals) = (struct proposal){
		.given = arena_join(search->arena, old, '=',
				    new_column ? new_column : new_name(search, table, new_table)),
		.old = old,
		.new = path_of(search->arena, new_table, new_column),
	};
}

static bool same_type(struct search *search, const struct column *a, const struct column *b)
{
	return a->arity == b->arity &&
	       strcmp(type_text(search->arena, &a->type), type_text(search->arena, &b->type)) == 0;
}

static void propose_columns(struct search *search, const struct table *old, const struct table *new)
{
	const struct column *gone, *come;

	vector_each(gone, &old->columns) {
		if (table_column(new, gone->name))
			continue;
		vector_each(come, &new->columns)
			if (!table_column(old, come->name) && same_type(search, gone, come))
				add(search, old, gone->name, new, come->name);
	}
}

static bool same_columns(const struct table *a, const struct table *b)
{
	const struct column *column;

	vector_each(column, &a->columns)
		if (!table_column(b, column->name))
			return false;
	return a->columns.count == b->columns.count && !a->view && !b->view;
}

static void propose_tables(struct search *search, const struct table *gone)
{
	const struct table *come;

	vector_each(come, &search->new->tables)
		if (!find_same(search, search->old, come) && same_columns(gone, come))
			add(search, gone, NULL, come, NULL);
}

/* Returns the only value that the other enum lacks, or NULL if it lacks none or several. */
static const char *only_value(const struct enumeration *enumeration,
			      const struct enumeration *other)
{
	const struct enum_value *value;
	const char *only = NULL;

	vector_each(value, &enumeration->values) {
		if (enumeration_value(other, value->name))
			continue;
		if (only)
			return NULL;
		only = value->name;
	}
	return only;
}

static void propose_value(struct search *search, const struct enumeration *old)
{
	const struct enumeration *new = schema_enum(search->new, old->name);
	const char *gone = new ? only_value(old, new) : NULL;
	const char *come = gone ? only_value(new, old) : NULL;

	if (!come)
		return;
	const char *path = part_path(search->arena, old->name, gone);
	struct buffer value = {.arena = search->arena};
	record_escape(&value, come, ".=");
	*vector_add(search->arena, search->proposals) = (struct proposal){
		.given = arena_join(search->arena, path, '=', buffer_text(&value)),
		.old = path,
		.new = part_path(search->arena, new->name, come),
	};
}

void develop_propose(struct arena *arena, const struct schema *old, const struct schema *new,
		     struct proposals *proposals)
{
	const struct enumeration *enumeration;
	const struct table *table, *same;

	*proposals = (struct proposals){0};
	struct search search = {arena, old, new, proposals};
	vector_each(table, &old->tables) {
		same = find_same(&search, new, table);
		if (same)
			propose_columns(&search, table, same);
		else
			propose_tables(&search, table);
	}
	vector_each(enumeration, &old->enums)
		propose_value(&search, enumeration);
}
