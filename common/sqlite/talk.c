/* Runs SQL in SQLite, and reports errors: the names of result codes, and hints. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sqlite/sqlite.h"

struct sqlite *sqlite_of(struct db *db)
{
	return (struct sqlite *)(void *)db;
}

/* Result codes that are about the file, not about a script, with hints. */
static const struct {
	int code;
	const char *hint;
} troubles[] = {
	{SQLITE_BUSY, "another process is writing to it, or has been reading it for long: wait, or "
		      "end that process"},
	{SQLITE_READONLY,
	 "SQLite must be able to write to the file and its directory, in WAL mode even to read"},
	{SQLITE_CANTOPEN,
	 "SQLite must be able to write to the file and its directory, in WAL mode even to read"},
	{SQLITE_PERM, "SQLite must be able to write to the file and its directory"},
	{SQLITE_NOTADB, "the file is not an SQLite database, or is encrypted"},
	{SQLITE_FULL, "free some space; the transaction was rolled back"},
	{SQLITE_IOERR, "check the disk and the system log; it is safe to run this again"},
	{SQLITE_NOMEM, "free some memory; it is safe to run this again"},
	{SQLITE_CORRUPT, "the file is damaged: restore a backup"},
};

static const char *trouble_hint(int code)
{
	for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
		if ((code & 0xFF) == troubles[i].code)
			return troubles[i].hint;
	return NULL;
}

/* True for the result codes of a file that SQLite may not read or write. */
static bool is_refusal(int code)
{
	return (code & 0xFF) == SQLITE_CANTOPEN || (code & 0xFF) == SQLITE_READONLY ||
	       (code & 0xFF) == SQLITE_PERM;
}

/* Returns the file, or else its directory, if we may not read and write it; or NULL. */
static const char *find_forbidden(struct sqlite *sqlite)
{
	const char *path = sqlite->db.url->path, *slash = strrchr(path, '/');
	const char *folder = slash ? arena_slice(sqlite->db.arena, path,
						 (size_t)(slash - path) + (slash == path))
				   : ".";

	if (access(path, F_OK) == 0 && access(path, R_OK | W_OK) != 0)
		return path;
	return access(folder, F_OK) == 0 && access(folder, W_OK | X_OK) != 0 ? folder : NULL;
}

/* Reports who may not use a file, and whose it is. False if that is not the reason. */
static bool report_forbidden(struct sqlite *sqlite, const char *what)
{
	const char *path = find_forbidden(sqlite);
	struct stat status;

	if (!path || stat(path, &status) != 0)
		return false;
	report_error(sqlite->db.report, nowhere,
		     "%s '%s': permission denied: user %d may not read and write '%s', which "
		     "belongs to user %d, with mode %04o",
		     what, sqlite->db.url->path, (int)geteuid(), path, (int)status.st_uid,
		     (unsigned)status.st_mode & 07777);
	report_hint(sqlite->db.report,
		    "run this as that user, or change the owner or the mode; SQLite must be able "
		    "to write to the file and its directory");
	return true;
}

bool sqlite_report(struct sqlite *sqlite, const char *what)
{
	if (is_refusal(sqlite3_errcode(sqlite->handle)) && report_forbidden(sqlite, what))
		return false;

	struct report *report = sqlite->db.report;
	const char *hint = trouble_hint(sqlite3_errcode(sqlite->handle));

	report_error(report, nowhere, "%s '%s': %s", what, sqlite->db.url->path,
		     sqlite3_errmsg(sqlite->handle));
	if (hint)
		report_hint(report, "%s", hint);
	return false;
}

/* Names of the result codes that people search for. Others are shown by number. */
static const struct {
	int code;
	const char *name;
} code_names[] = {
	{SQLITE_ERROR, "SQLITE_ERROR"},
	{SQLITE_BUSY, "SQLITE_BUSY"},
	{SQLITE_LOCKED, "SQLITE_LOCKED"},
	{SQLITE_NOMEM, "SQLITE_NOMEM"},
	{SQLITE_READONLY, "SQLITE_READONLY"},
	{SQLITE_INTERRUPT, "SQLITE_INTERRUPT"},
	{SQLITE_IOERR, "SQLITE_IOERR"},
	{SQLITE_CORRUPT, "SQLITE_CORRUPT"},
	{SQLITE_FULL, "SQLITE_FULL"},
	{SQLITE_CANTOPEN, "SQLITE_CANTOPEN"},
	{SQLITE_CONSTRAINT, "SQLITE_CONSTRAINT"},
	{SQLITE_CONSTRAINT_CHECK, "SQLITE_CONSTRAINT_CHECK"},
	{SQLITE_CONSTRAINT_FOREIGNKEY, "SQLITE_CONSTRAINT_FOREIGNKEY"},
	{SQLITE_CONSTRAINT_NOTNULL, "SQLITE_CONSTRAINT_NOTNULL"},
	{SQLITE_CONSTRAINT_PRIMARYKEY, "SQLITE_CONSTRAINT_PRIMARYKEY"},
	{SQLITE_CONSTRAINT_TRIGGER, "SQLITE_CONSTRAINT_TRIGGER"},
	{SQLITE_CONSTRAINT_UNIQUE, "SQLITE_CONSTRAINT_UNIQUE"},
	{SQLITE_MISMATCH, "SQLITE_MISMATCH"},
	{SQLITE_NOTADB, "SQLITE_NOTADB"},
};

const char *sqlite_code_name(struct arena *arena, int code)
{
	for (int part = code;; part &= 0xFF) {
		for (size_t i = 0; i < sizeof code_names / sizeof *code_names; i++)
			if (code_names[i].code == part)
				return code_names[i].name;
		if (part == (part & 0xFF))
			return arena_format(arena, "SQLITE_%d", code);
	}
}

/*
 * True if the statement fails only because a transaction is open. SQLite has no code for this, but
 * its messages, which are linked into the program, are never translated. "Locked" means by this
 * connection: locks of others give "busy".
 */
static bool refuses_transaction(struct sqlite *sqlite, int code, const char *message)
{
	return !sqlite3_get_autocommit(sqlite->handle) &&
	       ((code & 0xFF) == SQLITE_LOCKED || strstr(message, "within a transaction") ||
		strstr(message, "inside a transaction"));
}

bool sqlite_fail(struct sqlite *sqlite, struct db_failure *failure)
{
	int code = sqlite3_extended_errcode(sqlite->handle);
	const char *message = arena_string(sqlite->db.arena, sqlite3_errmsg(sqlite->handle));

	failure->code = sqlite_code_name(sqlite->db.arena, code);
	failure->message = message;
	failure->hint = trouble_hint(code);
	if (failure->hint)
		failure->kind = FAILED_TROUBLE;
	if ((code & 0xFF) == SQLITE_INTERRUPT)
		failure->kind = FAILED_INTERRUPTED;
	else if (refuses_transaction(sqlite, code, message))
		failure->kind = FAILED_NOT_TOGETHER;
	return false;
}

const char *sqlite_read_text(struct sqlite *sqlite, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	const char *text = NULL;

	sqlite3_prepare_v2(sqlite->handle, sql, -1, &statement, NULL);
	if (statement && sqlite3_step(statement) == SQLITE_ROW)
		text = (const char *)sqlite3_column_text(statement, 0);
	text = text ? arena_string(sqlite->db.arena, text) : NULL;
	sqlite3_finalize(statement);
	return text;
}

bool sqlite_execute(struct sqlite *sqlite, const char *sql, struct db_failure *failure)
{
	return sqlite3_exec(sqlite->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       sqlite_fail(sqlite, failure);
}
