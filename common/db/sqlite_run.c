/* Scripts, run by SQLite. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "db/sqlite.h"

/* A group waits no longer for company, so that what is done is soon told. Milliseconds. */
enum { LONGEST_GROUP = 100 };

/* The names of result codes that people search for; the others go by their number. */
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

static const char *code_name(struct arena *arena, int code)
{
	for (int part = code;; part &= 0xFF) {
		for (size_t i = 0; i < sizeof code_names / sizeof *code_names; i++)
			if (code_names[i].code == part)
				return code_names[i].name;
		if (part == (part & 0xFF))
			return arena_format(arena, "SQLITE_%d", code);
	}
}

static struct place statement_place(const struct script *script, size_t n)
{
	const struct statement *statement = &script->statements.at[n];

	return (struct place){script->source, statement->start, statement->end};
}

/* Fills in what SQLite says of its last error. Always false. */
static bool fail(struct sqlite *sqlite, struct db_failure *failure)
{
	int code = sqlite3_extended_errcode(sqlite->handle);
	const char *message = arena_string(sqlite->db.arena, sqlite3_errmsg(sqlite->handle));

	failure->code = code_name(sqlite->db.arena, code);
	failure->message = message;
	failure->hint = sqlite_trouble(code);
	if (failure->hint)
		failure->kind = FAILED_TROUBLE;
	if ((code & 0xFF) == SQLITE_INTERRUPT)
		failure->kind = FAILED_INTERRUPTED;
	else if (strstr(message, "within a transaction") || strstr(message, "inside a transaction"))
		failure->kind = FAILED_NOT_TOGETHER;
	return false;
}

static bool execute(struct sqlite *sqlite, const char *sql, struct db_failure *failure)
{
	return sqlite3_exec(sqlite->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       fail(sqlite, failure);
}

/* Counts the rows that miss their parents. False, with what SQLite says, where it cannot tell. */
static bool count_violations(struct sqlite *sqlite, struct violation_list *found,
			     struct db_failure *failure)
{
	struct violations *one;
	sqlite3_stmt *rows = NULL;
	int result =
		sqlite3_prepare_v2(sqlite->handle, "PRAGMA foreign_key_check", -1, &rows, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(rows);
	for (; result == SQLITE_ROW; result = sqlite3_step(rows)) {
		const char *child = (const char *)sqlite3_column_text(rows, 0);
		const char *parent = (const char *)sqlite3_column_text(rows, 2);
		vector_each(one, found)
			if (strcmp(one->child, child) == 0 && strcmp(one->parent, parent) == 0)
				break;
		if (!found->count || one == found->at + found->count) {
			one = vector_add(sqlite->db.arena, found);
			one->child = arena_string(sqlite->db.arena, child);
			one->parent = arena_string(sqlite->db.arena, parent);
		}
		one->count++;
	}
	if (result != SQLITE_DONE)
		fail(sqlite, failure);
	sqlite3_finalize(rows);
	return result == SQLITE_DONE;
}

pid_t sqlite_writer(const struct sqlite *sqlite)
{
	/* Where SQLite's file format has them: of the file, and of the index beside a WAL. */
	static const struct {
		const char *suffix;
		off_t start, length;
	} locks[] = {{"", 0x40000000, 512}, {"-shm", 120, 1}};

	for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
		const char *path = arena_format(sqlite->db.arena, "%s%s", sqlite->db.url->path,
						locks[i].suffix);
		struct flock lock = {.l_type = F_WRLCK,
				     .l_whence = SEEK_SET,
				     .l_start = locks[i].start,
				     .l_len = locks[i].length};
		/* Closing it gives up our own locks, of which there are none when this is asked. */
		int fd = open(path, O_RDWR | O_CLOEXEC);
		bool asked = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0;
		if (fd >= 0)
			close(fd);
		if (asked && lock.l_type != F_UNLCK && lock.l_pid > 0)
			return lock.l_pid;
	}
	return 0;
}

static bool begin_group(struct sqlite *sqlite, bool foreign_keys_off, struct db_failure *failure)
{
	sqlite->foreign_keys_off = foreign_keys_off;
	if (!execute(sqlite,
		     foreign_keys_off ? "PRAGMA foreign_keys = OFF" : "PRAGMA foreign_keys = ON",
		     failure))
		return false;
	if (!execute(sqlite, "BEGIN IMMEDIATE", failure)) {
		pid_t holder = sqlite_writer(sqlite);
		if (failure->kind == FAILED_TROUBLE && holder)
			failure->detail = arena_format(sqlite->db.arena,
						       "process %ld holds the lock", (long)holder);
		return false;
	}
	sqlite->in_group = true;
	sqlite->group = 0;
	sqlite->group_begun = db_now();
	return true;
}

bool sqlite_settle(struct db *db, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);

	if (!sqlite->in_group)
		return true;
	if (execute(sqlite, "COMMIT", failure)) {
		sqlite->in_group = false;
		sqlite->group = 0;
		return true;
	}
	if (!sqlite3_get_autocommit(sqlite->handle))
		sqlite3_exec(sqlite->handle, "ROLLBACK", NULL, NULL, NULL);
	sqlite->group_lost = sqlite->group > 1;
	sqlite->no_groups = true;
	sqlite->in_group = false;
	return false;
}

bool sqlite_settled(const struct db *db)
{
	return !((const struct sqlite *)(const void *)db)->in_group;
}

bool sqlite_lost(struct db *db)
{
	bool lost = sqlite_of(db)->group_lost;

	sqlite_of(db)->group_lost = false;
	return lost;
}

