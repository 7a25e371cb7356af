/* Tells literals from expressions in the defaults of a catalog. */
#include "schema/value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/json.h"
#include "base/record.h"

/* The literal in a default. */
struct literal {
	struct token sign;  /* before a number; TOKEN_END if there is none */
	struct token token; /* the literal itself */
};

/* Takes the next token if it is this sign, and says so. */
static bool take(struct lexer *lexer, const char *sign)
{
	struct lexer ahead = *lexer;

	if (!sqltext_is(&ahead, sqltext_next(&ahead), sign))
		return false;
	*lexer = ahead;
	return true;
}

/* Skips any of `words`, an array that ends with NULL. */
static void skip_words(struct lexer *lexer, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (take(lexer, words[i]))
			i = (size_t)-1;
}

/* Skips a type: "character varying(3)[]", "timestamp(3) without time zone", "app.\"Role\"". */
static void skip_type(struct lexer *lexer)
{
	static const char *const more[] = {"VARYING", "PRECISION", "WITH", "WITHOUT", "TIME",
					   "ZONE",    "YEAR",	   "DAY",  "HOUR",    "MINUTE",
					   "SECOND",  "MONTH",	   "TO",   NULL};

	sqltext_next(lexer);
	while (take(lexer, "."))
		sqltext_next(lexer);
	skip_words(lexer, more);
	if (take(lexer, "("))
		while (!take(lexer, ")") && sqltext_next(lexer).kind != TOKEN_END)
			continue;
	skip_words(lexer, more);
	while (take(lexer, "["))
		while (!take(lexer, "]") && sqltext_next(lexer).kind != TOKEN_END)
			continue;
}

static void skip_casts(struct lexer *lexer)
{
	while (take(lexer, ":") && take(lexer, ":"))
		skip_type(lexer);
}

/* Finds the literal in "('-1'::integer)::bigint". False if there is more than one. */
static bool find_literal(struct lexer *lexer, struct literal *literal)
{
	bool found = true;

	if (take(lexer, "(")) {
		found = find_literal(lexer, literal) && take(lexer, ")");
	} else {
		literal->token = sqltext_next(lexer);
		if (sqltext_is(lexer, literal->token, "-") ||
		    sqltext_is(lexer, literal->token, "+")) {
			literal->sign = literal->token;
			literal->token = sqltext_next(lexer);
		}
	}
	skip_casts(lexer);
	return found;
}

/* True if only casts follow. */
static bool ends(struct lexer *lexer)
{
	skip_casts(lexer);
	return sqltext_next(lexer).kind == TOKEN_END;
}

/* Returns the text of a string or a quoted name. In E'' backslashes escape, too. */
static char *unquote(struct arena *arena, const char *text, struct token token)
{
	const char *from = text + token.start;
	struct buffer result = {.arena = arena};
	bool escapes = *from == 'E' || *from == 'e';

	while (*from != '\'' && *from != '"')
		from++;
	char quote = *from++;
	for (const char *end = text + token.end - 1; from < end; from++) {
		bool doubled = (from[0] == quote && from[1] == quote) ||
			       (escapes && from[0] == '\\' && from[1] == '\\');
		buffer_add_char(&result, *from);
		from += doubled;
	}
	return buffer_take(&result);
}

/* The kind of default that a string literal is, for each scalar. */
static const enum default_kind strings[SCALAR_COUNT] = {
	[SCALAR_STRING] = DEFAULT_STRING,
	[SCALAR_DATETIME] = DEFAULT_DATETIME,
	[SCALAR_JSON] = DEFAULT_JSON,
	[SCALAR_BYTES] = DEFAULT_BYTES,
};

/*
 * True for a number of this scalar. In SQL an integer type may have 1.5 as its default; that is not
 * one.
 */
static bool is_number_of(enum scalar scalar, const char *text)
{
	bool whole = scalar == SCALAR_INT || scalar == SCALAR_BIGINT;
	const char *characters = whole ? "-+0123456789" : "-+.0123456789eE";

	if (!whole && scalar != SCALAR_FLOAT && scalar != SCALAR_DECIMAL)
		return false;
	errno = 0;
	if (whole)
		strtoll(text, NULL, 10);
	return *text && strspn(text, characters) == strlen(text) && errno == 0;
}

