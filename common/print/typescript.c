/*
 * Writes table types for Kysely (https://kysely.dev): the values that a driver returns and accepts.
 */
#include <ctype.h>

#include "base/record.h"
#include "print/client.h"
#include "print/client_names.h"
#include "print/print.h"

/* Names that the file uses for other types, or that cannot be the name of a type. */
static const char *const taken_names[] = {
	"any",	      "bigint",	   "boolean",	 "Buffer",  "ColumnType", "Date",
	"DB",	      "Generated", "globalThis", "infer",   "keyof",	  "never",
	"number",     "object",	   "readonly",	 "static",  "string",	  "symbol",
	"Uint8Array", "undefined", "unique",	 "unknown",
};

/* Returns the name of the type for a model or an enum. */
static const char *type_name(const struct client *client, const char *name)
{
	for (size_t i = 0; i < sizeof taken_names / sizeof *taken_names; i++)
		if (text_equal(taken_names[i], name))
			return client_free_name(client->schema->arena, &client->taken, name,
						"type");
	return name;
}

/* The type of a column when it is read, and when it is written if that differs. */
struct ts_type {
	const char *read, *written;
};

/* For the drivers node-postgres and better-sqlite3, with their default type parsers. */
static const struct {
	const char *sql; /* the native type; NULL: all others of the scalar */
	enum scalar scalar;
	struct ts_type server, file; /* PostgreSQL and CockroachDB; SQLite */
} types[] = {
	{"TIME", SCALAR_DATETIME, {"string", NULL}, {"string", NULL}},
	{"TIMETZ", SCALAR_DATETIME, {"string", NULL}, {"string", NULL}},
	{NULL, SCALAR_INT, {"number", NULL}, {"number", NULL}},
	{NULL,
	 SCALAR_BIGINT,
	 {"string", "string | number | bigint"},
	 {"number", "number | bigint"}},
	{NULL, SCALAR_FLOAT, {"number", NULL}, {"number", NULL}},
	{NULL, SCALAR_DECIMAL, {"string", "string | number"}, {"number", "string | number"}},
	{NULL, SCALAR_BOOLEAN, {"boolean", NULL}, {"number", NULL}},
	{NULL, SCALAR_STRING, {"string", NULL}, {"string", NULL}},
	{NULL, SCALAR_DATETIME, {"Date", "Date | string"}, {"string", NULL}},
	{NULL, SCALAR_JSON, {"unknown", "string"}, {"string", NULL}},
	{NULL, SCALAR_BYTES, {"Buffer", "Uint8Array"}, {"Buffer", "Uint8Array"}},
};

static struct ts_type find_type(const struct dialect *dialect, const struct native_type *native)
{
	size_t i = 0;

	while (types[i].scalar != native->scalar ||
	       (types[i].sql && !text_equal(types[i].sql, native->sql)))
		i++;
	/* A dialect without enums stores types unknown to its driver as text and numbers. */
	return dialect->enums ? types[i].server : types[i].file;
}

static struct ts_type column_type(const struct client *client, const struct column *column,
				  const struct client_enum *enumeration)
{
	const struct schema *schema = client->schema;
	struct ts_type type = {"unknown", NULL};

	if (enumeration)
		type.read = type_name(client, enumeration->name);
	else if (column->type.kind == TYPE_NATIVE)
		type = find_type(schema->dialect, column->type.native);
	if (column->arity == ARITY_LIST && type.written)
		type.written = arena_format(schema->arena, "(%s)[]", type.written);
	if (column->arity == ARITY_LIST)
		type.read = arena_format(schema->arena, "%s[]", type.read);
	return type;
}

/* True if the database fills in a column that an INSERT omits. */
static bool is_generated(const struct column *column)
{
	return column->value.kind != DEFAULT_NONE;
}

static void add_string(struct buffer *to, const char *text)
{
	buffer_add_char(to, '"');
	for (const char *c = text; *c; c++) {
		if (*c == '"' || *c == '\\')
			buffer_add_char(to, '\\');
		if ((unsigned char)*c < ' ')
			buffer_format(to, "\\u%04x", (unsigned)(unsigned char)*c);
		else
			buffer_add_char(to, *c);
	}
	buffer_add_char(to, '"');
}

