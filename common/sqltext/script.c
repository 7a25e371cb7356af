/* Cuts scripts into statements, classifies these, and gathers them into runs. */
#include "sqltext/script.h"

#include <string.h>

#include "base/record.h"
#include "base/utf8.h"
#include "sqltext/reading.h"

/*
 * Tracks a statement that may contain statements, whose semicolons do not end it. No word alone is
 * decisive, since it may be a name. But no statement inside a body begins with END: an END after a
 * semicolon, or at the beginning of the body, closes the body.
 */
struct body {
	bool trigger, function; /* the statement may have such a body */
	bool may_open;		/* BEGIN ATOMIC here would begin a body */
	size_t depth;		/* of BEGIN ATOMIC; in a trigger, the number of BEGINs */
	bool after_semicolon, after_end, after_begin;
};

/* True if the token is a word between CREATE and the kind of the new object. */
static bool is_filler(const struct lexer *lexer, struct token token)
{
	static const char *const fillers[] = {"OR", "REPLACE", "TEMP", "TEMPORARY", "EXPLAIN"};

	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
		if (sqltext_is(lexer, token, fillers[i]))
			return true;
	return false;
}

/* Decides from its first words if a statement may have a body. */
static struct body begin_body(struct lexer lexer)
{
	struct body body = {0};
	struct token token = sqltext_next(&lexer);

	while (sqltext_is(&lexer, token, "EXPLAIN"))
		token = sqltext_next(&lexer);
	if (!sqltext_is(&lexer, token, "CREATE"))
		return body;
	do
		token = sqltext_next(&lexer);
	while (is_filler(&lexer, token));
	body.trigger = lexer.dialect->trigger_bodies && sqltext_is(&lexer, token, "TRIGGER");
	body.function = lexer.dialect->atomic_bodies && (sqltext_is(&lexer, token, "FUNCTION") ||
							 sqltext_is(&lexer, token, "PROCEDURE"));
	body.may_open = body.function;
	return body;
}

/* Follows a statement that creates a function by one token. */
static void follow_function(struct body *body, const struct lexer *lexer, struct token token)
{
	bool opens = body->may_open && body->after_begin && sqltext_is(lexer, token, "ATOMIC");
	bool closes = body->depth && body->after_semicolon && sqltext_is(lexer, token, "END");

	if (body->depth && body->after_semicolon) {
		struct lexer inner = *lexer;
		inner.at = token.start;
		body->may_open = begin_body(inner).function;
	}
	if (opens)
		body->may_open = false;
	body->depth += opens;
	body->depth -= closes;
	body->after_semicolon = opens || sqltext_is(lexer, token, ";");
	body->after_begin = sqltext_is(lexer, token, "BEGIN");
}

/* Follows the body by one token. True if this is the semicolon that ends the statement. */
static bool ends_statement(const struct lexer *lexer, struct token token, struct body *body)
{
	bool semicolon = sqltext_is(lexer, token, ";");

	if (body->trigger) {
		/* A trigger ends with `; END ;`, the rule of sqlite3_complete. */
		bool ends = semicolon && body->after_end;
		body->after_end = body->after_semicolon && sqltext_is(lexer, token, "END");
		body->after_semicolon = semicolon;
		body->depth += sqltext_is(lexer, token, "BEGIN");
		return ends || (semicolon && body->depth == 0);
	}
	if (body->function)
		follow_function(body, lexer, token);
	return semicolon && body->depth == 0;
}

/* Reads the statement that begins with `token`, including its semicolon. */
static struct statement read_statement(struct lexer *lexer, struct token token)
{
	struct statement statement = {.start = token.start};
	struct lexer start = *lexer;
	size_t parentheses = 0;

	start.at = token.start;
	struct body body = begin_body(start);
	for (; token.kind != TOKEN_END; token = sqltext_next(lexer)) {
		if (lexer->dialect->parentheses_hold) {
			parentheses += sqltext_is(lexer, token, "(");
			parentheses -= parentheses && sqltext_is(lexer, token, ")");
		}
		if (!parentheses && ends_statement(lexer, token, &body))
			break;
		statement.end = token.end;
	}
	return statement;
}

/* Reads a line for the database's shell. It needs no semicolon. */
static struct statement read_command(struct lexer *lexer, struct token token)
{
	const char *start = lexer->text + token.start;
	const char *end = memchr(start, '\n', lexer->end - token.start);

	lexer->at = end ? (size_t)(end - lexer->text) : lexer->end;
	return (struct statement){.start = token.start, .end = lexer->at};
}

/* Adds a statement. After it, the lexer reads strings as the server then does. */
static void add(struct arena *arena, struct script *script, struct statement statement,
		struct lexer *lexer)
{
	statement.backslashes = lexer->backslashes;
	*vector_add(arena, &script->statements) = statement;
	sqltext_sets_reading(sqltext_statement_lexer(script, script->statements.count - 1),
			     &lexer->backslashes);
}

