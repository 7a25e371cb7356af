/* Scripts cut into statements, and statements gathered into runs. */
#include <string.h>

#include "db/dialect.h"

/* What of a statement must be remembered to see its end. */
struct body {
	bool trigger, function; /* which kind of statement may have one */
	size_t depth;		/* BEGIN ATOMIC and CASE that are open */
	bool after_semicolon, after_end, after_begin;
};

/* CREATE [OR REPLACE | TEMP | TEMPORARY] TRIGGER, FUNCTION or PROCEDURE. */
static void begin_body(struct lexer lexer, struct body *body)
{
	static const char *const fillers[] = {"OR", "REPLACE", "TEMP", "TEMPORARY", "EXPLAIN"};
	struct token token = lexer_next(&lexer);

	*body = (struct body){0};
	while (token_is(&lexer, token, "EXPLAIN"))
		token = lexer_next(&lexer);
	if (!token_is(&lexer, token, "CREATE"))
		return;
	bool filler = true;
	while (filler) {
		token = lexer_next(&lexer);
		filler = false;
		for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
			filler |= token_is(&lexer, token, fillers[i]);
	}
	body->trigger = lexer.lexis->trigger_bodies && token_is(&lexer, token, "TRIGGER");
	body->function = lexer.lexis->atomic_bodies && (token_is(&lexer, token, "FUNCTION") ||
							token_is(&lexer, token, "PROCEDURE"));
}

/* Takes note of a token; true where it is the semicolon that ends the statement. */
static bool ends_statement(const struct lexer *lexer, struct token token, struct body *body)
{
	bool semicolon = token_is(lexer, token, ";");

	if (body->trigger) {
		/* As sqlite3_complete has it: a trigger ends with `; END ;`. */
		bool ends = semicolon && body->after_end;
		body->after_end = body->after_semicolon && token_is(lexer, token, "END");
		body->after_semicolon = semicolon;
		body->depth += token_is(lexer, token, "BEGIN");
		return ends || (semicolon && body->depth == 0);
	}
	if (body->function) {
		if (body->after_begin && token_is(lexer, token, "ATOMIC"))
			body->depth++;
		else if (body->depth && token_is(lexer, token, "CASE"))
			body->depth++;
		else if (body->depth && token_is(lexer, token, "END"))
			body->depth--;
		body->after_begin = !body->depth && token_is(lexer, token, "BEGIN");
	}
	return semicolon && body->depth == 0;
}

static enum statement_kind kind_of(const struct db_dialect *dialect, struct lexer lexer)
{
	for (const struct statement_rule *rule = dialect->rules; rule->words; rule++)
		if (lexer_matches(lexer, rule->words))
			return rule->kind;
	return STATEMENT_PLAIN;
}

static bool wants_foreign_keys_off(const struct db_dialect *dialect, struct lexer lexer)
{
	for (const char *const *words = dialect->foreign_key_rules; words && *words; words++)
		if (lexer_matches(lexer, *words))
			return true;
	return false;
}

static struct lexer lexer_of(const struct db *db, const struct script *script, size_t n)
{
	const struct statement *statement = &script->statements.at[n];

	return (struct lexer){&db->dialect->lexis, script->source->text, statement->start,
			      statement->end};
}

/* Leaves out BEGIN and COMMIT where they would only cut a script into more transactions. */
static void join_transactions(const struct db *db, struct script *script)
{
	size_t begin = 0, count = script->statements.count;
	bool joining = false;

	for (size_t i = 0; db->dialect->joining && i < count; i++) {
		enum statement_kind kind = script->statements.at[i].kind;
		if (kind == STATEMENT_COMMIT && joining) {
			script->statements.at[begin].kind = STATEMENT_IDLE;
			script->statements.at[i].kind = STATEMENT_IDLE;
		}
		if (kind != STATEMENT_PLAIN)
			joining = false;
		if (kind == STATEMENT_BEGIN && i + 1 < count) {
			joining = lexer_matches(lexer_of(db, script, i + 1), db->dialect->joining);
			begin = i;
		}
	}
}

