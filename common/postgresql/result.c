/* Quotes text for a PostgreSQL server, and reads its results. */
#include <string.h>

#include "postgresql/postgresql.h"

struct postgresql *pg_of(struct db *db)
{
	return (struct postgresql *)(void *)db;
}

/*
 * Quotes a literal. libpq's functions fail on text that is not UTF-8. No byte of a UTF-8 character
 * is a quote, so the server finds the end of the literal before it refuses such a text. With an E,
 * backslashes mean the same under each setting of standard_conforming_strings.
 */
const char *pg_quote_literal(struct postgresql *pg, const char *text)
{
	struct buffer quoted = {.arena = pg->db.arena}, doubled = {.arena = pg->db.arena};

	if (strchr(text, '\\')) {
		buffer_add_replaced(&doubled, text, "\\", "\\\\");
		text = buffer_text(&doubled);
		buffer_add(&quoted, " E");
	}
	buffer_add_quoted(&quoted, text, '\'');
	return buffer_text(&quoted);
}

const char *pg_quote_name(struct postgresql *pg, const char *text)
{
	struct buffer quoted = {.arena = pg->db.arena};

	buffer_add_quoted(&quoted, text, '"');
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

const char *pg_find_code(const char *text)
{
	static const char marks[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	while ((text = strstr(text, ":  "))) {
		text += 3;
		if (strspn(text, marks) == 5 && strncmp(text + 5, ": ", 2) == 0)
			return text;
	}
	return NULL;
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
