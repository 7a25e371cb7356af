#include "db/lexer.h"

#include <string.h>
#include <strings.h>

static bool is_word_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

static bool is_word_part(char c)
{
	return is_word_start(c) || (c >= '0' && c <= '9') || c == '$';
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static char peek(const struct lexer *lexer, size_t ahead)
{
	return lexer->at + ahead < lexer->end ? lexer->text[lexer->at + ahead] : '\0';
}

static bool skip_comment(struct lexer *lexer)
{
	if (peek(lexer, 0) == '-' && peek(lexer, 1) == '-') {
		while (lexer->at < lexer->end && lexer->text[lexer->at] != '\n' &&
		       !(lexer->lexis->nested_comments && lexer->text[lexer->at] == '\r'))
			lexer->at++;
		return true;
	}
	if (peek(lexer, 0) != '/' || peek(lexer, 1) != '*')
		return false;
	lexer->at += 2;
	for (size_t depth = 1; depth > 0 && lexer->at < lexer->end;) {
		if (peek(lexer, 0) == '*' && peek(lexer, 1) == '/') {
			depth--;
			lexer->at += 2;
		} else if (lexer->lexis->nested_comments && peek(lexer, 0) == '/' &&
			   peek(lexer, 1) == '*') {
			depth++;
			lexer->at += 2;
		} else {
			lexer->at++;
		}
	}
	return true;
}

static void skip_blanks(struct lexer *lexer)
{
	while ((lexer->at < lexer->end && is_blank(lexer->text[lexer->at])) || skip_comment(lexer))
		if (is_blank(peek(lexer, 0)))
			lexer->at++;
}

/* From the opening quote on; a doubled quote is part of the text. */
static void skip_quoted(struct lexer *lexer, char quote, bool backslashes)
{
	for (lexer->at++; lexer->at < lexer->end; lexer->at++) {
		char c = lexer->text[lexer->at];
		if (c == '\\' && backslashes) {
			lexer->at++;
		} else if (c == quote) {
			if (peek(lexer, 1) != quote) {
				lexer->at++;
				return;
			}
			lexer->at++;
		}
	}
	lexer->at = lexer->end;
}

/*
 * E'a\'b' and what continues it: a string that follows on another line, with comments to the ends of
 * lines between them, is part of it, and has escapes too.
 */
static void skip_escape_string(struct lexer *lexer)
{
	struct lexer ahead;

	do {
		skip_quoted(lexer, '\'', true);
		ahead = *lexer;
		for (bool another_line = false;; ahead.at++) {
			char c = peek(&ahead, 0);
			if (c == '-' && peek(&ahead, 1) == '-' && skip_comment(&ahead))
				c = peek(&ahead, 0);
			another_line |= c == '\n' || c == '\r';
			if (c == '\'' && another_line)
				*lexer = ahead;
			if (!is_blank(c))
				break;
		}
	} while (peek(lexer, 0) == '\'' && lexer->at == ahead.at && lexer->at < lexer->end);
}

/* $$...$$ or $tag$...$tag$; false where the dollar begins none. */
static bool skip_dollar_quoted(struct lexer *lexer)
{
	size_t length = 1;

	if (is_word_start(peek(lexer, 1)))
		while (is_word_part(peek(lexer, length)) && peek(lexer, length) != '$')
			length++;
	if (peek(lexer, length) != '$')
		return false;
	length++;
	const char *tag = lexer->text + lexer->at;
	for (lexer->at += length; lexer->at + length <= lexer->end; lexer->at++) {
		const char *next =
			memchr(lexer->text + lexer->at, '$', lexer->end - length + 1 - lexer->at);
		if (!next)
			break;
		lexer->at = (size_t)(next - lexer->text);
		if (memcmp(next, tag, length) == 0) {
			lexer->at += length;
			return true;
		}
	}
	lexer->at = lexer->end;
	return true;
}

struct token lexer_next(struct lexer *lexer)
{
	const struct lexis *lexis = lexer->lexis;
	struct token token = {.kind = TOKEN_SIGN};

	skip_blanks(lexer);
	token.start = lexer->at;
	char c = peek(lexer, 0);
	if (lexer->at >= lexer->end) {
		token.kind = TOKEN_END;
	} else if (lexis->escape_strings && (c == 'e' || c == 'E') && peek(lexer, 1) == '\'') {
		token.kind = TOKEN_STRING;
		lexer->at++;
		skip_escape_string(lexer);
	} else if (is_word_start(c)) {
		token.kind = TOKEN_WORD;
		while (is_word_part(peek(lexer, 0)))
			lexer->at++;
	} else if (c == '\'') {
		token.kind = TOKEN_STRING;
		skip_quoted(lexer, c, false);
	} else if (c == '"' || (lexis->bracket_names && c == '`')) {
		token.kind = TOKEN_NAME;
		skip_quoted(lexer, c, false);
	} else if (lexis->bracket_names && c == '[') {
		token.kind = TOKEN_NAME;
		while (lexer->at < lexer->end && lexer->text[lexer->at++] != ']')
			;
	} else if (lexis->dollar_quotes && c == '$' && skip_dollar_quoted(lexer)) {
		token.kind = TOKEN_STRING;
	} else {
		lexer->at++;
	}
	token.end = lexer->at;
	return token;
}

bool token_is(const struct lexer *lexer, struct token token, const char *word)
{
	size_t length = strlen(word);

	return (token.kind == TOKEN_WORD || token.kind == TOKEN_SIGN) &&
	       token.end - token.start == length &&
	       strncasecmp(lexer->text + token.start, word, length) == 0;
}

bool lexer_matches(struct lexer lexer, const char *words)
{
	bool anywhere = false;

	while (*words) {
		char word[32] = "";
		size_t length = strcspn(words, " ");
		memcpy(word, words, length);
		words += length + (words[length] == ' ');
		if (strcmp(word, "...") == 0) {
			anywhere = true;
			continue;
		}
		struct token token = lexer_next(&lexer);
		if (strcmp(word, "|") == 0)
			return token.kind == TOKEN_END;
		while (anywhere && token.kind != TOKEN_END && !token_is(&lexer, token, word))
			token = lexer_next(&lexer);
		if (!token_is(&lexer, token, word))
			return false;
		anywhere = false;
	}
	return true;
}
