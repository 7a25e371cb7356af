#include "schema/schema.h"

#include <string.h>

#include "base/record.h"

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

bool object_name_equal(struct object_name a, struct object_name b)
{
	return text_equal(a.name, b.name) && text_equal(a.space, b.space);
}

void schema_index(struct schema *schema)
{
	struct table *table;
	struct enumeration *enumeration;

	schema->tables_by_name = schema->enums_by_name = (struct map){.arena = schema->arena};
	map_reserve(&schema->tables_by_name, schema->tables.count);
	vector_each(table, &schema->tables)
		map_add_in(&schema->tables_by_name, table->name.space, table->name.name, table);
	vector_each(enumeration, &schema->enums)
		map_add_in(&schema->enums_by_name, enumeration->name.space, enumeration->name.name,
			   enumeration);
}

struct table *schema_table(const struct schema *schema, struct object_name name)
{
	return map_get_in(&schema->tables_by_name, name.space, name.name);
}

struct enumeration *schema_enum(const struct schema *schema, struct object_name name)
{
	return map_get_in(&schema->enums_by_name, name.space, name.name);
}

struct column *table_column(const struct table *table, const char *name)
{
	struct column *column;

	vector_each(column, &table->columns)
		if (text_equal(column->name, name))
			return column;
	return NULL;
}

char *constraint_name(struct arena *arena, enum dialect dialect, const char *table,
		      const struct names *columns, const char *suffix)
{
	struct buffer name = {.arena = arena};
	size_t room = dialect_traits(dialect)->name_limit - strlen(suffix);
	const char **column;

	buffer_add(&name, table);
	if (columns)
		vector_each(column, columns) {
			buffer_add_char(&name, '_');
			buffer_add(&name, *column);
		}
	if (name.length > room) {
		/* Bytes 10xxxxxx are not the first of a character. */
		while (room > 0 && ((unsigned char)name.text[room] & 0xC0) == 0x80)
			room--;
		name.length = room;
		name.text[room] = '\0';
	}
	buffer_add(&name, suffix);
	return buffer_take(&name);
}
