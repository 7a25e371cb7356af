/* Scripts: cut into statements, which are classified and gathered into runs. */
#include "sqltext/script.h"

#include "base/utf8.h"

/* The state of a statement that may have statements inside, whose semicolons do not end it. */
struct body {
	bool trigger, function; /* the statement may have a body of that kind */
	size_t depth;		/* of BEGIN ATOMIC and CASE; in a trigger the number of BEGINs */
	bool after_semicolon, after_end, after_begin;
};

/* True if the token is one of the words between CREATE and the kind of what is created. */
static bool is_filler(const struct lexer *lexer, struct token token)
{
	static const char *const fillers[] = {"OR", "REPLACE", "TEMP", "TEMPORARY", "EXPLAIN"};

	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
		if (sqltext_is(lexer, token, fillers[i]))
			return true;
	return false;
}

/* Sees from the first words of a statement whether it may have a body. */
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
	return body;
}

/* Takes in one token. True if it is the semicolon that ends the statement. */
static bool ends_statement(const struct lexer *lexer, struct token token, struct body *body)
{
	bool semicolon = sqltext_is(lexer, token, ";");

	if (body->trigger) {
		/* A trigger ends with `; END ;`: the rule of sqlite3_complete. */
		bool ends = semicolon && body->after_end;
		body->after_end = body->after_semicolon && sqltext_is(lexer, token, "END");
		body->after_semicolon = semicolon;
		body->depth += sqltext_is(lexer, token, "BEGIN");
		return ends || (semicolon && body->depth == 0);
	}
	if (body->function) {
		if (body->after_begin && sqltext_is(lexer, token, "ATOMIC"))
			body->depth++;
		else if (body->depth && sqltext_is(lexer, token, "CASE"))
			body->depth++;
		else if (body->depth && sqltext_is(lexer, token, "END"))
			body->depth--;
		body->after_begin = !body->depth && sqltext_is(lexer, token, "BEGIN");
	}
	return semicolon && body->depth == 0;
}

/* Reads the statement that begins with `token`, up to and with its semicolon. */
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

/* Cuts the text. Semicolons that nothing stands before make no statement. */
static void cut(struct arena *arena, struct script *script)
{
	const struct source *source = script->source;
	struct lexer lexer = sqltext_lexer(script->dialect, source->text, utf8_mark(source->text),
					   source->length);
	struct token token;

	while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
		if (!sqltext_is(&lexer, token, ";"))
			*vector_add(arena, &script->statements) = read_statement(&lexer, token);
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
	for (size_t i = 0; i < script->statements.count; i++) {
		struct lexer lexer = sqltext_statement_lexer(script, i);
		script->statements.at[i].kind = kind_of(lexer);
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

/* Runs in the making. */
struct plan {
	struct arena *arena;
	struct runs *runs;
	struct run run; /* the one that is open */
};

/* Closes the open run, if there is anything in it. */
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

/* The script's own BEGIN. In the middle of a run it takes in what came before. */
static void begin_own(struct plan *plan, const struct statement *statement)
{
	if (plan->run.count)
		plan->run.count++;
	else if (!plan->run.its_own)
		plan->run.its_begin = statement;
	plan->run.its_own = true;
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
 *
 * A BEGIN that comes first in its run, and a COMMIT or ROLLBACK, are in no run: whoever runs it
 * opens and closes the transaction.
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
			end_run(&plan, RUN_TOGETHER);
			break;
		case STATEMENT_ROLLBACK:
			end_run(&plan, RUN_UNDONE);
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
 * Returns the statement of the run before which to commit, so that number `n` works: the first one
 * after the last that needs a commit. As little as possible is committed early.
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

struct lexer sqltext_statement_lexer(const struct script *script, size_t n)
{
	const struct statement *statement = &script->statements.at[n];

	return sqltext_lexer(script->dialect, script->source->text, statement->start,
			     statement->end);
}

struct place sqltext_place(const struct script *script, size_t n)
{
	const struct statement *statement = &script->statements.at[n];

	return (struct place){script->source, statement->start, statement->end};
}

bool sqltext_is_empty(const struct sqltext_dialect *dialect, const char *text, size_t length)
{
	struct lexer lexer = sqltext_lexer(dialect, text, 0, length);

	return sqltext_next(&lexer).kind == TOKEN_END;
}
