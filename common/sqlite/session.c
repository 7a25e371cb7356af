/*
 * The session of a script in SQLite. Each starts as on a new connection, although most share one.
 *
 * SQLite keeps settings, temporary tables and triggers, and attached databases in the connection.
 */
#include <stdlib.h>
#include <string.h>

#include "sqlite/sql.h"
#include "sqlite/sqlite.h"

/* Runs SQL, and reports no error. */
static bool try_sql(struct sqlite *sqlite, const char *sql)
{
	return sqlite3_exec(sqlite->handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static bool reads(struct sqlite *sqlite, const char *sql, const char *expected)
{
	const char *text = sqlite_read_text(sqlite, sql);

	return text && strcmp(text, expected) == 0;
}

static bool is_in_memory(struct sqlite *sqlite)
{
	const char *file = sqlite3_db_filename(sqlite->handle, "main");

	return !file || !*file;
}

/* Closes the old connection, then connects again: others may have changed the history. */
static bool connect_after(struct sqlite *sqlite)
{
	sqlite_disconnect(sqlite);
	sqlite_forget_writer(sqlite);
	sqlite->version = SQLITE_UNKNOWN_VERSION;
	return sqlite_connect(sqlite);
}

static int64_t read_version(struct sqlite *sqlite)
{
	const char *text = sqlite_read_text(sqlite, sqlite_sql_data_version);

	return text ? strtoll(text, NULL, 10) : SQLITE_UNKNOWN_VERSION;
}

/*
 * Connects again before it closes the old connection, so that one of the two sees anything that
 * others commit.
 */
static bool connect_beside(struct sqlite *sqlite)
{
	struct sqlite old = *sqlite;

	memset(sqlite->kept, 0, sizeof sqlite->kept);
	if (!sqlite_connect(sqlite)) {
		*sqlite = old;
		return false;
	}
	int64_t now = read_version(sqlite);
	sqlite->version = read_version(&old) == old.version ? now : SQLITE_UNKNOWN_VERSION;
	sqlite_disconnect(&old);
	return true;
}

/* Replaces the connection, and resets what pragmas set for the whole process. */
static bool renew(struct sqlite *sqlite)
{
	try_sql(sqlite, sqlite_sql_no_temp_directory);
	sqlite3_soft_heap_limit64(0);
	sqlite3_hard_heap_limit64(0);
	return reads(sqlite, sqlite_sql_locking_mode, "exclusive") ? connect_after(sqlite)
								   : connect_beside(sqlite);
}

/* Drops everything that a query of the temporary schema lists. */
static void drop_temporary(struct sqlite *sqlite, const char *list)
{
	const char *drop;

	/* Dropping a table drops its indexes and triggers, so the list is read again each time. */
	while ((drop = sqlite_read_text(sqlite, list)) && try_sql(sqlite, drop))
		;
}

static void reset_flags(struct sqlite *sqlite)
{
	for (size_t i = 0; i < sizeof sqlite_flags / sizeof *sqlite_flags; i++)
		if (sqlite_flags[i].reset)
			try_sql(sqlite, sqlite_flags[i].reset);
}

/* Undoes what can be undone where the connection must stay. Attached databases stay, too. */
static void clean(struct sqlite *sqlite)
{
	reset_flags(sqlite);
	if (sqlite->session & EFFECT_CONNECTION)
		drop_temporary(sqlite, sqlite_sql_drop_temporary);
}

/*
 * The statements that affect a connection. Temporary tables are not among them: their rows are
 * gone.
 */
static const char *const session_statements[] = {"PRAGMA", "ATTACH", "DETACH"};

static bool is_session_statement(const struct script *script, size_t n)
{
	struct lexer lexer = sqltext_statement_lexer(script, n);

	for (size_t i = 0; i < sizeof session_statements / sizeof *session_statements; i++)
		if (sqltext_matches(lexer, session_statements[i]))
			return true;
	return false;
}

/* Runs again the settings that a script made before statement number `end`. */
static bool replay(struct sqlite *sqlite, const struct script *script, size_t end,
		   struct db_failure *failure)
{
	bool in_transaction = !sqlite3_get_autocommit(sqlite->handle);

	for (size_t i = 0; i < end; i++) {
		bool alone = script->statements.at[i].kind == STATEMENT_ALONE;
		if (is_session_statement(script, i) && !(alone && in_transaction) &&
		    !sqlite_run_statement(sqlite, script, i, true, failure))
			return false;
	}
	return true;
}

bool sqlite_needs_connection(const struct sqlite *sqlite)
{
	return sqlite->session & EFFECT_CONNECTION;
}

bool sqlite_start_session(struct sqlite *sqlite, const struct script *script, size_t first,
			  struct db_failure *failure)
{
	bool can_renew = sqlite3_get_autocommit(sqlite->handle) && !is_in_memory(sqlite);

	if (sqlite->session && can_renew && sqlite_needs_connection(sqlite)) {
		if (!renew(sqlite)) {
			*failure = (struct db_failure){
				.kind = FAILED_TROUBLE,
				.message = "lost the connection to the database"};
			return false;
		}
	} else if (sqlite->session) {
		clean(sqlite);
	}
	sqlite->session = 0;
	sqlite3_set_last_insert_rowid(sqlite->handle, 0);
	bool good = replay(sqlite, script, first, failure);
	sqlite->source = good ? script->source : NULL;
	return good;
}

void sqlite_end_session(struct sqlite *sqlite)
{
	if (sqlite->session)
		sqlite->source = NULL;
}

void sqlite_take_over(struct sqlite *sqlite, struct takeover *from)
{
	*from = (struct takeover){.last_rowid = sqlite3_last_insert_rowid(sqlite->handle)};
	if (!sqlite->session)
		return;
	sqlite_set_handlers(sqlite);
	from->query_only = reads(sqlite, sqlite_sql_query_only, "1");
	if (from->query_only)
		try_sql(sqlite, sqlite_sql_query_only_off);
	if (sqlite_needs_connection(sqlite))
		drop_temporary(sqlite, sqlite_sql_drop_history_triggers);
}

void sqlite_hand_back(struct sqlite *sqlite, const struct takeover *to)
{
	sqlite3_set_last_insert_rowid(sqlite->handle, to->last_rowid);
	if (to->query_only)
		try_sql(sqlite, sqlite_sql_query_only_on);
}

void sqlite_make_journal_safe(struct sqlite *sqlite)
{
	if (!(sqlite->session & EFFECT_JOURNAL))
		return;
	if (reads(sqlite, sqlite_sql_journal_mode, "off") ||
	    reads(sqlite, sqlite_sql_journal_mode, "memory"))
		try_sql(sqlite, sqlite_sql_journal_on_disk);
}
