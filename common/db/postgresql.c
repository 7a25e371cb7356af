/* PostgreSQL: a server, spoken to through libpq. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/interrupt.h"
#include "base/program.h"
#include "db/dialect.h"
#include "db/libpq.h"

/* Prisma's key: whoever holds it changes the history of this database, be it Prisma or us. */
#define LOCK_KEY "72707369"

struct postgresql {
	struct db db;
	struct libpq pq;
	PGconn *connection;
	const char *history; /* the table's name, quoted, with its schema */
	const char *schema;  /* quoted */

	/* What is to be said before all else, so that it travels with it: `unsent_count` statements. */
	struct buffer unsent;
	size_t unsent_count;
	bool in_transaction;
};

static const struct statement_rule rules[] = {
	{"BEGIN", STATEMENT_BEGIN},
	{"START TRANSACTION", STATEMENT_BEGIN},
	{"COMMIT PREPARED", STATEMENT_ALONE},
	{"COMMIT", STATEMENT_COMMIT},
	{"END", STATEMENT_COMMIT},
	{"ROLLBACK PREPARED", STATEMENT_ALONE},
	{"ROLLBACK TO", STATEMENT_PLAIN},
	{"ROLLBACK WORK TO", STATEMENT_PLAIN},
	{"ROLLBACK TRANSACTION TO", STATEMENT_PLAIN},
	{"ROLLBACK", STATEMENT_ROLLBACK},
	{"ABORT", STATEMENT_ROLLBACK},
	/* What the server refuses beyond these it says itself, and db_script_learn listens. */
	{"CREATE INDEX CONCURRENTLY", STATEMENT_ALONE},
	{"CREATE UNIQUE INDEX CONCURRENTLY", STATEMENT_ALONE},
	{"DROP INDEX CONCURRENTLY", STATEMENT_ALONE},
	{"REINDEX ... CONCURRENTLY", STATEMENT_ALONE},
	{"REINDEX DATABASE", STATEMENT_ALONE},
	{"REINDEX SCHEMA", STATEMENT_ALONE},
	{"REINDEX SYSTEM", STATEMENT_ALONE},
	{"ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY", STATEMENT_ALONE},
	{"CLUSTER |", STATEMENT_ALONE},
	{"VACUUM", STATEMENT_ALONE},
	{"ALTER SYSTEM", STATEMENT_ALONE},
	{"CREATE DATABASE", STATEMENT_ALONE},
	{"DROP DATABASE", STATEMENT_ALONE},
	{"CREATE TABLESPACE", STATEMENT_ALONE},
	{"DROP TABLESPACE", STATEMENT_ALONE},
	{NULL, STATEMENT_PLAIN},
};

/* What a server's code means for a script. */
static const struct {
	const char *code;
	enum failure_kind kind;
} kinds[] = {
	{"55P03", FAILED_BUSY},		/* lock_not_available: lock_timeout */
	{"40P01", FAILED_BUSY},		/* deadlock_detected */
	{"40001", FAILED_BUSY},		/* serialization_failure */
	{"25001", FAILED_NOT_TOGETHER}, /* active_sql_transaction */
	{"2D000", FAILED_NOT_TOGETHER}, /* invalid_transaction_termination: a DO that commits */
	{"55P04", FAILED_NEEDS_COMMIT}, /* unsafe_new_enum_value_usage */
	{"57P01", FAILED_TROUBLE},	/* admin_shutdown */
	{"57P02", FAILED_TROUBLE},	/* crash_shutdown */
	{"57P03", FAILED_TROUBLE},	/* cannot_connect_now */
};

static struct postgresql *mine(struct db *db)
{
	return (struct postgresql *)(void *)db;
}

/*
 * Talking.
 */

/* Where text is asked for that libpq allocated, it moves into the arena. */
static const char *quoted(struct postgresql *pg, const char *text,
			  __typeof__(PQescapeLiteral) *quote)
{
	char *made = quote(pg->connection, text, strlen(text));
	const char *kept = arena_string(pg->db.arena, made ? made : "");

	pg->pq.PQfreemem(made);
	return kept;
}

static void cancel(struct postgresql *pg)
{
	PGcancel *how = pg->pq.PQgetCancel(pg->connection);
	char why[256];

	if (how)
		pg->pq.PQcancel(how, why, sizeof why);
	pg->pq.PQfreeCancel(how);
}

