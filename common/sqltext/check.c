/* Finds statements that cannot be part of a migration. */
#include "sqltext/script.h"

/* Number of a script's faults that are reported. */
enum { MOST_FAULTS = 10 };

static const struct statement_fault *fault_of(struct lexer lexer)
{
	const struct statement_fault *fault = lexer.dialect->faults;

	while (fault->words && !sqltext_matches(lexer, fault->words))
		fault++;
	return fault->message ? fault : NULL;
}

/* Finds a command of the database's shell in the middle of a statement: SELECT 1 \gexec */
static bool find_command(const struct script *script, size_t n, struct token *token)
{
	struct lexer lexer = sqltext_statement_lexer(script, n);

	/* Inside a statement a dot is no command. */
	if (script->dialect->command != '\\' || script->statements.at[n].kind == STATEMENT_IDLE)
		return false;
	do
		*token = sqltext_next(&lexer);
	while (token->kind != TOKEN_END && !sqltext_is(&lexer, *token, "\\"));
	return token->kind != TOKEN_END;
}

bool sqltext_check(const struct script *script, struct report *report)
{
	size_t errors = report->errors;
	struct token token;

	for (size_t i = 0; i < script->statements.count; i++) {
		struct place place = sqltext_place(script, i);
		const struct statement_fault *fault = fault_of(sqltext_statement_lexer(script, i));
		if (!fault && find_command(script, i, &token)) {
			place.start = token.start;
			fault = fault_of(sqltext_lexer(script->dialect, script->source->text,
						       token.start, place.end));
		}
		if (!fault)
			continue;
		report_error(report, (struct place){place.source, place.start, place.start + 1},
			     "%s", fault->message);
		report_hint(report, "%s", fault->hint);
		if (fault->data || report->errors - errors == MOST_FAULTS)
			break;
	}
	return report->errors == errors;
}