/* Reads hexadecimal bytes; PostgreSQL's follow `\x`. False for anything else. */
static bool read_bytes(struct arena *arena, const char *text, struct default_value *value)
{
	struct buffer lower = {.arena = arena};

	if (strncmp(text, "\\x", 2) == 0)
		text += 2;
	buffer_add_lower(&lower, text);
	value->text = buffer_text(&lower);
	return strlen(text) % 2 == 0 && strspn(value->text, "0123456789abcdef") == strlen(text);
}

/* Reads a boolean. SQLite has no such type: it stores 1 and 0. */
static bool read_boolean(const char *text, struct default_value *value)
{
	static const char *const words[][2] = {
		{"true", "true"},   {"t", "true"},  {"1", "true"},
		{"false", "false"}, {"f", "false"}, {"0", "false"},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_equal(text, words[i][0])) {
			*value = (struct default_value){.kind = DEFAULT_BOOLEAN,
							.text = words[i][1]};
			return true;
		}
	return false;
}

/* Reads the text inside a literal. */
static bool read_item(struct arena *arena, const char *text, enum scalar scalar,
		      struct default_value *value)
{
	struct json json;

	*value = (struct default_value){.kind = strings[scalar], .text = text};
	if (scalar == SCALAR_BOOLEAN)
		return read_boolean(text, value);
	if (value->kind == DEFAULT_BYTES)
		return read_bytes(arena, text, value);
	/* SQLite accepts any text as the default of a column declared as JSON. */
	if (value->kind == DEFAULT_JSON)
		return json_read(arena, text, &json);
	/* The form in which Prisma writes a time, with its offset. Other forms stay SQL. */
	if (value->kind == DEFAULT_DATETIME)
		return strstr(text, " +") || strstr(text, " -");
	if (value->kind != DEFAULT_NONE)
		return true;
	/* PostgreSQL writes a signed number as '-1'::integer. */
	value->kind = DEFAULT_NUMBER;
	return is_number_of(scalar, text);
}

static bool read_word(const struct lexer *lexer, struct token token, enum scalar scalar,
		      struct default_value *value)
{
	bool yes = sqltext_is(lexer, token, "TRUE"), no = sqltext_is(lexer, token, "FALSE");

	if (scalar == SCALAR_BOOLEAN && (yes || no))
		*value = (struct default_value){.kind = DEFAULT_BOOLEAN,
						.text = yes ? "true" : "false"};
	else if (scalar == SCALAR_DATETIME && sqltext_is(lexer, token, "CURRENT_TIMESTAMP"))
		*value = (struct default_value){.kind = DEFAULT_NOW};
	else if (sqltext_is(lexer, token, "NULL"))
		*value = (struct default_value){.kind = DEFAULT_NONE};
	else
		return false;
	return true;
}

static bool read_literal(struct arena *arena, struct lexer *lexer, const struct literal *literal,
			 enum scalar scalar, struct default_value *value)
{
	const char *sql = lexer->text;
	struct token token = literal->token;
	const char *minus =
		literal->sign.kind != TOKEN_END && sql[literal->sign.start] == '-' ? "-" : "";

	switch (token.kind) {
	case TOKEN_STRING:
	case TOKEN_NAME:
		return literal->sign.kind == TOKEN_END &&
		       read_item(arena, unquote(arena, sql, token), scalar, value);
	case TOKEN_NUMBER:
		*value = (struct default_value){.kind = DEFAULT_NUMBER,
						.text = arena_format(arena, "%s%.*s", minus,
								     (int)(token.end - token.start),
								     sql + token.start)};
		return scalar == SCALAR_BOOLEAN ? read_boolean(value->text, value)
						: is_number_of(scalar, value->text);
	case TOKEN_WORD:
		return literal->sign.kind == TOKEN_END && read_word(lexer, token, scalar, value);
	default:
		return false;
	}
}

/* True for the functions that return the current time, other than CURRENT_TIMESTAMP. */
static bool is_now(const char *sql)
{
	return text_equal(sql, "now()") || text_equal(sql, "datetime('now')");
}

void schema_value_read(struct arena *arena, const struct sqltext_dialect *dialect,
		       enum scalar scalar, const char *sql, struct default_value *value)
{
	struct lexer lexer = sqltext_lexer(dialect, sql, 0, strlen(sql));
	struct literal literal = {0};

	if (scalar == SCALAR_DATETIME && is_now(sql)) {
		*value = (struct default_value){.kind = DEFAULT_NOW};
		return;
	}
	if (!find_literal(&lexer, &literal) || !ends(&lexer) ||
	    !read_literal(arena, &lexer, &literal, scalar, value))
		*value = (struct default_value){.kind = DEFAULT_EXPRESSION, .text = sql};
}