/* The next result of what was sent; a signal meanwhile cancels the statement, where that is wanted. */
static PGresult *next_result(struct postgresql *pg, bool interruptible)
{
	bool cancelled = false;

	while (pg->pq.PQisBusy(pg->connection)) {
		interrupt_wait(pg->pq.PQsocket(pg->connection), false, interruptible ? -1 : 1000);
		if (interruptible && interrupt_seen() && !cancelled) {
			cancel(pg);
			cancelled = true;
			interruptible = false;
		}
		if (!pg->pq.PQconsumeInput(pg->connection))
			break;
	}
	return pg->pq.PQgetResult(pg->connection);
}

static bool is_good(struct postgresql *pg, const PGresult *result)
{
	ExecStatusType status = pg->pq.PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	       status == PGRES_EMPTY_QUERY || status == PGRES_SINGLE_TUPLE;
}

/* Keeps one statement for the next that is sent. */
static void say_later(struct postgresql *pg, const char *sql)
{
	buffer_add(&pg->unsent, sql);
	buffer_add(&pg->unsent, ";");
	pg->unsent_count++;
}

static void forget_unsent(struct postgresql *pg)
{
	pg->unsent.length = 0;
	pg->unsent_count = 0;
}

/* Sends what was kept and `sql`, in one message. */
static bool send(struct postgresql *pg, const char *sql)
{
	bool sent;

	if (!pg->unsent_count)
		return pg->pq.PQsendQuery(pg->connection, sql);
	buffer_add(&pg->unsent, sql);
	sent = pg->pq.PQsendQuery(pg->connection, pg->unsent.text);
	forget_unsent(pg);
	return sent;
}

/* Sends what we say ourselves; the last result, or the first that is an error. To be cleared. */
static PGresult *ask(struct postgresql *pg, const char *sql)
{
	PGresult *last = NULL, *result;

	if (!send(pg, sql))
		return NULL;
	while ((result = next_result(pg, false))) {
		if (last && !is_good(pg, last)) {
			pg->pq.PQclear(result);
		} else {
			pg->pq.PQclear(last);
			last = result;
		}
	}
	return last;
}

/* A server's message may end in a newline, and hold several. */
static const char *one_line(struct arena *arena, const char *text)
{
	char *line = arena_string(arena, text ? text : "");
	size_t length = strlen(line);

	while (length > 0 && line[length - 1] == '\n')
		line[--length] = '\0';
	for (char *c = line; *c; c++)
		if (*c == '\n')
			*c = ' ';
	return line;
}

static const char *field(struct postgresql *pg, const PGresult *result, int code)
{
	const char *text = result ? pg->pq.PQresultErrorField(result, code) : NULL;

	return text ? arena_string(pg->db.arena, text) : NULL;
}

/* Says what went wrong with `what`, and clears the result. Always false. */
static bool report_result(struct postgresql *pg, PGresult *result, const char *what)
{
	const char *message = field(pg, result, PG_DIAG_MESSAGE_PRIMARY);
	const char *code = field(pg, result, PG_DIAG_SQLSTATE);
	const char *hint = field(pg, result, PG_DIAG_MESSAGE_HINT);

	if (!message)
		message = one_line(pg->db.arena, pg->pq.PQerrorMessage(pg->connection));
	report_error(pg->db.report, nowhere, "%s %s: %s%s%s%s", what, pg->db.url->shown, message,
		     code ? " (" : "", code ? code : "", code ? ")" : "");
	if (hint)
		report_hint(pg->db.report, "%s", hint);
	pg->pq.PQclear(result);
	return false;
}

/* Runs what gives nothing to read. */
static bool tell(struct postgresql *pg, const char *sql, const char *what)
{
	PGresult *result = ask(pg, sql);

	if (!result || !is_good(pg, result))
		return report_result(pg, result, what);
	pg->pq.PQclear(result);
	return true;
}

/* Runs what gives one value; NULL in `value` where it gives none. */
static bool tell_value(struct postgresql *pg, const char *sql, const char *what, const char **value)
{
	PGresult *result = ask(pg, sql);

	*value = NULL;
	if (!result || !is_good(pg, result))
		return report_result(pg, result, what);
	if (pg->pq.PQntuples(result) > 0 && !pg->pq.PQgetisnull(result, 0, 0))
		*value = arena_string(pg->db.arena, pg->pq.PQgetvalue(result, 0, 0));
	pg->pq.PQclear(result);
	return true;
}

/*
 * Connecting.
 */

static void ignore_notice(void *context, const char *message)
{
	(void)context;
	(void)message;
}