void db_script_read(const struct db *db, const struct source *source, struct script *script)
{
	const struct lexis *lexis = &db->dialect->lexis;
	struct lexer lexer = {lexis, source->text, 0, source->length};
	struct body body = {0};
	size_t parentheses = 0;
	bool open = false;

	*script = (struct script){.source = source};
	if (source->length >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0)
		lexer.at = 3;
	for (;;) {
		struct token token = lexer_next(&lexer);
		if (token.kind == TOKEN_END)
			break;
		if (!open && token_is(&lexer, token, ";"))
			continue;
		if (!open) {
			struct statement *statement = vector_add(db->arena, &script->statements);
			struct lexer again = {lexis, source->text, token.start, source->length};
			statement->start = token.start;
			begin_body(again, &body);
			parentheses = 0;
			open = true;
		}
		struct statement *statement = &script->statements.at[script->statements.count - 1];
		if (lexis->parentheses_hold) {
			parentheses += token_is(&lexer, token, "(");
			parentheses -= parentheses && token_is(&lexer, token, ")");
		}
		if (!parentheses && ends_statement(&lexer, token, &body))
			open = false;
		else
			statement->end = token.end;
	}
	struct statement *statement;
	vector_each(statement, &script->statements) {
		lexer.at = statement->start;
		lexer.end = statement->end;
		statement->kind = kind_of(db->dialect, lexer);
		script->foreign_keys_off |= wants_foreign_keys_off(db->dialect, lexer);
	}
	join_transactions(db, script);
}

/* Adds what was gathered, and starts anew. */
static void end_run(const struct db *db, struct runs *runs, struct run *run, enum run_kind kind)
{
	run->kind = kind;
	if (run->count)
		*vector_add(db->arena, runs) = *run;
	*run = (struct run){0};
}

void db_script_plan(const struct db *db, const struct script *script, size_t first,
		    struct runs *runs)
{
	struct run run = {0};

	*runs = (struct runs){0};
	for (size_t i = first; i < script->statements.count; i++) {
		const struct statement *statement = &script->statements.at[i];
		enum statement_kind kind = statement->kind;
		/* Inside its own BEGIN a script is taken at its word. */
		if (run.its_own && kind == STATEMENT_ALONE)
			kind = STATEMENT_PLAIN;
		if (statement->cut_before && !run.its_own)
			end_run(db, runs, &run, RUN_TOGETHER);
		if (kind == STATEMENT_BEGIN_FIRST && !run.its_own)
			end_run(db, runs, &run, RUN_TOGETHER);
		switch (kind) {
		case STATEMENT_BEGIN:
		case STATEMENT_BEGIN_FIRST:
			/* In the middle it takes what came before into its transaction. */
			if (!run.its_own && !run.count)
				run.its_begin = statement;
			else if (run.count)
				run.count++;
			run.its_own = true;
			break;
		case STATEMENT_COMMIT:
			end_run(db, runs, &run, RUN_TOGETHER);
			break;
		case STATEMENT_ROLLBACK:
			end_run(db, runs, &run, RUN_UNDONE);
			break;
		case STATEMENT_ALONE:
			end_run(db, runs, &run, RUN_TOGETHER);
			run.first = i;
			run.count = 1;
			end_run(db, runs, &run, RUN_ALONE);
			break;
		case STATEMENT_PLAIN:
		case STATEMENT_IDLE:
			if (!run.count)
				run.first = i;
			run.count++;
			break;
		}
	}
	end_run(db, runs, &run, RUN_TOGETHER);
}

bool db_script_learn(const struct db *db, struct script *script, const struct run *run,
		     const struct db_failure *failure)
{
	size_t n = failure->statement;
	struct statement *statement = &script->statements.at[n];

	if (run->its_own || run->kind != RUN_TOGETHER)
		return false;
	if (failure->kind != FAILED_NOT_TOGETHER && failure->kind != FAILED_NEEDS_COMMIT)
		return false;
	if (failure->kind == FAILED_NOT_TOGETHER) {
		statement->kind = STATEMENT_ALONE;
		statement->learned = true;
		return true;
	}
	/* As little as can be is committed early: up to the new enum value that was used. */
	while (n > run->first) {
		if (lexer_matches(lexer_of(db, script, n - 1), "ALTER TYPE ... ADD VALUE"))
			break;
		n--;
	}
	if (n == run->first)
		n = failure->statement;
	if (n == run->first || script->statements.at[n].cut_before)
		return false;
	script->statements.at[n].cut_before = true;
	return true;
}
