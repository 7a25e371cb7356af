/* Changes scripts for a scratch schema, and changes names back in the schema read from it. */
#include "migrate/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"

static void blank(char *text, struct token token)
{
	memset(text + token.start, ' ', token.end - token.start);
}

/* Removes CONCURRENTLY: in a transaction that blocks nobody, an ordinary build will do. */
static void blank_concurrently(struct script *script, size_t n, char *text)
{
	struct lexer lexer = sqltext_statement_lexer(script, n);
	struct token token;

	if (script->statements.at[n].kind != STATEMENT_ALONE)
		return;
	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
		if (sqltext_is(&lexer, token, "CONCURRENTLY")) {
			blank(text, token);
			script->statements.at[n].kind = STATEMENT_PLAIN;
		}
}

/* True if a token is this name; an unquoted name is compared in lower case. */
static bool is_schema(const struct lexer *lexer, struct token token, const char *name)
{
	size_t length = strlen(name);
	const char *start = lexer->text + token.start;

	if (token.kind == TOKEN_NAME)
		return token.end - token.start == length + 2 &&
		       memcmp(start + 1, name, length) == 0;
	return token.kind == TOKEN_WORD && sqltext_is(lexer, token, name);
}

/* Removes the schema before a dot. Removes a statement that creates the schema. */
static void blank_schema(struct script *script, size_t n, char *text, const char *name)
{
	struct lexer lexer = sqltext_statement_lexer(script, n);
	struct token token, before = {0};
	bool creates = sqltext_matches(lexer, "CREATE SCHEMA");

	while ((token = sqltext_next(&lexer)).kind != TOKEN_END) {
		bool was_schema = before.end && is_schema(&lexer, before, name);
		if (was_schema && sqltext_is(&lexer, token, ".")) {
			blank(text, before);
			blank(text, token);
		}
		if (creates && is_schema(&lexer, token, name))
			script->statements.at[n].kind = STATEMENT_IDLE;
		before = token;
	}
}

void migrate_read_inside(struct arena *arena, const struct sqltext_dialect *dialect,
			 const struct source *source, const char *schema, struct script *script)
{
	char *text = arena_slice(arena, source->text, source->length);
	struct source *copy = arena_alloc(arena, sizeof *copy);

	*copy = (struct source){source->name, text, source->length};
	sqltext_read(arena, dialect, copy, script);
	for (size_t n = 0; n < script->statements.count; n++) {
		blank_concurrently(script, n, text);
		if (schema)
			blank_schema(script, n, text, schema);
	}
}

static bool names_schema(struct lexer lexer, const char *name)
{
	struct token token;

	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
		if (is_schema(&lexer, token, name))
			return true;
	return false;
}

void migrate_warn_of_others(const struct script *script, const struct names *others,
			    struct report *report)
{
	const char **name;

	for (size_t n = 0; n < script->statements.count; n++) {
		struct lexer lexer = sqltext_statement_lexer(script, n);
		if (script->statements.at[n].kind == STATEMENT_IDLE ||
		    !sqltext_matches(lexer, "CREATE SCHEMA"))
			continue;
		vector_each(name, others)
			if (names_schema(lexer, *name))
				report_warning(report, sqltext_place(script, n),
					       "schema '%s' already exists and belongs to another "
					       "role: what scripts create in it is not read",
					       *name);
	}
}

/* ---- what was read ---- */

struct renaming_inside {
	struct arena *arena;
	const char *from, *to;
};

static void rename_text(const struct renaming_inside *names, const char **text)
{
	struct buffer result = {.arena = names->arena};

	if (!*text || !strstr(*text, names->from))
		return;
	buffer_add_replaced(&result, *text, names->from, names->to);
	*text = buffer_take(&result);
}

static void rename_name(const struct renaming_inside *names, struct object_name *name)
{
	if (text_equal(name->namespace, names->from))
		name->namespace = names->to;
}

static void rename_table(const struct renaming_inside *names, struct table *table)
{
	struct column *column;
	struct index *index;
	struct foreign_key *key;

	rename_name(names, &table->name);
	vector_each(column, &table->columns) {
		rename_name(names, &column->type.enumeration);
		if (column->value.kind == DEFAULT_EXPRESSION)
			rename_text(names, &column->value.text);
		if (column->type.kind == TYPE_UNSUPPORTED)
			rename_text(names, &column->type.unsupported);
	}
	vector_each(index, &table->indexes)
		rename_text(names, &index->predicate);
	vector_each(key, &table->foreign_keys)
		rename_name(names, &key->references);
}

static void rename_object(const struct renaming_inside *names, struct object *object)
{
	rename_name(names, &object->owner);
	rename_name(names, &object->name);
	rename_text(names, &object->definition);
}

static int compare_tables(const void *a, const void *b)
{
	const struct object_name *left = &((const struct table *)a)->name,
				 *right = &((const struct table *)b)->name;
	int order = left->namespace && right->namespace
			    ? strcmp(left->namespace, right->namespace)
			    : (left->namespace != NULL) - (right->namespace != NULL);

	return order ? order : strcmp(left->name, right->name);
}

void migrate_rename_inside(struct schema *schema, const char *from, const char *to)
{
	const struct renaming_inside names = {schema->arena, from, to};
	struct enumeration *enumeration;
	struct object *object;
	struct table *table;
	const char **namespace;

	vector_each(namespace, &schema->namespaces)
		if (text_equal(*namespace, from))
			*namespace = to;
	vector_each(table, &schema->tables)
		rename_table(&names, table);
	vector_each(enumeration, &schema->enums)
		rename_name(&names, &enumeration->name);
	vector_each(object, &schema->objects)
		rename_object(&names, object);
	if (schema->tables.count)
		qsort(schema->tables.at, schema->tables.count, sizeof *schema->tables.at,
		      compare_tables);
	schema_sort_objects(schema);
	schema_index(schema);
}
