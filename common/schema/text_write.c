/*
 * Writes a model as schema text.
 */
#include "schema/text.h"

#include <string.h>

#include "schema/text_format.h"

static void write_text(struct buffer *to, const char *text)
{
	buffer_add_char(to, '\t');
	if (text)
		record_escape(to, text, "");
	else
		buffer_add_char(to, '-');
}

static void add_object_name(struct buffer *to, struct object_name name)
{
	if (name.namespace) {
		record_escape(to, name.namespace, ".");
		buffer_add_char(to, '.');
	}
	record_escape(to, name.name, ".");
}

static void begin(struct buffer *to, enum kind kind)
{
	buffer_add(to, text_kinds[kind].word);
}

/* Of a table or an enum; `owner` is its name as it is written. */
static void begin_of(struct buffer *to, enum kind kind, const char *owner)
{
	begin(to, kind);
	buffer_add_char(to, '\t');
	buffer_add(to, owner);
}

/* The name that all records of a table or an enum have in common, escaped once. */
static const char *owner_text(struct arena *arena, struct object_name name)
{
	struct buffer text = {.arena = arena};

	add_object_name(&text, name);
	return buffer_take(&text);
}

static void write_fact(struct buffer *to, const char *key, const char *value)
{
	buffer_add_char(to, '\t');
	record_escape(to, key, "=");
	buffer_add_char(to, '=');
	record_escape(to, value, "");
}

static void finish(struct buffer *to, enum kind kind, const struct facts *facts)
{
	const char *const *keys = text_kinds[kind].facts;
	size_t left = facts ? facts->count : 0;
	const struct fact *fact;

	if (left && text_kinds[kind].free_facts) {
		vector_each(fact, facts)
			write_fact(to, fact->key, fact->value);
		left = 0;
	}
	for (size_t i = 0; left && i < MOST_FACTS && keys[i]; i++) {
		const char *value = fact_get(facts, keys[i]);
		if (value) {
			write_fact(to, keys[i], value);
			left--;
		}
	}
	buffer_add_char(to, '\n');
}

static void add_type(struct buffer *to, const struct type *type)
{
	switch (type->kind) {
	case TYPE_NATIVE:
		buffer_add_lower(to, type->native->sql);
		for (int i = 0; i < type->argument_count; i++) {
			buffer_add_char(to, i ? ',' : '(');
			buffer_add_number(to, type->arguments[i]);
		}
		if (type->argument_count)
			buffer_add_char(to, ')');
		break;
	case TYPE_ENUM:
		buffer_add(to, text_enum_word);
		add_object_name(to, type->enumeration);
		break;
	case TYPE_UNSUPPORTED:
		buffer_add(to, text_unsupported_word);
		record_escape(to, type->unsupported, "");
		break;
	}
}

char *type_text(struct arena *arena, const struct type *type)
{
	struct buffer text = {.arena = arena};

	add_type(&text, type);
	return text.text;
}

static void add_default(struct buffer *to, const struct default_value *value,
			const char *separators)
{
	const struct default_value *item;

	buffer_add(to, text_defaults[value->kind].word);
	if (!text_defaults[value->kind].text)
		return;
	buffer_add_char(to, ':');
	if (value->kind != DEFAULT_LIST) {
		record_escape(to, value->text, separators);
		return;
	}
	vector_each(item, &value->items) {
		if (item != value->items.at)
			buffer_add_char(to, ',');
		add_default(to, item, ",");
	}
}

static void write_names(struct buffer *to, const struct names *list)
{
	const char **name;

	buffer_add_char(to, '\t');
	vector_each(name, list) {
		if (name != list->at)
			buffer_add_char(to, ',');
		record_escape(to, *name, ",");
	}
}

static void write_key_parts(struct buffer *to, const struct key_parts *parts)
{
	const struct key_part *part;

	buffer_add_char(to, '\t');
	vector_each(part, parts) {
		if (part != parts->at)
			buffer_add_char(to, ',');
		record_escape(to, part->column, ",:");
		if (part->sort || part->operator_class) {
			buffer_add_char(to, ':');
			buffer_add(to, text_sorts[part->sort]);
		}
		if (part->operator_class) {
			buffer_add_char(to, ':');
			record_escape(to, part->operator_class, ",:");
		}
	}
}

