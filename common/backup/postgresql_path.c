/*
 * The search_path of a restore. pg_dump's names are qualified, and its archives set it to nothing:
 * functions that name tables without a schema may need another.
 */
#include "backup/postgresql.h"
#include "backup/postgresql_look.h"
#include "backup/postgresql_look_sql.h"
#include "backup/postgresql_restore_sql.h"
#include "postgresql/postgresql.h"

/* Returns the schema of the URL as an SQL literal with a comma in it. */
static const char *schema_literal(const struct url *url, struct arena *arena)
{
	struct buffer name = {.arena = arena}, literal = {.arena = arena};

	if (!url->schema_given)
		return "''";
	buffer_add_quoted(&name, url->schema, '"');
	buffer_add(&name, ", ");
	buffer_add_quoted(&literal, buffer_text(&name), '\'');
	return buffer_text(&literal);
}

void pg_add_users_path(const struct url *url, struct buffer *to)
{
	buffer_format(to, pg_sql_users_search_path, schema_literal(url, to->arena));
}

/* Asks with the search_path that some SQL sets. */
static const char *ask(struct postgresql *pg, const char *path)
{
	struct buffer sql = {.arena = pg->db.arena};
	const char *lost = NULL;

	buffer_add(&sql, path);
	buffer_add(&sql, pg_sql_find_lost);
	return pg_query_value(pg, buffer_text(&sql), PG_READ, &lost) ? lost : NULL;
}

const char *pg_find_lost_function(const struct url *url, struct report *report)
{
	struct report unheard = {.arena = report->arena};
	struct buffer users = {.arena = report->arena};
	struct pg_snapshot snapshot;
	const char *lost = NULL;

	pg_add_users_path(url, &users);
	if (pg_snapshot_begin(url, &snapshot, &unheard) &&
	    ask(pg_of(snapshot.db), pg_sql_no_search_path))
		lost = ask(pg_of(snapshot.db), buffer_text(&users));
	pg_snapshot_end(&snapshot);
	return lost;
}
