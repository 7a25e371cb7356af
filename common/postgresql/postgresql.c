/* PostgreSQL: opens a database, or creates it, through libpq. */
#include "postgresql/postgresql.h"

#include <stdlib.h>
#include <string.h>

#include "postgresql/sql.h"

/* True if libpq may use TLS, as it does by default. */
static bool may_use_tls(const struct url *url)
{
	const char *mode = url_value(url, "sslmode");

	mode = mode ? mode : getenv("PGSSLMODE");
	return !mode || strcmp(mode, "disable") != 0;
}

/*
 * Reports a failed connection. If a password may have cut the URL, the message shows no part of it.
 */
static bool report_refusal(struct postgresql *pg, const struct pg_refusal *refusal)
{
	const struct url *url = pg->db.url;
	const char *hint = pg_connection_hint(refusal->code, refusal->message, may_use_tls(url));

	report_error(pg->db.report, nowhere, "cannot connect to %s: %s", url->shown,
		     url->vague ? refusal->bare : refusal->message);
	if (url->vague)
		hint = "the URL is not shown in full, because a character in its password may have "
		       "cut it: write it as postgresql://user:password@host:5432/database";
	const char *variables = url_variables(url, pg->db.arena);
	if (variables && !url->vague)
		hint = arena_format(pg->db.arena, "%s%sthe environment adds %s", hint ? hint : "",
				    hint ? "; " : "", variables);
	return hint ? report_hint(pg->db.report, "%s", hint) : false;
}

/* Connects to one of the databases that every server has. */
static PGconn *connect_elsewhere(struct postgresql *pg)
{
	static const char *const others[] = {"postgres", "template1", "defaultdb"};
	const char *own = url_value(pg->db.url, "dbname");
	struct pg_refusal refusal;
	PGconn *connection = NULL;

	for (size_t i = 0; i < sizeof others / sizeof *others && !connection; i++)
		if (!text_equal(others[i], own))
			connection = pg_connect(pg, others[i], &refusal);
	return connection;
}

/* True if the server's catalog, read from another database, does not list the URL's database. */
static bool is_not_in_catalog(struct postgresql *pg)
{
	enum { ANSWER_WAIT = 5000 };
	const char *name = pg_quote_literal(pg, url_value(pg->db.url, "dbname"));
	PGconn *other = connect_elsewhere(pg);
	PGresult *result = pg_ask(pg, other, arena_format(pg->db.arena, pg_sql_find_database, name),
				  ANSWER_WAIT);
	bool missing = pg_succeeded(pg, result) && pg->pq.PQntuples(result) == 0;

	pg->pq.PQclear(result);
	pg->pq.PQfinish(other);
	return missing;
}

static bool database_is_missing(struct postgresql *pg, const struct pg_refusal *refusal)
{
	if (!refusal->code || !url_value(pg->db.url, "dbname"))
		return false;
	/* invalid_catalog_name; poolers report it as protocol_violation */
	return strcmp(refusal->code, "3D000") == 0 ||
	       (strcmp(refusal->code, "08P01") == 0 && is_not_in_catalog(pg));
}

/* Creates the database of the URL. Another process may be doing the same. */
static bool create_on_server(struct postgresql *pg)
{
	const char *name = pg_quote_name(pg, url_value(pg->db.url, "dbname"));
	PGresult *result = pg_query(pg, arena_format(pg->db.arena, pg_sql_create_database, name));
	const char *code = pg_error_field(pg, result, PG_DIAG_SQLSTATE);
	/* duplicate_database, unique_violation */
	bool exists = code && (strcmp(code, "42P04") == 0 || strcmp(code, "23505") == 0);

	if (!exists && !pg_succeeded(pg, result))
		return pg_report(pg, result, PG_CREATE_DATABASE);
	pg->pq.PQclear(result);
	pg->db.created = !exists;
	return true;
}

/* Creates the database from another one, and connects to it. */
static bool create_database(struct postgresql *pg, const struct pg_refusal *first)
{
	struct pg_refusal refusal;

	pg->connection = connect_elsewhere(pg);
	if (!pg->connection)
		return report_refusal(pg, first);
	if (!create_on_server(pg))
		return false;
	pg->pq.PQfinish(pg->connection);
	pg->connection = pg_connect(pg, NULL, &refusal);
	return pg->connection || report_refusal(pg, &refusal);
}

