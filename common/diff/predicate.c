/*
 * Compares the predicates of partial indexes.
 *
 * A server stores a predicate in its own spelling: more parentheses, fewer quotes, casts on
 * constants. Here both predicates get a canonical spelling, and are compared as text. Any remaining
 * difference counts as a change.
 */
#include "diff/predicate.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "sqltext/lexer.h"

/*
 * An open parenthesis, by the number of its word. It is kept if removing it could change the
 * meaning.
 */
struct parenthesis {
	size_t word;
	bool decides;
};

/* The canonical spelling of a predicate, as words to be joined by spaces. */
struct spelling {
	struct arena *arena;
	struct lexer lexer;
	struct names words; /* NULL: a dropped parenthesis */
	VECTOR(struct parenthesis) open;
	bool constant; /* the last word was a constant */
	bool loose;    /* drop all parentheses, whatever they mean */
};

static void add_word(struct spelling *spelling, const char *word)
{
	*vector_add(spelling->arena, &spelling->words) = word;
}

/* Returns a token as written, or in lower case. */
static char *token_text(struct spelling *spelling, struct token token, bool lower)
{
	char *text = arena_slice(spelling->arena, spelling->lexer.text + token.start,
				 token.end - token.start);

	for (char *c = text; lower && *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return text;
}

/* Adds "name", without quotes if it needs none. */
static void add_name(struct spelling *spelling, struct token token)
{
	char *text = token_text(spelling, token, false);
	size_t length = strlen(text);
	bool plain = length > 2 && !isdigit((unsigned char)text[1]);

	for (size_t i = 1; plain && i < length - 1; i++)
		plain = islower((unsigned char)text[i]) || isdigit((unsigned char)text[i]) ||
			text[i] == '_';
	add_word(spelling, plain ? arena_slice(spelling->arena, text + 1, length - 2) : text);
}

static bool next_is(const struct spelling *spelling, const char *word)
{
	struct lexer ahead = spelling->lexer;
	struct token token = sqltext_next(&ahead);

	return sqltext_is(&ahead, token, word);
}

static void skip_until(struct lexer *lexer, const char *sign)
{
	struct token token;

	do
		token = sqltext_next(lexer);
	while (token.kind != TOKEN_END && !sqltext_is(lexer, token, sign));
}

/* Skips the type of a cast, from its second colon on: ::character varying(3)[] */
static void skip_cast(struct spelling *spelling)
{
	struct lexer *lexer = &spelling->lexer;

	sqltext_next(lexer);
	sqltext_next(lexer);
	while (next_is(spelling, ".")) {
		sqltext_next(lexer);
		sqltext_next(lexer);
	}
	if (next_is(spelling, "VARYING") || next_is(spelling, "PRECISION"))
		sqltext_next(lexer);
	if (next_is(spelling, "("))
		skip_until(lexer, ")");
	while (next_is(spelling, "["))
		skip_until(lexer, "]");
	if (next_is(spelling, "WITH") || next_is(spelling, "WITHOUT"))
		skip_until(lexer, "ZONE");
}

/* Drops the type before a constant: interval '1 day' is '1 day'::interval. */
static void drop_type(struct spelling *spelling)
{
	static const char *const types[] = {"interval", "date",	 "time", "timestamp", "timestamptz",
					    "json",	"jsonb", "uuid", "text",      NULL};
	size_t count = spelling->words.count;
	const char *last = count ? spelling->words.at[count - 1] : NULL;

	for (size_t i = 0; last && types[i]; i++)
		if (strcmp(types[i], last) == 0)
			spelling->words.at[count - 1] = NULL;
}

/* Removes the quotes from a number: the server writes -3 as '-3'::integer. */
static void unquote_number(struct spelling *spelling)
{
	const char *last = spelling->words.at[spelling->words.count - 1];
	size_t length = last ? strlen(last) : 0;

	if (length < 4 || last[0] != '\'' || last[1] != '-' ||
	    strspn(last + 2, "0123456789.") != length - 3)
		return;
	spelling->words.at[spelling->words.count - 1] = "-";
	add_word(spelling, arena_slice(spelling->arena, last + 2, length - 3));
}

static void open_parenthesis(struct spelling *spelling)
{
	*vector_add(spelling->arena, &spelling->open) =
		(struct parenthesis){.word = spelling->words.count};
	add_word(spelling, "(");
}

/* Closes a parenthesis. If it must be kept, so must the one around it. */
static void close_parenthesis(struct spelling *spelling)
{
	struct parenthesis closed = spelling->open.at[--spelling->open.count];

	if (!closed.decides || spelling->loose) {
		spelling->words.at[closed.word] = NULL;
		return;
	}
	add_word(spelling, ")");
	if (spelling->open.count)
		spelling->open.at[spelling->open.count - 1].decides = true;
}

static void add_sign(struct spelling *spelling, struct token token)
{
	struct lexer *lexer = &spelling->lexer;

	/* != is <>. */
	if (sqltext_is(lexer, token, "!") && next_is(spelling, "=")) {
		sqltext_next(lexer);
		add_word(spelling, "<");
		add_word(spelling, ">");
	} else {
		add_word(spelling, token_text(spelling, token, false));
	}
}

static void add_token(struct spelling *spelling, struct token token)
{
	const struct lexer *lexer = &spelling->lexer;
	bool decides = sqltext_is(lexer, token, "AND") || sqltext_is(lexer, token, "OR") ||
		       sqltext_is(lexer, token, ",");

	if (decides && spelling->open.count)
		spelling->open.at[spelling->open.count - 1].decides = true;
	spelling->constant = token.kind == TOKEN_STRING || token.kind == TOKEN_NUMBER ||
			     sqltext_is(lexer, token, "NULL");
	if (token.kind == TOKEN_STRING)
		drop_type(spelling);
	if (token.kind == TOKEN_NAME)
		add_name(spelling, token);
	else if (token.kind == TOKEN_SIGN)
		add_sign(spelling, token);
	else
		add_word(spelling, token_text(spelling, token, token.kind == TOKEN_WORD));
}

/* Parentheses around the whole mean nothing if there are no others. */
static void drop_outer_parentheses(struct spelling *spelling)
{
	const char **word, **first = NULL, **last = NULL;
	size_t parentheses = 0;

	vector_each(word, &spelling->words) {
		if (!*word)
			continue;
		if (!first)
			first = word;
		last = word;
		parentheses += strcmp(*word, "(") == 0 || strcmp(*word, ")") == 0;
	}
	if (parentheses == 2 && strcmp(*first, "(") == 0 && strcmp(*last, ")") == 0)
		*first = *last = NULL;
}

static const char *joined(struct spelling *spelling)
{
	struct buffer text = {.arena = spelling->arena};
	const char **word;

	vector_each(word, &spelling->words)
		if (*word)
			buffer_format(&text, "%s%s", text.length ? " " : "", *word);
	return buffer_text(&text);
}

static const char *spell(struct arena *arena, const char *predicate, bool loose)
{
	struct spelling spelling = {
		.arena = arena,
		.loose = loose,
		.lexer = sqltext_lexer(&sqltext_postgresql, predicate, 0, strlen(predicate))};
	struct lexer *lexer = &spelling.lexer;
	struct token token;

	while ((token = sqltext_next(lexer)).kind != TOKEN_END) {
		if (sqltext_is(lexer, token, "("))
			open_parenthesis(&spelling);
		else if (sqltext_is(lexer, token, ")") && spelling.open.count)
			close_parenthesis(&spelling);
		else if (spelling.constant && sqltext_is(lexer, token, ":") &&
			 next_is(&spelling, ":")) {
			unquote_number(&spelling);
			skip_cast(&spelling);
		} else
			add_token(&spelling, token);
	}
	while (spelling.open.count)
		close_parenthesis(&spelling);
	drop_outer_parentheses(&spelling);
	return joined(&spelling);
}

const char *diff_spell_predicate(struct arena *arena, const char *predicate)
{
	return spell(arena, predicate, false);
}

bool diff_expressions_equal(struct arena *arena, const char *a, const char *b)
{
	return strcmp(spell(arena, a, true), spell(arena, b, true)) == 0;
}