/* ---- arrays ---- */

static struct default_value *add_item(struct arena *arena, struct default_value *list)
{
	return vector_add(arena, &list->items);
}

/* Reads the items between the brackets of ARRAY[...]. */
static bool read_array(struct arena *arena, struct lexer *lexer, enum scalar scalar,
		       struct default_value *value)
{
	size_t start = lexer->at;
	struct token token;
	int depth = 0;

	while ((token = sqltext_next(lexer)).kind != TOKEN_END) {
		bool closes = depth == 0 && sqltext_is(lexer, token, "]");
		bool separates = depth == 0 && sqltext_is(lexer, token, ",");
		depth += sqltext_is(lexer, token, "(") + sqltext_is(lexer, token, "[");
		depth -= sqltext_is(lexer, token, ")") + (!closes && sqltext_is(lexer, token, "]"));
		if (!closes && !separates)
			continue;
		struct slice item =
			slice_trim((struct slice){lexer->text + start, token.start - start}, " ");
		if (item.length)
			schema_value_read(arena, lexer->dialect, scalar,
					  arena_slice(arena, item.start, item.length),
					  add_item(arena, value));
		start = token.end;
		if (closes)
			return true;
	}
	return false;
}

/* Takes the start of (ARRAY[...]::type)::type, if it is there. */
static bool begins_array(struct lexer *lexer, size_t *parentheses)
{
	struct lexer ahead = *lexer;

	for (*parentheses = 0; take(&ahead, "(");)
		++*parentheses;
	if (!take(&ahead, "ARRAY") || !take(&ahead, "["))
		return false;
	*lexer = ahead;
	return true;
}

static bool ends_array(struct lexer *lexer, size_t parentheses)
{
	skip_casts(lexer);
	for (; parentheses > 0 && take(lexer, ")"); parentheses--)
		skip_casts(lexer);
	return parentheses == 0 && ends(lexer);
}

/* Reads the items of '{a,b c}'. False if one is NULL, or the text has quotes, backslashes or inner braces. */
static bool read_braces(struct arena *arena, const char *text, enum scalar scalar,
			struct default_value *value)
{
	size_t length = strlen(text);
	struct slice rest = {text + 1, length - 2}, item;

	if (length < 2 || *text != '{' || text[length - 1] != '}' || strpbrk(text, "\\\"") ||
	    strchr(text + 1, '{'))
		return false;
	while (rest.length && record_split(&rest, ',', &item)) {
		const char *word = arena_slice(arena, item.start, item.length);
		if (strcasecmp(word, "NULL") == 0 ||
		    !read_item(arena, word, scalar, add_item(arena, value)))
			return false;
	}
	return true;
}

/* True if each item is a value: neither NULL nor SQL nor a function. */
static bool holds_values(const struct default_value *list)
{
	const struct default_value *item;

	vector_each(item, &list->items)
		if (item->kind == DEFAULT_EXPRESSION || item->kind == DEFAULT_NONE ||
		    item->kind == DEFAULT_NOW)
			return false;
	return true;
}

void schema_value_read_list(struct arena *arena, const struct sqltext_dialect *dialect,
			    enum scalar scalar, const char *sql, struct default_value *value)
{
	struct lexer lexer = sqltext_lexer(dialect, sql, 0, strlen(sql));
	size_t parentheses;
	bool read = false;

	*value = (struct default_value){.kind = DEFAULT_LIST};
	if (begins_array(&lexer, &parentheses)) {
		read = read_array(arena, &lexer, scalar, value) && ends_array(&lexer, parentheses);
	} else {
		struct token token = sqltext_next(&lexer);
		if (sqltext_is(&lexer, token, "NULL") && ends(&lexer)) {
			*value = (struct default_value){.kind = DEFAULT_NONE};
			return;
		}
		read = token.kind == TOKEN_STRING && ends(&lexer) &&
		       read_braces(arena, unquote(arena, sql, token), scalar, value);
	}
	if (!read || !holds_values(value))
		*value = (struct default_value){.kind = DEFAULT_EXPRESSION, .text = sql};
}

void schema_value_is_enum(struct default_value *value)
{
	struct default_value *item;

	if (value->kind == DEFAULT_STRING)
		value->kind = DEFAULT_ENUM;
	vector_each(item, &value->items)
		schema_value_is_enum(item);
}
