/* Receives the notices of a running script: WARNING, NOTICE and the like. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "postgresql/postgresql.h"

/* Bytes of a run's notices that are kept for its log. */
enum { LONGEST_KEPT = 4000 };

/* Returns a field on one line. Control characters become blanks. */
static const char *plain_text(struct postgresql *pg, struct arena *arena, const PGresult *notice,
			      int field)
{
	const char *given = pg->pq.PQresultErrorField(notice, field);
	char *text = arena_string(arena, given ? given : "");

	for (char *c = text; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7F)
			*c = ' ';
	return pg_one_line(arena, text);
}

static void keep(struct postgresql *pg, const struct db_notice *notice)
{
	if (pg->said.length > LONGEST_KEPT)
		return;
	buffer_format(&pg->said, "%s%s: %s%s%s", pg->said.length ? "\n" : "",
		      notice->is_warning ? "warning" : "notice", notice->message,
		      *notice->detail ? "; " : "", notice->detail);
	if (pg->said.length > LONGEST_KEPT) {
		pg->said.length = utf8_cut(pg->said.text, LONGEST_KEPT);
		buffer_add(&pg->said, "...");
	}
}

/* True if a statement returns rows. */
static bool is_query(const struct postgresql *pg, size_t n)
{
	return strncasecmp(pg->script->source->text + pg->script->statements.at[n].start, "SELECT",
			   6) == 0;
}

/*
 * Returns the place of the statement that sent the notice. libpq delivers a notice at once, maybe
 * before we read the previous statement's result. In that state single-row mode is already on and
 * cannot be set again, which tells us. It cannot be set either while a query has sent only some of
 * its rows, so a running query always counts as the sender.
 */
static struct place find_place(struct postgresql *pg)
{
	size_t n = pg->statements[0];

	if (!is_query(pg, n) && !pg->pq.PQsetSingleRowMode(pg->connection))
		n = pg->statements[1];
	return sqltext_place(pg->script, n);
}

/* True if the notice is about our own transaction, around a script that begins or ends one. */
static bool is_ours(struct postgresql *pg, const PGresult *notice)
{
	const char *code = pg->pq.PQresultErrorField(notice, PG_DIAG_SQLSTATE);

	/* active_sql_transaction, no_active_sql_transaction */
	return code && (strcmp(code, "25001") == 0 || strcmp(code, "25P01") == 0);
}

void pg_hear(void *context, const PGresult *result)
{
	struct postgresql *pg = context;
	struct arena arena = {0};

	if (!pg->listens || is_ours(pg, result))
		return;
	/* Not translated, unlike PG_DIAG_SEVERITY. */
	const char *severity = plain_text(pg, &arena, result, PG_DIAG_SEVERITY_NONLOCALIZED);
	const struct db_notice notice = {
		.is_warning = strcmp(severity, "WARNING") == 0,
		.message = plain_text(pg, &arena, result, PG_DIAG_MESSAGE_PRIMARY),
		.detail = plain_text(pg, &arena, result, PG_DIAG_MESSAGE_DETAIL),
		.place = pg->script ? find_place(pg) : nowhere,
	};
	keep(pg, &notice);
	if (pg->db.hear)
		pg->db.hear(&notice);
	arena_free(&arena);
}
