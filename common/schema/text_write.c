/*
 * Writes a model as records: schema text, or the same in JSON.
 */
#include "schema/text.h"

#include <string.h>

#include "schema/text_format.h"

static void add_object_name(struct buffer *to, struct object_name name)
{
	if (name.namespace) {
		record_escape(to, name.namespace, ".");
		buffer_add_char(to, '.');
	}
	record_escape(to, name.name, ".");
}

static void begin(struct record_writer *to, enum kind kind)
{
	record_begin(to);
	record_raw(to, "kind", text_kinds[kind].word);
}

/* Begins a record that belongs to a table or an enum. `owner` is its name, already escaped. */
static void begin_of(struct record_writer *to, enum kind kind, enum kind owner_kind,
		     const char *owner)
{
	begin(to, kind);
	record_raw(to, kind == owner_kind ? "name" : text_kinds[owner_kind].word, owner);
}

/* Returns the escaped name of a table or an enum, which all of its records share. */
static const char *object_name_text(struct arena *arena, struct object_name name)
{
	struct buffer text = {.arena = arena};

	add_object_name(&text, name);
	return buffer_take(&text);
}

static void write_fact(struct record_writer *to, const char *key, const char *value)
{
	if (to->form == RECORD_TEXT) {
		buffer_add_char(&to->text, '\t');
		record_escape(&to->text, key, "=");
		buffer_add_char(&to->text, '=');
		record_escape(&to->text, value, "");
	} else if (!*value) {
		record_true(to, key);
	} else if (strcmp(key, text_list_fact) == 0) {
		record_raw_list(to, key, value);
	} else {
		record_field(to, key, value);
	}
}

static void write_facts(struct record_writer *to, enum kind kind, const struct facts *facts)
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
}

/* Ends a record. JSON keeps the facts apart: a fact may have the name of a field. */
static void finish(struct record_writer *to, enum kind kind, const struct facts *facts)
{
	if (to->form == RECORD_JSON)
		record_open(to, "facts", '{');
	write_facts(to, kind, facts);
	if (to->form == RECORD_JSON)
		record_close(to, '}');
	record_end(to);
}

static void add_type(struct buffer *to, const struct type *type, enum record_form form)
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
		if (form == RECORD_JSON)
			buffer_add(to, type->unsupported);
		else
			record_escape(to, type->unsupported, "");
		break;
	}
}

char *type_text(struct arena *arena, const struct type *type)
{
	struct buffer text = {.arena = arena};

	add_type(&text, type, RECORD_TEXT);
	return text.text;
}

