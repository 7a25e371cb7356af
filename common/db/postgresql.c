/* PostgreSQL: a server, spoken to through libpq. Here it is found, and locked. */
#include "db/postgresql.h"

#include <stdlib.h>
#include <string.h>

/* Prisma's key: whoever holds it changes the history of this database, be it Prisma or us. */
#define LOCK_KEY "72707369"

static void ignore_notice(void *context, const char *message)
{
	(void)context;
	(void)message;
}

/* libpq's message may repeat what the URL holds, but never the password. */
static bool report_connection(struct postgresql *pg)
{
	const char *message = pg_one_line(pg->db.arena, pg->pq.PQerrorMessage(pg->connection));
	const char *hint = pg_connection_hint(message);

	report_error(pg->db.report, nowhere, "cannot connect to %s: %s", pg->db.url->shown,
		     message);
	if (hint)
		report_hint(pg->db.report, "%s", hint);
	pg->pq.PQfinish(pg->connection);
	pg->connection = NULL;
	return false;
}

/* The server says so in words only: a connection that fails has no SQLSTATE. */
static bool database_is_missing(struct postgresql *pg)
{
	const char *database = db_url_value(pg->db.url, "dbname");
	const char *message = pg->pq.PQerrorMessage(pg->connection);

	return database && strstr(message, "database \"") && strstr(message, database) &&
	       strstr(message, "does not exist");
}

/* From one of those that every server has. */
static bool create_database(struct postgresql *pg)
{
	static const char *const others[] = {"postgres", "template1", "defaultdb"};
	const char *database = db_url_value(pg->db.url, "dbname");

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		pg->pq.PQfinish(pg->connection);
		pg->connection = pg_connect(pg, others[i]);
		if (pg->pq.PQstatus(pg->connection) != CONNECTION_OK)
			continue;
		const char *name = pg_quoted(pg, database, pg->pq.PQescapeIdentifier);
		PGresult *result =
			pg_ask(pg, arena_format(pg->db.arena, "CREATE DATABASE %s", name));
		const char *code = pg_field(pg, result, PG_DIAG_SQLSTATE);
		/* Another process may be doing the same: duplicate_database, or a unique violation. */
		bool there = code && (strcmp(code, "42P04") == 0 || strcmp(code, "23505") == 0);
		bool refused = result && !pg_is_good(pg, result) && !there;
		if (refused)
			pg_report(pg, result, "cannot create the database of");
		else
			pg->pq.PQclear(result);
		pg->pq.PQfinish(pg->connection);
		if (refused)
			return false;
		pg->connection = pg_connect(pg, NULL);
		pg->db.made = !there;
		return pg->pq.PQstatus(pg->connection) == CONNECTION_OK || report_connection(pg);
	}
	return report_connection(pg);
}

/* To work, tables go where the URL says. */
static bool prepare(struct postgresql *pg)
{
	const char *sql = arena_format(pg->db.arena, "SET search_path TO %s", pg->schema);
	const char *there;

	if (!pg_tell(pg, sql, "cannot use the schema of"))
		return false;
	sql = arena_format(pg->db.arena, "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = %s",
			   pg_quoted(pg, pg->db.url->schema, pg->pq.PQescapeLiteral));
	if (!pg_tell_value(pg, sql, "cannot read", &there))
		return false;
	if (!there && pg->db.access == DB_WORK)
		return db_refuse_missing(
			&pg->db, arena_format(pg->db.arena, "schema '%s' in", pg->db.url->schema));
	return there ||
	       pg_tell(pg, arena_format(pg->db.arena, "CREATE SCHEMA IF NOT EXISTS %s", pg->schema),
		       "cannot create the schema of");
}

static struct db *pg_open(const struct db_url *url, enum db_access access, struct report *report)
{
	struct postgresql *pg = arena_alloc(report->arena, sizeof *pg);

