/* A lexer of SQL. */
#include "sqltext/lexer.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

static bool is_word_part(char c)
{
	return is_word_start(c) || is_digit(c) || c == '$';
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Returns the byte `ahead` bytes after the next one; NUL after the end. */
static char peek(const struct lexer *lexer, size_t ahead)
{
	return lexer->at + ahead < lexer->end ? lexer->text[lexer->at + ahead] : '\0';
}

/* Returns the length of the $$ or $tag$ that begins here, or 0. */
static size_t dollar_tag_length(const struct lexer *lexer)
{
	size_t length = 1;

	if (is_word_start(peek(lexer, 1)))
		while (is_word_part(peek(lexer, length)) && peek(lexer, length) != '$')
			length++;
	return peek(lexer, length) == '$' ? length + 1 : 0;
}

/* Returns the quote that opens here, or QUOTE_NONE. */
static enum quote quote_at(const struct lexer *lexer)
{
	enum quote quote = QUOTE_NONE;

	switch (peek(lexer, 0)) {
	case '-':
		quote = peek(lexer, 1) == '-' ? QUOTE_LINE_COMMENT : QUOTE_NONE;
		break;
	case '/':
		quote = peek(lexer, 1) == '*' ? QUOTE_BLOCK_COMMENT : QUOTE_NONE;
		break;
	case '\'':
		quote = QUOTE_STRING;
		break;
	case 'e':
	case 'E':
		quote = peek(lexer, 1) == '\'' ? QUOTE_ESCAPE_STRING : QUOTE_NONE;
		break;
	case '$':
		quote = dollar_tag_length(lexer) ? QUOTE_DOLLAR_STRING : QUOTE_NONE;
		break;
	case '"':
		quote = QUOTE_NAME;
		break;
	case '`':
		quote = QUOTE_BACKTICK_NAME;
		break;
	case '[':
		quote = QUOTE_BRACKET_NAME;
		break;
	}
	return lexer->quotes & QUOTE_BIT(quote) ? quote : QUOTE_NONE;
}

/*
 * Each function below skips one kind of quote, which begins at the next byte. It returns false, at
 * the end of the text, if nothing closes the quote.
 */

static bool skip_line(struct lexer *lexer)
{
	while (lexer->at < lexer->end && lexer->text[lexer->at] != '\n' &&
	       !(lexer->dialect->cr_ends_comment && lexer->text[lexer->at] == '\r'))
		lexer->at++;
	return true;
}

static bool skip_block(struct lexer *lexer)
{
	size_t depth = 1;

	for (lexer->at += 2; depth > 0 && lexer->at < lexer->end;) {
		char c = peek(lexer, 0), next = peek(lexer, 1);
		bool closes = c == '*' && next == '/';
		bool opens = c == '/' && next == '*' && lexer->dialect->nested_comments;
		depth += opens;
		depth -= closes;
		lexer->at += opens || closes ? 2 : 1;
	}
	return depth == 0;
}

/* Skips to `close`. A doubled `close` stands for itself, and so does any byte after a backslash. */
static bool skip_until(struct lexer *lexer, char close, bool backslashes)
{
	for (lexer->at++; lexer->at < lexer->end; lexer->at++) {
		char c = lexer->text[lexer->at];
		if (c == close && peek(lexer, 1) != close) {
			lexer->at++;
			return true;
		}
		if (c == close || (c == '\\' && backslashes))
			lexer->at++;
	}
	lexer->at = lexer->end;
	return false;
}

static bool skip_bracket_name(struct lexer *lexer)
{
	const char *close = memchr(lexer->text + lexer->at, ']', lexer->end - lexer->at);

	lexer->at = close ? (size_t)(close + 1 - lexer->text) : lexer->end;
	return close;
}

/*
 * Skips E'a\'b'. After blanks with a newline, and line comments, another string continues it: part
 * of the same token, with escapes.
 */
static bool skip_escape_string(struct lexer *lexer)
{
	for (lexer->at++;;) {
		if (!skip_until(lexer, '\'', true))
			return false;
		struct lexer ahead = *lexer;
		bool another_line = false;
		for (; is_blank(peek(&ahead, 0)) || quote_at(&ahead) == QUOTE_LINE_COMMENT;
		     ahead.at++) {
			if (peek(&ahead, 0) == '-')
				skip_line(&ahead);
			another_line |= peek(&ahead, 0) == '\n' || peek(&ahead, 0) == '\r';
		}
		if (!another_line || peek(&ahead, 0) != '\'')
			return true;
		*lexer = ahead;
	}
}

static bool skip_dollar_string(struct lexer *lexer)
{
	const char *tag = lexer->text + lexer->at, *end = lexer->text + lexer->end;
	size_t length = dollar_tag_length(lexer);

	for (const char *at = tag + length; (size_t)(end - at) >= length; at++) {
		at = memchr(at, '$', (size_t)(end - at) - length + 1);
		if (!at)
			break;
		if (memcmp(at, tag, length) == 0) {
			lexer->at = (size_t)(at - lexer->text) + length;
			return true;
		}
	}
	lexer->at = lexer->end;
	return false;
}

static bool skip_quote(struct lexer *lexer, enum quote quote)
{
	switch (quote) {
	case QUOTE_LINE_COMMENT:
		return skip_line(lexer);
	case QUOTE_BLOCK_COMMENT:
		return skip_block(lexer);
	case QUOTE_ESCAPE_STRING:
		return skip_escape_string(lexer);
	case QUOTE_DOLLAR_STRING:
		return skip_dollar_string(lexer);
	case QUOTE_BRACKET_NAME:
		return skip_bracket_name(lexer);
	default:
		return skip_until(lexer, peek(lexer, 0),
				  quote == QUOTE_STRING && lexer->backslashes);
	}
}

static enum token_kind quoted_kind(enum quote quote)
{
	switch (quote) {
	case QUOTE_LINE_COMMENT:
	case QUOTE_BLOCK_COMMENT:
		return TOKEN_COMMENT;
	case QUOTE_STRING:
	case QUOTE_ESCAPE_STRING:
	case QUOTE_DOLLAR_STRING:
		return TOKEN_STRING;
	default:
		return TOKEN_NAME;
	}
}

struct lexer sqltext_lexer(const struct sqltext_dialect *dialect, const char *text, size_t start,
			   size_t end)
{
	return (struct lexer){dialect, text, start, end, dialect->quotes, dialect->backslashes};
}

struct token sqltext_next_or_comment(struct lexer *lexer)
{
	struct token token = {.kind = TOKEN_SIGN};

	while (is_blank(peek(lexer, 0)))
		lexer->at++;
	char c = peek(lexer, 0);
	token.start = lexer->at;
	token.quote = quote_at(lexer);
	if (lexer->at >= lexer->end) {
		token.kind = TOKEN_END;
	} else if (token.quote) {
		token.kind = quoted_kind(token.quote);
		token.unclosed = !skip_quote(lexer, token.quote);
	} else if (is_word_start(c)) {
		token.kind = TOKEN_WORD;
		while (is_word_part(peek(lexer, 0)))
			lexer->at++;
	} else if (is_digit(c)) {
		token.kind = TOKEN_NUMBER;
		while (is_digit(peek(lexer, 0)) || peek(lexer, 0) == '.')
			lexer->at++;
	} else {
		lexer->at++;
	}
	token.end = lexer->at;
	return token;
}

struct token sqltext_next(struct lexer *lexer)
{
	struct token token;

	do
		token = sqltext_next_or_comment(lexer);
	while (token.kind == TOKEN_COMMENT);
	return token;
}

/* True if the token is the word, a slice in capitals, or the sign. */
static bool is_word(const struct lexer *lexer, struct token token, struct slice word)
{
	return (token.kind == TOKEN_WORD || token.kind == TOKEN_SIGN) &&
	       token.end - token.start == word.length &&
	       strncasecmp(lexer->text + token.start, word.start, word.length) == 0;
}

bool sqltext_is(const struct lexer *lexer, struct token token, const char *word)
{
	return is_word(lexer, token, (struct slice){word, strlen(word)});
}

/* True if the next token cannot be the first word of a rule: the first letter rules out most. */
static bool starts_otherwise(const struct lexer *lexer, const char *words)
{
	char letter = peek(lexer, 0);

	return is_word_start(letter) && is_word_start(*words) && (letter & ~0x20) != *words;
}

bool sqltext_skip(struct lexer *lexer, const char *words)
{
	struct lexer at = *lexer;
	bool anywhere = false;

	if (starts_otherwise(&at, words))
		return false;
	while (*words) {
		struct slice word = {words, strcspn(words, " ")};
		words += word.length + (words[word.length] == ' ');
		if (slice_is(word, "...")) {
			anywhere = true;
			continue;
		}
		struct token token = sqltext_next(&at);
		if (slice_is(word, "|"))
			return token.kind == TOKEN_END;
		while (anywhere && token.kind != TOKEN_END && !is_word(&at, token, word))
			token = sqltext_next(&at);
		if (!is_word(&at, token, word))
			return false;
		anywhere = false;
	}
	*lexer = at;
	return true;
}

bool sqltext_matches(struct lexer lexer, const char *words)
{
	return sqltext_skip(&lexer, words);
}
