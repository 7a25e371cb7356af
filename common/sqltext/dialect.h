/*
 * The dialects of SQL, as far as a reader of scripts needs them: their quotes, and the effect of
 * their statements on the transaction around them. Each dialect is one file, which fills in one
 * struct of tables; dialect.c lists them all.
 */
#ifndef SQLTEXT_DIALECT_H
#define SQLTEXT_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

/* The ways to quote. Nothing inside is SQL. */
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

/* The bit of a quote in a set of quotes. */
#define QUOTE_BIT(quote) (1u << (quote))

/* The quotes that every dialect has. */
#define QUOTES_STANDARD                                                                            \
	(QUOTE_BIT(QUOTE_LINE_COMMENT) | QUOTE_BIT(QUOTE_BLOCK_COMMENT) |                          \
	 QUOTE_BIT(QUOTE_STRING) | QUOTE_BIT(QUOTE_NAME))

/* The kinds of statement, by their effect on the transaction around them. */
enum statement_kind {
	STATEMENT_PLAIN,
	STATEMENT_BEGIN,
	STATEMENT_BEGIN_FIRST, /* a BEGIN that must come first: it sets an isolation level */
	STATEMENT_COMMIT,
	STATEMENT_COMMIT_AND_CHAIN, /* begins another transaction like this one */
	STATEMENT_ROLLBACK,
	STATEMENT_ROLLBACK_AND_CHAIN,
	STATEMENT_ALONE, /* refuses to run in a transaction */
	STATEMENT_IDLE	 /* left out: it does nothing, or joins two transactions */
};

/*
 * The kind of all statements that begin with `words`: in capitals, separated by one space. "..."
 * stands for any number of tokens, "|" at the end for the end of the statement.
 */
struct statement_rule {
	const char *words;
	enum statement_kind kind;
};

/*
 * A statement that cannot be part of a migration. Words as in a statement_rule. Without a message
 * the statement is allowed after all.
 */
struct statement_fault {
	const char *words, *message, *hint;
	bool data; /* data follows, up to a line that the shell knows, not SQL */
};

/* Says if a statement sets something that lasts as long as the session. A table ends with NULL. */
struct session_rule {
	const char *words; /* as in a statement_rule */
	bool lasts;
};

struct sqltext_dialect {
	const char *name;
	unsigned quotes; /* a set of QUOTE_BITs */
	bool nested_comments;
	bool cr_ends_comment;	/* a carriage return ends a line comment, too */
	bool parentheses_hold;	/* a semicolon inside parentheses ends no statement (CREATE RULE) */
	bool trigger_bodies;	/* CREATE TRIGGER ... BEGIN ...; END; */
	bool atomic_bodies;	/* CREATE FUNCTION ... BEGIN ATOMIC ...; END; */
	const char *own_tables; /* the prefix of tables that are the database's own; or NULL */
	char command; /* starts a command of the database's shell, in place of a statement */

	/*
	 * The first matching rule counts; a statement that matches none is plain. Ends with NULL
	 * words.
	 */
	const struct statement_rule *rules;
	/* The first matching row counts. Ends with NULL words. */
	const struct statement_fault *faults;
	/*
	 * The comment at the top of what the database's dump tool writes, and a statement (words as
	 * in a rule) that does nothing in such a dump, because every new database has that already.
	 * Or NULL.
	 */
	const char *dump_comment, *dump_idle;
	/*
	 * A script with a statement that matches one of these wants foreign keys off. Words as in a
	 * rule; NULL if there is no such statement.
	 */
	const char *const *foreign_key_rules;
	/*
	 * A transaction that begins with this statement can be joined with its neighbours; or NULL.
	 */
	const char *joinable;
	/*
	 * The first matching rule says if a statement changes the settings of its session; or NULL.
	 */
	const struct session_rule *session_rules;
	/* A statement that resets its session completely; or NULL. */
	const char *ends_session;
	/* A statement that must come first in a transaction; or NULL. */
	const char *comes_first;
	/* A statement whose result can be used only after a commit; or NULL. */
	const char *needs_commit;
	/*
	 * The setting which, when off, makes backslashes escape in every string, or NULL; and true
	 * if it is off where a script begins.
	 */
	const char *strings_setting;
	bool backslashes;
};

extern const struct sqltext_dialect sqltext_postgresql, sqltext_sqlite;

/* All dialects; the array ends with NULL. */
extern const struct sqltext_dialect *const sqltext_dialects[];

/*
 * Returns the dialect of a provider. CockroachDB, an unknown provider and NULL read as PostgreSQL.
 */
const struct sqltext_dialect *sqltext_dialect(const char *provider);

#endif
