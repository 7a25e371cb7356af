/*
 * Looks things up in a schema, and names constraints.
 */
#include "schema/schema.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

const char *fact_get(const struct facts *facts, const char *key)
{
	const struct fact *fact;

	vector_each(fact, facts)
		if (text_equal(fact->key, key))
			return fact->value;
	return NULL;
}

void fact_add(struct arena *arena, struct facts *facts, const char *key, const char *value)
{
	if (value)
		*vector_add(arena, facts) = (struct fact){key, value};
}

enum default_kind default_of_scalar(enum scalar scalar)
{
	static const enum default_kind kinds[SCALAR_COUNT] = {
		[SCALAR_INT] = DEFAULT_NUMBER,	      [SCALAR_BIGINT] = DEFAULT_NUMBER,
		[SCALAR_FLOAT] = DEFAULT_NUMBER,      [SCALAR_DECIMAL] = DEFAULT_NUMBER,
		[SCALAR_BOOLEAN] = DEFAULT_BOOLEAN,   [SCALAR_STRING] = DEFAULT_STRING,
		[SCALAR_DATETIME] = DEFAULT_DATETIME, [SCALAR_JSON] = DEFAULT_JSON,
		[SCALAR_BYTES] = DEFAULT_BYTES,
	};

	return kinds[scalar];
}

bool object_name_equal(struct object_name a, struct object_name b)
{
	return text_equal(a.name, b.name) && text_equal(a.namespace, b.namespace);
}

/* Up to this many columns of a table, or values of an enum, a search needs no map. */
enum { FEW_PARTS = 32 };

static struct map *new_map(struct arena *arena)
{
	struct map *map = arena_alloc(arena, sizeof *map);

	map->arena = arena;
	return map;
}

/* Adds the columns from `first` on to the map; all of them if there is no map yet. */
static void index_columns(struct arena *arena, struct table *table, size_t first)
{
	if (table->columns.count <= FEW_PARTS)
		return;
	if (!table->columns_by_name) {
		table->columns_by_name = new_map(arena);
		first = 0;
	}
	for (size_t i = first; i < table->columns.count; i++)
		map_add(table->columns_by_name, table->columns.at[i].name, (void *)(i + 1));
}

void table_add_column(struct arena *arena, struct table *table, const struct column *column)
{
	*vector_add(arena, &table->columns) = *column;
	index_columns(arena, table, table->columns.count - 1);
}

static void index_values(struct arena *arena, struct enumeration *enumeration)
{
	enumeration->values_by_name = NULL;
	if (enumeration->values.count <= FEW_PARTS)
		return;
	enumeration->values_by_name = new_map(arena);
	map_reserve(enumeration->values_by_name, enumeration->values.count);
	for (size_t i = 0; i < enumeration->values.count; i++)
		map_add(enumeration->values_by_name, enumeration->values.at[i].name,
			(void *)(i + 1));
}

void schema_index(struct schema *schema)
{
	struct table *table;
	struct enumeration *enumeration;

	schema->tables_by_name = schema->enums_by_name = (struct map){.arena = schema->arena};
	map_reserve(&schema->tables_by_name, schema->tables.count);
	vector_each(table, &schema->tables) {
		map_add_in(&schema->tables_by_name, table->name.namespace, table->name.name, table);
		if (!table->columns_by_name)
			index_columns(schema->arena, table, 0);
	}
	vector_each(enumeration, &schema->enums) {
		map_add_in(&schema->enums_by_name, enumeration->name.namespace,
			   enumeration->name.name, enumeration);
		index_values(schema->arena, enumeration);
	}
}

struct table *schema_table(const struct schema *schema, struct object_name name)
{
	return map_get_in(&schema->tables_by_name, name.namespace, name.name);
}

struct enumeration *schema_enum(const struct schema *schema, struct object_name name)
{
	return map_get_in(&schema->enums_by_name, name.namespace, name.name);
}

bool schema_has_predicates(const struct schema *schema)
{
	const struct table *table;
	const struct index *index;

	vector_each(table, &schema->tables)
		vector_each(index, &table->indexes)
			if (index->predicate)
				return true;
	return false;
}

bool schema_has_feature(const struct schema *schema, const char *feature)
{
	const char *word = arena_format(schema->arena, "\"%s\"", feature);
	const struct block *block;

	vector_each(block, &schema->blocks) {
		const char *list = fact_get(&block->properties, "previewFeatures");
		if (list && strstr(list, word))
			return true;
	}
	return false;
}

struct column *table_column(const struct table *table, const char *name)
{
	struct column *column;