	pg->db = (struct db){.dialect = &dialect_postgresql,
			     .url = url,
			     .access = access,
			     .report = report,
			     .arena = report->arena};
	pg->unsent.arena = report->arena;
	if (!libpq_load(&pg->pq, report))
		return NULL;
	pg->connection = pg_connect(pg, NULL);
	if (pg->pq.PQstatus(pg->connection) != CONNECTION_OK) {
		if (!database_is_missing(pg)) {
			report_connection(pg);
			return NULL;
		}
		if (access == DB_LOOK) {
			db_report_missing(&pg->db);
			pg->pq.PQfinish(pg->connection);
			pg->connection = NULL;
			return &pg->db;
		}
		if (access != DB_MAKE) {
			db_refuse_missing(&pg->db, "database");
			pg->pq.PQfinish(pg->connection);
			return NULL;
		}
		if (!create_database(pg))
			return NULL;
	}
	pg->pq.PQsetNoticeProcessor(pg->connection, ignore_notice, NULL);
	pg->schema = pg_quoted(pg, url->schema, pg->pq.PQescapeIdentifier);
	pg->history = arena_format(pg->db.arena, "%s._prisma_migrations", pg->schema);
	if ((access == DB_WORK || access == DB_MAKE) && !prepare(pg)) {
		pg->pq.PQfinish(pg->connection);
		return NULL;
	}
	return &pg->db;
}

static void pg_close(struct db *db)
{
	pg_of(db)->pq.PQfinish(pg_of(db)->watcher);
	pg_of(db)->pq.PQfinish(pg_of(db)->connection);
}

static const char holder_sql[] =
	"SELECT " PG_PROCESS " || ', connected since ' || to_char(a.backend_start,"
	" 'YYYY-MM-DD HH24:MI:SS')"
	" FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)"
	" WHERE l.locktype = 'advisory' AND l.granted AND l.objid = " LOCK_KEY
	" AND l.classid = 0 AND l.objsubid = 1"
	" AND l.database = (SELECT oid FROM pg_catalog.pg_database"
	" WHERE datname = pg_catalog.current_database())";

static bool pg_lock_holder(struct db *db, const char **holder)
{
	if (!pg_tell_value(pg_of(db), holder_sql, "cannot ask who holds the lock of", holder))
		return false;
	if (!*holder)
		*holder = "a process that has just gone";
	return true;
}

/* Prisma's switch for servers that have no such lock. */
static bool lock_is_off(void)
{
	const char *off = getenv("PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK");

	return off && *off && strcmp(off, "0") != 0;
}

/* What the server calls the process that answers, asked of any connection. */
static const char *process_of(struct postgresql *pg, PGconn *connection)
{
	PGresult *result = pg->pq.PQexec(connection, "SELECT pg_catalog.pg_backend_pid()");
	const char *pid = pg_is_good(pg, result) ? pg_cell(pg, result, 0, 0) : "";

	pg->pq.PQclear(result);
	return pid;
}

/*
 * A pooler answers with a process that is not the one that it introduced itself with. One that
 * lends a connection for a transaction at a time gives the process of our last question to whoever
 * begins a transaction next: a second connection of ours does that, several times, for others may
 * be quicker.
 */
static bool lends_by_transaction(struct postgresql *pg)
{
	enum { TRIES = 5 };
	const char *first = process_of(pg, pg->connection);
	bool lends = false;

	pg->process = (int)strtol(first, NULL, 10);
	if (pg->process == pg->pq.PQbackendPID(pg->connection))
		return false;
	PGconn *other = pg_connect(pg, NULL);
	for (int i = 0; i < TRIES && !lends && pg->pq.PQstatus(other) == CONNECTION_OK; i++) {
		lends = strcmp(process_of(pg, pg->connection), first) != 0;
		pg->pq.PQclear(pg->pq.PQexec(other, "BEGIN"));
		lends |= strcmp(process_of(pg, other), first) == 0;
		pg->pq.PQclear(pg->pq.PQexec(other, "ROLLBACK"));
	}
	pg->pq.PQfinish(other);
	return lends;
}

static bool report_pooler(struct postgresql *pg)
{
	report_error(
		pg->db.report, nowhere,
		"%s is a pooler that lends a connection for one transaction at a time: the lock "
		"that keeps others from migrating would not hold",
		pg->db.url->shown);
	return report_hint(pg->db.report, "give the URL of the server itself, which Prisma calls "
					  "directUrl");
}

/*
 * The lock is tried for, not waited for: a statement that waits has a snapshot, which the holder's
 * CREATE INDEX CONCURRENTLY would wait for in its turn.
 */
static bool pg_try_lock(struct db *db, bool *got)
{
	struct postgresql *pg = pg_of(db);
	const char *answer = NULL;

	*got = lock_is_off();
	if (*got)
		return true;
	if (!pg->process && lends_by_transaction(pg))
		return report_pooler(pg);
	bool asked =
		pg_tell_value(pg, "SELECT 1 WHERE pg_catalog.pg_try_advisory_lock(" LOCK_KEY ")",
			      "cannot lock", &answer);
	*got = answer;
	return asked;
}

const struct db_dialect dialect_postgresql = {
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
