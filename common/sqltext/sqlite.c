/* The scripts of SQLite. */
#include "sqltext/dialect.h"

static const struct statement_rule rules[] = {
	{"BEGIN", STATEMENT_BEGIN},
	{"COMMIT", STATEMENT_COMMIT},
	{"END", STATEMENT_COMMIT},
	{"ROLLBACK TO", STATEMENT_PLAIN},
	{"ROLLBACK TRANSACTION TO", STATEMENT_PLAIN},
	{"ROLLBACK", STATEMENT_ROLLBACK},
	{"VACUUM", STATEMENT_ALONE},
	{"DETACH", STATEMENT_ALONE},
	{"PRAGMA ... JOURNAL_MODE", STATEMENT_ALONE},
	{"PRAGMA ... SYNCHRONOUS", STATEMENT_ALONE},
	{"PRAGMA ... TEMP_STORE", STATEMENT_ALONE},
	{"PRAGMA ... WAL_CHECKPOINT", STATEMENT_ALONE},
	/*
	 * SQLite creates these tables itself and refuses this statement, which .schema of its shell
	 * prints.
	 */
	{"CREATE TABLE SQLITE_SEQUENCE", STATEMENT_IDLE},
	{"CREATE TABLE SQLITE_STAT1", STATEMENT_IDLE},
	{"CREATE TABLE SQLITE_STAT4", STATEMENT_IDLE},
	{NULL, STATEMENT_PLAIN},
};

static const struct statement_fault faults[] = {
	{".", "this is a command of sqlite3, not SQL", "remove it, or do the same in SQL", false},
	{NULL, NULL, NULL, false},
};

static const char *const foreign_key_rules[] = {
	"DROP TABLE",
	"PRAGMA ... FOREIGN_KEYS",
	"PRAGMA ... DEFER_FOREIGN_KEYS",
	NULL,
};

const struct sqltext_dialect sqltext_sqlite = {
	.name = "sqlite",
	.quotes = QUOTES_STANDARD | QUOTE_BIT(QUOTE_BACKTICK_NAME) | QUOTE_BIT(QUOTE_BRACKET_NAME),
	.trigger_bodies = true,
	.own_tables = "sqlite_",
	.command = '.',
	.rules = rules,
	.faults = faults,
	.foreign_key_rules = foreign_key_rules,
};
