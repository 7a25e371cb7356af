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

/* Queries. Those about one table or index take its name as their parameter. */
enum query { TABLES, INDEX_SQL, COLUMNS, INDEXES, INDEX_PARTS, FOREIGN_KEYS, QUERY_COUNT };

static const char *const queries[QUERY_COUNT] = {
	[TABLES] = sqlite_sql_list_tables,	     [INDEX_SQL] = sqlite_sql_list_index_sql,
	[COLUMNS] = sqlite_sql_list_columns,	     [INDEXES] = sqlite_sql_list_indexes,
	[INDEX_PARTS] = sqlite_sql_list_index_parts, [FOREIGN_KEYS] = sqlite_sql_list_foreign_keys,
};

/* A schema being read. */
struct reading {
	struct sqlite *sqlite;
	struct arena *arena;
	struct schema *schema;
	struct map index_sql; /* by the index's name */
	sqlite3_stmt *prepared[QUERY_COUNT];
	bool began;  /* a transaction of our own */
	bool failed; /* and reported it */
};

static void fail(struct reading *reading)
{
	if (!reading->failed)
		sqlite_report(reading->sqlite, "cannot read the schema of");
	reading->failed = true;
}

/* Begins a transaction, unless one is open, so that everything is read as of one instant. */
static void begin(struct reading *reading)
{
	if (!sqlite3_get_autocommit(reading->sqlite->handle))
		return;
	reading->began =
		sqlite3_exec(reading->sqlite->handle, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
	if (!reading->began)
		fail(reading);
}

static void end(struct reading *reading)
{
	if (reading->began)
		sqlite3_exec(reading->sqlite->handle, "COMMIT", NULL, NULL, NULL);
}

static void prepare(struct reading *reading)
{
	for (int i = 0; i < QUERY_COUNT && !reading->failed; i++)
		if (sqlite3_prepare_v2(reading->sqlite->handle, queries[i], -1,
				       &reading->prepared[i], NULL) != SQLITE_OK)
			fail(reading);
}

static void finalize(struct reading *reading)
{
	for (int i = 0; i < QUERY_COUNT; i++)
		sqlite3_finalize(reading->prepared[i]);
}

/* Starts a query, about `name` unless that is NULL, and returns its rows for next(). */
static sqlite3_stmt *ask(struct reading *reading, enum query query, const char *name)
{
	sqlite3_stmt *rows = reading->prepared[query];

	if (name && sqlite3_bind_text(rows, 1, name, -1, SQLITE_STATIC) != SQLITE_OK)
		fail(reading);
	return rows;
}

/* Goes to the next row. Returns false after the last one; the query can then start again. */
static bool next(struct reading *reading, sqlite3_stmt *rows)
{
	int result = reading->failed ? SQLITE_DONE : sqlite3_step(rows);

	if (result == SQLITE_ROW)
		return true;
	if (result != SQLITE_DONE)
		fail(reading);
	sqlite3_reset(rows);
	return false;
}

/* Returns a value of the row, in the arena. SQL's NULL is NULL. */
static const char *text(const struct reading *reading, sqlite3_stmt *rows, int column)
{
	const unsigned char *value = sqlite3_column_text(rows, column);

	return value ? arena_string(reading->arena, (const char *)value) : NULL;
}

static bool flag(sqlite3_stmt *rows, int column)
{
	return sqlite3_column_int(rows, column) != 0;
}

static void read_tables(struct reading *reading)
{
	sqlite3_stmt *rows = ask(reading, TABLES, NULL);

	while (next(reading, rows)) {
		struct table *table = vector_add(reading->arena, &reading->schema->tables);
		table->name.name = text(reading, rows, 0);
	}
	schema_index(reading->schema);
}

static void read_index_sql(struct reading *reading)
{
	sqlite3_stmt *rows = ask(reading, INDEX_SQL, NULL);

	reading->index_sql.arena = reading->arena;
	while (next(reading, rows))
		map_add(&reading->index_sql, text(reading, rows, 0),
			arena_string(reading->arena, (const char *)sqlite3_column_text(rows, 1)));
}

/* ---- columns ---- */

/* Declared types, without arguments, and the types that Prisma reads in them. */
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

/* Reads a default. An expression gets the parentheses that SQL needs and the catalog drops. */
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

/* Adds a column as part number `number` of the primary key, counted from 1. */
static void add_key_part(struct reading *reading, struct table *table, const char *column,
			 size_t number)
{
	if (!table->primary_key)
		table->primary_key = arena_alloc(reading->arena, sizeof *table->primary_key);
	struct key_parts *parts = &table->primary_key->parts;
	while (parts->count < number)
		vector_add(reading->arena, parts);
	parts->at[number - 1].column = column;
}

static void read_column(struct reading *reading, sqlite3_stmt *rows, struct table *table)
{
	struct column column = {.name = text(reading, rows, 0)};
	const char *value = text(reading, rows, 3);
	int number = sqlite3_column_int(rows, 4);

	read_type(reading, text(reading, rows, 1), &column.type);
	column.arity = flag(rows, 2) ? ARITY_REQUIRED : ARITY_OPTIONAL;
	/* A column without a default is NULL as well. */
	if (value && strcasecmp(value, "NULL") != 0)
		read_default(reading, &column, value);
	table_add_column(reading->arena, table, &column);
	if (number)
		add_key_part(reading, table, column.name, (size_t)number);
}

/*
 * Closes gaps: a column that is twice in a key has only its first number, and the second part is
 * empty.
 */
static void close_gaps(struct key_parts *parts)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < parts->count; i++)
		if (parts->at[i].column)
			parts->at[count++] = parts->at[i];
	parts->count = count;
}