/* Connects. On true there is no connection if the database is missing and not needed. */
static bool open_database(struct postgresql *pg)
{
	struct pg_refusal refusal;

	if (pg->db.access == DB_BESIDE) {
		pg->connection = connect_elsewhere(pg);
		return pg->connection || report_error(pg->db.report, nowhere,
						      "cannot connect to the database postgres or "
						      "template1 on the server of %s",
						      pg->db.url->shown);
	}
	pg->connection = pg_connect(pg, NULL, &refusal);
	if (pg->connection)
		return true;
	if (!database_is_missing(pg, &refusal))
		return report_refusal(pg, &refusal);
	if (pg->db.access == DB_CREATE)
		return create_database(pg, &refusal);
	if (pg->db.access == DB_SERVER) {
		pg->connection = connect_elsewhere(pg);
		return pg->connection || report_refusal(pg, &refusal);
	}
	if (pg->db.access != DB_READ)
		return db_refuse_missing(&pg->db, "database");
	db_report_missing(&pg->db);
	return true;
}

/*
 * Finds the schema of the URL, and reads the result of pg_sql_check_client, sent before; servers
 * know that setting from version 14 on. Who only reads needs neither for public, which is there.
 */
static bool find_schema(struct postgresql *pg, bool *found)
{
	bool reads = pg->db.access == DB_READ || pg->db.access == DB_READ_EXISTING;

	*found = true;
	if (reads && strcmp(pg->db.url->schema, "public") == 0)
		return true;
	const char *name = pg_quote_literal(pg, pg->db.url->schema);
	PGresult *result = pg_query(pg, arena_format(pg->db.arena, pg_sql_find_schema, name));

	if (!pg_succeeded(pg, result))
		return pg_report(pg, result, PG_READ);
	const char *setting = pg_value(pg, result, 0, 1);
	*found = pg_value(pg, result, 0, 0);
	pg->checks_client = setting && strcmp(setting, PG_CHECK_CLIENT) == 0;
	pg->pq.PQclear(result);
	return true;
}

/* Returns the schema that a missing one probably means, or NULL. */
static const char *find_alike(struct postgresql *pg)
{
	PGresult *result = pg_query(pg, pg_sql_list_schemas);
	const char *alike = NULL;

	for (int row = 0; row < pg->pq.PQntuples(result) && !alike; row++) {
		const char *name = pg_value(pg, result, row, 0);
		if (name && slice_is_slip(slice_of(pg->db.url->schema), name))
			alike = arena_string(pg->db.arena, name);
	}
	pg->pq.PQclear(result);
	return alike;
}

/* Creates the schema of the URL. Says so if another has almost the same name. */
static bool create_schema(struct postgresql *pg)
{
	const char *alike = find_alike(pg);

	if (!pg_command(pg, arena_format(pg->db.arena, pg_sql_create_schema, pg->schema),
			PG_CREATE_SCHEMA))
		return false;
	if (!alike)
		return true;
	report_warning(pg->db.report, nowhere,
		       "created the schema '%s'; the database also has '%s'", pg->db.url->schema,
		       alike);
	report_hint(pg->db.report, "if you meant %s, change ?schema= in the URL, and drop '%s'",
		    alike, pg->db.url->schema);
	return true;
}

/* Creates the schema of the URL if it is missing and may be created. */
static bool make_schema(struct postgresql *pg)
{
	const char *alike;
	bool found = false;

	if (!find_schema(pg, &found))
		return false;
	if (found)
		return true;
	if (pg->db.access == DB_CREATE)
		return create_schema(pg);
	db_refuse_missing(&pg->db,
			  arena_format(pg->db.arena, "schema '%s' in", pg->db.url->schema));
	if ((alike = find_alike(pg)))
		report_hint(pg->db.report, "did you mean ?schema=%s?", alike);
	return false;
}