	if (table->columns_by_name) {
		size_t position = (size_t)map_get(table->columns_by_name, name);
		return position ? &table->columns.at[position - 1] : NULL;
	}
	vector_each(column, &table->columns)
		if (text_equal(column->name, name))
			return column;
	return NULL;
}

struct index *table_index(const struct table *table, const char *name)
{
	struct index *index;

	vector_each(index, &table->indexes)
		if (text_equal(index->name, name))
			return index;
	return NULL;
}

bool index_is_constraint(const struct index *index)
{
	return fact_get(&index->facts, "constraint") != NULL;
}

struct foreign_key *table_foreign_key(const struct table *table, const char *name)
{
	struct foreign_key *key;

	vector_each(key, &table->foreign_keys)
		if (text_equal(key->name, name))
			return key;
	return NULL;
}

struct enum_value *enumeration_value(const struct enumeration *enumeration, const char *name)
{
	struct enum_value *value;

	if (enumeration->values_by_name) {
		size_t position = (size_t)map_get(enumeration->values_by_name, name);
		return position ? &enumeration->values.at[position - 1] : NULL;
	}
	vector_each(value, &enumeration->values)
		if (text_equal(value->name, name))
			return value;
	return NULL;
}

bool table_is_unique(const struct table *table, const struct names *columns)
{
	const struct key_parts *parts = table->primary_key ? &table->primary_key->parts : NULL;

	for (size_t i = 0; i <= table->indexes.count; i++) {
		size_t same = 0;
		for (size_t n = 0; parts && n < parts->count; n++)
			for (size_t c = 0; c < columns->count; c++)
				same += text_equal(parts->at[n].column, columns->at[c]);
		if (parts && same == parts->count && same == columns->count)
			return true;
		if (i < table->indexes.count) {
			const struct index *index = &table->indexes.at[i];
			parts = index->unique && !index->predicate ? &index->parts : NULL;
		}
	}
	return false;
}

/* True if a key has these columns, in this order. */
static bool parts_are(const struct key_parts *parts, const struct names *columns)
{
	if (parts->count != columns->count)
		return false;
	for (size_t i = 0; i < parts->count; i++)
		if (!text_equal(parts->at[i].column, columns->at[i]))
			return false;
	return true;
}

bool table_has_key(const struct table *table, const struct names *columns)
{
	const struct index *index;

	if (table->primary_key && parts_are(&table->primary_key->parts, columns))
		return true;
	vector_each(index, &table->indexes)
		if (index->unique && !index->predicate && parts_are(&index->parts, columns))
			return true;
	return false;
}

bool index_is_by_hand(struct arena *arena, const struct dialect *dialect, const struct table *table,
		      const struct index *index)
{
	struct names columns = {0};
	const struct key_part *part;

	vector_each(part, &index->parts)
		*vector_add(arena, &columns) = part->column;
	return index->predicate ||
	       strcmp(index->name, constraint_name(arena, dialect, table->name.name, &columns,
						   index->unique ? "_key" : "_idx")) != 0;
}

bool column_is_id(const struct table *table, const struct column *column)
{
	const struct primary_key *key = table->primary_key;

	return key && key->parts.count == 1 && text_equal(key->parts.at[0].column, column->name);
}

/* Copies `length` bytes. Returns the end of the copy. */
static char *put(char *to, const char *text, size_t length)
{
	return (char *)memcpy(to, text, length) + length;
}

char *constraint_name(struct arena *arena, const struct dialect *dialect, const char *table,
		      const struct names *columns, const char *suffix)
{
	static const struct names none;
	size_t suffix_length = strlen(suffix), length = strlen(table);
	size_t limit = dialect->name_limit - suffix_length;
	const char **column;

	columns = columns ? columns : &none;
	vector_each(column, columns)
		length += 1 + strlen(*column);
	char *name = arena_alloc_at(arena, length + suffix_length + 1, 1);
	char *end = put(name, table, strlen(table));
	vector_each(column, columns) {
		*end++ = '_';
		end = put(end, *column, strlen(*column));
	}
	if (length > limit)
		end = name + utf8_cut(name, limit);
	*put(end, suffix, suffix_length) = '\0';
	return name;
}

char *many_to_many_name(struct arena *arena, const struct dialect *dialect, const char *a,
			const char *b)
{
	bool ordered = strcmp(a, b) <= 0;

	return constraint_name(arena, dialect,
			       arena_format(arena, "_%sTo%s", ordered ? a : b, ordered ? b : a),
			       NULL, "");
}
