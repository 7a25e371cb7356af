/*
 * Reads the contents of a PostgreSQL database, for the manifests of backups, in one snapshot that
 * pg_dump can use, too.
 */
#include <stdlib.h>

#include "backup/postgresql.h"
#include "base/interrupt.h"
#include "base/program.h"
#include "postgresql/history_sql.h"
#include "postgresql/postgresql.h"
#include "postgresql/sql.h"
#include "postgresql/watch_sql.h"

bool pg_snapshot_begin(const struct url *url, struct pg_snapshot *snapshot, struct report *report)
{
	static const char begin[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
	struct report unheard = {.arena = report->arena};
	struct db_patience patience = db_patience_for(url);

	*snapshot =
		(struct pg_snapshot){.db = db_postgresql.open(url, DB_REPLACE, &patience, report)};
	if (!snapshot->db)
		return false;
	struct postgresql *pg = pg_of(snapshot->db);
	snapshot->taken = db_now();
	/* In a message of its own: in a message with others, BEGIN would find a transaction. */
	if (!pg_query_value(pg, "SHOW server_version", PG_READ, &snapshot->server) ||
	    !pg_command(pg, begin, PG_READ) || !pg_command(pg, pg_sql_no_limits, PG_READ))
		return false;
	/* Without a snapshot id, pg_dump takes a snapshot of its own. */
	snapshot->db->report = &unheard;
	if (!pg_query_value(pg, pg_sql_export_snapshot, PG_READ, &snapshot->id)) {
		pg_command(pg, "ROLLBACK", PG_READ);
		pg_command(pg, begin, PG_READ);
		pg_command(pg, pg_sql_no_limits, PG_READ);
	}
	snapshot->db->report = report;
	return pg->pq.PQstatus(pg->connection) == CONNECTION_OK ||
	       report_error(report, nowhere, "lost the connection to %s", url->shown);
}

void pg_snapshot_end(struct pg_snapshot *snapshot)
{
	if (snapshot->db)
		db_postgresql.close(snapshot->db);
	snapshot->db = NULL;
}

bool pg_list_tables(struct pg_snapshot *snapshot, struct manifest *manifest)
{
	struct postgresql *pg = pg_of(snapshot->db);
	PGresult *result = pg_query_long(pg, pg_sql_list_counted);

	if (!pg_succeeded(pg, result))
		return pg_report(pg, result, PG_READ);
	for (int row = 0; row < pg->pq.PQntuples(result); row++)
		*vector_add(pg->db.arena, &manifest->tables) =
			(struct manifest_table){.name = pg_value(pg, result, row, 0), .rows = -1};
	pg->pq.PQclear(result);
	return true;
}

/* True if the error is a lock timeout. */
static bool is_lock_timeout(struct postgresql *pg, const PGresult *result)
{
	return text_equal(pg_error_field(pg, result, PG_DIAG_SQLSTATE), "55P03");
}

void pg_hint_lockers(struct db *db, struct report *report)
{
	const char *holders = NULL;

	pg_query_value(pg_of(db), pg_sql_lockers, PG_READ, &holders);
	if (holders)
		report_hint(report, "a table is locked by %s: wait, or end that session", holders);
}

/* Reports that a table could not be locked in time, and who holds it. Always returns false. */
static bool report_locked(struct postgresql *pg, PGresult *result)
{
	struct report *report = pg->db.report, unheard = {.arena = pg->db.arena};

	pg_report(pg, result, PG_READ);
	pg->db.report = &unheard;
	pg_command(pg, pg_sql_back, PG_READ);
	pg_hint_lockers(&pg->db, report);
	pg->db.report = report;
	return false;
}

bool pg_lock_tables(struct pg_snapshot *snapshot, const struct manifest *manifest)
{
	struct postgresql *pg = pg_of(snapshot->db);
	struct buffer sql = {.arena = pg->db.arena};
	struct manifest_table *table;

	buffer_format(&sql, pg_sql_local_lock_timeout, db_patience_for(pg->db.url).lock_timeout);
	buffer_format(&sql, "; %s; LOCK TABLE", pg_sql_savepoint);
	vector_each(table, &manifest->tables)
		buffer_format(&sql, "%s ONLY %s", table == manifest->tables.at ? "" : ",",
			      table->name);
	buffer_add(&sql, " IN ACCESS SHARE MODE");
	if (!manifest->tables.count)
		return pg_command(pg, pg_sql_savepoint, PG_READ);
	pg->db.progress = program_shows_progress() ? program_progress : NULL;
	PGresult *result = pg_query_long(pg, buffer_text(&sql));
	pg->db.progress = NULL; /* pg_dump shows its own progress */
	if (is_lock_timeout(pg, result))
		return report_locked(pg, result);
	if (pg->pq.PQstatus(pg->connection) != CONNECTION_OK)
		return pg_report(pg, result, PG_READ);
	bool done = pg_succeeded(pg, result);
	pg->pq.PQclear(result);
	/* The user lacks a privilege, which pg_dump reports better. */
	return pg_command(pg, done ? pg_sql_savepoint : pg_sql_back, PG_READ);
}

/* Counts the rows of a table; -1 if that is impossible. */
static void count(struct postgresql *pg, struct manifest_table *table)
{
	pg_queue(pg, pg_sql_back);
	PGresult *result =
		pg_query_long(pg, arena_format(pg->db.arena, pg_sql_count_rows, table->name));
	table->rows =
		pg_succeeded(pg, result) ? strtoll(pg->pq.PQgetvalue(result, 0, 0), NULL, 10) : -1;
	pg->pq.PQclear(result);
}

bool pg_read_contents(struct pg_snapshot *snapshot, struct manifest *manifest,
		      bool (*goes_on)(void *context), void *context)
{
	struct postgresql *pg = pg_of(snapshot->db);
	struct report *report = pg->db.report, unheard = {.arena = pg->db.arena};
	struct manifest_table *table;

	manifest->taken = snapshot->taken;
	manifest->server = snapshot->server;
	vector_each(table, &manifest->tables) {
		if (interrupt_seen() || (goes_on && !goes_on(context)))
			return false;
		count(pg, table);
	}
	pg->db.report = &unheard;
	pg_command(pg, pg_sql_back, PG_READ);
	manifest->history_known = db_history_read(snapshot->db, &manifest->history);
	if (!manifest->history_known)
		manifest->unread = unheard.messages.at[unheard.messages.count - 1];
	pg->db.report = report;
	return pg->pq.PQstatus(pg->connection) == CONNECTION_OK ||
	       report_error(report, nowhere, "lost the connection to %s", pg->db.url->shown);
}

bool pg_describe(const struct url *url, struct manifest *manifest, struct report *report)
{
	struct pg_snapshot snapshot;
	bool described = pg_snapshot_begin(url, &snapshot, report) &&
			 pg_list_tables(&snapshot, manifest) &&
			 pg_lock_tables(&snapshot, manifest) &&
			 pg_read_contents(&snapshot, manifest, NULL, NULL);

	pg_snapshot_end(&snapshot);
	return described;
}

bool pg_has_history(const struct url *url, struct report *report)
{
	struct db_patience patience = db_patience_for(url);
	struct db *db = db_postgresql.open(url, DB_REPLACE, &patience, report);
	const char *found = NULL;

	if (!db)
		return false;
	pg_query_value(pg_of(db),
		       arena_format(db->arena, pg_sql_find_history,
				    pg_quote_literal(pg_of(db), pg_of(db)->history)),
		       PG_READ_HISTORY, &found);
	db_postgresql.close(db);
	return found;
}
