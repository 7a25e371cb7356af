/* SQLite: a file, opened and asked. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "db/dialect.h"
#include "db/time.h"

struct violations {
	const char *child, *parent;
	size_t count;
};

struct sqlite {
	struct db db;
	sqlite3 *handle; /* NULL where the file is not there and only looked for */
	int wait;	 /* for the write lock, milliseconds */
	int64_t version; /* of the data when the history was read: others' commits change it */
	bool had_history;
	sqlite3_stmt *add, *change, *ask_version;

	/*
	 * Transactions that reach the disk together are savepoints of one of SQLite's. `group` counts
	 * those that are done; foreign keys are on or off for all of them.
	 */
	bool in_group, in_savepoint, no_groups, group_lost;
	size_t group;
	db_time group_begun;

	bool foreign_keys_off;
	VECTOR(struct violations) before;
};

/* A group waits no longer for company, so that what is done is soon told. Milliseconds. */
enum { LONGEST_GROUP = 100 };

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
	{NULL, STATEMENT_PLAIN},
};

/* What shows that a script wants foreign keys off: it says so, or it makes a table anew. */
static const char *const foreign_key_rules[] = {
	"DROP TABLE",
	"PRAGMA ... FOREIGN_KEYS",
	"PRAGMA ... DEFER_FOREIGN_KEYS",
};

static struct sqlite *mine(struct db *db)
{
	return (struct sqlite *)(void *)db;
}

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

/* The codes that say something of the file and nothing of a script, and what to do about them. */
static const struct {
	int code;
	const char *hint;
} troubles[] = {
	{SQLITE_BUSY, "another process is writing to it, or reading for long: wait, or end it"},
	{SQLITE_LOCKED, "another process is writing to it: wait, or end it"},
	{SQLITE_READONLY, "SQLite writes to the file and to the folder that it lies in"},
	{SQLITE_CANTOPEN, "SQLite writes to the file and to the folder that it lies in"},
	{SQLITE_PERM, "SQLite writes to the file and to the folder that it lies in"},
	{SQLITE_NOTADB, "the file is no SQLite database, or it is encrypted"},
	{SQLITE_FULL, "make room; nothing of the transaction was kept"},
	{SQLITE_IOERR, "nothing of the transaction was kept"},
	{SQLITE_NOMEM, "nothing of the transaction was kept"},
	{SQLITE_CORRUPT, "the file is damaged: go back to a backup"},
};

static bool report_failure(struct sqlite *sqlite, const char *what)
{
	struct report *report = sqlite->db.report;
	int code = sqlite3_errcode(sqlite->handle) & 0xFF;

	report_error(report, nowhere, "%s '%s': %s", what, sqlite->db.url->path,
		     sqlite3_errmsg(sqlite->handle));
	for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
		if (code == troubles[i].code)
			report_hint(report, "%s", troubles[i].hint);
	return false;
}

static bool wait_over(const struct sqlite *sqlite, int tries)
{
	/* Every try sleeps twice as long as the one before, up to 64 ms. */
	int slept = tries < 7 ? 1 << tries : 64 * (tries - 5);

	return slept >= sqlite->wait || interrupt_seen();
}

static int on_busy(void *context, int tries)
{
	const struct sqlite *sqlite = context;

	if (wait_over(sqlite, tries))
		return 0;
	interrupt_wait(-1, false, tries < 6 ? 1 << tries : 64);
	return 1;
}

/* Not zero stops the statement. */
static int on_progress(void *context)
{
	(void)context;
	return interrupt_seen();
}

static bool make_folder(struct sqlite *sqlite)
{
	const char *path = sqlite->db.url->path, *slash = strrchr(path, '/');

	if (!slash || slash == path || strcmp(path, ":memory:") == 0)
		return true;
	return directory_make(arena_slice(sqlite->db.arena, path, (size_t)(slash - path)),
			      sqlite->db.report);
}

static struct db *sqlite_open(const struct db_url *url, enum db_access access, struct report *report)
{
	struct sqlite *sqlite = arena_alloc(report->arena, sizeof *sqlite);
	/* To look needs to write too where a process was killed: the file is mended first. */
	int flags = SQLITE_OPEN_READWRITE | (access == DB_WORK ? SQLITE_OPEN_CREATE : 0);

	sqlite->db = (struct db){&dialect_sqlite, url, access, report, report->arena};
	sqlite->wait = 5000;
	struct stat status;
	if (access == DB_LOOK && stat(url->path, &status) != 0 && errno == ENOENT) {
		db_report_missing(&sqlite->db);
		return &sqlite->db;
	}
	if (access == DB_WORK && !make_folder(sqlite))
		return NULL;
	if (sqlite3_open_v2(url->path, &sqlite->handle, flags, NULL) != SQLITE_OK) {
		report_failure(sqlite, "cannot open the database");
		sqlite3_close(sqlite->handle);
		return NULL;
	}
	sqlite3_extended_result_codes(sqlite->handle, 1);
	sqlite3_busy_handler(sqlite->handle, on_busy, sqlite);
	sqlite3_progress_handler(sqlite->handle, 20000, on_progress, NULL);
	return &sqlite->db;
}

