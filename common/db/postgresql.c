/* PostgreSQL: a server, through libpq. Opens a database, or creates it. */
#include "db/postgresql.h"

#include <string.h>

#include "db/postgresql_sql.h"

static void ignore_notice(void *context, const char *message)
{
	(void)context;
	(void)message;
}

/* libpq's message may show parts of the URL: none of a URL that a password may have cut. */
static bool report_connection(struct postgresql *pg)
{
	const char *message =
		pg->db.url->vague
			? "there is no such server, or it refuses"
			: pg_one_line(pg->db.arena, pg->pq.PQerrorMessage(pg->connection));
	const char *hint = pg_connection_hint(message);

	report_error(pg->db.report, nowhere, "cannot connect to %s: %s", pg->db.url->shown,
		     message);
	if (pg->db.url->vague)
		hint = "the URL is not shown in full, because its password may have cut it: write "
		       "it as postgresql://user:password@host:5432/database";
	if (hint)
		report_hint(pg->db.report, "%s", hint);
	pg->pq.PQfinish(pg->connection);
	pg->connection = NULL;
	return false;
}

/* Reads the server's words, because a connection that fails has no SQLSTATE. */
static bool database_is_missing(struct postgresql *pg)
{
	const char *database = db_url_value(pg->db.url, "dbname");
	const char *message = pg->pq.PQerrorMessage(pg->connection);

	return database && strstr(message, "database \"") && strstr(message, database) &&
	       strstr(message, "does not exist");
}

/*
 * Creates the database of the URL, from one of the databases that every server has, and connects to
 * it. Another process may be doing the same.
 */
static bool create_database(struct postgresql *pg)
{
	static const char *const others[] = {"postgres", "template1", "defaultdb"};
	size_t i = 0;

	do {
		if (i == sizeof others / sizeof *others)
			return report_connection(pg);
		pg->pq.PQfinish(pg->connection);
		pg->connection = pg_connect(pg, others[i++]);
	} while (pg->pq.PQstatus(pg->connection) != CONNECTION_OK);
	const char *name = pg_quote_name(pg, db_url_value(pg->db.url, "dbname"));
	PGresult *result = pg_query(pg, arena_format(pg->db.arena, pg_sql_create_database, name));
	const char *code = pg_error_field(pg, result, PG_DIAG_SQLSTATE);
	/* duplicate_database, unique_violation */
	bool exists = code && (strcmp(code, "42P04") == 0 || strcmp(code, "23505") == 0);

	if (!exists && !pg_succeeded(pg, result))
		return pg_report(pg, result, PG_CREATE_DATABASE);
	pg->pq.PQclear(result);
	pg->pq.PQfinish(pg->connection);
	pg->connection = pg_connect(pg, NULL);
	pg->db.created = !exists;
	return pg->pq.PQstatus(pg->connection) == CONNECTION_OK || report_connection(pg);
}

/* Connects. After true there is no connection if there is no database and none is needed. */
static bool open_database(struct postgresql *pg)
{
	pg->connection = pg_connect(pg, NULL);
	if (pg->pq.PQstatus(pg->connection) == CONNECTION_OK)
		return true;
	if (!database_is_missing(pg))
		return report_connection(pg);
	if (pg->db.access == DB_CREATE)
		return create_database(pg);
	pg->pq.PQfinish(pg->connection);
	pg->connection = NULL;
	if (pg->db.access != DB_READ)
		return db_refuse_missing(&pg->db, "database");
	db_report_missing(&pg->db);
	return true;
}

/* Makes the schema of the URL the one for unqualified names, and creates it if that is allowed. */
static bool use_schema(struct postgresql *pg)
{
	struct arena *arena = pg->db.arena;
	const char *name = pg->db.url->schema, *found;

	if (!pg_command(pg, arena_format(arena, pg_sql_use_schema, pg->schema), PG_USE_SCHEMA) ||
	    !pg_query_value(pg, arena_format(arena, pg_sql_find_schema, pg_quote_literal(pg, name)),
			    PG_READ, &found))
		return false;
	if (found)
		return true;
	if (pg->db.access != DB_CREATE)
		return db_refuse_missing(&pg->db, arena_format(arena, "schema '%s' in", name));
	return pg_command(pg, arena_format(arena, pg_sql_create_schema, pg->schema),
			  PG_CREATE_SCHEMA);
}

static struct db *pg_open(const struct db_url *url, enum db_access access, struct report *report)
{
	struct postgresql *pg = arena_alloc(report->arena, sizeof *pg);

	pg->db = (struct db){.dialect = &db_postgresql,
			     .url = url,
			     .access = access,
			     .report = report,
			     .arena = report->arena};
	pg->queue.arena = report->arena;
	if (!pg_load(&pg->pq, report))
		return NULL;
	bool opened = open_database(pg);
	if (opened && pg->connection) {
		pg->pq.PQsetNoticeProcessor(pg->connection, ignore_notice, NULL);
		pg->schema = pg_quote_name(pg, url->schema);
		pg->history = arena_format(pg->db.arena, "%s._prisma_migrations", pg->schema);
		opened = access == DB_READ || access == DB_REPLACE || use_schema(pg);
	}
	if (opened)
		return &pg->db;
	pg->pq.PQfinish(pg->connection);
	return NULL;
}

static void pg_close(struct db *db)
{
	pg_of(db)->pq.PQfinish(pg_of(db)->watcher);
	pg_of(db)->pq.PQfinish(pg_of(db)->connection);
}

const struct db_dialect db_postgresql = {
	.provider = "postgresql",
	.scripts = &sqltext_postgresql,
	.open = pg_open,
	.close = pg_close,
	.try_lock = pg_try_lock,
	.lock_holder = pg_lock_holder,
	.history_read = pg_history_read,
	.history_stale = pg_history_stale,
	.history_create = pg_history_create,
	.history_add = pg_history_add,
	.history_change = pg_history_change,
	.has_tables = pg_has_tables,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.run = pg_run,
	.measure = pg_measure,
	.check = pg_check,
	.run_is_done = pg_run_is_done,
};
