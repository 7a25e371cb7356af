/*
 * Rewrites schemas for the comparison, under the names that they will have.
 *
 * The old schema is rewritten as if all renames were done, so that equal names mean the same thing.
 * The default namespace is removed from names, so that it does not matter if it is given.
 */
#include "diff/rewrite.h"

#include <string.h>

#include "base/text.h"
#include "diff/rewrite_definition.h"
#include "diff/sql_names.h"

/* The renames of a table or an enum, and of its parts. */
struct object_renames {
	const struct object_name *name; /* the new one, or NULL */
	struct renames parts;		/* columns, values, indexes, keys */
	struct map numbers;		/* of the parts from 1, by kind and old name */
};

struct rewriting {
	struct arena *arena;
	const struct dialect *dialect;
	const struct alter_rules *rules;
	const char *default_namespace; /* its name in the copy; or NULL */
	struct map tables, enums;      /* struct object_renames, by the old name */
};

static bool is_default(const struct alter_rules *rules, const char *namespace)
{
	return namespace && text_equal(namespace, rules->default_namespace);
}

static struct object_renames *renames_of(const struct map *map, struct object_name name)
{
	return map->count ? map_get_in(map, name.namespace, name.name) : NULL;
}

static void add_part(struct arena *arena, struct object_renames *renames,
		     const struct renaming *renaming)
{
	*vector_add(arena, &renames->parts) = *renaming;
	renames->numbers.arena = arena;
	map_add_in(&renames->numbers, diff_heading(renaming->kind), renaming->old,
		   (void *)(size_t)renames->parts.count);
}

static void add_renaming(struct rewriting *rewriting, const struct renaming *renaming)
{
	bool of_enum =
		renaming->kind == CHANGE_RENAME_ENUM || renaming->kind == CHANGE_RENAME_VALUE;
	struct map *map = of_enum ? &rewriting->enums : &rewriting->tables;
	struct object_renames *renames = renames_of(map, renaming->object);

	if (!renames) {
		renames = arena_alloc(rewriting->arena, sizeof *renames);
		map_add_in(map, renaming->object.namespace, renaming->object.name, renames);
	}
	if (renaming->kind == CHANGE_RENAME_TABLE || renaming->kind == CHANGE_RENAME_ENUM)
		renames->name = &renaming->renamed;
	else
		add_part(rewriting->arena, renames, renaming);
}

static struct object_name new_name(struct rewriting *rewriting, const struct map *map,
				   struct object_name name)
{
	const struct object_renames *renames = renames_of(map, name);

	if (renames && renames->name)
		name = *renames->name;
	if (!name.namespace || is_default(rewriting->rules, name.namespace))
		name.namespace = rewriting->default_namespace;
	return name;
}

static const char *new_part(const struct object_renames *renames, enum change_kind kind,
			    const char *name)
{
	size_t number = 0;

	if (renames && name)
		number = (size_t)map_get_in(&renames->numbers, diff_heading(kind), name);
	return number ? renames->parts.at[number - 1].new : name;
}

static struct key_parts rewrite_parts(struct rewriting *rewriting,
				      const struct object_renames *renames,
				      const struct key_parts *old)
{
	struct key_parts parts = {0};
	const struct key_part *part;

	if (!renames)
		return *old;
	vector_each(part, old) {
		struct key_part *copy = vector_add(rewriting->arena, &parts);
		*copy = *part;
		copy->column = new_part(renames, CHANGE_RENAME_COLUMN, part->column);
	}
	return parts;
}

static struct names rewrite_names(struct rewriting *rewriting, const struct object_renames *renames,
				  const struct names *old)
{
	struct names names = {0};
	const char **name;

	if (!renames)
		return *old;
	vector_each(name, old)
		*vector_add(rewriting->arena, &names) =
			new_part(renames, CHANGE_RENAME_COLUMN, *name);
	return names;
}

/* Renames the value in a default, if enums are types. */
static void rewrite_default(struct rewriting *rewriting, const struct object_renames *renames,
			    struct default_value *value)
{
	if (!renames || !rewriting->rules->alters_columns)
		return;
	if (value->kind == DEFAULT_ENUM)
		value->text = new_part(renames, CHANGE_RENAME_VALUE, value->text);
	if (value->kind != DEFAULT_LIST || !value->items.count)
		return;
	struct default_value *items =
		arena_alloc(rewriting->arena, value->items.count * sizeof *items);
	memcpy(items, value->items.at, value->items.count * sizeof *items);
	value->items.at = items;
	for (size_t i = 0; i < value->items.count; i++)
		if (items[i].kind == DEFAULT_ENUM)
			items[i].text = new_part(renames, CHANGE_RENAME_VALUE, items[i].text);
}

