/*
 * Takes any text as a script: cutting it into statements must end, lose nothing, and cut where the
 * databases' own lexers do. A plan must run each statement once, in order.
 */
#include "fuzz.h"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>
#include <sqlite3.h>
#include <string.h>

#include "base/utf8.h"
#include "sqltext/script.h"

/* True if the statement is a line for the database's shell, which no semicolon ends. */
static bool is_command(const struct script *script, size_t n)
{
	return script->source->text[script->statements.at[n].start] == script->dialect->command;
}

/* Returns the place of the semicolon after a statement, or the end of the text. */
static size_t end_of(const struct script *script, size_t n)
{
	const struct source *source = script->source;
	struct lexer lexer = sqltext_lexer(script->dialect, source->text,
					   script->statements.at[n].end, source->length);
	struct token token = sqltext_next(&lexer);

	must(token.kind == TOKEN_END || sqltext_is(&lexer, token, ";") || is_command(script, n));
	return token.start;
}

/* Nothing but semicolons may stand between the statements. */
static void check_gaps(const struct script *script)
{
	const struct source *source = script->source;
	size_t at = utf8_mark(source->text);

	for (size_t i = 0; i <= script->statements.count; i++) {
		struct statement rest = {.start = source->length, .end = source->length};
		const struct statement *next =
			i < script->statements.count ? &script->statements.at[i] : &rest;
		struct lexer lexer = sqltext_lexer(script->dialect, source->text, at, next->start);
		struct token token;
		must(at <= next->start && next->start + (next != &rest) <= next->end);
		while ((token = sqltext_next(&lexer)).kind != TOKEN_END)
			must(sqltext_is(&lexer, token, ";"));
		at = next->end;
	}
	must(at == source->length);
}

/* Each statement that does something must be in one run, and none in two. */
static void check_plan(struct arena *arena, const struct script *script, size_t first)
{
	struct runs runs;
	const struct run *run;
	size_t done = first;

	sqltext_plan(arena, script, first, &runs);
	vector_each(run, &runs) {
		must(run->count > 0 && run->first >= done);
		must(run->first + run->count <= script->statements.count);
		for (; done < run->first; done++)
			must(script->statements.at[done].kind != STATEMENT_PLAIN &&
			     script->statements.at[done].kind != STATEMENT_ALONE);
		done = run->first + run->count;
	}
	for (; done < script->statements.count; done++)
		must(script->statements.at[done].kind != STATEMENT_PLAIN &&
		     script->statements.at[done].kind != STATEMENT_ALONE);
}

/* Planning again must end, whatever a server refuses. */
static void check_replanning(struct arena *arena, struct script *script)
{
	struct runs runs;
	size_t tries = 0;

	sqltext_plan(arena, script, 0, &runs);
	for (size_t i = 0; i < runs.count; i++) {
		struct run run = runs.at[i];
		enum refusal refusal = tries % 2 ? REFUSED_TOGETHER : REFUSED_UNCOMMITTED;
		if (!sqltext_replan(script, &run, run.first + run.count - 1, refusal))
			continue;
		must(++tries <= 2 * script->statements.count);
		sqltext_plan(arena, script, 0, &runs);
		i = (size_t)-1;
	}
}

static void check(const struct sqltext_dialect *dialect, const struct source *source,
		  struct arena *arena,
		  void (*compare)(struct arena *arena, const struct script *script))
{
	struct script script;

	sqltext_read(arena, dialect, source, &script);
	check_gaps(&script);
	for (size_t i = 0; i <= script.statements.count; i++)
		check_plan(arena, &script, i);
	/* A vertical tab is a blank to PostgreSQL from 16 on, and to nobody else. */
	if (!strchr(source->text, '\v'))
		compare(arena, &script);
	check_replanning(arena, &script);
	sqltext_check(&script, &(struct report){.arena = arena});
}

/*
 * True for errors that sqlite3_complete sees differently: a trigger without a body (it takes all
 * the rest of the text for one), REPLACE before TRIGGER, and what may follow EXPLAIN.
 */