static PGconn *connect_to(struct postgresql *pg, const char *database)
{
	const struct db_url *url = pg->db.url;
	struct names keywords = {0}, values = {0};

	for (size_t i = 0; i < url->keywords.count; i++) {
		bool replaced = database && strcmp(url->keywords.at[i], "dbname") == 0;
		*vector_add(pg->db.arena, &keywords) = url->keywords.at[i];
		*vector_add(pg->db.arena, &values) = replaced ? database : url->values.at[i];
	}
	*vector_add(pg->db.arena, &keywords) = "fallback_application_name";
	*vector_add(pg->db.arena, &values) = program_name();
	*vector_add(pg->db.arena, &keywords) = "client_encoding";
	*vector_add(pg->db.arena, &values) = "UTF8";
	*vector_add(pg->db.arena, &keywords) = NULL;
	*vector_add(pg->db.arena, &values) = NULL;
	return pg->pq.PQconnectdbParams(keywords.at, values.at, 0);
}

/* libpq's message may repeat what the URL holds, but never the password. */
static bool report_connection(struct postgresql *pg)
{
	const char *message = one_line(pg->db.arena, pg->pq.PQerrorMessage(pg->connection));

	report_error(pg->db.report, nowhere, "cannot connect to %s: %s", pg->db.url->shown, message);
	pg->pq.PQfinish(pg->connection);
	pg->connection = NULL;
	return false;
}

/* The server says so in words only: a connection that fails has no SQLSTATE. */
static bool database_is_missing(struct postgresql *pg)
{
	const char *database = db_url_value(pg->db.url, "dbname");
	const char *message = pg->pq.PQerrorMessage(pg->connection);

	return database && strstr(message, "database \"") && strstr(message, database) &&
	       strstr(message, "does not exist");
}

/* From one of those that every server has. */
static bool create_database(struct postgresql *pg)
{
	static const char *const others[] = {"postgres", "template1", "defaultdb"};
	const char *database = db_url_value(pg->db.url, "dbname");

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		pg->pq.PQfinish(pg->connection);
		pg->connection = connect_to(pg, others[i]);
		if (pg->pq.PQstatus(pg->connection) != CONNECTION_OK)
			continue;
		const char *name = quoted(pg, database, pg->pq.PQescapeIdentifier);
		PGresult *result = ask(pg, arena_format(pg->db.arena, "CREATE DATABASE %s", name));
		const char *code = field(pg, result, PG_DIAG_SQLSTATE);
		/* Another process may be doing the same: duplicate_database, or a unique violation. */
		bool there = code && (strcmp(code, "42P04") == 0 || strcmp(code, "23505") == 0);
		if (result && !is_good(pg, result) && !there)
			return report_result(pg, result, "cannot create the database of");
		pg->pq.PQclear(result);
		pg->pq.PQfinish(pg->connection);
		pg->connection = connect_to(pg, NULL);
		return pg->pq.PQstatus(pg->connection) == CONNECTION_OK || report_connection(pg);
	}
	return report_connection(pg);
}

/* To work, tables go where the URL says. */
static bool prepare(struct postgresql *pg)
{
	const char *sql = arena_format(pg->db.arena, "SET search_path TO %s", pg->schema);
	const char *there;

	if (!tell(pg, sql, "cannot use the schema of"))
		return false;
	sql = arena_format(pg->db.arena, "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = %s",
			   quoted(pg, pg->db.url->schema, pg->pq.PQescapeLiteral));
	if (!tell_value(pg, sql, "cannot read", &there))
		return false;
	return there || tell(pg,
			     arena_format(pg->db.arena, "CREATE SCHEMA IF NOT EXISTS %s", pg->schema),
			     "cannot create the schema of");
}

static struct db *pg_open(const struct db_url *url, enum db_access access, struct report *report)
{
	struct postgresql *pg = arena_alloc(report->arena, sizeof *pg);

	pg->db = (struct db){&dialect_postgresql, url, access, report, report->arena};
	pg->unsent.arena = report->arena;
	if (!libpq_load(&pg->pq, report))
		return NULL;
	pg->connection = connect_to(pg, NULL);
	if (pg->pq.PQstatus(pg->connection) != CONNECTION_OK) {
		if (!database_is_missing(pg)) {
			report_connection(pg);
			return NULL;
		}
		if (access == DB_LOOK) {
			db_report_missing(&pg->db);
			pg->pq.PQfinish(pg->connection);
			pg->connection = NULL;
			return &pg->db;
		}
		if (!create_database(pg))
			return NULL;
	}
	pg->pq.PQsetNoticeProcessor(pg->connection, ignore_notice, NULL);
	pg->schema = quoted(pg, url->schema, pg->pq.PQescapeIdentifier);
	pg->history = arena_format(pg->db.arena, "%s._prisma_migrations", pg->schema);
	if (access == DB_WORK && !prepare(pg)) {
		pg->pq.PQfinish(pg->connection);
		return NULL;
	}
	return &pg->db;
}

