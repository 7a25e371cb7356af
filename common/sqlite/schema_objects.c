/*
 * Reads the objects of an SQLite database that the model of a schema lacks.
 *
 * Some of it is found only in the stored CREATE TABLE. SQLite has accepted that text, so words are
 * enough to tell its items apart.
 */
#include "base/buffer.h"
#include "sqlite/sql.h"
#include "sqlite/sqlite.h"
#include "sqltext/lexer.h"

/* A table whose SQL is being read. */
struct reading {
	struct arena *arena;
	struct schema *schema;
	const char *table;
	const char *sql;
};

/* An item in the parentheses of CREATE TABLE: a column, or a constraint of the table. */
struct item {
	size_t start, end;
	const char *column; /* NULL for a constraint */
	bool generated;
};

static const char *part(const struct reading *reading, size_t start, size_t end)
{
	struct slice text =
		slice_trim((struct slice){reading->sql + start, end - start}, " \t\r\n");

	return arena_slice(reading->arena, text.start, text.length);
}

static void add(struct reading *reading, enum object_kind kind, const char *name,
		const char *definition)
{
	*vector_add(reading->arena, &reading->schema->objects) = (struct object){
		.kind = kind,
		.owner.name = reading->table,
		.name.name = name,
		.definition = definition,
	};
}

/* Returns the name that a token denotes, without its quotes. */
static const char *name_of(const struct reading *reading, struct token token)
{
	struct buffer name = {.arena = reading->arena};
	const char *text = reading->sql;
	bool quoted = token.kind == TOKEN_NAME || token.kind == TOKEN_STRING;

	for (size_t at = token.start + quoted; at < token.end - quoted; at++) {
		buffer_add_char(&name, text[at]);
		at += quoted && text[at] == text[token.end - 1] && text[at + 1] == text[at];
	}
	return buffer_take(&name);
}

static bool is_any(const struct lexer *lexer, struct token token, const char *const *words)
{
	for (; *words; words++)
		if (sqltext_is(lexer, token, *words))
			return true;
	return false;
}

/* Skips parentheses that open next, and their contents. Returns where they end. */
static size_t skip_parentheses(struct lexer *lexer)
{
	int depth = 0;

	do {
		struct token token = sqltext_next(lexer);
		if (token.kind == TOKEN_END)
			break;
		depth += sqltext_is(lexer, token, "(") - sqltext_is(lexer, token, ")");
	} while (depth > 0);
	return lexer->at;
}

/* Reads an item: its checks, its collation, and everything else that the model lacks. */
static void read_item(struct reading *reading, struct item *item)
{
	static const char *const generating[] = {"GENERATED", "AS", NULL};
	static const char *const others[] = {"DEFERRABLE", "CONFLICT", NULL};
	struct lexer lexer = sqltext_lexer(&sqltext_sqlite, reading->sql, item->start, item->end);
	struct token token, name = {0}, before = {0};
	bool other = false;

	for (; (token = sqltext_next(&lexer)).kind != TOKEN_END; before = token) {
		if (sqltext_is(&lexer, before, "CONSTRAINT"))
			name = token;
		else if (sqltext_is(&lexer, token, "CHECK"))
			add(reading, OBJECT_CHECK, name.end ? name_of(reading, name) : NULL,
			    part(reading, token.start, skip_parentheses(&lexer)));
		else if (item->column && sqltext_is(&lexer, before, "COLLATE"))
			add(reading, OBJECT_COLLATION, item->column,
			    part(reading, before.start, token.end));
		else if (item->column && is_any(&lexer, token, generating))
			item->generated = true;
		else
			other = other || is_any(&lexer, token, others);
		if (sqltext_is(&lexer, token, "("))
			lexer.at = token.start, skip_parentheses(&lexer);
		if (!sqltext_is(&lexer, before, "CONSTRAINT") &&
		    !sqltext_is(&lexer, token, "CONSTRAINT"))
			name = (struct token){0};
	}
	if (item->generated)
		add(reading, OBJECT_GENERATED, item->column, part(reading, item->start, item->end));
	else if (other)
		add(reading, OBJECT_CONSTRAINT, item->column,
		    part(reading, item->start, item->end));
}

static void begin_item(const struct reading *reading, struct item *item)
{
	static const char *const constraints[] = {"CONSTRAINT", "PRIMARY", "UNIQUE",
						  "CHECK",	"FOREIGN", NULL};
	struct lexer lexer =
		sqltext_lexer(&sqltext_sqlite, reading->sql, item->start, strlen(reading->sql));
	struct token first = sqltext_next(&lexer);

	item->start = first.start;
	item->column = is_any(&lexer, first, constraints) ? NULL : name_of(reading, first);
}

/* Reads CREATE TABLE name (item, item) options. */
static void read_table(struct reading *reading)
{
	size_t length = strlen(reading->sql);
	struct lexer lexer = sqltext_lexer(&sqltext_sqlite, reading->sql, 0, length);
	struct item item = {0};
	struct token token;
	int depth = 0;

	while ((token = sqltext_next(&lexer)).kind != TOKEN_END) {
		bool opens = sqltext_is(&lexer, token, "("),
		     closes = sqltext_is(&lexer, token, ")");
		if (depth == 1 && (closes || sqltext_is(&lexer, token, ","))) {
			item.end = token.start;
			begin_item(reading, &item);
			read_item(reading, &item);
		}
		if ((depth == 0 && opens) || (depth == 1 && sqltext_is(&lexer, token, ",")))
			item = (struct item){.start = token.end};
		depth += opens - closes;
		if (closes && depth == 0)
			break;
	}
	const char *options = part(reading, lexer.at, length);
	if (*options)
		add(reading, OBJECT_OPTION, NULL, options);
}

static const char *text(sqlite3_stmt *rows, int column, struct arena *arena)
{
	const unsigned char *value = sqlite3_column_text(rows, column);

	return value ? arena_string(arena, (const char *)value) : NULL;
}

static void read_row(sqlite3_stmt *rows, struct arena *arena, struct schema *schema)
{
	const char *kind = text(rows, 0, arena);
	struct reading reading = {arena, schema, text(rows, 1, arena), text(rows, 3, arena)};

	if (strcmp(kind, "table") == 0)
		read_table(&reading);
	else
		add(&reading, object_kind_by_word(kind), text(rows, 2, arena), reading.sql);
}

bool sqlite_objects_read(struct sqlite *sqlite, struct schema *schema)
{
	sqlite3_stmt *rows;
	int result = sqlite3_prepare_v2(sqlite->handle, sqlite_sql_list_beyond, -1, &rows, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(rows);
	for (; result == SQLITE_ROW; result = sqlite3_step(rows))
		read_row(rows, schema->arena, schema);
	if (result != SQLITE_DONE)
		sqlite_report(sqlite, "cannot read the schema of");
	sqlite3_finalize(rows);
	schema_list_objects(schema);
	schema_sort_objects(schema);
	return result == SQLITE_DONE;
}
