/*
 * CREATE INDEX CONCURRENTLY, which leaves an invalid index where it fails or is killed: of no use,
 * and a cost to each write.
 */
#include <string.h>

#include "db/postgresql.h"

/* The statement, taken apart. */
struct index_statement {
	const char *name, *table; /* as they stand, with schema and quotes; or NULL */
	bool creates;
};

static const char *take_name(struct arena *arena, struct lexer *lexer, struct token token)
{
	size_t start = token.start, end = token.end;

	for (;;) {
		struct lexer ahead = *lexer;
		if (!sqltext_is(&ahead, sqltext_next(&ahead), "."))
			break;
		token = sqltext_next(&ahead);
		end = token.end;
		*lexer = ahead;
	}
	return arena_slice(arena, lexer->text + start, end - start);
}

static bool parse_index(struct arena *arena, const struct script *script, size_t n,
			struct index_statement *index)
{
	struct lexer lexer = sqltext_statement_lexer(script, n);
	struct token token = sqltext_next(&lexer);

	*index = (struct index_statement){.creates = sqltext_is(&lexer, token, "CREATE")};
	if (!sqltext_matches(sqltext_statement_lexer(script, n),
			     index->creates ? "CREATE ... INDEX CONCURRENTLY"
					    : "DROP INDEX CONCURRENTLY"))
		return false;
	while (!sqltext_is(&lexer, token, "CONCURRENTLY"))
		token = sqltext_next(&lexer);
	token = sqltext_next(&lexer);
	while (sqltext_is(&lexer, token, "IF") || sqltext_is(&lexer, token, "NOT") ||
	       sqltext_is(&lexer, token, "EXISTS"))
		token = sqltext_next(&lexer);
	if (!sqltext_is(&lexer, token, "ON")) {
		index->name = take_name(arena, &lexer, token);
		token = sqltext_next(&lexer);
	}
	if (!index->creates)
		return index->name;
	token = sqltext_next(&lexer);
	if (sqltext_is(&lexer, token, "ONLY"))
		token = sqltext_next(&lexer);
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

	buffer_format(&sql, find_index_sql, pg_quoted(pg, index->table, pg->pq.PQescapeLiteral),
		      pg_quoted(pg, index->name, pg->pq.PQescapeLiteral));
	PGresult *result = pg_ask(pg, buffer_text(&sql));
	if (result && pg_is_good(pg, result) && pg->pq.PQntuples(result) > 0) {
		*valid = *pg->pq.PQgetvalue(result, 0, 0) == 't';
		name = pg_cell(pg, result, 0, 1);
	}
	pg->pq.PQclear(result);
	return name;
}

/* An index that a failed or killed CREATE INDEX CONCURRENTLY left is of no use, and costs each
 * write. */
void pg_drop_invalid_index(struct postgresql *pg, const struct script *script, size_t n)
{
	struct index_statement index;
	bool valid = true;

	if (!parse_index(pg->db.arena, script, n, &index) || !index.creates)
		return;
	const char *name = find_index(pg, &index, &valid);
	if (!name || valid)
		return;
	pg->pq.PQclear(pg_ask(
		pg, arena_format(pg->db.arena, "DROP INDEX CONCURRENTLY IF EXISTS %s", name)));
}

bool pg_run_is_done(struct db *db, const struct script *script, const struct run *run)
{
	struct postgresql *pg = pg_of(db);
	struct index_statement index;
	bool valid = false;
	const char *there;

	if (!parse_index(db->arena, script, run->first, &index))
		return false;
	if (index.creates)
		return find_index(pg, &index, &valid) && valid;
	const char *sql = arena_format(db->arena, "SELECT pg_catalog.to_regclass(%s)::text",
				       pg_quoted(pg, index.name, pg->pq.PQescapeLiteral));
	return pg_tell_value(pg, sql, "cannot read", &there) && !there;
}
