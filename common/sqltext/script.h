/*
 * Scripts: SQL written by people, cut into statements, and the runs in which a database executes
 * them.
 */
#ifndef SQLTEXT_SCRIPT_H
#define SQLTEXT_SCRIPT_H

#include "base/report.h"
#include "sqltext/lexer.h"

struct statement {
	enum statement_kind kind;
	size_t start, end;     /* bytes of the script, without the semicolon */
	bool commit_before;    /* commit everything before it first */
	bool refused_together; /* is STATEMENT_ALONE because the server refused it, not by a rule */
	bool backslashes;      /* they escape in its strings: see struct lexer */
};

struct script {
	const struct sqltext_dialect *dialect;
	const struct source *source;
	VECTOR(struct statement) statements;
	bool foreign_keys_off; /* a statement matches one of foreign_key_rules */
};

enum run_kind {
	RUN_TOGETHER, /* in one transaction, together with its row in the history */
	RUN_ALONE,    /* one statement, outside a transaction */
	RUN_UNDONE    /* in a transaction that the script itself rolls back */
};

/* Consecutive statements that run together. */
struct run {
	enum run_kind kind;
	size_t first, count;		   /* statements of the script */
	bool its_own;			   /* the script itself says BEGIN */
	const struct statement *its_begin; /* that BEGIN, if it comes first in the run; else NULL */
};

struct runs {
	VECTOR_MEMBERS(struct run);
};

/*
 * Cuts `source` into statements and classifies them. Any text is a script. The script lives in the
 * arena; the source must live as long.
 */
void sqltext_read(struct arena *arena, const struct sqltext_dialect *dialect,
		  const struct source *source, struct script *script);

/*
 * Divides the statements from number `first` on (counted from 0) into as few runs as possible. The
 * script's own transactions stay whole. The runs point into the script.
 */
void sqltext_plan(struct arena *arena, const struct script *script, size_t first,
		  struct runs *runs);

/* Reasons of a server to refuse a statement of a run. */
enum refusal {
	REFUSED_TOGETHER,   /* it must run outside a transaction */
	REFUSED_UNCOMMITTED /* it uses something that must be committed first */
};

/*
 * Marks the script so that the next plan avoids this refusal of statement number `n`. False if no
 * other plan can help.
 */
bool sqltext_replan(struct script *script, const struct run *run, size_t n, enum refusal refusal);

/* True if statement number `n` changes settings for the rest of the session. */
bool sqltext_sets_session(const struct script *script, size_t n);

/* True if statement number `n` resets its session completely. */
bool sqltext_ends_session(const struct script *script, size_t n);

/* True if statement number `n` must come first in its transaction. */
bool sqltext_comes_first(const struct script *script, size_t n);

/*
 * True if after statement number `n` the server reads strings differently than in that statement.
 */
bool sqltext_changes_reading(const struct script *script, size_t n);

/* Returns a lexer of statement number `n`. */
struct lexer sqltext_statement_lexer(const struct script *script, size_t n);

/* Returns the place of statement number `n`. */
struct place sqltext_place(const struct script *script, size_t n);

/*
 * Reports statements that cannot be part of a migration, such as commands of psql, as far as this
 * is certain without a database. False if there is one.
 */
bool sqltext_check(const struct script *script, struct report *report);

/* True if a text holds only blanks and comments. */
bool sqltext_is_empty(const struct sqltext_dialect *dialect, const char *text, size_t length);

#endif