static void sqlite_close(struct db *db)
{
	struct sqlite *sqlite = mine(db);

	sqlite3_finalize(sqlite->add);
	sqlite3_finalize(sqlite->change);
	sqlite3_finalize(sqlite->ask_version);
	sqlite3_close(sqlite->handle);
	sqlite->handle = NULL;
}

static bool sqlite_lock(struct db *db, int milliseconds)
{
	mine(db)->wait = milliseconds;
	return true;
}

/* A statement that is kept for the next time. */
static sqlite3_stmt *prepared(struct sqlite *sqlite, sqlite3_stmt **kept, const char *sql)
{
	if (!*kept)
		sqlite3_prepare_v3(sqlite->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
	return *kept;
}

static bool ask_number(struct sqlite *sqlite, sqlite3_stmt *statement, int64_t *number)
{
	bool got = statement && sqlite3_step(statement) == SQLITE_ROW;

	*number = got ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_reset(statement);
	return got || report_failure(sqlite, "cannot read the database");
}

static bool data_version(struct sqlite *sqlite, int64_t *version)
{
	return ask_number(sqlite, prepared(sqlite, &sqlite->ask_version, "PRAGMA main.data_version"),
			  version);
}

static const char find_history_sql[] =
	"SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = '_prisma_migrations'";

static bool find_history(struct sqlite *sqlite, bool *found)
{
	sqlite3_stmt *statement = NULL;
	int64_t count = 0;

	sqlite3_prepare_v2(sqlite->handle, find_history_sql, -1, &statement, NULL);
	bool read = ask_number(sqlite, statement, &count);
	sqlite3_finalize(statement);
	*found = count > 0;
	return read;
}

/* A file that was empty has no version yet: there the table itself tells. */
static bool sqlite_history_stale(struct db *db)
{
	struct sqlite *sqlite = mine(db);
	bool found = sqlite->had_history;
	int64_t now = sqlite->version;

	return data_version(sqlite, &now) && (found || find_history(sqlite, &found)) &&
	       (now != sqlite->version || found != sqlite->had_history);
}

static const char *column_text(struct arena *arena, sqlite3_stmt *statement, int column)
{
	const unsigned char *text = sqlite3_column_text(statement, column);

	return text ? arena_string(arena, (const char *)text) : NULL;
}

/* Prisma's native engine writes milliseconds, its drivers RFC 3339, and SQLite's default text. */
static db_time column_time(sqlite3_stmt *statement, int column)
{
	switch (sqlite3_column_type(statement, column)) {
	case SQLITE_NULL:
		return 0;
	case SQLITE_TEXT:
		return time_parse((const char *)sqlite3_column_text(statement, column));
	default:
		return sqlite3_column_int64(statement, column);
	}
}

static const char history_sql[] =
	"SELECT id, migration_name, checksum, logs, started_at, finished_at, rolled_back_at,"
	" applied_steps_count FROM main._prisma_migrations ORDER BY rowid";

static bool sqlite_history_read(struct db *db, struct history *history)
{
	struct sqlite *sqlite = mine(db);
	sqlite3_stmt *rows = NULL;

	if (!sqlite->handle)
		return true;
	if (!data_version(sqlite, &sqlite->version))
		return false;
	if (!find_history(sqlite, &sqlite->had_history))
		return false;
	if (!sqlite->had_history)
		return true;
	int result = sqlite3_prepare_v2(sqlite->handle, history_sql, -1, &rows, NULL);
	if (result == SQLITE_OK)
		result = sqlite3_step(rows);
	for (; result == SQLITE_ROW; result = sqlite3_step(rows))
		*vector_add(db->arena, &history->rows) = (struct history_row){
			.id = column_text(db->arena, rows, 0),
			.name = column_text(db->arena, rows, 1),
			.checksum = column_text(db->arena, rows, 2),
			.logs = column_text(db->arena, rows, 3),
			.started = column_time(rows, 4),
			.finished = column_time(rows, 5),
			.rolled_back = column_time(rows, 6),
			.steps = sqlite3_column_int(rows, 7),
		};
	history->exists = true;
	if (result != SQLITE_DONE)
		report_failure(sqlite, "cannot read the history in");
	sqlite3_finalize(rows);
	return result == SQLITE_DONE;
}

/* Prisma's own statement. */
static const char create_sql[] =
	"CREATE TABLE IF NOT EXISTS main.\"_prisma_migrations\" (\n"
	"    \"id\"                    TEXT PRIMARY KEY NOT NULL,\n"
	"    \"checksum\"              TEXT NOT NULL,\n"
	"    \"finished_at\"           DATETIME,\n"
	"    \"migration_name\"        TEXT NOT NULL,\n"
	"    \"logs\"                  TEXT,\n"
	"    \"rolled_back_at\"        DATETIME,\n"
	"    \"started_at\"            DATETIME NOT NULL DEFAULT current_timestamp,\n"
	"    \"applied_steps_count\"   INTEGER UNSIGNED NOT NULL DEFAULT 0\n"
	")";

static bool sqlite_history_create(struct db *db)
{
	struct sqlite *sqlite = mine(db);

	return sqlite3_exec(sqlite->handle, create_sql, NULL, NULL, NULL) == SQLITE_OK ||
	       report_failure(sqlite, "cannot make the history table in");
}

static void bind_time(sqlite3_stmt *statement, int parameter, db_time time)
{
	if (time)
		sqlite3_bind_int64(statement, parameter, time);
	else
		sqlite3_bind_null(statement, parameter);
}

static bool write_row(struct sqlite *sqlite, sqlite3_stmt *statement,
		      const struct history_row *row)
{
	if (!statement)
		return report_failure(sqlite, "cannot write the history in");
	sqlite3_bind_text(statement, 1, row->id, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, row->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 3, row->checksum, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 4, row->logs, -1, SQLITE_STATIC);
	bind_time(statement, 5, row->started);
	bind_time(statement, 6, row->finished);
	bind_time(statement, 7, row->rolled_back);
	sqlite3_bind_int(statement, 8, row->steps);
	int result = sqlite3_step(statement);
	if (result != SQLITE_DONE)
		report_failure(sqlite, "cannot write the history in");
	sqlite3_reset(statement);
	return result == SQLITE_DONE;
}

static bool sqlite_history_add(struct db *db, const struct history_row *row)
{
	struct sqlite *sqlite = mine(db);

	return write_row(sqlite,
			 prepared(sqlite, &sqlite->add,
				  "INSERT INTO main._prisma_migrations (id, migration_name,"
				  " checksum, logs, started_at, finished_at, rolled_back_at,"
				  " applied_steps_count) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
			 row);
}

static bool sqlite_history_change(struct db *db, const struct history_row *row)
{
	struct sqlite *sqlite = mine(db);

	return write_row(sqlite,
			 prepared(sqlite, &sqlite->change,
				  "UPDATE main._prisma_migrations SET migration_name = ?2,"
				  " checksum = ?3, logs = ?4, started_at = ?5, finished_at = ?6,"
				  " rolled_back_at = ?7, applied_steps_count = ?8 WHERE id = ?1"),
			 row);
}

/* What replication and SQLite itself keep there is nobody's schema. */
static const char tables_sql[] =
	"SELECT count(*) FROM main.sqlite_schema WHERE type = 'table'"
	" AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_litestream_*'"
	" AND name <> '_prisma_migrations'";

static bool sqlite_has_tables(struct db *db, bool *has)
{
	struct sqlite *sqlite = mine(db);
	sqlite3_stmt *statement = NULL;
	int64_t count = 0;

	*has = false;
	if (!sqlite->handle)
		return true;
	sqlite3_prepare_v2(sqlite->handle, tables_sql, -1, &statement, NULL);
	bool read = ask_number(sqlite, statement, &count);
	sqlite3_finalize(statement);
	*has = count > 0;
	return read;
}

static bool wants_foreign_keys_off(const struct script *script)
{
	const struct statement *statement;

	vector_each(statement, &script->statements) {
		struct lexer lexer = {&dialect_sqlite.lexis, script->source->text, statement->start,
				      statement->end};
		for (size_t i = 0; i < sizeof foreign_key_rules / sizeof *foreign_key_rules; i++)
			if (lexer_matches(lexer, foreign_key_rules[i]))
				return true;
	}
	return false;
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
	for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
		if ((code & 0xFF) == troubles[i].code) {
			failure->kind = FAILED_TROUBLE;
			failure->hint = troubles[i].hint;
		}
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

/* Calls for each row that misses its parent. False, with what SQLite says, where it cannot tell. */
static bool count_violations(struct sqlite *sqlite, struct violations **list, size_t *count,
			     struct db_failure *failure)
{
	VECTOR(struct violations) found = {0};
	struct violations *one;
	sqlite3_stmt *rows = NULL;
	int result = sqlite3_prepare_v2(sqlite->handle, "PRAGMA foreign_key_check", -1, &rows, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(rows);
	for (; result == SQLITE_ROW; result = sqlite3_step(rows)) {
		const char *child = (const char *)sqlite3_column_text(rows, 0);
		const char *parent = (const char *)sqlite3_column_text(rows, 2);
		vector_each(one, &found)
			if (strcmp(one->child, child) == 0 && strcmp(one->parent, parent) == 0)
				break;
		if (!found.count || one == found.at + found.count) {
			one = vector_add(sqlite->db.arena, &found);
			one->child = arena_string(sqlite->db.arena, child);
			one->parent = arena_string(sqlite->db.arena, parent);
		}
		one->count++;
	}
	if (result != SQLITE_DONE)
		fail(sqlite, failure);
	sqlite3_finalize(rows);
	*list = found.at;
	*count = found.count;
	return result == SQLITE_DONE;
}

/* Who keeps others from writing, as the locks on the file tell; 0 where they do not. */
static pid_t lock_holder(const struct sqlite *sqlite)
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
		pid_t holder = lock_holder(sqlite);
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

static bool sqlite_settle(struct db *db, struct db_failure *failure)
{
	struct sqlite *sqlite = mine(db);

	if (!sqlite->in_group)
		return true;
	if (execute(sqlite, "COMMIT", failure)) {
		sqlite->in_group = false;
		sqlite->group = 0;
		return true;
	}
	if (!sqlite3_get_autocommit(sqlite->handle))
		sqlite3_exec(sqlite->handle, "ROLLBACK", NULL, NULL, NULL);
	sqlite->in_group = false;
	return false;
}

static bool sqlite_settled(const struct db *db)
{
	return !((const struct sqlite *)(const void *)db)->in_group;
}

static bool sqlite_lost(struct db *db)
{
	bool lost = mine(db)->group_lost;

	mine(db)->group_lost = false;
	return lost;
}

static bool sqlite_begin(struct db *db, const struct script *script, const struct run *run,
			 int lock_timeout, struct db_failure *failure)
{
	struct sqlite *sqlite = mine(db);
	bool off = script && wants_foreign_keys_off(script);

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
	/* What is broken already is nobody's fault now; a check that fails is one to be left out. */
	struct db_failure ignored;
	if (off)
		count_violations(sqlite, &sqlite->before.at, &sqlite->before.count, &ignored);
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
	struct violations *now = NULL;
	size_t count = 0;

	if (!count_violations(sqlite, &now, &count, failure))
		return false;
	for (size_t i = 0; i < count; i++)
		if (now[i].count > before_count(sqlite, &now[i])) {
			failure->code = code_name(sqlite->db.arena, SQLITE_CONSTRAINT_FOREIGNKEY);
			failure->message = arena_format(
				sqlite->db.arena,
				"it would leave %zu row%s of \"%s\" without the row of \"%s\" that "
				"a foreign key of theirs names",
				now[i].count, now[i].count == 1 ? "" : "s", now[i].child,
				now[i].parent);
			return false;
		}
	return true;
}

static bool sqlite_rollback(struct db *db)
{
	struct sqlite *sqlite = mine(db);
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
	       report_failure(sqlite, "cannot undo the transaction in");
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

static bool sqlite_commit(struct db *db, struct db_failure *failure)
{
	struct sqlite *sqlite = mine(db);
	bool holds = sqlite->foreign_keys_off ? check_foreign_keys(sqlite, failure)
					      : check_deferred(sqlite, failure);

	if (!holds || !execute(sqlite, "RELEASE migtools", failure)) {
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

static bool sqlite_run(struct db *db, const struct script *script, const struct run *run,
		       struct db_failure *failure)
{
	if (run->kind == RUN_ALONE && !sqlite_settle(db, failure))
		return false;
	for (size_t i = run->first; i < run->first + run->count; i++)
		if (script->statements.at[i].kind != STATEMENT_BEGIN &&
		    !run_statement(mine(db), script, i, failure))
			return false;
	return true;
}

/* What SQLite runs alone may be run again. */
static bool sqlite_run_is_done(struct db *db, const struct script *script, const struct run *run)
{
	(void)db;
	(void)script;
	(void)run;
	return false;
}

const struct db_dialect dialect_sqlite = {
	.provider = "sqlite",
	.lexis = {.bracket_names = true, .trigger_bodies = true},
	.rules = rules,
	.open = sqlite_open,
	.close = sqlite_close,
	.lock = sqlite_lock,
	.history_read = sqlite_history_read,
	.history_stale = sqlite_history_stale,
	.history_create = sqlite_history_create,
	.history_add = sqlite_history_add,
	.history_change = sqlite_history_change,
	.has_tables = sqlite_has_tables,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.settle = sqlite_settle,
	.settled = sqlite_settled,
	.lost = sqlite_lost,
	.run = sqlite_run,
	.run_is_done = sqlite_run_is_done,
};