static void pg_close(struct db *db)
{
	mine(db)->pq.PQfinish(mine(db)->connection);
}

/*
 * The lock.
 */

static const char holder_sql[] =
	"SELECT 'process ' || a.pid || ' (' || coalesce(nullif(a.application_name, ''), 'no name')"
	" || ') of user ' || coalesce(a.usename, '?')"
	" || coalesce(' at ' || host(a.client_addr), '')"
	" || ', connected since ' || to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS')"
	" FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)"
	" WHERE l.locktype = 'advisory' AND l.granted AND l.objid = " LOCK_KEY
	" AND l.classid = 0 AND l.objsubid = 1"
	" AND l.database = (SELECT oid FROM pg_catalog.pg_database"
	" WHERE datname = pg_catalog.current_database())";

static bool report_holder(struct postgresql *pg, int milliseconds)
{
	const char *holder;

	if (!tell_value(pg, holder_sql, "cannot ask who holds the lock of", &holder))
		return false;
	report_error(pg->db.report, nowhere,
		     "the migrations of %s are locked, waited %d s: the lock is held by %s",
		     pg->db.url->shown, milliseconds / 1000,
		     holder ? holder : "a process that has just gone");
	return report_hint(pg->db.report, "let it finish, or wait longer");
}

/* Prisma's switch for servers that have no such lock. */
static bool lock_is_off(void)
{
	const char *off = getenv("PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK");

	return off && *off && strcmp(off, "0") != 0;
}

/*
 * The lock is tried for, not waited for: a statement that waits has a snapshot, which the holder's
 * CREATE INDEX CONCURRENTLY would wait for in its turn.
 */
static bool pg_lock(struct db *db, int milliseconds)
{
	struct postgresql *pg = mine(db);
	db_time end = db_now() + milliseconds;
	int pause = 10;

	if (lock_is_off())
		return true;
	for (;;) {
		const char *got;
		if (!tell_value(pg, "SELECT 1 WHERE pg_catalog.pg_try_advisory_lock(" LOCK_KEY ")",
				"cannot lock", &got))
			return false;
		if (got)
			return true;
		if (interrupt_seen())
			return report_error(db->report, nowhere,
					    "interrupted while waiting for the lock");
		if (db_now() >= end)
			return report_holder(pg, milliseconds);
		interrupt_wait(-1, false, pause);
		pause = pause < 200 ? pause + pause / 2 : 200;
	}
}

/*
 * The history.
 */

#define MILLISECONDS(column) "(extract(epoch from " column ") * 1000)::bigint"

static const char history_columns[] =
	"id, migration_name, checksum, logs, " MILLISECONDS("started_at") ", " MILLISECONDS(
		"finished_at") ", " MILLISECONDS("rolled_back_at") ", applied_steps_count";

static const char *cell(struct postgresql *pg, const PGresult *result, int row, int column)
{
	return pg->pq.PQgetisnull(result, row, column)
		       ? NULL
		       : arena_string(pg->db.arena, pg->pq.PQgetvalue(result, row, column));
}

static db_time cell_time(struct postgresql *pg, const PGresult *result, int row, int column)
{
	/* A NULL is the empty string. */
	return strtoll(pg->pq.PQgetvalue(result, row, column), NULL, 10);
}

/* undefined_table, invalid_schema_name: nothing was applied yet. */
static bool is_missing(const char *code)
{
	return code && (strcmp(code, "42P01") == 0 || strcmp(code, "3F000") == 0);
}

static bool pg_history_read(struct db *db, struct history *history)
{
	struct postgresql *pg = mine(db);

	if (!pg->connection)
		return true;
	PGresult *result = ask(pg, arena_format(db->arena, "SELECT %s FROM %s ORDER BY started_at,"
							   " migration_name",
						history_columns, pg->history));

	if (!result || !is_good(pg, result)) {
		if (!is_missing(field(pg, result, PG_DIAG_SQLSTATE)))
			return report_result(pg, result, "cannot read the history of");
		pg->pq.PQclear(result);
		return true;
	}
	history->exists = true;
	for (int row = 0; row < pg->pq.PQntuples(result); row++)
		*vector_add(db->arena, &history->rows) = (struct history_row){
			.id = cell(pg, result, row, 0),
			.name = cell(pg, result, row, 1),
			.checksum = cell(pg, result, row, 2),
			.logs = cell(pg, result, row, 3),
			.started = cell_time(pg, result, row, 4),
			.finished = cell_time(pg, result, row, 5),
			.rolled_back = cell_time(pg, result, row, 6),
			.steps = (int)cell_time(pg, result, row, 7),
		};
	pg->pq.PQclear(result);
	return true;
}

