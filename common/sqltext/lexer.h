/*
 * A lexer of SQL, for every dialect. It tells quotes, words, numbers and signs apart: enough to see
 * where a statement ends and which words it begins with.
 *
 *	struct lexer lexer = sqltext_lexer(&sqltext_sqlite, text, 0, strlen(text));
 *	struct token token;
 *	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
 *		use(text + token.start, token.end - token.start);
 *
 * It takes any bytes, in time linear in the length of the text.
 */
#ifndef SQLTEXT_LEXER_H
#define SQLTEXT_LEXER_H

#include "sqltext/dialect.h"

enum token_kind {
	TOKEN_END, /* of the text */
	TOKEN_WORD,
	TOKEN_NAME, /* quoted */
	TOKEN_STRING,
	TOKEN_NUMBER, /* digits and dots only */
	TOKEN_SIGN,   /* one character */
	TOKEN_COMMENT
};

struct token {
	enum token_kind kind;
	enum quote quote;  /* of a name, a string or a comment */
	bool unclosed;	   /* the text ends inside the quote */
	size_t start, end; /* bytes of the text */
};

struct lexer {
	const struct sqltext_dialect *dialect;
	const char *text;
	size_t at, end;
	unsigned quotes;  /* the quotes to know: the dialect's, unless the caller removes some */
	bool backslashes; /* they escape in every string, because a script has set that */
};

/* Returns a lexer of bytes `start` to `end` of a text, which must outlive it. */
struct lexer sqltext_lexer(const struct sqltext_dialect *dialect, const char *text, size_t start,
			   size_t end);

/* Returns the next token, and skips comments. */
struct token sqltext_next(struct lexer *lexer);

/* Returns the next token, which may be a comment. */
struct token sqltext_next_or_comment(struct lexer *lexer);

/*
 * True if the token is this word (give it in capitals; the case in the text does not matter) or
 * this sign.
 */
bool sqltext_is(const struct lexer *lexer, struct token token, const char *word);

/* True if the text begins with the words of a statement_rule; then moves the lexer behind them. */
bool sqltext_skip(struct lexer *lexer, const char *words);

/* True if the text begins with the words of a statement_rule. */
bool sqltext_matches(struct lexer lexer, const char *words);

#endif
