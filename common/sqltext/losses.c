/* Finds statements that drop or empty tables. */
#include "sqltext/losses.h"

#include <string.h>

#include "base/map.h"
#include "base/record.h"

/* Words that begin a destructive statement. The names follow. */
static const char *const rules[] = {
	"DROP TABLE",  "DROP FOREIGN TABLE", "DROP MATERIALIZED VIEW",
	"DROP SCHEMA", "DROP DATABASE",	     "DROP OWNED",
	"TRUNCATE",    "DELETE FROM",
};

/* Words between those and the first name. */
static const char *const fillers[] = {"BY", "TABLE", "IF", "EXISTS", "ONLY", "COLUMN"};

static bool is_filler(const struct lexer *lexer, struct token token)
{
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
		if (sqltext_is(lexer, token, fillers[i]))
			return true;
	return false;
}

/*
 * Reads "a", or "schema"."a", at `token` or after fillers, and stores the next token in `token`.
 * The name is empty if there is none.
 */
static struct slice read_name(struct lexer *lexer, struct token *token)
{
	while (is_filler(lexer, *token))
		*token = sqltext_next(lexer);
	struct slice name = {lexer->text + token->start, 0};
	while (token->kind == TOKEN_WORD || token->kind == TOKEN_NAME) {
		name.length = (size_t)(lexer->text + token->end - name.start);
		*token = sqltext_next(lexer);
		if (!sqltext_is(lexer, *token, "."))
			break;
		*token = sqltext_next(lexer);
	}
	return name;
}

/* Collects the names that ALTER TABLE ... RENAME TO gives. */
static struct map read_new_names(struct arena *arena, const struct script *script)
{
	struct map names = {.arena = arena};

	for (size_t n = 0; n < script->statements.count; n++) {
		struct lexer lexer = sqltext_statement_lexer(script, n);
		struct token token, last = {0};
		if (!sqltext_matches(lexer, "ALTER TABLE ... RENAME TO"))
			continue;
		while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
			last = token;
		map_add(&names, arena_slice(arena, lexer.text + last.start, last.end - last.start),
			&names);
	}
	return names;
}

/* Reads the names after the words of a rule. */
static const char *read_list(const struct map *new_names, struct lexer lexer, const char *words)
{
	struct buffer list = {.arena = new_names->arena};
	struct token token = sqltext_next(&lexer);

	for (const char *at = words; (at = strchr(at, ' ')); at++)
		token = sqltext_next(&lexer);
	do {
		token = sqltext_next(&lexer);
		struct slice name = read_name(&lexer, &token);
		if (!name.length ||
		    map_get(new_names, arena_slice(list.arena, name.start, name.length)))
			continue;
		list.length ? buffer_add(&list, ",") : buffer_add_lower(&list, words);
		buffer_add_char(&list, ' ');
		buffer_add_slice(&list, name.start, name.length);
	} while (sqltext_is(&lexer, token, ","));
	return list.length ? buffer_text(&list) : NULL;
}

/* Skips to the comma outside parentheses that ends an action of ALTER TABLE, or to the end. */
static void skip_action(struct lexer *lexer, struct token *token)
{
	size_t depth = 0;

	while (token->kind != TOKEN_END && (depth || !sqltext_is(lexer, *token, ","))) {
		depth += sqltext_is(lexer, *token, "(");
		depth -= depth && sqltext_is(lexer, *token, ")");
		*token = sqltext_next(lexer);
	}
}

/* Reads the columns that an ALTER TABLE drops. */
static const char *read_columns(struct arena *arena, struct lexer lexer)
{
	struct buffer list = {.arena = arena};

	sqltext_next(&lexer);
	sqltext_next(&lexer);
	struct token token = sqltext_next(&lexer);
	struct slice table = read_name(&lexer, &token);
	for (;;) {
		bool drops = sqltext_is(&lexer, token, "DROP");
		if (drops)
			token = sqltext_next(&lexer);
		drops = drops && !sqltext_is(&lexer, token, "CONSTRAINT");
		struct slice name = drops ? read_name(&lexer, &token) : (struct slice){0};
		if (name.length)
			buffer_format(&list, "%s %.*s.%.*s", list.length ? "," : "drop column",
				      (int)table.length, table.start, (int)name.length, name.start);
		skip_action(&lexer, &token);
		if (token.kind == TOKEN_END)
			return list.length ? buffer_text(&list) : NULL;
		token = sqltext_next(&lexer);
	}
}

static const char *read_loss(const struct map *new_names, struct lexer lexer)
{
	if (sqltext_matches(lexer, "ALTER TABLE"))
		return read_columns(new_names->arena, lexer);
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (sqltext_matches(lexer, rules[i]))
			return read_list(new_names, lexer, rules[i]);
	return NULL;
}

void sqltext_read_losses(struct arena *arena, const struct script *script, struct names *losses)
{
	const struct map new_names = read_new_names(arena, script);

	for (size_t n = 0; n < script->statements.count; n++) {
		const char *loss = read_loss(&new_names, sqltext_statement_lexer(script, n));
		if (loss)
			*vector_add(arena, losses) = loss;
	}
}
