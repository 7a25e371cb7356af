/* Schemas as they are compared: under the names that they will have. */
#include <string.h>

#include "diff/rules.h"

const char *object_key(struct arena *arena, struct object_name name)
{
	return name.namespace ? arena_format(arena, "%s\n%s", name.namespace, name.name)
			      : name.name;
}

/* What happens to a table or an enum, and in it. */
struct object_renames {
	const char *name;     /* its new one, or NULL */
	struct renames parts; /* columns, values, indexes, keys */
};

struct rewriter {
	struct arena *arena;
	const struct alter_rules *rules;
	const char *usual;	  /* what the default namespace is called: its name, or NULL */
	struct map tables, enums; /* by the old name: struct object_renames */
	struct schema *schema;
};

static bool is_default(const struct alter_rules *rules, const char *namespace)
{
	return namespace && rules->default_namespace &&
	       strcmp(namespace, rules->default_namespace) == 0;
}

static struct object_renames *renames_of(struct rewriter *rewriter, const struct map *map,
					 struct object_name name)
{
	return map->count ? map_get(map, object_key(rewriter->arena, name)) : NULL;
}

static void add_renaming(struct rewriter *rewriter, const struct renaming *renaming)
{
	bool of_enum =
		renaming->kind == CHANGE_RENAME_ENUM || renaming->kind == CHANGE_RENAME_VALUE;
	struct map *map = of_enum ? &rewriter->enums : &rewriter->tables;
	struct object_renames *renames = renames_of(rewriter, map, renaming->object);

	if (!renames) {
		renames = arena_alloc(rewriter->arena, sizeof *renames);
		map_add(map, object_key(rewriter->arena, renaming->object), renames);
	}
	if (renaming->kind == CHANGE_RENAME_TABLE || renaming->kind == CHANGE_RENAME_ENUM)
		renames->name = renaming->new;
	else
		*vector_add(rewriter->arena, &renames->parts) = *renaming;
}

static struct object_name new_name(struct rewriter *rewriter, const struct map *map,
				   struct object_name name)
{
	const struct object_renames *renames = renames_of(rewriter, map, name);

	if (renames && renames->name)
		name.name = renames->name;
	if (!name.namespace || is_default(rewriter->rules, name.namespace))
		name.namespace = rewriter->usual;
	return name;
}

static const char *new_part(const struct object_renames *renames, enum change_kind kind,
			    const char *name)
{
	const struct renaming *renaming;

	if (renames)
		vector_each(renaming, &renames->parts)
			if (renaming->kind == kind && name && strcmp(renaming->old, name) == 0)
				return renaming->new;
	return name;
}

static struct key_parts rewrite_parts(struct rewriter *rewriter,
				      const struct object_renames *renames,
				      const struct key_parts *old)
{
	struct key_parts parts = {0};
	const struct key_part *part;

	if (!renames)
		return *old;
	vector_each(part, old) {
		struct key_part *copy = vector_add(rewriter->arena, &parts);
		*copy = *part;
		copy->column = new_part(renames, CHANGE_RENAME_COLUMN, part->column);
	}
	return parts;
}

static struct names rewrite_names(struct rewriter *rewriter, const struct object_renames *renames,
				  const struct names *old)
{
	struct names names = {0};
	const char **name;

	if (!renames)
		return *old;
	vector_each(name, old)
		*vector_add(rewriter->arena, &names) =
			new_part(renames, CHANGE_RENAME_COLUMN, *name);
	return names;
}

/* Where enums are types, a default follows its value's name. */
static void rewrite_default(struct rewriter *rewriter, const struct object_renames *renames,
			    struct default_value *value)
{
	if (!renames || !rewriter->rules->alters_columns)
		return;
	if (value->kind == DEFAULT_ENUM)
		value->text = new_part(renames, CHANGE_RENAME_VALUE, value->text);
	if (value->kind != DEFAULT_LIST || !value->items.count)
		return;
	struct default_value *items =
		arena_alloc(rewriter->arena, value->items.count * sizeof *items);
	memcpy(items, value->items.at, value->items.count * sizeof *items);
	value->items.at = items;
	for (size_t i = 0; i < value->items.count; i++)
		if (items[i].kind == DEFAULT_ENUM)
			items[i].text = new_part(renames, CHANGE_RENAME_VALUE, items[i].text);
}

static void rewrite_columns(struct rewriter *rewriter, const struct object_renames *renames,
			    struct table *table)
{
	size_t count = table->columns.count;
	struct column *columns = arena_alloc(rewriter->arena, (count + 1) * sizeof *columns);

	for (size_t i = 0; i < count; i++) {
		columns[i] = table->columns.at[i];
		columns[i].name = new_part(renames, CHANGE_RENAME_COLUMN, columns[i].name);
		if (columns[i].type.kind != TYPE_ENUM)
			continue;
		rewrite_default(rewriter,
				renames_of(rewriter, &rewriter->enums, columns[i].type.enumeration),
				&columns[i].value);
		columns[i].type.enumeration =
			new_name(rewriter, &rewriter->enums, columns[i].type.enumeration);
	}
	table->columns.at = columns;
}

