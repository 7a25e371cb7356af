/*
 * Repairs after CREATE INDEX CONCURRENTLY: if that fails or is killed it leaves an invalid index.
 */
#include "postgresql/postgresql.h"
#include "postgresql/sql.h"

/* A parsed CREATE or DROP INDEX CONCURRENTLY. */
struct index_statement {
	const char *name, *table; /* as written, with schema and quotes; or NULL */
	bool creates;
};

/* Reads the rest of a name, "schema"."name", that begins with `token`. */
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

/* Parses statement `n`. False for any other statement, and for an index without a name. */
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

/* Returns the full name of the statement's index, or NULL if it does not exist. */
static const char *find_index(struct postgresql *pg, const struct index_statement *index,
			      bool *valid)
{
	const char *table = pg_quote_literal(pg, index->table);
	const char *name = pg_quote_literal(pg, index->name), *found = NULL;
	PGresult *result = pg_query(pg, arena_format(pg->db.arena, pg_sql_find_index, table, name));

	if (pg_succeeded(pg, result) && pg->pq.PQntuples(result) > 0) {
		*valid = *pg->pq.PQgetvalue(result, 0, 0) == 't';
		found = pg_value(pg, result, 0, 1);
	}
	pg->pq.PQclear(result);
	return found;
}

void pg_drop_invalid_index(struct postgresql *pg, const struct script *script, size_t n)
{
	struct index_statement index;
	bool valid = true;

	if (!parse_index(pg->db.arena, script, n, &index) || !index.creates)
		return;
	const char *name = find_index(pg, &index, &valid);
	if (!name || valid)
		return;
	pg->pq.PQclear(pg_query_long(pg, arena_format(pg->db.arena, pg_sql_drop_index, name)));
}

bool pg_run_is_done(struct db *db, const struct script *script, const struct run *run)
{
	struct postgresql *pg = pg_of(db);
	struct index_statement index;
	bool valid = false;
	const char *found;

	if (!parse_index(db->arena, script, run->first, &index))
		return false;
	if (index.creates)
		return find_index(pg, &index, &valid) && valid;
	const char *name = pg_quote_literal(pg, index.name);
	return pg_query_value(pg, arena_format(db->arena, pg_sql_find_relation, name), PG_READ,
			      &found) &&
	       !found;
}
