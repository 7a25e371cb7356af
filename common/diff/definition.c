/* Reads the definitions of other objects. */
#include "diff/definition.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "sqltext/lexer.h"

/* ---- the words of a definition ---- */

static bool has_capital(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (isupper((unsigned char)text[i]))
			return true;
	return false;
}

/* Returns the text of a quoted name without its quotes. */
static const char *unquoted(struct arena *arena, const char *text, size_t length)
{
	struct buffer name = {.arena = arena};

	for (size_t i = 1; i + 1 < length; i++) {
		i += text[i] == text[0] && i + 2 < length;
		buffer_add_char(&name, text[i]);
	}
	return buffer_text(&name);
}

static void read_word(struct arena *arena, const char *sql, struct token token, struct word *word)
{
	const char *text = sql + token.start;
	size_t length = token.end - token.start;

	*word = (struct word){.start = token.start, .end = token.end};
	if (token.kind == TOKEN_SIGN)
		word->sign = *text;
	else if (token.kind == TOKEN_WORD)
		word->name = arena_slice(arena, text, length);
	else if (token.kind == TOKEN_NAME)
		word->name = unquoted(arena, text, length);
	word->capitals = token.kind == TOKEN_WORD && has_capital(text, length);
}

bool definition_has_name(const struct definition *definition, size_t at)
{
	return at < definition->count && definition->at[at].name && !definition->at[at].capitals;
}

bool definition_has_sign(const struct definition *definition, size_t at, char sign)
{
	return at < definition->count && definition->at[at].sign == sign;
}

bool definition_has_word(const struct definition *definition, size_t at, const char *word)
{
	return at < definition->count && definition->at[at].capitals &&
	       text_equal(definition->at[at].name, word);
}

/* ---- the part of a definition that may name columns ---- */

/*
 * `from` is the last word before that part, `more` the number of words after `from`, and `to` the
 * first word after the part.
 */
static const struct body {
	const char *from;
	size_t more;
	const char *to;
} bodies[OBJECT_KIND_COUNT] = {
	[OBJECT_COMMENT] = {"COLUMN", 0, "IS"},
	[OBJECT_CONSTRAINT] = {"KEY", 0, "REFERENCES"},
	[OBJECT_EXCLUSION] = {"USING", 1, NULL},
	[OBJECT_GENERATED] = {"AS", 0, NULL},
	[OBJECT_GRANT] = {"GRANT", 0, "ON"},
	[OBJECT_INDEX] = {"USING", 1, NULL},
	[OBJECT_MATERIALIZED_VIEW] = {"AS", 0, NULL},
	[OBJECT_PARTITION_KEY] = {"BY", 1, NULL},
	[OBJECT_POLICY] = {"TO", 1, NULL},
	[OBJECT_RULE] = {"AS", 0, NULL},
	[OBJECT_STATISTICS] = {"ON", 0, NULL},
	[OBJECT_TRIGGER] = {"TRIGGER", 1, "EXECUTE"},
	[OBJECT_VIEW] = {"AS", 0, NULL},
};

static void find_body(struct definition *definition, enum object_kind kind)
{
	const struct body *body = &bodies[kind];
	size_t at = 0;

	while (body->from && at < definition->count &&
	       !definition_has_word(definition, at, body->from))
		at++;
	definition->from = at + (body->from ? 1 + body->more : 0);
	definition->to = definition->count;
	if (body->to)
		for (at = definition->from; at < definition->to; at++)
			if (definition_has_word(definition, at, body->to))
				definition->to = at;
}

bool definition_is_read(enum object_kind kind)
{
	return bodies[kind].from || kind == OBJECT_CHECK || kind == OBJECT_ROW_SECURITY;
}

struct definition definition_read(struct arena *arena, const struct dialect *dialect,
				  const struct object *object)
{
	const char *sql = object->definition;
	struct lexer lexer = sqltext_lexer(sqltext_dialect(dialect->name), sql, 0, strlen(sql));
	struct definition definition = {.sql = sql};
	struct token token;

	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
		read_word(arena, sql, token, vector_add(arena, &definition));
	find_body(&definition, object->kind);
	return definition;
}

/* ---- tables and columns ---- */

bool definition_names_table(const struct definition *definition, size_t at,
			    struct object_name *name, const char **alias)
{
	if (at < 2 || !definition_has_name(definition, at) ||
	    !definition_has_sign(definition, at - 1, '.') ||
	    !definition_has_name(definition, at - 2) ||
	    definition_has_sign(definition, at + 1, '.') ||
	    (at > 2 && definition_has_sign(definition, at - 3, '.')))
		return false;
	size_t next = at + 1 + definition_has_word(definition, at + 1, "AS");
	*name = (struct object_name){definition->at[at - 2].name, definition->at[at].name};
	*alias = definition_has_name(definition, next) ? definition->at[next].name : NULL;
	return true;
}

bool definition_names_column(const struct definition *definition, size_t at, const char **alias)
{
	bool qualified = at >= 2 && definition_has_sign(definition, at - 1, '.') &&
			 definition_has_name(definition, at - 2);
	bool type = at && definition_has_sign(definition, at - 1, ':');

	if (at < definition->from || at >= definition->to || !definition_has_name(definition, at) ||
	    definition_has_sign(definition, at + 1, '.') ||
	    definition_has_sign(definition, at + 1, '('))
		return false;
	*alias = qualified ? definition->at[at - 2].name : NULL;
	return qualified || !(type || (at && definition_has_word(definition, at - 1, "AS")));
}
