/*
 * Reads the results of a message of many statements: some of ours, a part of a script, more of
 * ours.
 */
#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/utf8.h"
#include "postgresql/history_sql.h"
#include "postgresql/postgresql.h"

/* The meaning of SQLSTATEs, or of their classes, for a script, with a hint. */
static const struct {
	const char *code;
	enum failure_kind kind;
	const char *hint;
} kinds[] = {
	{"55P03", FAILED_BUSY, NULL},	      /* lock_not_available: lock_timeout */
	{"40P01", FAILED_BUSY, NULL},	      /* deadlock_detected */
	{"40001", FAILED_BUSY, NULL},	      /* serialization_failure */
	{"25001", FAILED_NOT_TOGETHER, NULL}, /* active_sql_transaction */
	{"2D000", FAILED_NOT_TOGETHER,
	 NULL}, /* invalid_transaction_termination: a DO that commits */
	{"55P04", FAILED_NEEDS_COMMIT, NULL}, /* unsafe_new_enum_value_usage */
	{"57P", FAILED_TROUBLE, NULL},	      /* shutting down, crashed, or starting */
	{"25006", FAILED_TROUBLE,
	 "the server is read-only: it is a standby, or default_transaction_read_only is on"},
	{"53", FAILED_TROUBLE,
	 "the server is out of disk space or memory; it is safe to run this again"},
	{"58030", FAILED_TROUBLE, "the server had a disk error; it is safe to run this again"},
};

/* The errors raised by our own SQL. */
static const struct {
	const char *message;
	enum failure_kind kind;
	const char *hint;
} own_errors[] = {
	{PG_SQL_CHANGED, FAILED_STALE, NULL},
	{PG_SQL_LOST, FAILED_STALE, NULL},
	{PG_SQL_ENDED, FAILED, NULL},
	{PG_SQL_UNWRITTEN, FAILED_TROUBLE,
	 "nothing was committed: disable the trigger or rule on _prisma_migrations that suppresses "
	 "or changes the row"},
};

static void classify(struct postgresql *pg, const char *own, struct db_failure *failure)
{
	for (size_t i = 0; own && i < sizeof own_errors / sizeof *own_errors; i++)
		if (strcmp(own, own_errors[i].message) == 0) {
			failure->kind = own_errors[i].kind;
			failure->hint = own_errors[i].hint;
		}
	for (size_t i = 0; failure->code && i < sizeof kinds / sizeof *kinds; i++)
		if (strncmp(failure->code, kinds[i].code, strlen(kinds[i].code)) == 0) {
			failure->kind = kinds[i].kind;
			failure->hint = kinds[i].hint ? kinds[i].hint : failure->hint;
		}
	if (pg->pq.PQstatus(pg->connection) != CONNECTION_OK)
		failure->kind = FAILED_TROUBLE;
	else if (interrupt_seen())
		failure->kind = FAILED_INTERRUPTED;
}

bool pg_fail(struct postgresql *pg, const PGresult *result, struct db_failure *failure)
{
	const char *own = pg_own_error(pg, result);

	failure->message = own;
	if (!own) {
		failure->code = pg_error_field(pg, result, PG_DIAG_SQLSTATE);
		failure->detail = pg_error_field(pg, result, PG_DIAG_MESSAGE_DETAIL);
		failure->hint = pg_error_field(pg, result, PG_DIAG_MESSAGE_HINT);
		failure->context = pg_error_field(pg, result, PG_DIAG_CONTEXT);
	}
	failure->said = pg->said.length ? buffer_text(&pg->said) : NULL;
	classify(pg, own, failure);
	if (failure->kind == FAILED_BUSY && !failure->detail && pg->holders)
		failure->detail = arena_format(pg->db.arena, "the lock is held by %s", pg->holders);
	if (interrupt_seen() && !failure->detail && pg->waits)
		failure->detail = arena_format(pg->db.arena, "it waited for %s", pg->holders);
	if (!failure->message)
		failure->message = pg_error_field(pg, result, PG_DIAG_MESSAGE_PRIMARY);
	if (!failure->message)
		failure->message = pg_error_text(pg, result);
	return false;
}

bool pg_execute(struct postgresql *pg, const char *sql, struct db_failure *failure)
{
	PGresult *result = pg_query_long(pg, sql);
	bool good = pg_succeeded(pg, result);

	if (!good)
		pg_fail(pg, result, failure);
	pg->pq.PQclear(result);
	return good;
}

/* Returns the byte offset in the source of character `position` (from 1) after `start`. */
static size_t offset_of(const struct source *source, size_t start, long position)
{
	size_t offset = start;

	for (long i = 1; i < position && offset < source->length; i++)
		for (offset++; offset < source->length && !utf8_begins(source->text[offset]);)
			offset++;
	return offset;
}

/* Returns the number of the statement that runs after `done` statements of the part. */
static size_t statement_after(const struct pg_part *part, size_t done)
{
	size_t n = part->run.first, last = n + part->run.count - 1;

	while (n < last && (done || part->script->statements.at[n].kind == STATEMENT_IDLE))
		done -= part->script->statements.at[n++].kind != STATEMENT_IDLE;
	return n;
}

/*
 * Stores for pg_hear which statement runs after `done` results, and the next one: a notice arrives
 * before we read the result of the previous statement. Our own statements send nothing of interest,
 * but constraints deferred to COMMIT may.
 */
static void note_statements(struct postgresql *pg, const struct pg_part *part, size_t done)
{
	size_t first = part->statements, end = first + part->count;
	bool in_part = part->run.count && done + 1 >= first && done < end;

	pg->listens = in_part || (pg->commit && done + 1 >= pg->commit && done <= pg->commit);
	pg->script = in_part ? part->script : NULL;
	for (size_t i = 0; in_part && i < 2; i++, done++)
		pg->statements[i] = statement_after(part, done > first ? done - first : 0);
}

