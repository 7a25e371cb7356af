/*
 * A lexer of SQL, for every dialect. It knows what is quoted, a word, a number or a sign: enough to
 * see where a statement ends and with which words it begins.
 *
 *	struct lexer lexer = sqltext_lexer(&sqltext_sqlite, text, 0, strlen(text));
 *	struct token token;
 *	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
 *		use(text + token.start, token.end - token.start);
 *
 * It takes any bytes. One pass over a text takes time linear in its length.
 */
#ifndef SQLTEXT_LEXER_H
#define SQLTEXT_LEXER_H

#include "sqltext/dialect.h"

enum token_kind {
	TOKEN_END, /* of the text */
	TOKEN_WORD,
	TOKEN_NAME, /* a quoted one */
	TOKEN_STRING,
	TOKEN_NUMBER, /* its digits and dots */
	TOKEN_SIGN,   /* one character */
	TOKEN_COMMENT
};

struct token {
	enum token_kind kind;
	enum quote quote;  /* of a name, a string or a comment */
	bool unclosed;	   /* the text ends inside it */
	size_t start, end; /* bytes of the text */
};

struct lexer {
	const struct sqltext_dialect *dialect;
	const char *text;
	size_t at, end;
	unsigned quotes;  /* those that count: the dialect's, unless the caller takes some out */
	bool backslashes; /* escape in every string, because a script has set that */
};

/* Returns a lexer of bytes `start` to `end` of a text, which must live as long as it is used. */
struct lexer sqltext_lexer(const struct sqltext_dialect *dialect, const char *text, size_t start,
			   size_t end);

/* Returns the next token. Comments are skipped. */
struct token sqltext_next(struct lexer *lexer);

/* Returns the next token, which may be a comment. */
struct token sqltext_next_or_comment(struct lexer *lexer);

/* True if the token is this word (in capitals; SQL's words have no case) or this sign. */
bool sqltext_is(const struct lexer *lexer, struct token token, const char *word);

/* True if the text begins with the words of a statement_rule. */
bool sqltext_matches(struct lexer lexer, const char *words);

#endif
