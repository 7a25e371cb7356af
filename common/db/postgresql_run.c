/* Runs scripts on a PostgreSQL server. */
#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/utf8.h"
#include "db/postgresql.h"
#include "db/postgresql_sql.h"

/* The meaning of SQLSTATEs, or of their classes, for a script, and what to do. */
static const struct {
	const char *code;
	enum failure_kind kind;
	const char *hint;
} kinds[] = {
	{"55P03", FAILED_BUSY, NULL},	      /* lock_not_available: lock_timeout */
	{"40P01", FAILED_BUSY, NULL},	      /* deadlock_detected */
	{"40001", FAILED_BUSY, NULL},	      /* serialization_failure */
	{"25001", FAILED_NOT_TOGETHER, NULL}, /* active_sql_transaction */
	{"2D000", FAILED_NOT_TOGETHER, NULL}, /* invalid_transaction_termination: DO that commits */
	{"55P04", FAILED_NEEDS_COMMIT, NULL}, /* unsafe_new_enum_value_usage */
	{"57P", FAILED_TROUBLE, NULL},	      /* it shuts down, crashed, or starts */
	{"25006", FAILED_TROUBLE,
	 "the server is read-only: it is a standby, or default_transaction_read_only is on"},
	{"53", FAILED_TROUBLE, "the server is out of disk space or memory; this can be run again"},
	{"58030", FAILED_TROUBLE, "the server had a disk error; this can be run again"},
};

/* Returns the offset of character `position` (from 1) after `start`, in bytes of the source. */
static size_t offset_of(const struct source *source, size_t start, long position)
{
	size_t offset = start;

	for (long i = 1; i < position && offset < source->length; i++)
		for (offset++; offset < source->length && !utf8_begins(source->text[offset]);)
			offset++;
	return offset;
}

/* The queue that went ahead of a run in the same message. */
struct sent {
	size_t characters, statements;
};

/* Returns the number of the statement that runs when `done` of the run are done. */
static size_t statement_after(const struct script *script, const struct run *run, size_t done)
{
	size_t n = run->first, last = run->first + run->count - 1;

	while (n < last && (done || script->statements.at[n].kind == STATEMENT_IDLE))
		done -= script->statements.at[n++].kind != STATEMENT_IDLE;
	return n;
}

/* Notes for pg_hear which statement runs when `done` results are read, and which follows it. */
static void note_statements(struct postgresql *pg, const struct script *script,
			    const struct run *run, const struct sent *sent, size_t done)
{
	for (size_t i = 0; i < 2; i++, done++)
		pg->statements[i] = statement_after(
			script, run, done > sent->statements ? done - sent->statements : 0);
}

/*
 * Finds the place of an error: the position in the result, else the statement after the last that
 * succeeded.
 */
static void find_place(struct postgresql *pg, const PGresult *result, const struct script *script,
		       const struct run *run, const struct sent *sent, size_t done,
		       struct db_failure *failure)
{
	const char *given = pg_error_field(pg, result, PG_DIAG_STATEMENT_POSITION);
	long position = given ? strtol(given, NULL, 10) - (long)sent->characters : 0;
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
		n = statement_after(script, run, done - sent->statements);
		failure->place = sqltext_place(script, n);
	}
	failure->statement = n;
}

/* Stores the error of a result, NULL if the connection failed. Always false. */
static bool fail(struct postgresql *pg, const PGresult *result, struct db_failure *failure)
{
	failure->code = pg_error_field(pg, result, PG_DIAG_SQLSTATE);
	failure->message = pg_error_field(pg, result, PG_DIAG_MESSAGE_PRIMARY);
	failure->detail = pg_error_field(pg, result, PG_DIAG_MESSAGE_DETAIL);
	failure->hint = pg_error_field(pg, result, PG_DIAG_MESSAGE_HINT);
	failure->context = pg_error_field(pg, result, PG_DIAG_CONTEXT);
	failure->said = pg->said.length ? buffer_text(&pg->said) : NULL;
	for (size_t i = 0; failure->code && i < sizeof kinds / sizeof *kinds; i++)
		if (strncmp(failure->code, kinds[i].code, strlen(kinds[i].code)) == 0) {
			failure->kind = kinds[i].kind;
			failure->hint = kinds[i].hint ? kinds[i].hint : failure->hint;
		}
	if (failure->kind == FAILED_BUSY && !failure->detail && pg->holders)
		failure->detail = arena_format(pg->db.arena, "the lock is held by %s", pg->holders);
	if (interrupt_seen() && !failure->detail && pg->waits)
		failure->detail = arena_format(pg->db.arena, "it waited for %s", pg->holders);
	if (pg->pq.PQstatus(pg->connection) != CONNECTION_OK)
		failure->kind = FAILED_TROUBLE;
	else if (interrupt_seen())
		failure->kind = FAILED_INTERRUPTED;
	if (!failure->message)
		failure->message = pg_error_text(pg, result);
	return false;
}