static void write_type(struct record_writer *to, const struct type *type)
{
	if (to->form == RECORD_JSON) {
		struct buffer text = {.arena = to->text.arena};
		add_type(&text, type, RECORD_JSON);
		record_raw(to, "type", text.text);
	} else {
		record_name(to, "type");
		add_type(&to->text, type, RECORD_TEXT);
	}
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

static void write_json_default(struct record_writer *to, const char *name,
			       const struct default_value *value)
{
	const struct default_value *item;

	if (value->kind == DEFAULT_NONE) {
		record_field(to, name, NULL);
		return;
	}
	record_open(to, name, '{');
	record_raw(to, "kind", text_defaults[value->kind].word);
	if (value->kind == DEFAULT_LIST) {
		record_open(to, "value", '[');
		vector_each(item, &value->items)
			write_json_default(to, NULL, item);
		record_close(to, ']');
	} else if (text_defaults[value->kind].text) {
		record_field(to, "value", value->text);
	}
	record_close(to, '}');
}

static void write_default(struct record_writer *to, const struct default_value *value)
{
	if (to->form == RECORD_JSON) {
		write_json_default(to, "default", value);
	} else {
		record_name(to, "default");
		add_default(&to->text, value, "");
	}
}

static void add_key_part(struct buffer *to, const struct key_part *part)
{
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

static void write_json_key_part(struct record_writer *to, const struct key_part *part)
{
	record_open(to, NULL, '{');
	record_field(to, "column", part->column);
	if (part->sort)
		record_raw(to, "sort", text_sorts[part->sort]);
	if (part->operator_class)
		record_field(to, "class", part->operator_class);
	record_close(to, '}');
}

static void write_key(struct record_writer *to, const struct key_parts *parts)
{
	const struct key_part *part;

	if (to->form == RECORD_JSON) {
		record_open(to, "key", '[');
		vector_each(part, parts)
			write_json_key_part(to, part);
		record_close(to, ']');
		return;
	}
	record_name(to, "key");
	vector_each(part, parts) {
		if (part != parts->at)
			buffer_add_char(&to->text, ',');
		add_key_part(&to->text, part);
	}
}

static void write_column(struct record_writer *to, const char *table, const struct column *column)
{
	begin_of(to, KIND_COLUMN, KIND_TABLE, table);
	record_field(to, "name", column->name);
	write_type(to, &column->type);
	record_raw(to, "arity", text_arities[column->arity]);
	write_default(to, &column->value);
	finish(to, KIND_COLUMN, &column->facts);
}

static void write_primary_key(struct record_writer *to, const char *table,
			      const struct primary_key *key)
{
	begin_of(to, KIND_PRIMARY_KEY, KIND_TABLE, table);
	record_field(to, "name", key->name);
	write_key(to, &key->parts);
	finish(to, KIND_PRIMARY_KEY, &key->facts);
}

static void write_index(struct record_writer *to, const char *table, const struct index *index)
{
	enum kind kind = index->unique ? KIND_UNIQUE : KIND_INDEX;

	begin_of(to, kind, KIND_TABLE, table);
	record_field(to, "name", index->name);
	record_field(to, "method", index->method);
	write_key(to, &index->parts);
	record_field(to, "predicate", index->predicate);
	finish(to, kind, &index->facts);
}

static void write_references(struct record_writer *to, const struct foreign_key *key)
{
	if (to->form == RECORD_JSON) {
		record_open(to, "references", '{');
		record_raw(to, "table", object_name_text(to->text.arena, key->references));
	} else {
		record_name(to, "references");
		add_object_name(&to->text, key->references);
	}
	record_list(to, "columns", &key->referenced_columns);
	if (to->form == RECORD_JSON)
		record_close(to, '}');
}

static void write_foreign_key(struct record_writer *to, const char *table,
			      const struct foreign_key *key)
{
	enum kind kind = key->enforced ? KIND_FOREIGN_KEY : KIND_RELATION;

	begin_of(to, kind, KIND_TABLE, table);
	record_field(to, "name", key->name);
	record_list(to, "columns", &key->columns);
	write_references(to, key);
	record_raw(to, "delete", text_actions[key->on_delete]);
	record_raw(to, "update", text_actions[key->on_update]);
	finish(to, kind, &key->facts);
}

void schema_write_table(const struct table *table, struct record_writer *to)
{
	const struct column *column;
	const struct index *index;
	const struct foreign_key *key;
	enum kind kind = table->view ? KIND_VIEW : KIND_TABLE;
	const char *name = object_name_text(to->text.arena, table->name);

	begin_of(to, kind, kind, name);
	finish(to, kind, &table->facts);
	vector_each(column, &table->columns)
		write_column(to, name, column);
	if (table->primary_key)
		write_primary_key(to, name, table->primary_key);
	vector_each(index, &table->indexes)
		write_index(to, name, index);
	vector_each(key, &table->foreign_keys)
		write_foreign_key(to, name, key);
}

static void write_block(struct record_writer *to, const struct block *block)
{
	enum kind kind = strcmp(block->keyword, text_kinds[KIND_GENERATOR].word) == 0
				 ? KIND_GENERATOR
				 : KIND_DATASOURCE;

	begin(to, kind);
	record_field(to, "name", block->name);
	finish(to, kind, &block->properties);
}

static void write_extension(struct record_writer *to, const struct extension *extension)
{
	begin(to, KIND_EXTENSION);
	record_field(to, "name", extension->name);
	record_field(to, "namespace", extension->namespace);
	record_field(to, "version", extension->version);
	finish(to, KIND_EXTENSION, &extension->facts);
}

static void write_enum(struct record_writer *to, const struct enumeration *enumeration)
{
	const char *name = object_name_text(to->text.arena, enumeration->name);
	const struct enum_value *value;

	begin_of(to, KIND_ENUM, KIND_ENUM, name);
	finish(to, KIND_ENUM, &enumeration->facts);
	vector_each(value, &enumeration->values) {
		begin_of(to, KIND_VALUE, KIND_ENUM, name);
		record_field(to, "name", value->name);
		finish(to, KIND_VALUE, &value->facts);
	}
}

static void write_optional_name(struct record_writer *to, const char *field,
				struct object_name name)
{
	if (name.name)
		record_raw(to, field, object_name_text(to->text.arena, name));
	else
		record_field(to, field, NULL);
}

/* Writes an object. In JSON its kind is the member `object`, as `kind` is taken. */
static void write_object(struct record_writer *to, const struct object *object)
{
	begin(to, KIND_OBJECT);
	record_raw(to, text_kinds[KIND_OBJECT].word, text_objects[object->kind]);
	write_optional_name(to, "owner", object->owner);
	write_optional_name(to, "name", object->name);
	record_field(to, "definition", object->definition);
	finish(to, KIND_OBJECT, NULL);
}

void schema_write_head(const struct schema *schema, struct record_writer *to)
{
	const struct block *block;
	const char **namespace;
	const struct extension *extension;
	const struct enumeration *enumeration;

	record_begin(to);
	record_raw(to, "kind", text_format_word);
	record_number(to, "version", "%d", FORMAT_VERSION);
	record_end(to);
	begin(to, KIND_PROVIDER);
	record_field(to, "name", schema->dialect->name);
	finish(to, KIND_PROVIDER, &schema->facts);
	vector_each(block, &schema->blocks)
		write_block(to, block);
	vector_each(namespace, &schema->namespaces) {
		begin(to, KIND_NAMESPACE);
		record_field(to, "name", *namespace);
		finish(to, KIND_NAMESPACE, NULL);
	}
	vector_each(extension, &schema->extensions)
		write_extension(to, extension);
	vector_each(enumeration, &schema->enums)
		write_enum(to, enumeration);
}

void schema_write_objects(const struct schema *schema, struct record_writer *to)
{
	const struct object *object;

	vector_each(object, &schema->objects)
		write_object(to, object);
}

void schema_write_end(struct record_writer *to)
{
	record_begin(to);
	record_raw(to, "kind", text_end);
	record_end(to);
}

void schema_write(const struct schema *schema, struct record_writer *to)
{
	const struct table *table;

	if (schema->blank)
		return;
	schema_write_head(schema, to);
	vector_each(table, &schema->tables)
		schema_write_table(table, to);
	schema_write_objects(schema, to);
	schema_write_end(to);
}