static void rewrite_keys(struct rewriter *rewriter, const struct object_renames *renames,
			 struct table *table)
{
	size_t count = table->foreign_keys.count;
	struct foreign_key *keys = arena_alloc(rewriter->arena, (count + 1) * sizeof *keys);

	for (size_t i = 0; i < count; i++) {
		keys[i] = table->foreign_keys.at[i];
		keys[i].name = new_part(renames, CHANGE_RENAME_FOREIGN_KEY, keys[i].name);
		keys[i].columns = rewrite_names(rewriter, renames, &keys[i].columns);
		keys[i].referenced_columns = rewrite_names(
			rewriter, renames_of(rewriter, &rewriter->tables, keys[i].references),
			&keys[i].referenced_columns);
		keys[i].references = new_name(rewriter, &rewriter->tables, keys[i].references);
	}
	table->foreign_keys.at = keys;
}

/* Where an index cannot be renamed, one that is in the way is dropped before all else. */
static bool is_gone(const struct rewriter *rewriter, const struct object_renames *renames,
		    const struct index *index)
{
	return !rewriter->rules->renames_indexes &&
	       new_part(renames, CHANGE_RENAME_INDEX, index->name) != index->name;
}

static void rewrite_indexes(struct rewriter *rewriter, const struct object_renames *renames,
			    struct table *table)
{
	const struct table before = *table;
	const struct index *index;

	memset(&table->indexes, 0, sizeof table->indexes);
	vector_each(index, &before.indexes) {
		if (is_gone(rewriter, renames, index))
			continue;
		struct index *copy = vector_add(rewriter->arena, &table->indexes);
		*copy = *index;
		copy->name = new_part(renames, CHANGE_RENAME_INDEX, copy->name);
		copy->parts = rewrite_parts(rewriter, renames, &copy->parts);
	}
}

static void rewrite_table(struct rewriter *rewriter, struct table *table)
{
	const struct object_renames *renames = renames_of(rewriter, &rewriter->tables, table->name);

	rewrite_columns(rewriter, renames, table);
	rewrite_keys(rewriter, renames, table);
	if (renames && table->primary_key) {
		struct primary_key *key = arena_alloc(rewriter->arena, sizeof *key);
		*key = *table->primary_key;
		key->name = new_part(renames, CHANGE_RENAME_INDEX, key->name);
		key->parts = rewrite_parts(rewriter, renames, &key->parts);
		table->primary_key = key;
	}
	if (renames)
		rewrite_indexes(rewriter, renames, table);
	table->name = new_name(rewriter, &rewriter->tables, table->name);
}

static void rewrite_enum(struct rewriter *rewriter, struct enumeration *enumeration)
{
	const struct object_renames *renames =
		renames_of(rewriter, &rewriter->enums, enumeration->name);
	size_t count = enumeration->values.count;

	if (renames && count) {
		struct enum_value *values = arena_alloc(rewriter->arena, count * sizeof *values);
		memcpy(values, enumeration->values.at, count * sizeof *values);
		for (size_t i = 0; i < count; i++)
			values[i].name = new_part(renames, CHANGE_RENAME_VALUE, values[i].name);
		enumeration->values.at = values;
	}
	enumeration->name = new_name(rewriter, &rewriter->enums, enumeration->name);
}

static bool has_default_space(const struct schema *schema, const struct alter_rules *rules)
{
	const struct table *table;
	const struct enumeration *enumeration;

	vector_each(table, &schema->tables)
		if (is_default(rules, table->name.namespace))
			return true;
	vector_each(enumeration, &schema->enums)
		if (is_default(rules, enumeration->name.namespace))
			return true;
	return false;
}

/* Both vectors are copied, so that positions in them stay what they are. */
static void copy_objects(struct arena *arena, const struct schema *from, struct schema *to)
{
	*to = *from;
	if (from->tables.count) {
		to->tables.at = arena_alloc(arena, from->tables.count * sizeof *to->tables.at);
		memcpy(to->tables.at, from->tables.at, from->tables.count * sizeof *to->tables.at);
	}
	if (from->enums.count) {
		to->enums.at = arena_alloc(arena, from->enums.count * sizeof *to->enums.at);
		memcpy(to->enums.at, from->enums.at, from->enums.count * sizeof *to->enums.at);
	}
}

const struct schema *rewrite_schema(struct arena *arena, const struct schema *schema,
				    const struct alter_rules *rules, const struct renames *renames,
				    bool say_default)
{
	struct schema *copy = arena_alloc(arena, sizeof *copy);
	struct rewriter rewriter = {
		.arena = arena,
		.rules = rules,
		.usual = say_default ? rules->default_namespace : NULL,
		.tables = {.arena = arena},
		.enums = {.arena = arena},
		.schema = copy,
	};
	const struct renaming *renaming;
	struct table *table;
	struct enumeration *enumeration;

	if (!renames->count && !rewriter.usual && !has_default_space(schema, rules))
		return schema;
	vector_each(renaming, renames)
		add_renaming(&rewriter, renaming);
	copy_objects(arena, schema, copy);
	vector_each(table, &copy->tables)
		rewrite_table(&rewriter, table);
	vector_each(enumeration, &copy->enums)
		rewrite_enum(&rewriter, enumeration);
	schema_index(copy);
	return copy;
}