void schema_write_table(const struct table *table, struct buffer *to)
{
	const struct column *column;
	const struct index *index;
	const struct foreign_key *key;
	enum kind kind = table->view ? KIND_VIEW : KIND_TABLE;
	const char *owner = owner_text(to->arena, table->name);

	begin_of(to, kind, owner);
	finish(to, kind, &table->facts);
	vector_each(column, &table->columns) {
		begin_of(to, KIND_COLUMN, owner);
		write_text(to, column->name);
		buffer_add_char(to, '\t');
		add_type(to, &column->type);
		write_text(to, text_arities[column->arity]);
		buffer_add_char(to, '\t');
		add_default(to, &column->value, "");
		finish(to, KIND_COLUMN, &column->facts);
	}
	if (table->primary_key) {
		begin_of(to, KIND_PRIMARY_KEY, owner);
		write_text(to, table->primary_key->name);
		write_key_parts(to, &table->primary_key->parts);
		finish(to, KIND_PRIMARY_KEY, &table->primary_key->facts);
	}
	vector_each(index, &table->indexes) {
		kind = index->unique ? KIND_UNIQUE : KIND_INDEX;
		begin_of(to, kind, owner);
		write_text(to, index->name);
		write_text(to, index->method);
		write_key_parts(to, &index->parts);
		write_text(to, index->predicate);
		finish(to, kind, &index->facts);
	}
	vector_each(key, &table->foreign_keys) {
		kind = key->enforced ? KIND_FOREIGN_KEY : KIND_RELATION;
		begin_of(to, kind, owner);
		write_text(to, key->name);
		write_names(to, &key->columns);
		buffer_add_char(to, '\t');
		add_object_name(to, key->references);
		write_names(to, &key->referenced_columns);
		write_text(to, text_actions[key->on_delete]);
		write_text(to, text_actions[key->on_update]);
		finish(to, kind, &key->facts);
	}
}

void schema_write_head(const struct schema *schema, struct buffer *to)
{
	const struct block *block;
	const char **namespace;
	const struct extension *extension;
	const struct enumeration *enumeration;
	const struct enum_value *value;

	buffer_format(to, "migtools-schema\t%d\n", FORMAT_VERSION);
	begin(to, KIND_PROVIDER);
	write_text(to, schema->dialect->name);
	finish(to, KIND_PROVIDER, &schema->facts);
	vector_each(block, &schema->blocks) {
		enum kind kind = strcmp(block->keyword, text_kinds[KIND_GENERATOR].word) == 0
					 ? KIND_GENERATOR
					 : KIND_DATASOURCE;
		begin(to, kind);
		write_text(to, block->name);
		finish(to, kind, &block->properties);
	}
	vector_each(namespace, &schema->namespaces) {
		begin(to, KIND_NAMESPACE);
		write_text(to, *namespace);
		finish(to, KIND_NAMESPACE, NULL);
	}
	vector_each(extension, &schema->extensions) {
		begin(to, KIND_EXTENSION);
		write_text(to, extension->name);
		write_text(to, extension->namespace);
		write_text(to, extension->version);
		finish(to, KIND_EXTENSION, &extension->facts);
	}
	vector_each(enumeration, &schema->enums) {
		const char *owner = owner_text(to->arena, enumeration->name);
		begin_of(to, KIND_ENUM, owner);
		finish(to, KIND_ENUM, &enumeration->facts);
		vector_each(value, &enumeration->values) {
			begin_of(to, KIND_VALUE, owner);
			write_text(to, value->name);
			finish(to, KIND_VALUE, &value->facts);
		}
	}
}

void schema_write_end(struct buffer *to)
{
	buffer_add(to, text_end);
	buffer_add_char(to, '\n');
}

void schema_write(const struct schema *schema, struct buffer *to)
{
	const struct table *table;

	if (schema->blank)
		return;
	schema_write_head(schema, to);
	vector_each(table, &schema->tables)
		schema_write_table(table, to);
	schema_write_end(to);
}
