/* Finds statements of a script that reach out of its database. */
#include "migrate/outside.h"

#include <string.h>

#include "sqltext/lasting.h"

/* Statements about the whole server, or about files. */
static const char *const statements[] = {
	"CREATE DATABASE", "DROP DATABASE",	"ALTER DATABASE",
	"ALTER SYSTEM",	   "CREATE TABLESPACE", "ALTER TABLESPACE",
	"DROP TABLESPACE", "VACUUM INTO",	"VACUUM ... INTO",
};

/* Statements about roles, which all databases of a server share. */
static const char *const roles[] = {
	"CREATE ROLE",	"ALTER ROLE",  "DROP ROLE",  "CREATE USER", "ALTER USER",     "DROP USER",
	"CREATE GROUP", "ALTER GROUP", "DROP GROUP", "DROP OWNED",  "REASSIGN OWNED",
};

/* Among these, statements whose third word makes them about this database. */
static const char *const exceptions[] = {
	"CREATE USER MAPPING",
	"ALTER USER MAPPING",
	"DROP USER MAPPING",
};

static bool matches_any(struct lexer lexer, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sqltext_matches(lexer, words[i]))
			return true;
	return false;
}

#define MATCHES(lexer, words) matches_any(lexer, words, sizeof words / sizeof *words)

/*
 * True for code that creates a role. It would run only where the role is missing, and that may be
 * here.
 */
static bool makes_role(struct lexer lexer)
{
	struct token token = sqltext_next(&lexer);

	if (!sqltext_is(&lexer, token, "DO"))
		return false;
	while ((token = sqltext_next(&lexer)).kind != TOKEN_END) {
		struct lexer code = lexer;
		if (token.kind != TOKEN_STRING || token.quote != QUOTE_DOLLAR_STRING)
			continue;
		/*
		 * To the lexer, what follows the first dollar sign is SQL: the tag, and the second
		 * dollar sign.
		 */
		code.at = token.start + 1;
		code.end = token.end;
		struct token before = {0};
		while ((token = sqltext_next(&code)).kind != TOKEN_END) {
			bool role = sqltext_is(&code, token, "ROLE") ||
				    sqltext_is(&code, token, "USER");
			if (role && sqltext_is(&code, before, "CREATE"))
				return true;
			before = token;
		}
		return false;
	}
	return false;
}

/*
 * True if a rollback would not undo it. A sequence goes with the scratch database, and does not
 * count.
 */
static bool lasts(struct lexer lexer)
{
	struct token token = sqltext_lasting(lexer);

	return token.end && !sqltext_is(&lexer, token, "setval");
}

static bool is_about_roles(struct lexer lexer)
{
	return (MATCHES(lexer, roles) && !MATCHES(lexer, exceptions)) || makes_role(lexer);
}

void migrate_leave_out(struct script *script, bool own_server, struct report *report)
{
	for (size_t n = 0; n < script->statements.count; n++) {
		struct statement *statement = &script->statements.at[n];
		struct lexer lexer = sqltext_statement_lexer(script, n);
		if (statement->kind != STATEMENT_PLAIN && statement->kind != STATEMENT_ALONE)
			continue;
		if (!MATCHES(lexer, statements) && !lasts(lexer) &&
		    (own_server || !is_about_roles(lexer)))
			continue;
		struct place place = sqltext_place(script, n);
		place.end = place.start + 1;
		report_warning(report, place,
			       "left out of the replay: it affects more than the scratch database");
		statement->kind = STATEMENT_IDLE;
	}
}