/* Warns that the schema that the URL names does not exist yet. */
static bool look_for_schema(struct postgresql *pg)
{
	const struct url *url = pg->db.url;
	struct report *report = pg->db.report;
	bool found = false;

	if (!find_schema(pg, &found))
		return false;
	if (found)
		return true;
	const char *alike = find_alike(pg);
	report_warning(report, nowhere, "the schema '%s' does not exist yet", url->schema);
	if (alike)
		report_hint(report, "did you mean ?schema=%s? mig-apply would create '%s'", alike,
			    url->schema);
	else
		report_hint(report, "mig-apply creates it");
	return true;
}

/* Looks for the schema of the URL if the access needs it. */
static bool prepare_schema(struct postgresql *pg)
{
	switch (pg->db.access) {
	case DB_READ:
		return look_for_schema(pg);
	case DB_REPLACE:
	case DB_SERVER:
	case DB_BESIDE:
		return true;
	default:
		return make_schema(pg);
	}
}

/* Returns the dialect for a server, role or database where backslashes escape by default. */
static const struct sqltext_dialect *scripts_with_backslashes(struct postgresql *pg)
{
	struct sqltext_dialect *dialect = arena_alloc(pg->db.arena, sizeof *dialect);

	*dialect = sqltext_postgresql;
	dialect->backslashes = true;
	return dialect;
}

static void finish(struct postgresql *pg)
{
	pg_cancel_end(pg);
	pg->pq.PQfinish(pg->watcher);
	pg->pq.PQfinish(pg->connection);
}

/* The first version with client_connection_check_interval. */
enum { FIRST_TO_CHECK_CLIENTS = 140000 };

static struct db *pg_open(const struct url *url, enum db_access access,
			  const struct db_patience *patience, struct report *report)
{
	struct postgresql *pg = arena_alloc(report->arena, sizeof *pg);

	pg->db = (struct db){.dialect = &db_postgresql,
			     .url = url,
			     .access = access,
			     .lock_wait = patience->lock_wait,
			     .for_server = patience->for_server,
			     .progress = patience->progress,
			     .hear = patience->hear,
			     .report = report,
			     .arena = report->arena};
	pg->queue.arena = pg->said.arena = report->arena;
	if (!pg_load(&pg->pq, report))
		return NULL;
	bool opened = open_database(pg);
	if (opened && pg->connection) {
		pg->pq.PQsetNoticeReceiver(pg->connection, pg_hear, pg);
		if (pg->pq.PQserverVersion(pg->connection) >= FIRST_TO_CHECK_CLIENTS)
			pg_queue(pg, arena_format(pg->db.arena, pg_sql_check_client,
						  pg->pq.PQbackendPID(pg->connection)));
		pg->schema = pg_quote_name(pg, url->schema);
		pg->read_only = pg_reports(pg, "default_transaction_read_only", "on");
		if (pg_reports(pg, "standard_conforming_strings", "off"))
			pg->db.scripts = scripts_with_backslashes(pg);
		pg->history = arena_format(pg->db.arena, "%s._prisma_migrations", pg->schema);
		opened = prepare_schema(pg);
	}
	if (opened)
		return &pg->db;
	finish(pg);
	return NULL;
}

/* Resets the session on a pooler, which may lend the connection to others. */
static void leave_nothing(struct postgresql *pg)
{
	pg_session_end(&pg->db);
	if (pg->locked && pg->process != pg->pq.PQbackendPID(pg->connection))
		pg->pq.PQclear(pg_query(pg, "RESET ALL;" PG_SQL_UNLOCK));
}

static void pg_close(struct db *db)
{
	if (pg_of(db)->connection && pg_of(db)->pq.PQstatus(pg_of(db)->connection) == CONNECTION_OK)
		leave_nothing(pg_of(db));
	finish(pg_of(db));
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
	.schema_read = pg_schema_read,
	.open_reader = pg_open_reader,
	.schema_left_out = pg_schema_left_out,
	.read_numbers = pg_read_numbers,
	.other_namespaces = pg_other_namespaces,
	.schema_settle = pg_schema_settle,
	.clear = pg_clear,
	.excludes = pg_excludes,
	.session_begin = pg_session_begin,
	.session_ends = pg_session_ends,
	.session_end = pg_session_end,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.run = pg_run,
	.measure = pg_measure,
	.list_sequences = pg_list_sequences,
	.list_foreign_writes = pg_list_foreign_writes,
	.check = pg_check,
	.run_is_done = pg_run_is_done,
};