/*
 * Finds the place of an error: from the position in the result, else the statement after the last
 * that succeeded. A statement of ours has no place.
 */
static void find_place(const struct pg_part *part, long position, size_t done,
		       struct db_failure *failure)
{
	const struct script *script = part->script;
	size_t n = part->run.first, end = n + part->run.count;

	position -= (long)part->characters;
	failure->statement = n;
	if (!part->run.count || (done < part->statements && position <= 0) ||
	    done >= part->statements + part->count)
		return;
	if (position <= 0) {
		failure->statement = statement_after(part, done - part->statements);
		failure->place = sqltext_place(script, failure->statement);
		return;
	}
	size_t at = offset_of(script->source, script->statements.at[n].start, position);
	failure->place = (struct place){script->source, at, at};
	while (n + 1 < end && script->statements.at[n + 1].start <= at)
		n++;
	failure->statement = n;
}

/*
 * Marks a failure as ours if one of our statements failed: it is not the script's, and not for the
 * history. COMMIT may fail because of the script, and so may the replay of its earlier settings.
 */
static void blame(struct postgresql *pg, const struct pg_part *part, size_t done,
		  struct db_failure *failure)
{
	bool before = done >= part->guard && done < part->settings;
	bool behind = pg->writes.count && done >= pg->writes.at[0].statement && done < pg->commit;

	if (failure->kind != FAILED || !failure->code || !(before || behind))
		return;
	failure->kind = FAILED_TROUBLE;
	if (part->script)
		failure->message = arena_format(pg->db.arena, "cannot %s the history: %s",
						before ? "lock" : "write", failure->message);
	/* insufficient_privilege */
	if (!failure->hint && strcmp(failure->code, "42501") == 0)
		failure->hint = pg_privilege_hint(PG_WRITE_HISTORY);
}

static db_time time_of(struct postgresql *pg, const PGresult *result, int column)
{
	/* NULL is the empty string here. */
	return strtoll(pg->pq.PQgetvalue(result, 0, column), NULL, 10);
}

/* Stores the times of a row, if the statement wrote one. */
static void take_times(struct postgresql *pg, const PGresult *result, size_t statement)
{
	const struct pg_write *write;

	vector_each(write, &pg->writes)
		if (write->statement == statement && pg->pq.PQnfields(result) == 4) {
			write->row->started = time_of(pg, result, 1);
			write->row->finished = time_of(pg, result, 2);
			write->row->rolled_back = time_of(pg, result, 3);
		}
}

/*
 * True if a COMMIT committed. In a failed transaction the server answers ROLLBACK, without an
 * error.
 */
static bool is_commit(struct postgresql *pg, PGresult *result, struct db_failure *failure)
{
	if (strcmp(pg->pq.PQcmdStatus(result), "COMMIT") == 0)
		return true;
	failure->message = "the transaction was rolled back";
	return false;
}

/* Handles a result that is not an error, after `done` statements. */
static bool take_result(struct postgresql *pg, const struct pg_part *part, PGresult *result,
			size_t done, int64_t *rows, struct db_failure *failure)
{
	ExecStatusType status = pg->pq.PQresultStatus(result);

	if (status == PGRES_SINGLE_TUPLE)
		take_times(pg, result, done);
	else if (done >= part->statements && done < part->statements + part->count)
		*rows += strtoll(pg->pq.PQcmdTuples(result), NULL, 10);
	return !pg->commit || done != pg->commit || is_commit(pg, result, failure);
}

static void take_error(struct postgresql *pg, const struct pg_part *part, const PGresult *result,
		       size_t done, struct db_failure *failure)
{
	const char *position = pg_error_field(pg, result, PG_DIAG_STATEMENT_POSITION);

	pg_fail(pg, result, failure);
	find_place(part, position ? strtol(position, NULL, 10) : 0, done, failure);
	blame(pg, part, done, failure);
}

/* Reads all results. */
static bool read_results(struct postgresql *pg, const struct pg_part *part, int64_t *rows,
			 struct db_failure *failure)
{
	bool good = true;
	size_t done = 0;
	PGresult *result;

	note_statements(pg, part, done);
	while ((result = pg_next_result(pg))) {
		ExecStatusType status = pg->pq.PQresultStatus(result);
		if (status == PGRES_COPY_IN)
			pg->pq.PQputCopyEnd(pg->connection, "a migration has no input to copy");
		else if (status == PGRES_COPY_OUT)
			pg_skip_copy(pg);
		else if (!pg_succeeded(pg, result) && good) {
			good = false;
			take_error(pg, part, result, done, failure);
		} else if (good) {
			good = take_result(pg, part, result, done, rows, failure);
			done += status != PGRES_SINGLE_TUPLE;
		}
		pg->pq.PQclear(result);
		note_statements(pg, part, done);
	}
	pg->listens = false;
	return good;
}

bool pg_exchange(struct postgresql *pg, int64_t *rows, struct db_failure *failure)
{
	const struct pg_part part = pg->part;
	bool sent = pg->pq.PQsendQuery(pg->connection, buffer_text(&pg->queue));

	pg_clear_queue(pg);
	if (!sent)
		return pg_fail(pg, NULL, failure);
	pg_watch_begin(pg, pg->ours ? pg_short_time(pg) : 0);
	/* Keeps libpq from collecting rows that nobody reads. */
	pg->pq.PQsetSingleRowMode(pg->connection);
	bool good = read_results(pg, &part, rows, failure);
	pg_watch_end(pg);
	if (!good)
		return false;
	return pg->pq.PQstatus(pg->connection) == CONNECTION_OK || pg_fail(pg, NULL, failure);
}