/* Adds a name as a key of an object, in quotes unless it is an identifier. */
static void add_key(struct buffer *to, const char *name)
{
	size_t plain = 0;

	while (isalnum((unsigned char)name[plain]) || name[plain] == '_')
		plain++;
	if (*name && !name[plain] && !isdigit((unsigned char)*name))
		buffer_add(to, name);
	else
		add_string(to, name);
}

static void write_column(const struct client *client, const struct table *table,
			 const struct column *column, const struct client_enum *enumeration,
			 struct buffer *to)
{
	struct ts_type type = column_type(client, column, enumeration);
	/* The database stores NULL for an omitted list. */
	const char *null = column->arity == ARITY_REQUIRED ? "" : " | null";
	const char *written = type.written ? type.written : type.read;

	buffer_add(to, "  ");
	add_key(to, column->name);
	buffer_add(to, ": ");
	if (table->view)
		buffer_format(to, "ColumnType<%s%s, never, never>", type.read, null);
	else if (type.written && is_generated(column))
		buffer_format(to, "ColumnType<%s%s, %s%s | undefined, %s%s>", type.read, null,
			      written, null, written, null);
	else if (type.written)
		buffer_format(to, "ColumnType<%s%s, %s%s%s, %s%s>", type.read, null, written, null,
			      *null ? " | undefined" : "", written, null);
	else if (is_generated(column))
		buffer_format(to, "Generated<%s%s>", type.read, null);
	else
		buffer_format(to, "%s%s", type.read, null);
	buffer_add(to, ";\n");
}

static void write_enum(const struct client *client, const struct client_enum *enumeration,
		       struct buffer *to)
{
	const struct client_value *value;

	buffer_format(to, "\nexport type %s =", type_name(client, enumeration->name));
	vector_each(value, &enumeration->values) {
		buffer_add(to, value == enumeration->values.at ? " " : " | ");
		add_string(to, value->value->name);
	}
	buffer_add(to, enumeration->values.count ? ";\n" : " never;\n");
}

static const char *interface_name(const struct client *client, const struct table *table)
{
	const struct client_model *model = client_model(client, table->name);
	const struct client_join *join;

	if (model)
		return type_name(client, model->name);
	vector_each(join, &client->joins)
		if (join->table == table)
			return type_name(client, join->name);
	return "";
}

static void write_interface(const struct client *client, const struct table *table,
			    struct buffer *to)
{
	const struct client_model *model = client_model(client, table->name);
	const struct column *column;

	buffer_format(to, "\nexport interface %s {\n", interface_name(client, table));
	vector_each(column, &table->columns) {
		const struct client_field *field = model ? client_field(model, column->name) : NULL;
		write_column(client, table, column, field ? field->enumeration : NULL, to);
	}
	buffer_add(to, "}\n");
}

static void write_database(const struct client *client, struct buffer *to)
{
	struct arena *arena = client->schema->arena;
	const struct table *table;

	buffer_add(to, "\nexport interface DB {\n");
	vector_each(table, &client->schema->tables) {
		const struct object_name *name = &table->name;
		buffer_add(to, "  ");
		add_key(to, name->namespace
				    ? arena_format(arena, "%s.%s", name->namespace, name->name)
				    : name->name);
		buffer_format(to, ": %s;\n", interface_name(client, table));
	}
	buffer_add(to, "}\n");
}

void print_typescript(const struct schema *schema, struct buffer *to)
{
	struct client client;
	const struct client_enum *enumeration;
	const struct table *table;

	client_build(schema, &client);
	buffer_add(to, "import type { ColumnType, Generated } from \"kysely\";\n");
	vector_each(enumeration, &client.enums)
		write_enum(&client, enumeration, to);
	vector_each(table, &schema->tables)
		write_interface(&client, table, to);
	write_database(&client, to);
}