/* The lock keeps everybody else out. */
static bool pg_history_stale(struct db *db)
{
	(void)db;
	return false;
}

/* Prisma's own table, column for column. */
static const char create_sql[] =
	"CREATE TABLE IF NOT EXISTS %s (\n"
	"    id                      VARCHAR(36) PRIMARY KEY NOT NULL,\n"
	"    checksum                VARCHAR(64) NOT NULL,\n"
	"    finished_at             TIMESTAMPTZ,\n"
	"    migration_name          VARCHAR(255) NOT NULL,\n"
	"    logs                    TEXT,\n"
	"    rolled_back_at          TIMESTAMPTZ,\n"
	"    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),\n"
	"    applied_steps_count     INTEGER NOT NULL DEFAULT 0\n"
	")";

static bool pg_history_create(struct db *db)
{
	struct buffer sql = {.arena = db->arena};

	buffer_format(&sql, create_sql, mine(db)->history);
	return tell(mine(db), buffer_text(&sql), "cannot make the history table in");
}

static void add_text(struct postgresql *pg, struct buffer *sql, const char *text)
{
	buffer_add(sql, text ? quoted(pg, text, pg->pq.PQescapeLiteral) : "NULL");
	buffer_add(sql, ", ");
}

static void add_time(struct buffer *sql, db_time time)
{
	if (time)
		buffer_format(sql, "pg_catalog.to_timestamp(%" PRId64 " / 1000.0), ", time);
	else
		buffer_add(sql, "NULL, ");
}

/* The values of a row in the order of `row_columns`. */
static void add_row(struct postgresql *pg, struct buffer *sql, const struct history_row *row)
{
	add_text(pg, sql, row->id);
	add_text(pg, sql, row->name);
	add_text(pg, sql, row->checksum);
	add_text(pg, sql, row->logs);
	add_time(sql, row->started);
	add_time(sql, row->finished);
	add_time(sql, row->rolled_back);
	buffer_format(sql, "%d", row->steps);
}

static const char row_columns[] = "id, migration_name, checksum, logs, started_at, finished_at,"
				  " rolled_back_at, applied_steps_count";

/* In a transaction it travels with the COMMIT. */
static bool write_history(struct postgresql *pg, struct buffer *sql)
{
	if (!pg->in_transaction)
		return tell(pg, buffer_text(sql), "cannot write the history of");
	/* The script may have taken on a role that may not write here. */
	say_later(pg, "RESET SESSION AUTHORIZATION");
	say_later(pg, "RESET ROLE");
	say_later(pg, buffer_text(sql));
	return true;
}

static bool pg_history_add(struct db *db, const struct history_row *row)
{
	struct postgresql *pg = mine(db);
	struct buffer sql = {.arena = db->arena};

	buffer_format(&sql, "INSERT INTO %s (%s) VALUES (", pg->history, row_columns);
	add_row(pg, &sql, row);
	buffer_add(&sql, ")");
	return write_history(pg, &sql);
}

static bool pg_history_change(struct db *db, const struct history_row *row)
{
	struct postgresql *pg = mine(db);
	struct buffer sql = {.arena = db->arena};

	buffer_format(&sql, "UPDATE %s SET (%s) = ROW (", pg->history, row_columns);
	add_row(pg, &sql, row);
	buffer_format(&sql, ") WHERE id = %s", quoted(pg, row->id, pg->pq.PQescapeLiteral));
	return write_history(pg, &sql);
}

/* What belongs to an extension (PostGIS keeps tables) is nobody's schema. */
static const char tables_sql[] =
	"SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace"
	" WHERE nspname = %s AND relkind IN ('r', 'p') AND relname <> '_prisma_migrations'"
	" AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid"
	" AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'e') LIMIT 1";

static bool pg_has_tables(struct db *db, bool *has)
{
	struct postgresql *pg = mine(db);
	struct buffer sql = {.arena = db->arena};
	const char *found;

	*has = false;
	if (!pg->connection)
		return true;
	buffer_format(&sql, tables_sql, quoted(pg, db->url->schema, pg->pq.PQescapeLiteral));
	bool read = tell_value(pg, buffer_text(&sql), "cannot read", &found);
	*has = read && found;
	return read;
}

