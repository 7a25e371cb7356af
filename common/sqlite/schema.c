/* Reads the schema of an SQLite database. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/text.h"
#include "schema/text.h"
#include "schema/value.h"
#include "sqlite/sql.h"
#include "sqlite/sqlite.h"

/* A schema while it is read. The rows of each query come in the order of the tables. */
struct reading {
	struct sqlite *sqlite;
	struct arena *arena;
	struct schema *schema;
	sqlite3_stmt *rows;
	size_t table; /* the one that the last row belonged to */
};

/* Each query that is read begins with the name of the table. */
typedef void (*row_reader)(struct reading *reading, struct table *table);

/* Returns a value of the row, in the arena; NULL for NULL. */
static const char *text(const struct reading *reading, int column)
{
	const unsigned char *value = sqlite3_column_text(reading->rows, column);

	return value ? arena_string(reading->arena, (const char *)value) : NULL;
}

static bool flag(const struct reading *reading, int column)
{
	return sqlite3_column_int(reading->rows, column) != 0;
}

/* Returns the table of a row, NULL if it is not one of the model. */
static struct table *table_of_row(struct reading *reading)
{
	const char *name = (const char *)sqlite3_column_text(reading->rows, 0);
	size_t count = reading->schema->tables.count;

	for (size_t i = 0; i < count; i++) {
		struct table *table = &reading->schema->tables.at[(reading->table + i) % count];
		if (strcmp(table->name.name, name) == 0) {
			reading->table = (size_t)(table - reading->schema->tables.at);
			return table;
		}
	}
	return NULL;
}

static bool read_rows(struct reading *reading, const char *sql, row_reader read)
{
	struct sqlite *sqlite = reading->sqlite;
	int result = sqlite3_prepare_v2(sqlite->handle, sql, -1, &reading->rows, NULL);

	reading->table = 0;
	if (result == SQLITE_OK)
		result = sqlite3_step(reading->rows);
	for (; result == SQLITE_ROW; result = sqlite3_step(reading->rows)) {
		struct table *table = table_of_row(reading);
		if (table)
			read(reading, table);
	}
	if (result != SQLITE_DONE)
		sqlite_report(sqlite, "cannot read the schema of");
	sqlite3_finalize(reading->rows);
	return result == SQLITE_DONE;
}

