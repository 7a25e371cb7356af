/* Sends SQL to a PostgreSQL server, waits for results, and reports errors. */
#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "postgresql/history_sql.h"
#include "postgresql/postgresql.h"

bool pg_reports(struct postgresql *pg, const char *setting, const char *value)
{
	return text_equal(pg->pq.PQparameterStatus(pg->connection, setting), value);
}

/* Milliseconds between two looks at a running statement. */
enum { WATCH_PERIOD = 50 };

/* Sends and receives for a moment. False if the connection failed. */
static bool exchange(struct postgresql *pg)
{
	bool sending = pg->pq.PQflush(pg->connection) == 1;

	interrupt_wait_on(pg->pq.PQsocket(pg->connection), sending, WATCH_PERIOD);
	pg_watch(pg);
	return pg->pq.PQconsumeInput(pg->connection);
}

/* Watches a server that sends without pause, so that we never wait. */
static void watch_now_and_then(struct postgresql *pg)
{
	enum { PERIOD = 256 };

	if (++pg->results % PERIOD == 0)
		pg_watch(pg);
}

/* Ends an exchange that leads nowhere. */
static void refuse_answer(struct postgresql *pg, const char *reason)
{
	pg->refused = reason;
	pg_abandon(pg, pg->connection);
}

PGresult *pg_next_result(struct postgresql *pg)
{
	watch_now_and_then(pg);
	while (pg->pq.PQisBusy(pg->connection) && exchange(pg))
		;
	PGresult *result = pg->pq.PQgetResult(pg->connection);
	if (pg->pq.PQresultStatus(result) == PGRES_COPY_BOTH)
		refuse_answer(pg, "the server's answer is invalid");
	return result;
}

void pg_skip_copy(struct postgresql *pg)
{
	char *data;
	int got;

	while ((got = pg->pq.PQgetCopyData(pg->connection, &data, 1)) >= 0) {
		if (got == 0 && !exchange(pg))
			return;
		if (got > 0) {
			pg->pq.PQfreemem(data);
			watch_now_and_then(pg);
		}
	}
}

void pg_queue(struct postgresql *pg, const char *sql)
{
	buffer_add(&pg->queue, sql);
	buffer_add(&pg->queue, ";");
	pg->queued++;
}

void pg_clear_queue(struct postgresql *pg)
{
	pg->queue.length = 0;
	pg->queued = 0;
	pg->part = (struct pg_part){0};
}

/* Sends the queue and `sql` in one message. */
static bool send_with_queue(struct postgresql *pg, const char *sql)
{
	if (pg->queued) {
		buffer_add(&pg->queue, sql);
		sql = buffer_text(&pg->queue);
	}
	bool sent = pg->pq.PQsendQuery(pg->connection, sql);

	pg_clear_queue(pg);
	return sent;
}

/* The rows of an answer, as they arrive. */
struct answer {
	PGresult *rows; /* or NULL */
	size_t size;	/* bytes */
};

/* Bytes of an answer. No history is as long, and a malicious server must not take all memory. */
enum { LONGEST_ANSWER = 256 << 20, ROW_SIZE = 100 };

/* Adds a row to the answer, and frees the row. */
static void add_row(struct postgresql *pg, struct answer *answer, PGresult *row)
{
	int count = pg->pq.PQnfields(row), n = answer->rows ? pg->pq.PQntuples(answer->rows) : 0;

	if (!answer->rows)
		answer->rows = pg->pq.PQcopyResult(row, PG_COPYRES_ATTRS);
	for (int i = 0; i < count && answer->rows; i++) {
		int length = pg->pq.PQgetisnull(row, 0, i) ? -1 : pg->pq.PQgetlength(row, 0, i);
		answer->size += length > 0 ? (size_t)length : 0;
		pg->pq.PQsetvalue(answer->rows, n, i, pg->pq.PQgetvalue(row, 0, i), length);
	}
	answer->size += ROW_SIZE;
	pg->pq.PQclear(row);
	if (answer->size > LONGEST_ANSWER)
		refuse_answer(pg, "the server's answer is longer than 256 MB");
}