/*
 * Scripts.
 */

/* Character `position` (from 1) of what starts at `start`, in bytes of the source. */
static size_t offset_of(const struct source *source, size_t start, long position)
{
	size_t offset = start;

	for (long i = 1; i < position && offset < source->length; i++)
		for (offset++; offset < source->length && (source->text[offset] & 0xC0) == 0x80;)
			offset++;
	return offset;
}

/* What of ours went ahead of a run, in the same message. */
struct sent {
	size_t characters, statements;
};

/* Where `result` says that the error is; without that, it is the statement after those that went well. */
static void find_place(struct postgresql *pg, const PGresult *result, const struct script *script,
		       const struct run *run, const struct sent *sent, size_t done,
		       struct db_failure *failure)
{
	const char *told = field(pg, result, PG_DIAG_STATEMENT_POSITION);
	long position = told ? strtol(told, NULL, 10) - (long)sent->characters : 0;
	size_t n = run->first;

	if (position > 0) {
		failure->place.source = script->source;
		failure->place.start =
			offset_of(script->source, script->statements.at[n].start, position);
		failure->place.end = failure->place.start;
		while (n + 1 < run->first + run->count &&
		       script->statements.at[n + 1].start <= failure->place.start)
			n++;
	} else if (done >= sent->statements) {
		done -= sent->statements;
		n += done < run->count ? done : run->count - 1;
		failure->place = (struct place){script->source, script->statements.at[n].start,
						script->statements.at[n].end};
	}
	failure->statement = n;
}

/* Fills in what the server says. Always false. */
static bool fail(struct postgresql *pg, const PGresult *result, struct db_failure *failure)
{
	failure->code = field(pg, result, PG_DIAG_SQLSTATE);
	failure->message = field(pg, result, PG_DIAG_MESSAGE_PRIMARY);
	failure->detail = field(pg, result, PG_DIAG_MESSAGE_DETAIL);
	failure->hint = field(pg, result, PG_DIAG_MESSAGE_HINT);
	failure->context = field(pg, result, PG_DIAG_CONTEXT);
	for (size_t i = 0; failure->code && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(failure->code, kinds[i].code) == 0)
			failure->kind = kinds[i].kind;
	if (pg->pq.PQstatus(pg->connection) != CONNECTION_OK)
		failure->kind = FAILED_TROUBLE;
	else if (interrupt_seen())
		failure->kind = FAILED_INTERRUPTED;
	if (!failure->message)
		failure->message = one_line(pg->db.arena, pg->pq.PQerrorMessage(pg->connection));
	return false;
}

/* Our own statements around a script. */
static bool execute(struct postgresql *pg, const char *sql, struct db_failure *failure)
{
	PGresult *result = ask(pg, sql);
	bool good = result && is_good(pg, result);

	if (!good)
		fail(pg, result, failure);
	pg->pq.PQclear(result);
	return good;
}

static const char *statement_text(struct arena *arena, const struct script *script,
				  const struct statement *statement)
{
	return arena_slice(arena, script->source->text + statement->start,
			   statement->end - statement->start);
}

/* As a new session has it. */
static void say_fresh_settings(struct postgresql *pg, int lock_timeout)
{
	say_later(pg, "RESET SESSION AUTHORIZATION");
	say_later(pg, "RESET ROLE");
	say_later(pg, "RESET ALL");
	say_later(pg, arena_format(pg->db.arena, "SET search_path TO %s", pg->schema));
	say_later(pg, arena_format(pg->db.arena, "SET lock_timeout TO %d", lock_timeout));
}

static bool pg_begin(struct db *db, const struct script *script, const struct run *run,
		     int lock_timeout, struct db_failure *failure)
{
	struct postgresql *pg = mine(db);

	forget_unsent(pg);
	say_fresh_settings(pg, lock_timeout);
	pg->in_transaction = true;
	if (run && run->its_begin) {
		/* Its isolation level may not come after anything else in one message. */
		return execute(pg, "SELECT 1", failure) &&
		       execute(pg, statement_text(db->arena, script, run->its_begin), failure);
	}
	say_later(pg, "BEGIN");
	return true;
}

