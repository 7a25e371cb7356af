/* Looks things up by their name in the database, else in the Prisma schema. */
#include "diff/lookup.h"

#include "base/text.h"

/* True if the fact `key`, a name in the Prisma schema, is `name`. */
static bool is_called(const struct facts *facts, const char *key, const char *name)
{
	return text_equal(fact_get(facts, key), name);
}

/* Adds the default namespace to a name, or removes it: schemas may or may not state it. */
static bool respell(const struct schema *schema, struct object_name *name)
{
	const char *usual = schema->dialect->alter.default_namespace;

	if (name->namespace && !text_equal(name->namespace, usual))
		return false;
	name->namespace = name->namespace ? NULL : usual;
	return true;
}

static const struct table *find_table(const struct schema *schema, struct object_name name)
{
	const struct table *table = schema_table(schema, name);

	if (table)
		return table;
	vector_each(table, &schema->tables)
		if (is_called(&table->facts, "model", name.name) &&
		    text_equal(table->name.namespace, name.namespace))
			return table;
	return NULL;
}

const struct table *diff_look_up_table(const struct schema *schema, struct object_name name)
{
	const struct table *table = find_table(schema, name);

	return table || !respell(schema, &name) ? table : find_table(schema, name);
}

static const struct enumeration *find_enum(const struct schema *schema, struct object_name name)
{
	const struct enumeration *enumeration = schema_enum(schema, name);

	if (enumeration)
		return enumeration;
	vector_each(enumeration, &schema->enums)
		if (is_called(&enumeration->facts, "enum", name.name) &&
		    text_equal(enumeration->name.namespace, name.namespace))
			return enumeration;
	return NULL;
}

const struct enumeration *diff_look_up_enum(const struct schema *schema, struct object_name name)
{
	const struct enumeration *enumeration = find_enum(schema, name);

	return enumeration || !respell(schema, &name) ? enumeration : find_enum(schema, name);
}

const struct column *diff_look_up_column(const struct table *table, const char *name)
{
	const struct column *column = table_column(table, name);

	if (column)
		return column;
	vector_each(column, &table->columns)
		if (is_called(&column->facts, "field", name))
			return column;
	return NULL;
}

const struct enum_value *diff_look_up_value(const struct enumeration *enumeration, const char *name)
{
	const struct enum_value *value = enumeration_value(enumeration, name);

	if (value)
		return value;
	vector_each(value, &enumeration->values)
		if (is_called(&value->facts, "value", name))
			return value;
	return NULL;
}