/* Returns the answer if the result ends it, and begins a new one. */
static PGresult *take_answer(struct postgresql *pg, struct answer *answer, PGresult *result)
{
	PGresult *whole = answer->rows && pg_succeeded(pg, result) ? answer->rows : result;

	pg->pq.PQclear(whole == result ? answer->rows : result);
	*answer = (struct answer){0};
	return whole;
}

/* Returns the first result that is an error, else the last. */
static PGresult *read_results(struct postgresql *pg)
{
	PGresult *last = NULL, *result;
	struct answer answer = {0};

	while ((result = pg_next_result(pg))) {
		ExecStatusType status = pg->pq.PQresultStatus(result);
		if (status == PGRES_SINGLE_TUPLE) {
			add_row(pg, &answer, result);
			continue;
		}
		/* None of our queries is a COPY. */
		if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT)
			refuse_answer(pg, "the server's answer is invalid");
		result = take_answer(pg, &answer, result);
		if (last && !pg_succeeded(pg, last)) {
			pg->pq.PQclear(result);
		} else {
			pg->pq.PQclear(last);
			last = result;
		}
	}
	pg->pq.PQclear(answer.rows);
	return last;
}

static PGresult *query(struct postgresql *pg, const char *sql, int milliseconds)
{
	if (!send_with_queue(pg, sql))
		return NULL;
	pg_watch_begin(pg, milliseconds);
	pg->pq.PQsetSingleRowMode(pg->connection);
	PGresult *result = read_results(pg);
	pg_watch_end(pg);
	return result;
}

int pg_short_time(const struct postgresql *pg)
{
	enum { SHORTEST = 5000 };

	return pg->db.lock_wait > SHORTEST ? pg->db.lock_wait : SHORTEST;
}

PGresult *pg_query(struct postgresql *pg, const char *sql)
{
	return query(pg, sql, pg_short_time(pg));
}

PGresult *pg_query_long(struct postgresql *pg, const char *sql)
{
	return query(pg, sql, 0);
}

/* Returns why we ended a statement, or NULL. */
static const char *find_own_reason(struct postgresql *pg)
{
	int seconds = (int)((pg->cancelled - pg->begun + 500000) / 1000000);

	if (!pg->cancelled)
		return pg->refused;
	if (!pg->expired)
		return pg->waits ? arena_format(
					   pg->db.arena,
					   "interrupted while waiting for a lock on %s, held by %s",
					   pg->wanted, pg->holders)
				 : "interrupted";
	return pg->waits ? arena_format(pg->db.arena, "no lock on %s after %d s: held by %s",
					pg->wanted, seconds, pg->holders)
			 : arena_format(pg->db.arena, "no answer from the server after %d s",
					seconds);
}

const char *pg_error_text(struct postgresql *pg, const PGresult *result)
{
	const char *own = find_own_reason(pg);
	const char *text = own ? own : pg_error_field(pg, result, PG_DIAG_MESSAGE_PRIMARY);

	return text ? text : pg_one_line(pg->db.arena, pg->pq.PQerrorMessage(pg->connection));
}