static bool is_odd(const struct script *script, size_t n)
{
	struct lexer lexer = sqltext_statement_lexer(script, n);

	return is_command(script, n) ||
	       (sqltext_matches(lexer, "... TRIGGER") && !sqltext_matches(lexer, "... BEGIN")) ||
	       sqltext_matches(lexer, "CREATE OR") || sqltext_matches(lexer, "CREATE REPLACE") ||
	       sqltext_matches(lexer, "... EXPLAIN");
}

/* sqlite3_complete must find a statement complete at its semicolon, and not before. */
static void compare_sqlite(struct arena *arena, const struct script *script)
{
	const struct source *source = script->source;

	for (size_t i = 0; i < script->statements.count; i++) {
		size_t start = script->statements.at[i].start, end = end_of(script, i);
		if (is_odd(script, i))
			continue;
		for (size_t at = start; at < source->length && at <= end; at++)
			if (source->text[at] == ';')
				must(sqlite3_complete(arena_slice(arena, source->text + start,
								  at + 1 - start)) == (at == end));
	}
}

/* Returns the next token of ours that decides where statements end. */
static struct token next_mark(struct lexer *lexer)
{
	struct token token;

	do
		token = sqltext_next(lexer);
	while (token.kind != TOKEN_END && !sqltext_is(lexer, token, ";") &&
	       !sqltext_is(lexer, token, "(") && !sqltext_is(lexer, token, ")"));
	return token;
}

/*
 * True if a comment follows a string. A server lets the string continue after it; libpg-query,
 * which keeps comments, does not.
 */
static bool is_commented(const PgQuery__ScanResult *theirs)
{
	for (size_t i = 1; i < theirs->n_tokens; i++)
		if (theirs->tokens[i - 1]->token == PG_QUERY__TOKEN__SCONST &&
		    theirs->tokens[i]->token == PG_QUERY__TOKEN__SQL_COMMENT)
			return true;
	return false;
}

/*
 * PostgreSQL's own lexer must see the same semicolons and parentheses, if it accepts the text. True
 * if its parser can be asked, too.
 */
static bool compare_lexer(const struct script *script)
{
	const struct source *source = script->source;
	struct lexer lexer = sqltext_lexer(script->dialect, source->text, 0, source->length);
	PgQueryScanResult result = pg_query_scan(source->text);
	bool comparable = false;

	if (!result.error) {
		PgQuery__ScanResult *theirs = pg_query__scan_result__unpack(
			NULL, result.pbuf.len, (const uint8_t *)result.pbuf.data);
		comparable = !is_commented(theirs);
		for (size_t i = 0; comparable && i < theirs->n_tokens; i++)
			switch (theirs->tokens[i]->token) {
			case PG_QUERY__TOKEN__ASCII_40:
			case PG_QUERY__TOKEN__ASCII_41:
			case PG_QUERY__TOKEN__ASCII_59:
				must(next_mark(&lexer).start == (size_t)theirs->tokens[i]->start);
				break;
			default:
				break;
			}
		must(!comparable || next_mark(&lexer).kind == TOKEN_END);
		pg_query__scan_result__free_unpacked(theirs, NULL);
	}
	pg_query_free_scan_result(result);
	return comparable;
}

/* PostgreSQL's own parser must see the same statements, if the text is SQL. */
static void compare_parser(const struct script *script)
{
	PgQuerySplitResult result = pg_query_split_with_parser(script->source->text);

	if (!result.error) {
		must((size_t)result.n_stmts == script->statements.count);
		for (size_t i = 0; i < script->statements.count; i++) {
			size_t start = (size_t)result.stmts[i]->stmt_location;
			size_t end = start + (size_t)result.stmts[i]->stmt_len;
			must(start <= script->statements.at[i].start);
			must(script->statements.at[i].end <= end && end <= end_of(script, i));
		}
	}
	pg_query_free_split_result(result);
}

static void compare_postgresql(struct arena *arena, const struct script *script)
{
	(void)arena;
	if (compare_lexer(script))
		compare_parser(script);
}

void fuzz_script(const struct source *input, struct report *report)
{
	if (input->length >= 1024)
		return;
	check(&sqltext_postgresql, input, report->arena, compare_postgresql);
	check(&sqltext_sqlite, input, report->arena, compare_sqlite);
}
