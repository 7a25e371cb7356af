/* Connects to a PostgreSQL server, sends SQL, reads results, and reports errors. */
#include <string.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "db/postgresql.h"

struct postgresql *pg_of(struct db *db)
{
	return (struct postgresql *)(void *)db;
}

/* Adds a text with each quote doubled, and each backslash, if the text has a meaning for it. */
static void add_doubled(struct buffer *to, const char *text, char quote, bool backslashes)
{
	for (; *text; text++) {
		if (*text == quote || (backslashes && *text == '\\'))
			buffer_add_char(to, *text);
		buffer_add_char(to, *text);
	}
}

/*
 * libpq's own functions fail for what is not UTF-8. No byte of a character in UTF-8 is a quote, so
 * that the server, which refuses such a text, finds the end of the literal first. A backslash
 * means the same with each setting of standard_conforming_strings if there is an E.
 */
const char *pg_quote_literal(struct postgresql *pg, const char *text)
{
	struct buffer quoted = {.arena = pg->db.arena};
	bool backslashes = strchr(text, '\\');

	buffer_add(&quoted, backslashes ? " E'" : "'");
	add_doubled(&quoted, text, '\'', backslashes);
	buffer_add_char(&quoted, '\'');
	return buffer_text(&quoted);
}

const char *pg_quote_name(struct postgresql *pg, const char *text)
{
	struct buffer quoted = {.arena = pg->db.arena};

	buffer_add_char(&quoted, '"');
	add_doubled(&quoted, text, '"', false);
	buffer_add_char(&quoted, '"');
	return buffer_text(&quoted);
}

PGconn *pg_connect(struct postgresql *pg, const char *database)
{
	struct arena *arena = pg->db.arena;
	struct names keywords = {0}, values = {0};
	const struct db_parameter *parameter;

	vector_each(parameter, &pg->db.url->parameters) {
		bool replaced = database && strcmp(parameter->keyword, "dbname") == 0;
		*vector_add(arena, &keywords) = parameter->keyword;
		*vector_add(arena, &values) = replaced ? database : parameter->value;
	}
	*vector_add(arena, &keywords) = "fallback_application_name";
	*vector_add(arena, &values) = program_name();
	*vector_add(arena, &keywords) = "client_encoding";
	*vector_add(arena, &values) = "UTF8";
	*vector_add(arena, &keywords) = NULL;
	*vector_add(arena, &values) = NULL;
	return pg->pq.PQconnectdbParams(keywords.at, values.at, 0);
}

void pg_cancel(struct postgresql *pg)
{
	PGcancel *cancel = pg->pq.PQgetCancel(pg->connection);
	char error[256];

	if (cancel)
		pg->pq.PQcancel(cancel, error, sizeof error);
	pg->pq.PQfreeCancel(cancel);
}

/* Milliseconds between two calls of `idle`, and between two looks for a signal without it. */
enum { IDLE_PERIOD = 50, SIGNAL_PERIOD = 500 };

PGresult *pg_next_result(struct postgresql *pg, void (*idle)(struct postgresql *pg))
{
	while (pg->pq.PQisBusy(pg->connection)) {
		interrupt_wait(pg->pq.PQsocket(pg->connection), false,
			       idle ? IDLE_PERIOD : SIGNAL_PERIOD);
		if (idle)
			idle(pg);
		if (!pg->pq.PQconsumeInput(pg->connection))
			break;
	}
	return pg->pq.PQgetResult(pg->connection);
}

bool pg_succeeded(struct postgresql *pg, const PGresult *result)
{
	/* Returns PGRES_FATAL_ERROR for NULL. */
	ExecStatusType status = pg->pq.PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	       status == PGRES_EMPTY_QUERY || status == PGRES_SINGLE_TUPLE;
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
}

bool pg_send(struct postgresql *pg, const char *sql)
{
	if (pg->queued) {
		buffer_add(&pg->queue, sql);
		sql = buffer_text(&pg->queue);
	}
	bool sent = pg->pq.PQsendQuery(pg->connection, sql);

	pg_clear_queue(pg);
	return sent;
}