/* The words for each task in messages, and a hint if the server user may not do it. */
static const struct {
	const char *words, *privilege_hint;
} tasks[] = {
	[PG_READ] = {"cannot read", NULL},
	[PG_READ_SCHEMA] = {"cannot read the schema of", NULL},
	[PG_CREATE_SCHEMA] = {"cannot create the schema of",
			      "the URL's user lacks that privilege: the database's owner can "
			      "GRANT CREATE ON DATABASE"},
	[PG_CREATE_DATABASE] = {"cannot create the database of",
				"the URL's user lacks that privilege: a superuser can ALTER ROLE "
				"... CREATEDB, or create the database with createdb -O"},
	[PG_CREATE_SCRATCH] = {"cannot create a scratch database on the server of",
			       "the URL's user lacks that privilege: a superuser can ALTER ROLE "
			       "... CREATEDB"},
	[PG_DROP_SCRATCH] = {"cannot drop the scratch database on the server of", NULL},
	[PG_SWAP] = {"cannot swap in the new database for", NULL},
	[PG_USE_SHADOW] = {"cannot use the database of SHADOW_DATABASE_URL,", NULL},
	[PG_READ_HISTORY] = {"cannot read the history of",
			     "the URL's user lacks that privilege: the owner can GRANT USAGE ON "
			     "SCHEMA, and SELECT, INSERT, UPDATE ON _prisma_migrations"},
	[PG_CREATE_HISTORY] = {"cannot create the history table in",
			       "the URL's user lacks that privilege: the schema's owner can GRANT "
			       "CREATE ON SCHEMA public, which nobody has by default since "
			       "PostgreSQL 15"},
	[PG_WRITE_HISTORY] = {"cannot write the history of",
			      "the URL's user lacks that privilege: the owner can GRANT USAGE ON "
			      "SCHEMA, and SELECT, INSERT, UPDATE ON _prisma_migrations"},
	[PG_LOCK] = {"cannot lock", NULL},
	[PG_FIND_HOLDER] = {"cannot find the holder of the lock of", NULL},
	[PG_ROLL_BACK] = {"cannot roll back the transaction in", NULL},
	[PG_RESET] = {"cannot reset the session in", NULL},
	[PG_CLEAR] = {"cannot drop everything in", "the URL's user must own everything in it, "
						   "including extensions, or be a superuser"},
};

static const char default_privilege_hint[] =
	"the URL's user lacks that privilege: the owner can GRANT it";

const char *pg_privilege_hint(enum pg_task task)
{
	return tasks[task].privilege_hint ? tasks[task].privilege_hint : default_privilege_hint;
}

const char *pg_own_error(struct postgresql *pg, const PGresult *result)
{
	const char *message = pg_error_field(pg, result, PG_DIAG_MESSAGE_PRIMARY);
	const char *code = pg_error_field(pg, result, PG_DIAG_SQLSTATE);
	/* invalid_text_representation: the server quotes the text */
	const char *mark =
		message && code && strcmp(code, "22P02") == 0 ? strstr(message, PG_SQL_MARK) : NULL;

	if (!mark)
		return NULL;
	mark += strlen(PG_SQL_MARK);
	const char *end = strrchr(mark, '"');
	return arena_slice(pg->db.arena, mark, end ? (size_t)(end - mark) : strlen(mark));
}

bool pg_report_task(struct postgresql *pg, enum pg_task task, const char *message, const char *code,
		    const char *hint)
{
	report_error(pg->db.report, nowhere, "%s %s: %s%s%s%s", tasks[task].words,
		     pg->db.url->shown, message, code ? " (" : "", code ? code : "",
		     code ? ")" : "");
	/* insufficient_privilege */
	if (!hint && code && strcmp(code, "42501") == 0)
		hint = pg_privilege_hint(task);
	if (hint)
		report_hint(pg->db.report, "%s", hint);
	return false;
}

bool pg_report(struct postgresql *pg, PGresult *result, enum pg_task task)
{
	const char *own = pg_own_error(pg, result);
	const char *code = pg_error_field(pg, result, PG_DIAG_SQLSTATE);

	pg_report_task(pg, task, own ? own : pg_error_text(pg, result),
		       own || pg->cancelled ? NULL : code,
		       pg_error_field(pg, result, PG_DIAG_MESSAGE_HINT));
	pg->pq.PQclear(result);
	return false;
}

bool pg_command(struct postgresql *pg, const char *sql, enum pg_task task)
{
	const char *value;

	return pg_query_value(pg, sql, task, &value);
}

bool pg_query_value(struct postgresql *pg, const char *sql, enum pg_task task, const char **value)
{
	PGresult *result = pg_query(pg, sql);

	*value = NULL;
	if (!pg_succeeded(pg, result))
		return pg_report(pg, result, task);
	if (pg->pq.PQntuples(result) > 0)
		*value = pg_value(pg, result, 0, 0);
	pg->pq.PQclear(result);
	return true;
}