bool sqlite_begin(struct db *db, const struct script *script, const struct run *run,
		  int lock_timeout, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);
	bool off = script && script->foreign_keys_off;

	(void)run;
	(void)lock_timeout;
	sqlite->before.count = 0;
	if (sqlite->in_group && off != sqlite->foreign_keys_off && !sqlite_settle(db, failure))
		return false;
	if (!sqlite->in_group && !begin_group(sqlite, off, failure))
		return false;
	if (!execute(sqlite, "SAVEPOINT migtools", failure))
		return false;
	sqlite->in_savepoint = true;
	/* What is broken already is nobody's fault now; a check that fails is one to be left
	 * out. */
	struct db_failure ignored;
	if (off)
		count_violations(sqlite, &sqlite->before, &ignored);
	return true;
}

static size_t before_count(const struct sqlite *sqlite, const struct violations *now)
{
	const struct violations *one;

	vector_each(one, &sqlite->before)
		if (strcmp(one->child, now->child) == 0 && strcmp(one->parent, now->parent) == 0)
			return one->count;
	return 0;
}

static bool check_foreign_keys(struct sqlite *sqlite, struct db_failure *failure)
{
	struct violation_list now = {0};
	const struct violations *one;

	if (!count_violations(sqlite, &now, failure))
		return false;
	vector_each(one, &now)
		if (one->count > before_count(sqlite, one)) {
			failure->code = code_name(sqlite->db.arena, SQLITE_CONSTRAINT_FOREIGNKEY);
			failure->message = arena_format(
				sqlite->db.arena,
				"it would leave %zu row%s of \"%s\" without the row of \"%s\" that "
				"a foreign key of theirs names",
				one->count, one->count == 1 ? "" : "s", one->child, one->parent);
			return false;
		}
	return true;
}

bool sqlite_rollback(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);
	bool was_open = sqlite->in_savepoint;

	sqlite->in_savepoint = false;
	/* Some errors roll back all of SQLite's transaction, and with it the group. */
	if (sqlite3_get_autocommit(sqlite->handle)) {
		sqlite->group_lost |= sqlite->in_group && sqlite->group > 0;
		sqlite->no_groups |= sqlite->group_lost;
		sqlite->in_group = false;
		sqlite->group = 0;
		return true;
	}
	if (!was_open)
		return true;
	return sqlite3_exec(sqlite->handle, "ROLLBACK TO migtools; RELEASE migtools", NULL, NULL,
			    NULL) == SQLITE_OK ||
	       sqlite_report(sqlite, "cannot undo the transaction in");
}

/* What foreign keys left for the end of the transaction is asked at the end of each of a group. */
static bool check_deferred(struct sqlite *sqlite, struct db_failure *failure)
{
	int count = 0, highest;

	sqlite3_db_status(sqlite->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &count, &highest, 0);
	if (!count)
		return true;
	failure->code = code_name(sqlite->db.arena, SQLITE_CONSTRAINT_FOREIGNKEY);
	failure->message = "a foreign key that is checked at the end does not hold";
	return false;
}

bool sqlite_check(struct db *db, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);

	return sqlite->foreign_keys_off ? check_foreign_keys(sqlite, failure)
					: check_deferred(sqlite, failure);
}

bool sqlite_commit(struct db *db, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);

	if (!sqlite_check(db, failure) || !execute(sqlite, "RELEASE migtools", failure)) {
		sqlite_rollback(db);
		return false;
	}
	sqlite->in_savepoint = false;
	sqlite->group++;
	if (!sqlite->no_groups && db_now() - sqlite->group_begun < LONGEST_GROUP)
		return true;
	return sqlite_settle(db, failure);
}

/* Runs what stands in one statement's bytes. */
static bool run_statement(struct sqlite *sqlite, const struct script *script, size_t n,
			  struct db_failure *failure)
{
	const struct statement *statement = &script->statements.at[n];
	const char *text = script->source->text + statement->start;
	const char *end = script->source->text + statement->end;

	while (text < end) {
		sqlite3_stmt *compiled = NULL;
		const char *tail = end;
		int result = sqlite3_prepare_v2(sqlite->handle, text, (int)(end - text), &compiled,
						&tail);
		while (compiled && (result = sqlite3_step(compiled)) == SQLITE_ROW)
			;
		if (result != SQLITE_OK && result != SQLITE_DONE) {
			int offset = sqlite3_error_offset(sqlite->handle);
			failure->statement = n;
			failure->place = statement_place(script, n);
			if (offset >= 0)
				failure->place.start =
					(size_t)(text - script->source->text) + (size_t)offset;
			fail(sqlite, failure);
		}
		sqlite3_finalize(compiled);
		if (result != SQLITE_OK && result != SQLITE_DONE)
			return false;
		text = tail;
	}
	return true;
}

bool sqlite_run(struct db *db, const struct script *script, const struct run *run,
		struct db_failure *failure)
{
	if (run->kind == RUN_ALONE && !sqlite_settle(db, failure))
		return false;
	for (size_t i = run->first; i < run->first + run->count; i++)
		if (script->statements.at[i].kind != STATEMENT_BEGIN &&
		    !run_statement(sqlite_of(db), script, i, failure))
			return false;
	return true;
}

bool sqlite_measure(struct db *db, const struct script *script, size_t statement,
		    struct db_cost *cost, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);
	sqlite3_int64 before = sqlite3_total_changes64(sqlite->handle);
	int64_t start = db_clock();

	if (!run_statement(sqlite, script, statement, failure))
		return false;
	cost->microseconds = db_clock() - start;
	cost->rows = sqlite3_total_changes64(sqlite->handle) - before;
	return true;
}

/* What SQLite runs alone may be run again. */
bool sqlite_run_is_done(struct db *db, const struct script *script, const struct run *run)
{
	(void)db;
	(void)script;
	(void)run;
	return false;
}