/* Cuts the text into statements. A lone semicolon is none. */
static void cut(struct arena *arena, struct script *script)
{
	const struct source *source = script->source;
	struct lexer lexer = sqltext_lexer(script->dialect, source->text, utf8_mark(source->text),
					   source->length);
	struct token token;

	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
		if (token.kind == TOKEN_SIGN && source->text[token.start] == lexer.dialect->command)
			add(arena, script, read_command(&lexer, token), &lexer);
		else if (!sqltext_is(&lexer, token, ";"))
			add(arena, script, read_statement(&lexer, token), &lexer);
}

/* True if a comment at the top says that the database's dump tool wrote the script. */
static bool is_dump(const struct script *script)
{
	const char *comment = script->dialect->dump_comment;
	struct lexer lexer =
		sqltext_lexer(script->dialect, script->source->text, 0, script->source->length);
	struct token token;

	while (comment && (token = sqltext_next_or_comment(&lexer)).kind == TOKEN_COMMENT)
		if (slice_starts((struct slice){lexer.text + token.start, token.end - token.start},
				 comment))
			return true;
	return false;
}

static enum statement_kind kind_of(struct lexer lexer)
{
	for (const struct statement_rule *rule = lexer.dialect->rules; rule->words; rule++)
		if (sqltext_matches(lexer, rule->words))
			return rule->kind;
	return STATEMENT_PLAIN;
}

static bool wants_foreign_keys_off(struct lexer lexer)
{
	const char *const *words = lexer.dialect->foreign_key_rules;

	for (; words && *words; words++)
		if (sqltext_matches(lexer, *words))
			return true;
	return false;
}

/* Makes BEGIN and COMMIT idle around statements that need no transaction of their own. */
static void join_transactions(struct script *script)
{
	const char *joinable = script->dialect->joinable;
	size_t begin = 0, count = script->statements.count;
	bool joining = false;

	for (size_t i = 0; joinable && i < count; i++) {
		enum statement_kind kind = script->statements.at[i].kind;
		if (kind == STATEMENT_COMMIT && joining) {
			script->statements.at[begin].kind = STATEMENT_IDLE;
			script->statements.at[i].kind = STATEMENT_IDLE;
		}
		if (kind != STATEMENT_PLAIN)
			joining = false;
		if (kind == STATEMENT_BEGIN && i + 1 < count) {
			joining = sqltext_matches(sqltext_statement_lexer(script, i + 1), joinable);
			begin = i;
		}
	}
}

static void classify(struct script *script)
{
	const char *idle = is_dump(script) ? script->dialect->dump_idle : NULL;

	for (size_t i = 0; i < script->statements.count; i++) {
		struct lexer lexer = sqltext_statement_lexer(script, i);
		script->statements.at[i].kind =
			idle && sqltext_matches(lexer, idle) ? STATEMENT_IDLE : kind_of(lexer);
		script->foreign_keys_off |= wants_foreign_keys_off(lexer);
	}
	join_transactions(script);
}

void sqltext_read(struct arena *arena, const struct sqltext_dialect *dialect,
		  const struct source *source, struct script *script)
{
	*script = (struct script){.dialect = dialect, .source = source};
	cut(arena, script);
	classify(script);
}

/* Runs being made. */
struct plan {
	struct arena *arena;
	struct runs *runs;
	struct run run; /* the open one */
};

/* Closes the open run, unless it is empty. */
static void end_run(struct plan *plan, enum run_kind kind)
{
	plan->run.kind = kind;
	if (plan->run.count)
		*vector_add(plan->arena, plan->runs) = plan->run;
	plan->run = (struct run){0};
}

static void add_statement(struct plan *plan, size_t n)
{
	if (!plan->run.count)
		plan->run.first = n;
	plan->run.count++;
}

/*
 * Handles the script's own BEGIN. In the middle of a run, what came before joins its transaction.
 */
static void begin_own(struct plan *plan, const struct statement *statement)
{
	if (plan->run.count)
		plan->run.count++;
	else if (!plan->run.its_own)
		plan->run.its_begin = statement;
	plan->run.its_own = true;
}

/* Handles a COMMIT or ROLLBACK. With AND CHAIN, the next transaction begins like this one. */
static void end_own(struct plan *plan, enum run_kind kind, bool chains)
{
	const struct run ended = plan->run;

	end_run(plan, kind);
	if (chains)
		plan->run = (struct run){.its_own = true, .its_begin = ended.its_begin};
}