PGresult *pg_query(struct postgresql *pg, const char *sql)
{
	PGresult *last = NULL, *result;

	if (!pg_send(pg, sql))
		return NULL;
	while ((result = pg_next_result(pg, NULL))) {
		if (last && !pg_succeeded(pg, last)) {
			pg->pq.PQclear(result);
		} else {
			pg->pq.PQclear(last);
			last = result;
		}
	}
	return last;
}

const char *pg_one_line(struct arena *arena, const char *text)
{
	char *line = arena_string(arena, text ? text : "");
	size_t length = strlen(line);

	while (length > 0 && line[length - 1] == '\n')
		line[--length] = '\0';
	char *to = line;
	for (const char *from = line; *from; from++) {
		char c = *from == '\n' || *from == '\t' ? ' ' : *from;
		if (c != ' ' || (to > line && to[-1] != ' '))
			*to++ = c;
	}
	*to = '\0';
	return line;
}

const char *pg_error_field(struct postgresql *pg, const PGresult *result, int code)
{
	const char *text = result ? pg->pq.PQresultErrorField(result, code) : NULL;

	return text ? arena_string(pg->db.arena, text) : NULL;
}

/* How each task is called in messages, and what to do if the server's user may not do it. */
static const struct {
	const char *words, *privilege_hint;
} tasks[] = {
	[PG_READ] = {"cannot read", NULL},
	[PG_USE_SCHEMA] = {"cannot use the schema of", NULL},
	[PG_CREATE_SCHEMA] = {"cannot create the schema of",
			      "the URL's user lacks that privilege: the database's owner can "
			      "GRANT CREATE ON DATABASE"},
	[PG_CREATE_DATABASE] = {"cannot create the database of",
				"the URL's user lacks that privilege: a superuser can ALTER ROLE "
				"... CREATEDB, or create the database with createdb -O"},
	[PG_READ_HISTORY] = {"cannot read the history of",
			     "the URL's user lacks that privilege: the table's owner can GRANT "
			     "SELECT, INSERT, UPDATE ON _prisma_migrations"},
	[PG_CREATE_HISTORY] = {"cannot create the history table in",
			       "the URL's user lacks that privilege: the schema's owner can GRANT "
			       "CREATE ON SCHEMA public, which nobody has by default since "
			       "PostgreSQL 15"},
	[PG_WRITE_HISTORY] = {"cannot write the history of",
			      "the URL's user lacks that privilege: the table's owner can GRANT "
			      "SELECT, INSERT, UPDATE ON _prisma_migrations"},
	[PG_LOCK] = {"cannot lock", NULL},
	[PG_FIND_HOLDER] = {"cannot find the holder of the lock of", NULL},
	[PG_ROLL_BACK] = {"cannot roll back the transaction in", NULL},
};

static const char default_privilege_hint[] =
	"the URL's user lacks that privilege: the owner can GRANT it";

bool pg_report(struct postgresql *pg, PGresult *result, enum pg_task task)
{
	const char *message = pg_error_field(pg, result, PG_DIAG_MESSAGE_PRIMARY);
	const char *code = pg_error_field(pg, result, PG_DIAG_SQLSTATE);
	const char *hint = pg_error_field(pg, result, PG_DIAG_MESSAGE_HINT);

	if (!message)
		message = pg_one_line(pg->db.arena, pg->pq.PQerrorMessage(pg->connection));
	report_error(pg->db.report, nowhere, "%s %s: %s%s%s%s", tasks[task].words,
		     pg->db.url->shown, message, code ? " (" : "", code ? code : "",
		     code ? ")" : "");
	/* insufficient_privilege */
	if (!hint && code && strcmp(code, "42501") == 0)
		hint = tasks[task].privilege_hint ? tasks[task].privilege_hint
						  : default_privilege_hint;
	if (hint)
		report_hint(pg->db.report, "%s", hint);
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

const char *pg_value(struct postgresql *pg, const PGresult *result, int row, int column)
{
	return pg->pq.PQgetisnull(result, row, column)
		       ? NULL
		       : arena_string(pg->db.arena, pg->pq.PQgetvalue(result, row, column));
}