static bool has_enum_column(const struct table *table)
{
	const struct column *column;

	vector_each(column, &table->columns)
		if (column->type.kind == TYPE_ENUM)
			return true;
	return false;
}

static void rewrite_columns(struct rewriting *rewriting, const struct object_renames *renames,
			    struct table *table)
{
	size_t count = table->columns.count;

	/* Most columns stay as they are, and are shared. */
	if (!renames && !has_enum_column(table))
		return;
	struct column *columns = arena_alloc(rewriting->arena, (count + 1) * sizeof *columns);

	for (size_t i = 0; i < count; i++) {
		columns[i] = table->columns.at[i];
		columns[i].name = new_part(renames, CHANGE_RENAME_COLUMN, columns[i].name);
		if (columns[i].type.kind != TYPE_ENUM)
			continue;
		rewrite_default(rewriting,
				renames_of(&rewriting->enums, columns[i].type.enumeration),
				&columns[i].value);
		columns[i].type.enumeration =
			new_name(rewriting, &rewriting->enums, columns[i].type.enumeration);
	}
	table->columns.at = columns;
	if (renames)
		table->columns_by_name = NULL;
}

static void rewrite_keys(struct rewriting *rewriting, const struct object_renames *renames,
			 struct table *table)
{
	size_t count = table->foreign_keys.count;
	struct foreign_key *keys = arena_alloc(rewriting->arena, (count + 1) * sizeof *keys);

	for (size_t i = 0; i < count; i++) {
		keys[i] = table->foreign_keys.at[i];
		keys[i].name = new_part(renames, CHANGE_RENAME_FOREIGN_KEY, keys[i].name);
		keys[i].columns = rewrite_names(rewriting, renames, &keys[i].columns);
		keys[i].referenced_columns =
			rewrite_names(rewriting, renames_of(&rewriting->tables, keys[i].references),
				      &keys[i].referenced_columns);
		keys[i].references = new_name(rewriting, &rewriting->tables, keys[i].references);
	}
	table->foreign_keys.at = keys;
}

/*
 * Returns a predicate with the new names of columns, as the server keeps it. If two columns swap
 * names, or one takes over another's, the predicate stays: then the index is recreated.
 */
static const char *rewrite_predicate(struct rewriting *rewriting,
				     const struct object_renames *renames, const char *predicate)
{
	const struct renaming *renaming, *other;
	const char *text = predicate;

	if (!predicate)
		return NULL;
	vector_each(renaming, &renames->parts)
		if (renaming->kind == CHANGE_RENAME_COLUMN &&
		    diff_sql_names(rewriting->dialect, predicate, renaming->old)) {
			vector_each(other, &renames->parts)
				if (text_equal(other->old, renaming->new))
					return predicate;
			text = diff_sql_renamed(rewriting->arena, rewriting->dialect, text,
						renaming->old, renaming->new);
		}
	return text;
}

/* True if an index is in the way and cannot be renamed: then it is dropped before anything else. */
static bool is_gone(const struct rewriting *rewriting, const struct object_renames *renames,
		    const struct index *index)
{
	return !rewriting->rules->renames_indexes &&
	       new_part(renames, CHANGE_RENAME_INDEX, index->name) != index->name;
}

static void rewrite_indexes(struct rewriting *rewriting, const struct object_renames *renames,
			    struct table *table)
{
	const struct table before = *table;
	const struct index *index;

	memset(&table->indexes, 0, sizeof table->indexes);
	vector_each(index, &before.indexes) {
		if (is_gone(rewriting, renames, index))
			continue;
		struct index *copy = vector_add(rewriting->arena, &table->indexes);
		*copy = *index;
		copy->name = new_part(renames, CHANGE_RENAME_INDEX, copy->name);
		copy->parts = rewrite_parts(rewriting, renames, &copy->parts);
		copy->predicate = rewrite_predicate(rewriting, renames, copy->predicate);
	}
}

static void rewrite_table(struct rewriting *rewriting, struct table *table)
{
	const struct object_renames *renames = renames_of(&rewriting->tables, table->name);

	rewrite_columns(rewriting, renames, table);
	rewrite_keys(rewriting, renames, table);
	if (renames && table->primary_key) {
		struct primary_key *key = arena_alloc(rewriting->arena, sizeof *key);
		*key = *table->primary_key;
		key->name = new_part(renames, CHANGE_RENAME_INDEX, key->name);
		key->parts = rewrite_parts(rewriting, renames, &key->parts);
		table->primary_key = key;
	}
	if (renames)
		rewrite_indexes(rewriting, renames, table);
	table->name = new_name(rewriting, &rewriting->tables, table->name);
}

