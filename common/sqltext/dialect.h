/*
 * The dialects of SQL, as far as a reader of scripts must know them: how each quotes, and what its
 * statements mean for the transaction around them. Each dialect is one file, which fills in one
 * struct of tables; dialect.c lists them all.
 */
#ifndef SQLTEXT_DIALECT_H
#define SQLTEXT_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

/* The ways to quote: what stands inside is no SQL. */
enum quote {
	QUOTE_NONE,
	QUOTE_LINE_COMMENT,  /* from -- to the end of the line */
	QUOTE_BLOCK_COMMENT, /* as in C */
	QUOTE_STRING,	     /* 'it''s' */
	QUOTE_ESCAPE_STRING, /* E'it\'s' */
	QUOTE_DOLLAR_STRING, /* $$it's$$ and $tag$it's$tag$ */
	QUOTE_NAME,	     /* "a ""b""" */
	QUOTE_BACKTICK_NAME, /* `a b` */
	QUOTE_BRACKET_NAME,  /* [a b] */
	QUOTE_COUNT
};

/* The bit of a quote in a set. */
#define QUOTE_BIT(quote) (1u << (quote))

/* The quotes that every dialect has. */
#define QUOTES_STANDARD                                                                            \
	(QUOTE_BIT(QUOTE_LINE_COMMENT) | QUOTE_BIT(QUOTE_BLOCK_COMMENT) |                          \
	 QUOTE_BIT(QUOTE_STRING) | QUOTE_BIT(QUOTE_NAME))

/* The kinds of statement, as far as the transaction around them goes. */
enum statement_kind {
	STATEMENT_PLAIN,
	STATEMENT_BEGIN,
	STATEMENT_BEGIN_FIRST, /* a BEGIN that must come first: it sets an isolation level */
	STATEMENT_COMMIT,
	STATEMENT_COMMIT_AND_CHAIN, /* begins another transaction like this one */
	STATEMENT_ROLLBACK,
	STATEMENT_ROLLBACK_AND_CHAIN,
	STATEMENT_ALONE, /* refuses to run in a transaction */
	STATEMENT_IDLE	 /* left out: nothing is to be done, or two transactions are joined */
};

/*
 * The kind of the statements that begin with `words`: in capitals, separated by one space. "..."
 * stands for any tokens, "|" at the end for the end of the statement.
 */
struct statement_rule {
	const char *words;
	enum statement_kind kind;
};

/* A statement that can be no part of a migration. Words as in a rule; no message: it can. */
struct statement_fault {
	const char *words, *message, *hint;
	bool data; /* what follows is no SQL, up to a line that the shell knows */
};

/* True for statements that change settings which last; the table ends with NULL. */
struct session_rule {
	const char *words; /* as in a statement_rule */
	bool lasts;
};

struct sqltext_dialect {
	const char *name;
	unsigned quotes; /* a set of QUOTE_BITs */
	bool nested_comments;
	bool cr_ends_comment;  /* a carriage return ends a line comment, too */
	bool parentheses_hold; /* a semicolon in parentheses ends no statement (CREATE RULE) */
	bool trigger_bodies;   /* CREATE TRIGGER ... BEGIN ...; END; */
	bool atomic_bodies;    /* CREATE FUNCTION ... BEGIN ATOMIC ...; END; */
	char command;	       /* begins a line for the database's shell, in place of a statement */

	/* The first rule that matches counts; a statement that matches none is plain. Both tables
	 * end with a row whose words are NULL. */
	const struct statement_rule *rules;
	/* The first row that matches counts; ends with a row whose words are NULL. */
	const struct statement_fault *faults;
	/* A comment at the top of what the database's own tool writes, and words as in a rule: a
	 * statement there that does what is done in every new database. Or NULL. */
	const char *dump_comment, *dump_idle;
	/* Scripts with one of these statements want foreign keys off; NULL if there is no such
	 * statement. Words as in a rule. */
	const char *const *foreign_key_rules;
	/* A transaction that begins with this can be joined with its neighbours; or NULL. */
	const char *joinable;
	/*
	 * The first that matches says if a statement changes the settings of its session; or NULL.
	 */
	const struct session_rule *session_rules;
	/* A statement that leaves nothing of its session; or NULL. */
	const char *ends_session;
	/* Statements that must come first in a transaction; or NULL. */
	const char *comes_first;
	/* The result of this statement can be used only after a commit; or NULL. */
	const char *needs_commit;
	/* The setting that makes backslashes escape in every string if it is off, or NULL; and if it
	 * is off where a script begins. */
	const char *strings_setting;
	bool backslashes;
};

extern const struct sqltext_dialect sqltext_postgresql, sqltext_sqlite;

/* All dialects; the array ends with NULL. */
extern const struct sqltext_dialect *const sqltext_dialects[];

/*
 * Returns the dialect of a provider. CockroachDB, a provider that is not known here, and NULL are
 * read as PostgreSQL.
 */
const struct sqltext_dialect *sqltext_dialect(const char *provider);

#endif