static bool read_tables(struct reading *reading)
{
	struct sqlite *sqlite = reading->sqlite;
	sqlite3_stmt *rows;
	int result = sqlite3_prepare_v2(sqlite->handle, sqlite_sql_list_tables, -1, &rows, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(rows);
	for (; result == SQLITE_ROW; result = sqlite3_step(rows)) {
		struct table *table = vector_add(reading->arena, &reading->schema->tables);
		table->name.name =
			arena_string(reading->arena, (const char *)sqlite3_column_text(rows, 0));
	}
	if (result != SQLITE_DONE)
		sqlite_report(sqlite, "cannot read the schema of");
	sqlite3_finalize(rows);
	return result == SQLITE_DONE;
}

/* ---- columns ---- */

/* Declared types, without their arguments, and the types that Prisma takes them for. */
static const struct {
	const char *declared, *sql;
} declared_types[] = {
	{"int", "INTEGER"},	{"integer", "INTEGER"},	  {"bigint", "BIGINT"},
	{"real", "REAL"},	{"float", "REAL"},	  {"double", "REAL"},
	{"decimal", "DECIMAL"}, {"numeric", "DECIMAL"},	  {"boolean", "BOOLEAN"},
	{"date", "DATETIME"},	{"datetime", "DATETIME"}, {"timestamp", "DATETIME"},
	{"text", "TEXT"},	{"varchar", "TEXT"},	  {"char", "TEXT"},
	{"nvarchar", "TEXT"},	{"blob", "BLOB"},	  {"jsonb", "JSONB"},
};

static void read_type(struct reading *reading, const char *declared, struct type *type)
{
	struct slice name = slice_of(declared);
	const char *arguments = strchr(declared, '(');
	struct buffer lower = {.arena = reading->arena};

	if (arguments)
		name.length = (size_t)(arguments - declared);
	name = slice_trim(name, " ");
	buffer_add_lower(&lower, arena_slice(reading->arena, name.start, name.length));
	for (size_t i = 0; i < sizeof declared_types / sizeof *declared_types; i++)
		if (text_equal(declared_types[i].declared, buffer_text(&lower))) {
			type->native = native_type_by_sql(reading->schema->dialect->types,
							  slice_of(declared_types[i].sql));
			return;
		}
	type->kind = TYPE_UNSUPPORTED;
	type->unsupported = declared;
}

/* Puts an expression into the parentheses that it needs in SQL, and the catalog leaves out. */
static void read_default(struct reading *reading, struct column *column, const char *sql)
{
	enum scalar scalar =
		column->type.kind == TYPE_NATIVE ? column->type.native->scalar : SCALAR_COUNT;

	if (scalar == SCALAR_COUNT)
		column->value = (struct default_value){.kind = DEFAULT_EXPRESSION, .text = sql};
	else
		schema_value_read(reading->arena, &sqltext_sqlite, scalar, sql, &column->value);
	if (column->value.kind == DEFAULT_EXPRESSION && strpbrk(sql, "( +-*/|<>=") &&
	    *sql != '\'' && *sql != '(')
		column->value.text = arena_format(reading->arena, "(%s)", sql);
}

static void read_column(struct reading *reading, struct table *table)
{
	struct column *column = vector_add(reading->arena, &table->columns);
	const char *value = text(reading, 4);

	column->name = text(reading, 1);
	read_type(reading, text(reading, 2), &column->type);
	column->arity = flag(reading, 3) ? ARITY_REQUIRED : ARITY_OPTIONAL;
	/* Without a default it is NULL, too. */
	if (value && strcasecmp(value, "NULL") != 0)
		read_default(reading, column, value);
}

static void read_key(struct reading *reading, struct table *table)
{
	struct column *column = table_column(table, text(reading, 1));

	if (!table->primary_key)
		table->primary_key = arena_alloc(reading->arena, sizeof *table->primary_key);
	*vector_add(reading->arena, &table->primary_key->parts) =
		(struct key_part){.column = column->name};
}

/* A single INTEGER key is the rowid: never NULL, and it fills itself. */
static void complete_keys(struct schema *schema)
{
	struct table *table;
	struct column *column;

	vector_each(table, &schema->tables)
		vector_each(column, &table->columns)
			if (column_is_id(table, column) && column->type.kind == TYPE_NATIVE &&
			    column->type.native->scalar == SCALAR_INT) {
				column->arity = ARITY_REQUIRED;
				if (column->value.kind == DEFAULT_NONE)
					column->value.kind = DEFAULT_AUTOINCREMENT;
			}
}

/* ---- indexes ---- */

/* Returns the condition of CREATE INDEX ... WHERE condition, or NULL. */
static const char *predicate_of(struct reading *reading, const char *sql)
{
	struct lexer lexer = sqltext_lexer(&sqltext_sqlite, sql, 0, strlen(sql));
	struct token token;
	int depth = 0;

	while ((token = sqltext_next(&lexer)).kind != TOKEN_END) {
		depth += sqltext_is(&lexer, token, "(") - sqltext_is(&lexer, token, ")");
		if (depth == 0 && sqltext_is(&lexer, token, "WHERE")) {
			struct slice rest = slice_trim(slice_of(sql + token.end), " \t\r\n;");
			return arena_slice(reading->arena, rest.start, rest.length);
		}
	}
	return NULL;
}

static void read_index(struct reading *reading, struct table *table)
{
	const char *name = text(reading, 1), *sql = text(reading, 5);
	struct index *index =
		table->indexes.count ? &table->indexes.at[table->indexes.count - 1] : NULL;

	if (!index || strcmp(index->name, name) != 0) {
		index = vector_add(reading->arena, &table->indexes);
		index->name = name;
		index->unique = flag(reading, 2);
		index->method = "btree";
		index->predicate = sql ? predicate_of(reading, sql) : NULL;
	}
	*vector_add(reading->arena, &index->parts) = (struct key_part){
		.column = text(reading, 3), .sort = flag(reading, 4) ? SORT_DESC : SORT_UNSAID};
}

/* ---- foreign keys ---- */

/* A foreign key names its table and columns as somebody wrote them: finds how they are spelled. */
static const char *spelling(const struct reading *reading, const char *given,
			    const struct table *table)
{
	const struct table *other;
	const struct column *column;

	if (!table) {
		vector_each(other, &reading->schema->tables)
			if (sqlite3_stricmp(other->name.name, given) == 0)
				return other->name.name;
		return given;
	}
	vector_each(column, &table->columns)
		if (sqlite3_stricmp(column->name, given) == 0)
			return column->name;
	return given;
}

/* Returns the column that is referred to: without a name it is the parent's primary key. */
static const char *referenced_column(const struct reading *reading, const struct table *parent,
				     const char *given, size_t number)
{
	const struct primary_key *key = parent ? parent->primary_key : NULL;

	if (given)
		return parent ? spelling(reading, given, parent) : given;
	return key && number < key->parts.count ? key->parts.at[number].column : "";
}

static void read_foreign_key(struct reading *reading, struct table *table)
{
	size_t number = (size_t)sqlite3_column_int(reading->rows, 1);
	struct foreign_key *key;

	if (number == 0) {
		key = vector_add(reading->arena, &table->foreign_keys);
		key->enforced = true;
		key->references.name = spelling(reading, text(reading, 2), NULL);
		key->on_update = action_by_word(text(reading, 5));
		key->on_delete = action_by_word(text(reading, 6));
	}
	key = &table->foreign_keys.at[table->foreign_keys.count - 1];
	*vector_add(reading->arena, &key->columns) = text(reading, 3);
	*vector_add(reading->arena, &key->referenced_columns) = referenced_column(
		reading, schema_table(reading->schema, key->references), text(reading, 4), number);
}

bool sqlite_schema_left_out(struct db *db, struct names *things)
{
	struct sqlite *sqlite = sqlite_of(db);
	struct reading reading = {.sqlite = sqlite, .arena = db->arena};
	int result = sqlite3_prepare_v2(sqlite->handle, sqlite_sql_list_left_out, -1, &reading.rows,
					NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(reading.rows);
	for (; result == SQLITE_ROW; result = sqlite3_step(reading.rows))
		*vector_add(db->arena, things) = text(&reading, 0);
	if (result != SQLITE_DONE)
		sqlite_report(sqlite, "cannot read the schema of");
	sqlite3_finalize(reading.rows);
	return result == SQLITE_DONE;
}

bool sqlite_schema_read(struct db *db, const struct names *namespaces, bool beside,
			struct schema *schema)
{
	struct sqlite *sqlite = sqlite_of(db);
	struct reading reading = {.sqlite = sqlite, .arena = db->arena, .schema = schema};

	(void)namespaces;
	(void)beside;
	if (!sqlite->handle)
		return true;
	if (!read_tables(&reading))
		return false;
	schema_index(schema);
	bool read = read_rows(&reading, sqlite_sql_list_columns, read_column) &&
		    read_rows(&reading, sqlite_sql_list_keys, read_key) &&
		    read_rows(&reading, sqlite_sql_list_indexes, read_index) &&
		    read_rows(&reading, sqlite_sql_list_foreign_keys, read_foreign_key) &&
		    sqlite_objects_read(sqlite, schema);
	complete_keys(schema);
	return read;
}

/* SQLite's schema is the text of its statements, from which it reads all else. */
const char *sqlite_schema_mark(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);

	return sqlite->handle ? sqlite_read_text(sqlite, sqlite_sql_mark_schema) : NULL;
}

bool sqlite_read_numbers(struct db *db, const char *sql, int64_t *numbers, size_t count)
{
	sqlite3_stmt *rows = NULL;

	sqlite3_prepare_v2(sqlite_of(db)->handle, sql, -1, &rows, NULL);
	bool found = rows && sqlite3_step(rows) == SQLITE_ROW;
	for (size_t i = 0; found && i < count; i++)
		numbers[i] = sqlite3_column_int64(rows, (int)i);
	sqlite3_finalize(rows);
	return found;
}
