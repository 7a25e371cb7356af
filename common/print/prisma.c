/* Writes a schema in the Prisma schema language. */
#include <string.h>

#include "base/record.h"
#include "base/text.h"
#include "print/client.h"
#include "print/layout.h"
#include "print/literal.h"
#include "print/print.h"
#include "print/prisma_field.h"

static const char partial_indexes[] = "partialIndexes";

/* Separates blocks by an empty line. */
static void begin_block(struct buffer *to, bool *first)
{
	if (!*first)
		buffer_add_char(to, '\n');
	*first = false;
}

/* Returns a list with one more text, [] being the shortest. */
static const char *longer_list(struct arena *arena, const char *list, const char *text)
{
	const char *end = strrchr(list, ']');
	size_t length = end ? (size_t)(end - list) : 0;
	struct slice items =
		slice_trim((struct slice){list + 1, length ? length - 1 : 0}, " \t\n,");

	return arena_format(arena, "[%.*s%s\"%s\"]", (int)items.length, items.start,
			    items.length ? ", " : "", text);
}

/* Writes a block, with a preview feature more unless that is NULL. */
static void write_config(const struct schema *schema, const struct block *block,
			 const char *feature, struct buffer *to)
{
	struct layout layout = {.arena = schema->arena};
	const struct fact *property;

	buffer_format(to, "%s %s {\n", block->keyword, block->name);
	vector_each(property, &block->properties) {
		const char *value = property->value;
		if (feature && text_equal(property->key, "previewFeatures")) {
			value = longer_list(schema->arena, value, feature);
			feature = NULL;
		}
		layout_line(&layout, NULL, property->key,
			    arena_format(schema->arena, "= %s", value), NULL);
	}
	if (feature)
		layout_line(&layout, NULL, "previewFeatures",
			    arena_format(schema->arena, "= [\"%s\"]", feature), NULL);
	layout_write(&layout, to);
	buffer_add(to, "}\n");
}

/* Returns the list of namespaces, ["base", "shop"]. */
static const char *namespace_list(const struct schema *schema)
{
	struct buffer list = {.arena = schema->arena};
	const char **name;

	vector_each(name, &schema->namespaces) {
		buffer_add(&list, name == schema->namespaces.at ? "= [" : ", ");
		literal_add_string(&list, *name);
	}
	buffer_add_char(&list, ']');
	return buffer_take(&list);
}

/* Writes the datasource that every schema needs, if the text has none. */
static void write_datasource(const struct schema *schema, struct buffer *to, bool *first)
{
	struct layout layout = {.arena = schema->arena};
	const struct block *block;

	vector_each(block, &schema->blocks)
		if (text_equal(block->keyword, "datasource"))
			return;
	begin_block(to, first);
	layout_line(&layout, NULL, "provider",
		    arena_format(schema->arena, "= \"%s\"", schema->dialect->name), NULL);
	if (schema->namespaces.count)
		layout_line(&layout, NULL, "schemas", namespace_list(schema), NULL);
	if (fact_get(&schema->facts, "relation-mode"))
		layout_line(&layout, NULL, "relationMode", "= \"prisma\"", NULL);
	buffer_add(to, "datasource db {\n");
	layout_write(&layout, to);
	buffer_add(to, "}\n");
}

/* Writes a generator to enable preview features, if these are needed and there is none. */
static void write_generator(const struct schema *schema, struct buffer *to, bool *first)
{
	const struct block *block;

	vector_each(block, &schema->blocks)
		if (text_equal(block->keyword, "generator"))
			return;
	if (!schema_has_predicates(schema))
		return;
	begin_block(to, first);
	buffer_add(to, "generator client {\n"
		       "  provider        = \"prisma-client\"\n"
		       "  previewFeatures = [\"partialIndexes\"]\n"
		       "}\n");
}

/* Writes the end of a block: an empty line, and the block's attributes. */
static void end_block(struct buffer *to, const struct buffer *attributes)
{
	if (attributes->length)
		buffer_format(to, "\n%s", buffer_text(attributes));
	buffer_add(to, "}\n");
}

static void add_block_attribute(struct buffer *to, const char *attribute, const char *text)
{
	buffer_format(to, "  %s(", attribute);
	literal_add_string(to, text);
	buffer_add(to, ")\n");
}

static void add_names(struct buffer *to, const char *name, struct object_name stored, bool ignored)
{
	if (!text_equal(name, stored.name))
		add_block_attribute(to, "@@map", stored.name);
	if (ignored)
		buffer_add(to, "  @@ignore\n");
	if (stored.namespace)
		add_block_attribute(to, "@@schema", stored.namespace);
}

static void write_model(const struct schema *schema, const struct client_model *model,
			struct buffer *to)
{
	struct buffer attributes = {.arena = schema->arena};
	struct layout layout = {.arena = schema->arena};
	const struct client_field *field;

	layout_write_doc(fact_get(&model->table->facts, "doc"), "", to);
	buffer_format(to, "%s %s {\n", model->table->view ? "view" : "model", model->name);
	vector_each(field, &model->fields)
		layout_line(&layout, field->doc, field->name, prisma_type(schema, field),
			    prisma_attributes(schema, model, field));
	layout_write(&layout, to);
	prisma_add_keys(&attributes, schema, model);
	add_names(&attributes, model->name, model->table->name, model->ignored);
	end_block(to, &attributes);
}

static void write_enum(const struct schema *schema, const struct client_enum *enumeration,
		       struct buffer *to)
{
	struct buffer attributes = {.arena = schema->arena};
	struct layout layout = {.arena = schema->arena};
	const struct client_value *value;

	layout_write_doc(fact_get(&enumeration->enumeration->facts, "doc"), "", to);
	buffer_format(to, "enum %s {\n", enumeration->name);
	vector_each(value, &enumeration->values) {
		struct buffer map = {.arena = schema->arena};
		if (!text_equal(value->name, value->value->name)) {
			buffer_add(&map, "@map(");
			literal_add_string(&map, value->value->name);
			buffer_add_char(&map, ')');
		}
		layout_line(&layout, fact_get(&value->value->facts, "doc"), value->name,
			    buffer_text(&map), NULL);
	}
	layout_write(&layout, to);
	add_names(&attributes, enumeration->name, enumeration->enumeration->name, false);
	end_block(to, &attributes);
}

/* Writes the blocks of the schema. Its first generator gets the feature that the schema needs. */
static void write_blocks(const struct schema *schema, struct buffer *to, bool *first)
{
	bool lacks = schema_has_predicates(schema) && !schema_has_feature(schema, partial_indexes);
	const struct block *block;

	vector_each(block, &schema->blocks) {
		bool gets = lacks && text_equal(block->keyword, "generator");
		begin_block(to, first);
		write_config(schema, block, gets ? partial_indexes : NULL, to);
		lacks = lacks && !gets;
	}
}

void print_prisma(const struct schema *schema, struct buffer *to)
{
	struct client client;
	const struct client_model *model;
	const struct client_enum *enumeration;
	bool first = true;

	client_build(schema, &client);
	write_generator(schema, to, &first);
	write_datasource(schema, to, &first);
	write_blocks(schema, to, &first);
	vector_each(model, &client.models) {
		begin_block(to, &first);
		write_model(schema, model, to);
	}
	vector_each(enumeration, &client.enums) {
		if (!enumeration->values.count)
			continue;
		begin_block(to, &first);
		write_enum(schema, enumeration, to);
	}
}