static bool pg_rollback(struct db *db)
{
	struct postgresql *pg = mine(db);

	forget_unsent(pg);
	pg->in_transaction = false;
	if (pg->pq.PQstatus(pg->connection) != CONNECTION_OK ||
	    pg->pq.PQtransactionStatus(pg->connection) == PQTRANS_IDLE)
		return true;
	return tell(pg, "ROLLBACK", "cannot undo the transaction in");
}

static bool pg_commit(struct db *db, struct db_failure *failure)
{
	struct postgresql *pg = mine(db);
	PGresult *result = ask(pg, "COMMIT");
	bool good = result && is_good(pg, result);

	/* A transaction that was broken answers ROLLBACK, and calls it good. */
	if (good && strcmp(pg->pq.PQcmdStatus(result), "COMMIT") != 0) {
		failure->message = "the transaction was undone";
		good = false;
	} else if (!good) {
		fail(pg, result, failure);
	}
	pg->pq.PQclear(result);
	if (!good)
		pg_rollback(db);
	pg->in_transaction = false;
	return good;
}

/* What COPY TO STDOUT gives is read, and thrown away. */
static void skip_copy(struct postgresql *pg)
{
	char *data;

	while (pg->pq.PQgetCopyData(pg->connection, &data, 0) > 0)
		pg->pq.PQfreemem(data);
}

/* Adds up what the server answers to a run, until it has answered all. */
static bool read_results(struct postgresql *pg, const struct script *script, const struct run *run,
			 const struct sent *sent, struct db_failure *failure)
{
	bool good = true;
	size_t done = 0;
	PGresult *result;

	while ((result = next_result(pg, true))) {
		ExecStatusType status = pg->pq.PQresultStatus(result);
		if (status == PGRES_COPY_IN)
			pg->pq.PQputCopyEnd(pg->connection, "a migration has no data stream");
		else if (status == PGRES_COPY_OUT)
			skip_copy(pg);
		else if (!is_good(pg, result) && good) {
			good = fail(pg, result, failure);
			find_place(pg, result, script, run, sent, done, failure);
		} else {
			done += status != PGRES_SINGLE_TUPLE;
		}
		pg->pq.PQclear(result);
	}
	return good;
}

/* Sends the bytes of a run as they stand, behind what was kept. */
static bool send_run(struct postgresql *pg, const struct script *script, const struct run *run,
		     struct db_failure *failure)
{
	size_t start = script->statements.at[run->first].start;
	size_t end = script->statements.at[run->first + run->count - 1].end;
	const char *text = arena_slice(pg->db.arena, script->source->text + start, end - start);
	struct source unsent = {"", pg->unsent.text, pg->unsent.length};
	struct sent sent = {pg->unsent_count ? source_position(&unsent, unsent.length).column - 1 : 0,
			    pg->unsent_count};

	if (!send(pg, text))
		return fail(pg, NULL, failure);
	/* Rows that nobody reads are not gathered. */
	pg->pq.PQsetSingleRowMode(pg->connection);
	if (!read_results(pg, script, run, &sent, failure))
		return false;
	return pg->pq.PQstatus(pg->connection) == CONNECTION_OK || fail(pg, NULL, failure);
}

/*
 * CREATE INDEX CONCURRENTLY, taken apart.
 */
struct index_statement {
	const char *name, *table; /* as they stand, schema and quotes included; NULL where there is none */
	bool creates;
};

static const char *take_name(struct arena *arena, struct lexer *lexer, struct token token)
{
	size_t start = token.start, end = token.end;

	for (;;) {
		struct lexer ahead = *lexer;
		if (!token_is(&ahead, lexer_next(&ahead), "."))
			break;
		token = lexer_next(&ahead);
		end = token.end;
		*lexer = ahead;
	}
	return arena_slice(arena, lexer->text + start, end - start);
}

static bool parse_index(struct arena *arena, const struct script *script, size_t n,
			struct index_statement *index)
{
	const struct statement *statement = &script->statements.at[n];
	struct lexer lexer = {&dialect_postgresql.lexis, script->source->text, statement->start,
			      statement->end};
	struct token token = lexer_next(&lexer);

	*index = (struct index_statement){.creates = token_is(&lexer, token, "CREATE")};
	if (!lexer_matches((struct lexer){lexer.lexis, lexer.text, statement->start, statement->end},
			   index->creates ? "CREATE ... INDEX CONCURRENTLY"
					  : "DROP INDEX CONCURRENTLY"))
		return false;
	while (!token_is(&lexer, token, "CONCURRENTLY"))
		token = lexer_next(&lexer);
	token = lexer_next(&lexer);
	while (token_is(&lexer, token, "IF") || token_is(&lexer, token, "NOT") ||
	       token_is(&lexer, token, "EXISTS"))
		token = lexer_next(&lexer);
	if (!token_is(&lexer, token, "ON")) {
		index->name = take_name(arena, &lexer, token);
		token = lexer_next(&lexer);
	}
	if (!index->creates)
		return index->name;
	token = lexer_next(&lexer);
	if (token_is(&lexer, token, "ONLY"))
		token = lexer_next(&lexer);
	index->table = take_name(arena, &lexer, token);
	return index->name;
}