static void rewrite_enum(struct rewriting *rewriting, struct enumeration *enumeration)
{
	const struct object_renames *renames = renames_of(&rewriting->enums, enumeration->name);
	size_t count = enumeration->values.count;

	if (renames && count) {
		struct enum_value *values = arena_alloc(rewriting->arena, count * sizeof *values);
		memcpy(values, enumeration->values.at, count * sizeof *values);
		for (size_t i = 0; i < count; i++)
			values[i].name = new_part(renames, CHANGE_RENAME_VALUE, values[i].name);
		enumeration->values.at = values;
	}
	enumeration->name = new_name(rewriting, &rewriting->enums, enumeration->name);
}

/* Returns a definition as SQLite has it after the renames. Users wrote it, in any form. */
static const char *rewrite_text(struct rewriting *rewriting, const struct object_renames *renames,
				const struct object *object)
{
	const char *text = rewrite_predicate(rewriting, renames, object->definition);

	if (renames->name)
		text = diff_sql_renamed(rewriting->arena, rewriting->dialect, text,
					object->owner.name, renames->name->name);
	return text;
}

/* True if the object is a property of a column, and has the column's name. */
static bool is_property(const struct object *object)
{
	return object->kind == OBJECT_COLLATION || object->kind == OBJECT_GENERATED ||
	       object->kind == OBJECT_IDENTITY;
}

static void rewrite_object(struct rewriting *rewriting, const struct definition_renames *all,
			   struct object *object)
{
	const struct object_renames *renames =
		object->owner.name ? renames_of(&rewriting->tables, object->owner) : NULL;

	if (rewriting->rules->holds_columns)
		object->definition = diff_rewrite_definition(all, object);
	else if (renames)
		object->definition = rewrite_text(rewriting, renames, object);
	if (renames && is_property(object))
		object->name.name = new_part(renames, CHANGE_RENAME_COLUMN, object->name.name);
	if (object->owner.name)
		object->owner = new_name(rewriting, &rewriting->tables, object->owner);
	else if (is_default(rewriting->rules, object->name.namespace))
		object->name.namespace = rewriting->default_namespace;
}

static void rewrite_objects(struct rewriting *rewriting, const struct renames *renames,
			    struct schema *schema)
{
	struct definition_renames all =
		diff_definition_renames(rewriting->arena, rewriting->dialect, renames);
	struct object *object;

	vector_each(object, &schema->objects)
		rewrite_object(rewriting, &all, object);
	schema_sort_objects(schema);
}

static bool uses_default_namespace(const struct schema *schema, const struct alter_rules *rules)
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

/* Copies tables, enums and other objects to the same positions. */
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
	if (from->objects.count) {
		size_t size = from->objects.count * sizeof *to->objects.at;
		to->objects.at = arena_alloc(arena, size);
		memcpy(to->objects.at, from->objects.at, size);
	}
}

const struct schema *diff_rewrite_schema(struct arena *arena, const struct schema *schema,
					 const struct alter_rules *rules,
					 const struct renames *renames, bool say_default)
{
	struct schema *copy = arena_alloc(arena, sizeof *copy);
	struct rewriting rewriting = {
		.arena = arena,
		.dialect = schema->dialect,
		.rules = rules,
		.default_namespace = say_default ? rules->default_namespace : NULL,
		.tables = {.arena = arena},
		.enums = {.arena = arena},
	};
	const struct renaming *renaming;
	struct table *table;
	struct enumeration *enumeration;

	if (!renames->count && !rewriting.default_namespace &&
	    !uses_default_namespace(schema, rules))
		return schema;
	vector_each(renaming, renames)
		add_renaming(&rewriting, renaming);
	copy_objects(arena, schema, copy);
	vector_each(table, &copy->tables)
		rewrite_table(&rewriting, table);
	vector_each(enumeration, &copy->enums)
		rewrite_enum(&rewriting, enumeration);
	rewrite_objects(&rewriting, renames, copy);
	schema_index(copy);
	return copy;
}

struct renames diff_rewrite_renames(struct arena *arena, const struct alter_rules *rules,
				    const struct renames *renames)
{
	struct renames copies = {0};
	const struct renaming *renaming;

	vector_each(renaming, renames) {
		struct renaming *copy = vector_add(arena, &copies);
		*copy = *renaming;
		if (is_default(rules, copy->object.namespace))
			copy->object.namespace = NULL;
		if (is_default(rules, copy->renamed.namespace))
			copy->renamed.namespace = NULL;
	}
	return copies;
}
