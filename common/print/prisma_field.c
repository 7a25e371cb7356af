/* Writes the type and the attributes of a field. */
#include "print/prisma_field.h"

#include <string.h>

#include "base/record.h"
#include "print/literal.h"

/* ---- types ---- */

/* Returns the type of a column in SQL, for one that the language lacks: an enum without values. */
static const char *sql_type(const struct schema *schema, const struct type *type)
{
	struct buffer text = {.arena = schema->arena};

	if (type->kind == TYPE_UNSUPPORTED)
		return type->unsupported;
	if (type->enumeration.namespace) {
		buffer_add_quoted(&text, type->enumeration.namespace, '"');
		buffer_add_char(&text, '.');
	}
	buffer_add_quoted(&text, type->enumeration.name, '"');
	return buffer_take(&text);
}

/* Returns the type of a column without its arity. */
static const char *base_type(const struct schema *schema, const struct client_field *field)
{
	const struct type *type = &field->column->type;
	struct buffer text = {.arena = schema->arena};

	if (field->enumeration && field->enumeration->values.count)
		return field->enumeration->name;
	if (type->kind == TYPE_NATIVE)
		return scalar_name(type->native->scalar);
	buffer_add(&text, "Unsupported(");
	literal_add_string(&text, sql_type(schema, type));
	buffer_add_char(&text, ')');
	return buffer_take(&text);
}

const char *prisma_type(const struct schema *schema, const struct client_field *field)
{
	static const char *const marks[] = {
		[ARITY_REQUIRED] = "", [ARITY_OPTIONAL] = "?", [ARITY_LIST] = "[]"};
	const char *base = field->model ? field->model->name : base_type(schema, field);

	return arena_format(schema->arena, "%s%s", base, marks[field->arity]);
}

/* Adds @db.VarChar(80), unless the field has that type by default. */
static void add_native(struct buffer *to, const struct schema *schema, const struct type *type)
{
	uint32_t usual[NATIVE_ARGUMENTS];
	int count;

	if (type->kind != TYPE_NATIVE || !type->native->name)
		return;
	if (default_native_type(schema->dialect, type->native->scalar, usual, &count) ==
		    type->native &&
	    count == type->argument_count &&
	    memcmp(usual, type->arguments, (size_t)count * sizeof *usual) == 0)
		return;
	buffer_format(to, " @db.%s", type->native->name);
	for (int i = 0; i < type->argument_count; i++)
		buffer_format(to, "%s%u", i ? ", " : "(", type->arguments[i]);
	if (type->argument_count)
		buffer_add_char(to, ')');
}

/* ---- columns ---- */

static void add_default(struct buffer *to, const struct client_field *field)
{
	const struct column *column = field->column;
	const char *given = fact_get(&column->facts, "default");

	if (given ? text_equal(given, "none") : column->value.kind == DEFAULT_NONE)
		return;
	buffer_add(to, " @default(");
	if (given)
		buffer_add(to, given);
	else
		literal_add_default(to, &column->value, field->enumeration);
	buffer_add_char(to, ')');
}

static void add_map(struct buffer *to, const char *name, const char *stored)
{
	if (text_equal(name, stored))
		return;
	buffer_add(to, " @map(");
	literal_add_string(to, stored);
	buffer_add_char(to, ')');
}

static void add_column_attributes(struct buffer *to, const struct schema *schema,
				  const struct client_model *model,
				  const struct client_field *field)
{
	prisma_add_field_keys(to, schema, model, field);
	add_default(to, field);
	if (fact_get(&field->column->facts, "updated-at"))
		buffer_add(to, " @updatedAt");
	add_map(to, field->name, field->column->name);
	if (field->ignored)
		buffer_add(to, " @ignore");
	if (!field->enumeration)
		add_native(to, schema, &field->column->type);
}

/* ---- relations ---- */

static const char *action_name(enum action action)
{
	static const char *const names[] = {
		[ACTION_NO_ACTION] = "NoAction",     [ACTION_RESTRICT] = "Restrict",
		[ACTION_CASCADE] = "Cascade",	     [ACTION_SET_NULL] = "SetNull",
		[ACTION_SET_DEFAULT] = "SetDefault",
	};

	return names[action];
}

static void add_fields(struct buffer *to, const char *name, const struct client_model *model,
		       const struct names *columns)
{
	const char **column;

	buffer_format(to, "%s: [", name);
	vector_each(column, columns) {
		const struct client_field *field = client_field(model, *column);
		buffer_format(to, "%s%s", column == columns->at ? "" : ", ",
			      field ? field->name : *column);
	}
	buffer_add_char(to, ']');
}

/* Adds the actions that differ from the default. */
static void add_actions(struct buffer *to, const struct client_model *model,
			const struct foreign_key *key)
{
	enum action usual = ACTION_SET_NULL;
	const char **name;

	vector_each(name, &key->columns) {
		const struct column *column = table_column(model->table, *name);
		if (column && column->arity == ARITY_REQUIRED)
			usual = ACTION_RESTRICT;
	}
	if (key->on_delete != usual)
		buffer_format(to, ", onDelete: %s", action_name(key->on_delete));
	if (key->on_update != ACTION_CASCADE)
		buffer_format(to, ", onUpdate: %s", action_name(key->on_update));
}

/* Adds the attributes of a foreign key on the side that holds its columns. */
static void add_key(struct buffer *to, const struct schema *schema,
		    const struct client_model *model, const struct client_field *field)
{
	const struct foreign_key *key = field->key;
	const char *usual = constraint_name(schema->arena, schema->dialect, model->table->name.name,
					    &key->columns, "_fkey");

	add_fields(to, "fields", model, &key->columns);
	buffer_add(to, ", ");
	add_fields(to, "references", field->model, &key->referenced_columns);
	add_actions(to, model, key);
	if (!key->name || text_equal(key->name, usual))
		return;
	buffer_add(to, ", map: ");
	literal_add_string(to, key->name);
}

static void add_relation(struct buffer *to, const struct schema *schema,
			 const struct client_model *model, const struct client_field *field)
{
	if (field->key || field->relation) {
		buffer_add(to, " @relation(");
		if (field->relation)
			literal_add_string(to, field->relation);
		if (field->key && field->relation)
			buffer_add(to, ", ");
		if (field->key)
			add_key(to, schema, model, field);
		buffer_add_char(to, ')');
	}
	if (field->ignored)
		buffer_add(to, " @ignore");
}

const char *prisma_attributes(const struct schema *schema, const struct client_model *model,
			      const struct client_field *field)
{
	struct buffer text = {.arena = schema->arena};

	if (field->column)
		add_column_attributes(&text, schema, model, field);
	else
		add_relation(&text, schema, model, field);
	const char *attributes = buffer_take(&text);
	return *attributes ? attributes + 1 : attributes;
}