static void read_columns(struct reading *reading, struct table *table)
{
	sqlite3_stmt *rows = ask(reading, COLUMNS, table->name.name);

	while (next(reading, rows))
		read_column(reading, rows, table);
	if (table->primary_key)
		close_gaps(&table->primary_key->parts);
}

/* Completes the keys: a single INTEGER key is the rowid, never NULL, and it numbers itself. */
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

/* Returns the predicate of CREATE INDEX ... WHERE predicate, or NULL. */
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

/*
 * Reads the columns of an index, and stores if it compares them otherwise than by bytes. Returns
 * false if one is an expression, which the model cannot hold.
 */
static bool read_parts(struct reading *reading, const struct table *table, struct index *index,
		       bool *collated)
{
	sqlite3_stmt *rows = ask(reading, INDEX_PARTS, index->name);
	bool plain = true;

	while (next(reading, rows)) {
		const char *column = text(reading, rows, 0);
		*vector_add(reading->arena, &index->parts) = (struct key_part){
			.column = column, .sort = flag(rows, 1) ? SORT_DESC : SORT_UNSAID};
		plain = plain && column && table_column(table, column);
		*collated = *collated || flag(rows, 2);
	}
	return plain;
}

static void read_indexes(struct reading *reading, struct table *table)
{
	sqlite3_stmt *rows = ask(reading, INDEXES, table->name.name);

	while (next(reading, rows)) {
		struct index index = {
			.name = text(reading, rows, 0),
			.unique = flag(rows, 1),
			.method = "btree",
		};
		const char *sql = map_get(&reading->index_sql, index.name);
		bool collated = false, plain = read_parts(reading, table, &index, &collated);
		index.predicate = sql ? predicate_of(reading, sql) : NULL;
		fact_add(reading->arena, &index.facts, "constraint", sql ? NULL : "");
		if (plain)
			*vector_add(reading->arena, &table->indexes) = index;
		if (sql && (!plain || collated))
			*vector_add(reading->arena, &reading->schema->objects) = (struct object){
				.kind = OBJECT_INDEX,
				.owner = table->name,
				.name.name = index.name,
				.definition = sql,
			};
	}
}

/* ---- foreign keys ---- */

/*
 * Returns the spelling of a name in the schema: a foreign key names its table and columns in any
 * case.
 */
static const char *spelling(const struct reading *reading, const char *given,
			    const struct table *table)
{
	const struct table *other;
	const struct column *column;

	if (!table) {
		if (schema_table(reading->schema, (struct object_name){.name = given}))
			return given;
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

/* Returns the referenced column. Without a name it is the parent's primary key. */
static const char *referenced_column(const struct reading *reading, const struct table *parent,
				     const char *given, size_t number)
{
	const struct primary_key *key = parent ? parent->primary_key : NULL;

	if (given)
		return parent ? spelling(reading, given, parent) : given;
	return key && number < key->parts.count ? key->parts.at[number].column : "";
}

static void read_foreign_key(struct reading *reading, sqlite3_stmt *rows, struct table *table)
{
	size_t number = (size_t)sqlite3_column_int(rows, 0);
	struct foreign_key *key;

	if (number == 0) {
		key = vector_add(reading->arena, &table->foreign_keys);
		key->enforced = true;
		key->references.name = spelling(reading, text(reading, rows, 1), NULL);
		key->on_update = action_by_word(text(reading, rows, 4));
		key->on_delete = action_by_word(text(reading, rows, 5));
	}
	key = &table->foreign_keys.at[table->foreign_keys.count - 1];
	*vector_add(reading->arena, &key->columns) = text(reading, rows, 2);
	*vector_add(reading->arena, &key->referenced_columns) =
		referenced_column(reading, schema_table(reading->schema, key->references),
				  text(reading, rows, 3), number);
}

static void read_foreign_keys(struct reading *reading, struct table *table)
{
	sqlite3_stmt *rows = ask(reading, FOREIGN_KEYS, table->name.name);

	while (next(reading, rows))
		read_foreign_key(reading, rows, table);
}

bool sqlite_schema_left_out(struct db *db, struct names *things)
{
	struct sqlite *sqlite = sqlite_of(db);
	sqlite3_stmt *rows = NULL;
	int result = sqlite3_prepare_v2(sqlite->handle, sqlite_sql_list_left_out, -1, &rows, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(rows);
	for (; result == SQLITE_ROW; result = sqlite3_step(rows))
		*vector_add(db->arena, things) =
			arena_string(db->arena, (const char *)sqlite3_column_text(rows, 0));
	if (result != SQLITE_DONE)
		sqlite_report(sqlite, "cannot read the schema of");
	sqlite3_finalize(rows);
	return result == SQLITE_DONE;
}

bool sqlite_schema_read(struct db *db, const struct names *namespaces, bool beside,
			struct schema *schema)
{
	struct reading reading = {.sqlite = sqlite_of(db), .arena = db->arena, .schema = schema};
	struct table *table;

	(void)namespaces;
	(void)beside;
	if (!reading.sqlite->handle)
		return true;
	begin(&reading);
	prepare(&reading);
	read_tables(&reading);
	read_index_sql(&reading);
	vector_each(table, &schema->tables) {
		read_columns(&reading, table);
		read_indexes(&reading, table);
	}
	vector_each(table, &schema->tables)
		read_foreign_keys(&reading, table);
	finalize(&reading);
	complete_keys(schema);
	bool read = !reading.failed && sqlite_objects_read(reading.sqlite, schema);
	end(&reading);
	return read;
}

/* Returns the text of the schema's statements, from which SQLite derives everything else. */
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
