/* Finds effects that a rollback does not undo. */
#include "sqltext/lasting.h"

#include <string.h>
#include <strings.h>

/* Such statements and functions of a dialect. The lists end with NULL. */
struct lasting {
	const struct sqltext_dialect *dialect;
	const char *const *statements; /* words as in a statement_rule */
	const char *const *functions;  /* a * at the end matches any ending of the name */
	const char *const *executing;  /* the only statements that execute the functions in them */
};

static const char *const postgresql_statements[] = {
	"PREPARE TRANSACTION", "CREATE SUBSCRIPTION", "ALTER SUBSCRIPTION",
	"DROP SUBSCRIPTION",   "CHECKPOINT",	      NULL,
};

static const char *const postgresql_functions[] = {
	/* A sequence keeps its value. (nextval only leaves a gap.) */
	"setval",
	/* Other connections, other servers, other processes. */
	"dblink*", "http", "http_*", "pg_terminate_backend", "pg_cancel_backend",
	"pg_log_backend_memory_contexts", "pg_reload_conf", "pg_rotate_logfile", "pg_promote",
	/* Files of the server. */
	"lo_export", "pg_file_*", "pg_logfile_rotate",
	/* The write-ahead log and replication. */
	"pg_switch_wal", "pg_create_restore_point", "pg_backup_start", "pg_backup_stop",
	"pg_start_backup", "pg_stop_backup", "pg_wal_replay_pause", "pg_wal_replay_resume",
	"pg_create_physical_replication_slot", "pg_create_logical_replication_slot",
	"pg_copy_physical_replication_slot", "pg_copy_logical_replication_slot",
	"pg_drop_replication_slot", "pg_replication_slot_advance", "pg_logical_slot_get_*",
	"pg_replication_origin_*", "pg_logical_emit_message",
	/* Statistics. */
	"pg_stat_reset*", "pg_stat_statements_reset", NULL};

static const char *const postgresql_executing[] = {
	"SELECT",
	"WITH",
	"(",
	"VALUES",
	"INSERT",
	"UPDATE",
	"DELETE",
	"MERGE",
	"CALL",
	"DO",
	"COPY",
	"EXPLAIN",
	"PREPARE",
	"DECLARE",
	"ALTER TABLE",
	"CREATE TABLE",
	"CREATE TEMP TABLE",
	"CREATE TEMPORARY TABLE",
	"CREATE UNLOGGED TABLE",
	"CREATE LOCAL",
	"CREATE GLOBAL",
	"CREATE MATERIALIZED VIEW",
	NULL,
};

static const char *const sqlite_statements[] = {"ATTACH", NULL};
static const char *const sqlite_functions[] = {"load_extension", "writefile", NULL};
static const char *const sqlite_executing[] = {
	"SELECT", "WITH",   "VALUES",  "INSERT", "REPLACE",
	"UPDATE", "DELETE", "EXPLAIN", "CREATE", NULL,
};

static const struct lasting all[] = {
	{&sqltext_postgresql, postgresql_statements, postgresql_functions, postgresql_executing},
	{&sqltext_sqlite, sqlite_statements, sqlite_functions, sqlite_executing},
};

static const struct lasting *lasting_of(const struct sqltext_dialect *dialect)
{
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].dialect->name, dialect->name) == 0)
			return &all[i];
	return NULL;
}

static bool matches_any(struct lexer lexer, const char *const *words)
{
	for (; *words; words++)
		if (sqltext_matches(lexer, *words))
			return true;
	return false;
}

/* True for a word or a quoted name in the list. */
static bool is_listed(const struct lexer *lexer, struct token token, const char *const *names)
{
	size_t quote = token.kind == TOKEN_NAME;
	const char *start = lexer->text + token.start + quote;
	size_t length = token.end - token.start - 2 * quote;

	if (token.kind != TOKEN_WORD && token.kind != TOKEN_NAME)
		return false;
	for (; *names; names++) {
		size_t end = strlen(*names);
		bool begins = (*names)[end - 1] == '*';
		end -= begins;
		if ((begins ? length >= end : length == end) &&
		    strncasecmp(start, *names, end) == 0)
			return true;
	}
	return false;
}

/* The state of a scan. */
struct scan {
	struct token before; /* the previous one */
	bool copies;	     /* a COPY has begun */
};

/* True if the token says that the COPY before it writes a file or runs a program. */
static bool is_copy_out(struct scan *scan, const struct lexer *lexer, struct token token)
{
	bool to = sqltext_is(lexer, scan->before, "TO");

	if (sqltext_is(lexer, token, ";"))
		scan->copies = false;
	scan->copies |= sqltext_is(lexer, token, "COPY");
	return scan->copies && ((to && token.kind == TOKEN_STRING) ||
				((to || sqltext_is(lexer, scan->before, "FROM")) &&
				 sqltext_is(lexer, token, "PROGRAM")));
}

/* Limit for strings inside strings: DO $$ ... EXECUTE 'SELECT setval(...)' ... $$. */
enum { DEEPEST = 4 };

/* Returns a lexer of the text in a string. */
static struct lexer inside(const struct lexer *lexer, struct token token)
{
	const char *start = lexer->text + token.start;
	const char *open =
		token.quote == QUOTE_DOLLAR_STRING ? strchr(start + 1, '$') : strchr(start, '\'');
	size_t width = (size_t)(open + 1 - start);
	size_t end = token.unclosed || token.end - token.start < 2 * width ? token.end
									   : token.end - width;

	if (token.quote == QUOTE_ESCAPE_STRING)
		end = token.end - !token.unclosed;
	return sqltext_lexer(lexer->dialect, lexer->text, token.start + width, end);
}

/*
 * Finds the first such part. `depth` is the number of levels of strings that may still hold code.
 */
static struct token find(struct lexer lexer, const struct lasting *lasting, int depth)
{
	struct scan scan = {0};
	struct token token, found;

	while ((token = sqltext_next(&lexer)).kind != TOKEN_END) {
		if (is_copy_out(&scan, &lexer, token)) {
			token.start = scan.before.start;
			return token;
		}
		if (sqltext_is(&lexer, token, "(") &&
		    is_listed(&lexer, scan.before, lasting->functions))
			return scan.before;
		if (token.kind == TOKEN_STRING && depth > 0) {
			found = find(inside(&lexer, token), lasting, depth - 1);
			if (found.end)
				return found;
		}
		scan.before = token;
	}
	return (struct token){0};
}

struct token sqltext_lasting(struct lexer statement)
{
	const struct lasting *lasting = lasting_of(statement.dialect);
	struct lexer lexer = statement;
	struct token token = sqltext_next(&lexer);

	if (!lasting)
		return (struct token){0};
	if (matches_any(statement, lasting->statements)) {
		struct token second = sqltext_next(&lexer);
		if (second.kind == TOKEN_WORD)
			token.end = second.end;
		return token;
	}
	if (!matches_any(statement, lasting->executing))
		return (struct token){0};
	return find(statement, lasting, sqltext_is(&statement, token, "DO") ? DEEPEST : 0);
}