/*
 * The index of that name in the table's schema: whether it is valid, and its full name. One that a
 * living process is building is none of ours.
 */
static const char find_index_sql[] =
	"SELECT i.indisvalid, pg_catalog.format('%%I.%%I', n.nspname, c.relname)"
	" FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
	" JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	" WHERE i.indrelid = pg_catalog.to_regclass(%s)"
	" AND c.relname = (pg_catalog.parse_ident(%s))[1]"
	" AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p"
	" WHERE p.index_relid = i.indexrelid)";

/* NULL where there is none. */
static const char *find_index(struct postgresql *pg, const struct index_statement *index,
			      bool *valid)
{
	struct buffer sql = {.arena = pg->db.arena};
	const char *name = NULL;

	buffer_format(&sql, find_index_sql, quoted(pg, index->table, pg->pq.PQescapeLiteral),
		      quoted(pg, index->name, pg->pq.PQescapeLiteral));
	PGresult *result = ask(pg, buffer_text(&sql));
	if (result && is_good(pg, result) && pg->pq.PQntuples(result) > 0) {
		*valid = *pg->pq.PQgetvalue(result, 0, 0) == 't';
		name = cell(pg, result, 0, 1);
	}
	pg->pq.PQclear(result);
	return name;
}

/* An index that a failed or killed CREATE INDEX CONCURRENTLY left is of no use, and costs each write. */
static void drop_invalid_index(struct postgresql *pg, const struct script *script, size_t n)
{
	struct index_statement index;
	bool valid = true;

	if (!parse_index(pg->db.arena, script, n, &index) || !index.creates)
		return;
	const char *name = find_index(pg, &index, &valid);
	if (!name || valid)
		return;
	pg->pq.PQclear(ask(pg, arena_format(pg->db.arena, "DROP INDEX CONCURRENTLY IF EXISTS %s",
					    name)));
}

static bool pg_run(struct db *db, const struct script *script, const struct run *run,
		   struct db_failure *failure)
{
	struct postgresql *pg = mine(db);

	if (!run->count)
		return true;
	if (run->kind == RUN_ALONE) {
		/* What works concurrently waits for others without standing in their way. */
		say_fresh_settings(pg, 0);
		if (!execute(pg, "SELECT 1", failure))
			return false;
		drop_invalid_index(pg, script, run->first);
	}
	bool good = send_run(pg, script, run, failure);
	if (!good && run->kind == RUN_ALONE && failure->kind != FAILED_TROUBLE)
		drop_invalid_index(pg, script, run->first);
	if (good && run->kind != RUN_ALONE &&
	    pg->pq.PQtransactionStatus(pg->connection) != PQTRANS_INTRANS) {
		failure->message = "the script ended the transaction that it runs in";
		return false;
	}
	return good;
}

static bool pg_run_is_done(struct db *db, const struct script *script, const struct run *run)
{
	struct postgresql *pg = mine(db);
	struct index_statement index;
	bool valid = false;
	const char *there;

	if (!parse_index(db->arena, script, run->first, &index))
		return false;
	if (index.creates)
		return find_index(pg, &index, &valid) && valid;
	const char *sql = arena_format(db->arena, "SELECT pg_catalog.to_regclass(%s)::text",
				       quoted(pg, index.name, pg->pq.PQescapeLiteral));
	return tell_value(pg, sql, "cannot read", &there) && !there;
}

const struct db_dialect dialect_postgresql = {
	.provider = "postgresql",
	.lexis = {.nested_comments = true,
		  .dollar_quotes = true,
		  .escape_strings = true,
		  .parentheses_hold = true,
		  .atomic_bodies = true},
	.rules = rules,
	.open = pg_open,
	.close = pg_close,
	.lock = pg_lock,
	.history_read = pg_history_read,
	.history_stale = pg_history_stale,
	.history_create = pg_history_create,
	.history_add = pg_history_add,
	.history_change = pg_history_change,
	.has_tables = pg_has_tables,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.run = pg_run,
	.run_is_done = pg_run_is_done,
};
