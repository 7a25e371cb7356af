/*
 * SQL as a row of tokens: just enough to see where a statement ends and with which words it begins.
 *
 * Strings, quoted names and comments are never mistaken for anything else; a text that ends inside
 * of one is its last token.
 */
#ifndef DB_LEXER_H
#define DB_LEXER_H

#include "db/db.h"

/* In what the dialects' tokens differ. */
struct lexis {
	bool nested_comments;
	bool dollar_quotes;    /* $tag$ ... $tag$ */
	bool escape_strings;   /* E'it\'s' */
	bool bracket_names;    /* [name] and `name` */
	bool parentheses_hold; /* a semicolon between parentheses ends nothing (CREATE RULE) */
	bool trigger_bodies;   /* CREATE TRIGGER ... BEGIN ...; END; */
	bool atomic_bodies;    /* CREATE FUNCTION ... BEGIN ATOMIC ...; END; */
};

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_NAME, TOKEN_STRING, TOKEN_SIGN };

struct token {
	enum token_kind kind;
	size_t start, end;
};

struct lexer {
	const struct lexis *lexis;
	const char *text;
	size_t at, end;
};

/* The next token; blanks and comments are skipped. A sign is one character. */
struct token lexer_next(struct lexer *lexer);

/* Whether a token is this word (given in capitals; SQL's words have no case) or this sign. */
bool token_is(const struct lexer *lexer, struct token token, const char *word);

/* A statement that begins with these words; "..." stands for any tokens, "|" at the end for its
 * end. */
struct statement_rule {
	const char *words;
	enum statement_kind kind;
};

/* Whether bytes `start` to `end` begin with the words of a rule. */
bool lexer_matches(struct lexer lexer, const char *words);

#endif
