/* What is said to a PostgreSQL server, and what it answers. */
#include <string.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "db/postgresql.h"

struct postgresql *pg_of(struct db *db)
{
	return (struct postgresql *)(void *)db;
}

/* Where text is asked for that libpq allocated, it moves into the arena. */
const char *pg_quoted(struct postgresql *pg, const char *text, __typeof__(PQescapeLiteral) *quote)
{
	char *made = quote(pg->connection, text, strlen(text));
	const char *kept = arena_string(pg->db.arena, made ? made : "");

	pg->pq.PQfreemem(made);
	return kept;
}

PGconn *pg_connect(struct postgresql *pg, const char *database)
{
	const struct db_url *url = pg->db.url;
	struct names keywords = {0}, values = {0};
	const struct db_parameter *parameter;

	vector_each(parameter, &url->parameters) {
		bool replaced = database && strcmp(parameter->keyword, "dbname") == 0;
		*vector_add(pg->db.arena, &keywords) = parameter->keyword;
		*vector_add(pg->db.arena, &values) = replaced ? database : parameter->value;
	}
	*vector_add(pg->db.arena, &keywords) = "fallback_application_name";
	*vector_add(pg->db.arena, &values) = program_name();
	*vector_add(pg->db.arena, &keywords) = "client_encoding";
	*vector_add(pg->db.arena, &values) = "UTF8";
	*vector_add(pg->db.arena, &keywords) = NULL;
	*vector_add(pg->db.arena, &values) = NULL;
	return pg->pq.PQconnectdbParams(keywords.at, values.at, 0);
}

void pg_cancel(struct postgresql *pg)
{
	PGcancel *how = pg->pq.PQgetCancel(pg->connection);
	char why[256];

	if (how)
		pg->pq.PQcancel(how, why, sizeof why);
	pg->pq.PQfreeCancel(how);
}

/* How often `idle` is called; milliseconds. */
enum { MOMENT = 50 };

PGresult *pg_next_result(struct postgresql *pg, void (*idle)(struct postgresql *pg))
{
	while (pg->pq.PQisBusy(pg->connection)) {
		interrupt_wait(pg->pq.PQsocket(pg->connection), false, idle ? MOMENT : 500);
		if (idle)
			idle(pg);
		if (!pg->pq.PQconsumeInput(pg->connection))
			break;
	}
	return pg->pq.PQgetResult(pg->connection);
}

bool pg_is_good(struct postgresql *pg, const PGresult *result)
{
	ExecStatusType status = pg->pq.PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	       status == PGRES_EMPTY_QUERY || status == PGRES_SINGLE_TUPLE;
}

/* Keeps one statement for the next that is sent. */
void pg_say_later(struct postgresql *pg, const char *sql)
{
	buffer_add(&pg->unsent, sql);
	buffer_add(&pg->unsent, ";");
	pg->unsent_count++;
}

void pg_forget_unsent(struct postgresql *pg)
{
	pg->unsent.length = 0;
	pg->unsent_count = 0;
}

/* Sends what was kept and `sql`, in one message. */
bool pg_send(struct postgresql *pg, const char *sql)
{
	bool sent;

	if (!pg->unsent_count)
		return pg->pq.PQsendQuery(pg->connection, sql);
	buffer_add(&pg->unsent, sql);
	sent = pg->pq.PQsendQuery(pg->connection, pg->unsent.text);
	pg_forget_unsent(pg);
	return sent;
}

/* Sends what we say ourselves; the last result, or the first that is an error. To be cleared. */
PGresult *pg_ask(struct postgresql *pg, const char *sql)
{
	PGresult *last = NULL, *result;

	if (!pg_send(pg, sql))
		return NULL;
	while ((result = pg_next_result(pg, NULL))) {
		if (last && !pg_is_good(pg, last)) {
			pg->pq.PQclear(result);
		} else {
			pg->pq.PQclear(last);
			last = result;
		}
	}
	return last;
}

/* A server's message may end in a newline, and hold several. */
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

const char *pg_field(struct postgresql *pg, const PGresult *result, int code)
{
	const char *text = result ? pg->pq.PQresultErrorField(result, code) : NULL;

	return text ? arena_string(pg->db.arena, text) : NULL;
}

/* What right is lacking for what was refused; all else wants to create something. */
static const char *right_hint(const char *what)
{
	static const struct {
		const char *what, *hint;
	} hints[] = {
		{"history of", "the user of the URL lacks that right: the table's owner can GRANT "
			       "SELECT, INSERT, UPDATE ON _prisma_migrations"},
		{"create the database",
		 "the user of the URL lacks that right: a superuser can ALTER "
		 "ROLE ... CREATEDB, or make it with createdb -O"},
	};

	for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
		if (strstr(what, hints[i].what))
			return hints[i].hint;
	return "the user of the URL lacks that right: its owner can GRANT it, as with GRANT CREATE "
	       "ON SCHEMA public, which PostgreSQL 15 does not give by itself";
}

/* Says what went wrong with `what`, and clears the result. Always false. */
bool pg_report(struct postgresql *pg, PGresult *result, const char *what)
{
	const char *message = pg_field(pg, result, PG_DIAG_MESSAGE_PRIMARY);
	const char *code = pg_field(pg, result, PG_DIAG_SQLSTATE);
	const char *hint = pg_field(pg, result, PG_DIAG_MESSAGE_HINT);

	if (!message)
		message = pg_one_line(pg->db.arena, pg->pq.PQerrorMessage(pg->connection));
	report_error(pg->db.report, nowhere, "%s %s: %s%s%s%s", what, pg->db.url->shown, message,
		     code ? " (" : "", code ? code : "", code ? ")" : "");
	if (!hint && code && strcmp(code, "42501") == 0)
		hint = right_hint(what);
	if (hint)
		report_hint(pg->db.report, "%s", hint);
	pg->pq.PQclear(result);
	return false;
}

/* Runs what gives nothing to read. */
bool pg_tell(struct postgresql *pg, const char *sql, const char *what)
{
	PGresult *result = pg_ask(pg, sql);

	if (!result || !pg_is_good(pg, result))
		return pg_report(pg, result, what);
	pg->pq.PQclear(result);
	return true;
}

/* Runs what gives one value; NULL in `value` where it gives none. */
bool pg_tell_value(struct postgresql *pg, const char *sql, const char *what, const char **value)
{
	PGresult *result = pg_ask(pg, sql);

	*value = NULL;
	if (!result || !pg_is_good(pg, result))
		return pg_report(pg, result, what);
	if (pg->pq.PQntuples(result) > 0 && !pg->pq.PQgetisnull(result, 0, 0))
		*value = arena_string(pg->db.arena, pg->pq.PQgetvalue(result, 0, 0));
	pg->pq.PQclear(result);
	return true;
}

const char *pg_cell(struct postgresql *pg, const PGresult *result, int row, int column)
{
	return pg->pq.PQgetisnull(result, row, column)
		       ? NULL
		       : arena_string(pg->db.arena, pg->pq.PQgetvalue(result, row, column));
}