/*
 * Scripts of PostgreSQL, and their runs in brackets:
 *
 *	A; B;                           [A B]
 *	A; VACUUM; B;                   [A] [VACUUM, alone] [B]
 *	A; BEGIN; B; COMMIT; C;         [A BEGIN B, its own] [C]
 *	BEGIN; A; VACUUM; COMMIT;       [A VACUUM, its own]: the server will refuse it
 *	A; BEGIN READ WRITE; B; COMMIT; [A] [B, its own]: such a BEGIN must come first
 *	BEGIN; A; ROLLBACK; B;          [A, undone] [B]
 *	BEGIN; A; COMMIT AND CHAIN; B;  [A, its own] [B, its own]
 *
 * A BEGIN that comes first in its run, a COMMIT and a ROLLBACK belong to no run: the caller opens
 * and closes the transaction.
 */
void sqltext_plan(struct arena *arena, const struct script *script, size_t first, struct runs *runs)
{
	struct plan plan = {.arena = arena, .runs = runs};

	*runs = (struct runs){0};
	for (size_t i = first; i < script->statements.count; i++) {
		const struct statement *statement = &script->statements.at[i];
		enum statement_kind kind = statement->kind;
		if (plan.run.its_own && kind == STATEMENT_ALONE)
			kind = STATEMENT_PLAIN;
		if (!plan.run.its_own &&
		    (statement->commit_before || kind == STATEMENT_BEGIN_FIRST))
			end_run(&plan, RUN_TOGETHER);
		switch (kind) {
		case STATEMENT_BEGIN:
		case STATEMENT_BEGIN_FIRST:
			begin_own(&plan, statement);
			break;
		case STATEMENT_COMMIT:
		case STATEMENT_COMMIT_AND_CHAIN:
			end_own(&plan, RUN_TOGETHER, kind == STATEMENT_COMMIT_AND_CHAIN);
			break;
		case STATEMENT_ROLLBACK:
		case STATEMENT_ROLLBACK_AND_CHAIN:
			end_own(&plan, RUN_UNDONE, kind == STATEMENT_ROLLBACK_AND_CHAIN);
			break;
		case STATEMENT_ALONE:
			end_run(&plan, RUN_TOGETHER);
			add_statement(&plan, i);
			end_run(&plan, RUN_ALONE);
			break;
		case STATEMENT_PLAIN:
		case STATEMENT_IDLE:
			add_statement(&plan, i);
			break;
		}
	}
	end_run(&plan, RUN_TOGETHER);
}

/*
 * Returns the statement of the run before which to commit, so that number `n` works: the one after
 * the last statement that needs a commit. This commits as little as possible early.
 */
static size_t find_cut(const struct script *script, const struct run *run, size_t n)
{
	const char *needs_commit = script->dialect->needs_commit;

	for (size_t i = n; needs_commit && i > run->first; i--)
		if (sqltext_matches(sqltext_statement_lexer(script, i - 1), needs_commit))
			return i;
	return n;
}

bool sqltext_replan(struct script *script, const struct run *run, size_t n, enum refusal refusal)
{
	if (run->its_own || run->kind != RUN_TOGETHER)
		return false;
	if (refusal == REFUSED_TOGETHER) {
		script->statements.at[n].kind = STATEMENT_ALONE;
		script->statements.at[n].refused_together = true;
		return true;
	}
	size_t cut_at = find_cut(script, run, n);
	if (cut_at == run->first || script->statements.at[cut_at].commit_before)
		return false;
	script->statements.at[cut_at].commit_before = true;
	return true;
}

bool sqltext_sets_session(const struct script *script, size_t n)
{
	const struct session_rule *rule = script->dialect->session_rules;

	for (; rule && rule->words; rule++)
		if (sqltext_matches(sqltext_statement_lexer(script, n), rule->words))
			return rule->lasts;
	return false;
}

static bool matches(const struct script *script, size_t n, const char *words)
{
	return words && sqltext_matches(sqltext_statement_lexer(script, n), words);
}

bool sqltext_ends_session(const struct script *script, size_t n)
{
	return matches(script, n, script->dialect->ends_session);
}

bool sqltext_comes_first(const struct script *script, size_t n)
{
	return matches(script, n, script->dialect->comes_first);
}

bool sqltext_changes_reading(const struct script *script, size_t n)
{
	bool backslashes;

	return sqltext_sets_reading(sqltext_statement_lexer(script, n), &backslashes);
}

struct lexer sqltext_statement_lexer(const struct script *script, size_t n)
{
	const struct statement *statement = &script->statements.at[n];
	struct lexer lexer = sqltext_lexer(script->dialect, script->source->text, statement->start,
					   statement->end);

	lexer.backslashes = statement->backslashes;
	return lexer;
}

struct place sqltext_place(const struct script *script, size_t n)
{
	const struct statement *statement = &script->statements.at[n];

	return (struct place){script->source, statement->start, statement->end};
}

bool sqltext_is_empty(const struct sqltext_dialect *dialect, const char *text, size_t length)
{
	size_t start = length ? utf8_mark(text) : 0;
	struct lexer lexer = sqltext_lexer(dialect, text, start, length);

	return sqltext_next(&lexer).kind == TOKEN_END;
}
