/* Quotes text for a PostgreSQL server, and reads its results. */
#include <string.h>

#include "postgresql/postgresql.h"

struct postgresql *pg_of(struct db *db)
{
	return (struct postgresql *)(void *)db;
}

/* Adds a text with its quotes doubled and, if `backslashes`, its backslashes too. */
static void add_doubled(struct buffer *to, const char *text, char quote, bool backslashes)
{
	for (; *text; text++) {
		if (*text == quote || (backslashes && *text == '\\'))
			buffer_add_char(to, *text);
		buffer_add_char(to, *text);
	}
}

/*
 * Quotes a literal. libpq's functions fail on text that is not UTF-8. No byte of a UTF-8 character
 * is a quote, so the server finds the end of the literal before it refuses such a text. With an E,
 * backslashes mean the same under each setting of standard_conforming_strings.
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

bool pg_succeeded(struct postgresql *pg, const PGresult *result)
{
	/* Returns PGRES_FATAL_ERROR for NULL. */
	ExecStatusType status = pg->pq.PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	       status == PGRES_EMPTY_QUERY || status == PGRES_SINGLE_TUPLE;
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

const char *pg_value(struct postgresql *pg, const PGresult *result, int row, int column)
{
	return pg->pq.PQgetisnull(result, row, column)
		       ? NULL
		       : arena_string(pg->db.arena, pg->pq.PQgetvalue(result, row, column));
}
