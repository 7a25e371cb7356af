/*
 * A script: SQL that people wrote, cut into statements, and the runs in which a database takes it.
 */
#ifndef SQLTEXT_SCRIPT_H
#define SQLTEXT_SCRIPT_H

#include "base/report.h"
#include "sqltext/lexer.h"

struct statement {
	enum statement_kind kind;
	size_t start, end;     /* bytes of the script, without the semicolon */
	bool commit_before;    /* what comes before must be committed first */
	bool refused_together; /* STATEMENT_ALONE because the server refused it, not by a rule */
	bool backslashes;      /* escape in its strings: see struct lexer */
};

struct script {
	const struct sqltext_dialect *dialect;
	const struct source *source;
	VECTOR(struct statement) statements;
	bool foreign_keys_off; /* a statement matches one of foreign_key_rules */
};

enum run_kind {
	RUN_TOGETHER, /* in one transaction, with its mark in the history */
	RUN_ALONE,    /* one statement, outside a transaction */
	RUN_UNDONE    /* in a transaction that the script itself rolls back */
};

/* Statements that follow each other and run together. */
struct run {
	enum run_kind kind;
	size_t first, count;		   /* statements of the script */
	bool its_own;			   /* the script itself says BEGIN */
	const struct statement *its_begin; /* that BEGIN, if the run starts with it; else NULL */
};

struct runs {
	VECTOR_MEMBERS(struct run);
};

/*
 * Cuts `source` into statements and classifies them. Any text is a script. The source must live as
 * long as the script, which lives in the arena.
 */
void sqltext_read(struct arena *arena, const struct sqltext_dialect *dialect,
		  const struct source *source, struct script *script);

/*
 * Finds the fewest runs for the statements from number `first` on (counted from 0). A transaction
 * of the script's own stays one transaction. The runs point into the script.
 */
void sqltext_plan(struct arena *arena, const struct script *script, size_t first,
		  struct runs *runs);

/* Why a server refused a statement of a run. */
enum refusal {
	REFUSED_TOGETHER,   /* it must run outside a transaction */
	REFUSED_UNCOMMITTED /* it uses what must be committed first */
};

/*
 * Marks the script so that the next plan avoids this refusal of statement number `n`. False if no
 * other plan can help.
 */
bool sqltext_replan(struct script *script, const struct run *run, size_t n, enum refusal refusal);

/* True if statement number `n` changes settings that last as long as the session. */
bool sqltext_sets_session(const struct script *script, size_t n);

/* True if statement number `n` leaves nothing of its session. */
bool sqltext_ends_session(const struct script *script, size_t n);

/* True if statement number `n` must come first in its transaction. */
bool sqltext_comes_first(const struct script *script, size_t n);

/* True if the server reads the strings behind statement number `n` in another way than its own. */
bool sqltext_changes_reading(const struct script *script, size_t n);

/* Returns a lexer of statement number `n`. */
struct lexer sqltext_statement_lexer(const struct script *script, size_t n);

/* Returns the place of statement number `n`. */
struct place sqltext_place(const struct script *script, size_t n);

/*
 * Reports statements that can be no part of a migration, such as commands of psql: what is certain
 * without a database. False if there is one.
 */
bool sqltext_check(const struct script *script, struct report *report);

/* True if there is nothing in a text but blanks and comments. */
bool sqltext_is_empty(const struct sqltext_dialect *dialect, const char *text, size_t length);

#endif