bool pg_execute(struct postgresql *pg, const char *sql, struct db_failure *failure)
{
	PGresult *result = pg_query_long(pg, sql);
	bool good = pg_succeeded(pg, result);

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

/* Queues what undoes the settings of earlier scripts, and sets ours. */
static void queue_settings(struct postgresql *pg, int lock_timeout)
{
	pg->lock_timeout = lock_timeout;
	pg_queue(pg, "RESET SESSION AUTHORIZATION");
	pg_queue(pg, "RESET ROLE");
	pg_queue(pg, "RESET ALL");
	if (pg->checks_client)
		pg_queue(pg, pg_sql_check_client_again);
	pg_queue(pg, arena_format(pg->db.arena, pg_sql_use_schema, pg->schema));
	pg_queue(pg, arena_format(pg->db.arena, pg_sql_lock_timeout, lock_timeout));
}

bool pg_begin(struct db *db, const struct script *script, const struct run *run, int lock_timeout,
	      struct db_failure *failure)
{
	struct postgresql *pg = pg_of(db);

	pg_clear_queue(pg);
	queue_settings(pg, lock_timeout);
	pg->in_transaction = true;
	if (run && run->its_begin) {
		/* It may set an isolation level, which must come first in a message. */
		return pg_execute(pg, pg_sql_nothing, failure) &&
		       pg_execute(pg, statement_text(db->arena, script, run->its_begin), failure);
	}
	pg_queue(pg, "BEGIN");
	return true;
}

bool pg_rollback(struct db *db)
{
	struct postgresql *pg = pg_of(db);

	pg_clear_queue(pg);
	pg->in_transaction = false;
	if (pg->pq.PQstatus(pg->connection) != CONNECTION_OK ||
	    pg->pq.PQtransactionStatus(pg->connection) == PQTRANS_IDLE)
		return true;
	return pg_command(pg, "ROLLBACK", PG_ROLL_BACK);
}

bool pg_commit(struct db *db, struct db_failure *failure)
{
	struct postgresql *pg = pg_of(db);
	pg->listens = true;
	pg->script = NULL;
	PGresult *result = pg_query_long(pg, "COMMIT");
	pg->listens = false;
	bool good = pg_succeeded(pg, result);

	/* A transaction that was broken answers ROLLBACK, and calls it good. */
	if (good && strcmp(pg->pq.PQcmdStatus(result), "COMMIT") != 0) {
		failure->message = "the transaction was rolled back";
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

/* Reads all results of a run, and adds up their rows. */
static bool read_results(struct postgresql *pg, const struct script *script, const struct run *run,
			 const struct sent *sent, int64_t *rows, struct db_failure *failure)
{
	bool good = true;
	size_t done = 0;
	PGresult *result;

	while ((result = pg_next_result(pg))) {
		ExecStatusType status = pg->pq.PQresultStatus(result);
		if (status == PGRES_COPY_IN)
			pg->pq.PQputCopyEnd(pg->connection, "a migration has no input for it");
		else if (status == PGRES_COPY_OUT)
			pg_skip_copy(pg);
		else if (!pg_succeeded(pg, result) && good) {
			good = fail(pg, result, failure);
			find_place(pg, result, script, run, sent, done, failure);
		} else {
			done += status != PGRES_SINGLE_TUPLE;
			note_statements(pg, script, run, sent, done);
			if (done > sent->statements)
				*rows += strtoll(pg->pq.PQcmdTuples(result), NULL, 10);
		}
		pg->pq.PQclear(result);
	}
	return good;
}

/* Returns the text of a run as written, with blanks for the statements that are left out. */
static const char *run_text(struct arena *arena, const struct script *script, const struct run *run)
{
	const struct statement *first = &script->statements.at[run->first];
	const struct statement *end = first + run->count;
	char *text =
		arena_slice(arena, script->source->text + first->start, end[-1].end - first->start);

	for (const struct statement *statement = first; statement < end; statement++)
		if (statement->kind == STATEMENT_IDLE)
			memset(text + (statement->start - first->start), ' ',
			       statement->end - statement->start);
	return text;
}

/* Counts the characters of UTF-8, as the server counts positions. */
static size_t count_characters(const struct buffer *text)
{
	size_t count = 0;

	for (size_t i = 0; i < text->length; i++)
		count += utf8_begins(text->text[i]);
	return count;
}

bool pg_send_run(struct postgresql *pg, const struct script *script, const struct run *run,
		 int64_t *rows, struct db_failure *failure)
{
	const char *text = run_text(pg->db.arena, script, run);
	struct sent sent = {count_characters(&pg->queue), pg->queued};

	if (!pg_send(pg, text))
		return fail(pg, NULL, failure);
	pg_watch_begin(pg, 0);
	pg->listens = true;
	pg->said.length = 0;
	pg->script = script;
	note_statements(pg, script, run, &sent, 0);
	/* libpq must not collect rows that nobody reads. */
	pg->pq.PQsetSingleRowMode(pg->connection);
	bool good = read_results(pg, script, run, &sent, rows, failure);
	pg_watch_end(pg);
	pg->listens = false;
	if (!good)
		return false;
	return pg->pq.PQstatus(pg->connection) == CONNECTION_OK || fail(pg, NULL, failure);
}

bool pg_run(struct db *db, const struct script *script, const struct run *run,
	    struct db_failure *failure)
{
	struct postgresql *pg = pg_of(db);
	int64_t rows = 0;

	if (!run->count)
		return true;
	if (run->kind == RUN_ALONE) {
		/* CONCURRENTLY waits without blocking others: no lock_timeout. */
		queue_settings(pg, 0);
		if (!pg_execute(pg, pg_sql_nothing, failure))
			return false;
		pg_drop_invalid_index(pg, script, run->first);
	}
	bool good = pg_send_run(pg, script, run, &rows, failure);
	if (!good && run->kind == RUN_ALONE && failure->kind != FAILED_TROUBLE)
		pg_drop_invalid_index(pg, script, run->first);
	if (good && run->kind != RUN_ALONE &&
	    pg->pq.PQtransactionStatus(pg->connection) != PQTRANS_INTRANS) {
		failure->message = "the script ended the transaction that it runs in";
		return false;
	}
	return good;
}
