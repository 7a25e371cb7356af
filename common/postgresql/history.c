/* Reads and writes the history table in PostgreSQL. */
#include <stdlib.h>
#include <string.h>

#include "postgresql/history_sql.h"
#include "postgresql/postgresql.h"
#include "postgresql/sql.h"

static db_time time_value(struct postgresql *pg, const PGresult *result, int row, int column)
{
	/* NULL is the empty string here. */
	return strtoll(pg->pq.PQgetvalue(result, row, column), NULL, 10);
}

/* True for undefined_table and invalid_schema_name: nothing has been applied yet. */
static bool is_missing(const char *code)
{
	return code && (strcmp(code, "42P01") == 0 || strcmp(code, "3F000") == 0);
}

/* The columns of pg_sql_read_history. */
enum history_column {
	TABLE_HAZARD,
	TABLE_TRIGGERS,
	TABLE_POLICIES,
	TABLE_SHAPE,
	ROW_EXISTS, /* NULL in the single line for a table without rows */
	ROW_ID,
	ROW_NAME,
	ROW_CHECKSUM,
	ROW_LOGS,
	ROW_STARTED,
	ROW_FINISHED,
	ROW_ROLLED_BACK,
	ROW_STEPS,
	HISTORY_COLUMNS
};

static bool is_true(struct postgresql *pg, const PGresult *result, int row, int column)
{
	return *pg->pq.PQgetvalue(result, row, column) == 't';
}

/* The columns that are never empty in Prisma's table. */
static const struct {
	int column;
	const char *name;
} required[] = {
	{ROW_ID, "id"},
	{ROW_NAME, "migration_name"},
	{ROW_CHECKSUM, "checksum"},
	{ROW_STARTED, "started_at"},
};

static bool check_row(struct postgresql *pg, const PGresult *rows, int row)
{
	for (size_t i = 0; i < sizeof required / sizeof *required; i++)
		if (pg->pq.PQgetisnull(rows, row, required[i].column))
			return pg_report_task(pg, PG_READ_HISTORY,
					      arena_format(pg->db.arena,
							   "row %d of _prisma_migrations has no %s",
							   row + 1, required[i].name),
					      NULL, "correct that row by hand");
	return true;
}

static struct history_row read_row(struct postgresql *pg, const PGresult *rows, int row)
{
	return (struct history_row){
		.id = pg_value(pg, rows, row, ROW_ID),
		.name = pg_value(pg, rows, row, ROW_NAME),
		.checksum = pg_value(pg, rows, row, ROW_CHECKSUM),
		.logs = pg_value(pg, rows, row, ROW_LOGS),
		.started = time_value(pg, rows, row, ROW_STARTED),
		.finished = time_value(pg, rows, row, ROW_FINISHED),
		.rolled_back = time_value(pg, rows, row, ROW_ROLLED_BACK),
		.steps = (int)time_value(pg, rows, row, ROW_STEPS),
	};
}

static bool read_rows(struct postgresql *pg, const PGresult *rows, struct history *history)
{
	int count = pg->pq.PQntuples(rows);

	map_reserve(&pg->table.rows, (size_t)count);
	for (int row = 0; row < count && is_true(pg, rows, row, ROW_EXISTS); row++) {
		if (!check_row(pg, rows, row))
			return false;
		struct history_row *read = vector_add(pg->db.arena, &history->rows);
		*read = read_row(pg, rows, row);
		pg_know_row(pg, read);
	}
	return true;
}

/* Remembers the table's properties. */
static void know_table(struct postgresql *pg, const PGresult *rows)
{
	pg->table = (struct pg_table){
		.exists = true,
		.hazard = pg_value(pg, rows, 0, TABLE_HAZARD),
		.has_triggers = is_true(pg, rows, 0, TABLE_TRIGGERS),
		.has_policies = is_true(pg, rows, 0, TABLE_POLICIES),
		.shape = pg_value(pg, rows, 0, TABLE_SHAPE),
		.rows = {.arena = pg->db.arena},
	};
}

static bool report_unreadable(struct postgresql *pg, PGresult *error)
{
	static const char hint[] = "cannot tell which migrations are applied: use the table's "
				   "owner, or a role with BYPASSRLS";
	const char *own = pg_own_error(pg, error);

	if (!own)
		return pg_report(pg, error, PG_READ_HISTORY);
	pg->pq.PQclear(error);
	return pg_report_task(pg, PG_READ_HISTORY, own, NULL,
			      strstr(own, "row level")
				      ? hint
				      : "Prisma and migtools need a table with the columns that "
					"Prisma creates: see migrations(5)");
}

/* Reads the answer, which has at least one line. */
static bool take_history(struct postgresql *pg, const PGresult *rows, struct history *history)
{
	if (pg->pq.PQnfields(rows) != HISTORY_COLUMNS || pg->pq.PQntuples(rows) < 1)
		return pg_report_task(pg, PG_READ_HISTORY, "the server's answer is invalid", NULL,
				      NULL);
	know_table(pg, rows);
	history->exists = true;
	return read_rows(pg, rows, history);
}

bool pg_history_read(struct db *db, struct history *history)
{
	struct postgresql *pg = pg_of(db);

	if (!pg->connection)
		return true;
	const char *name = pg_quote_literal(pg, pg->history);
	pg->table = (struct pg_table){0};
	pg_queue(pg, PG_SQL_SAFE_PATH);
	pg_queue(pg, arena_format(db->arena, pg_sql_hold_history, pg->history));
	pg_queue(pg, arena_format(db->arena, pg_sql_check_history, name));
	PGresult *result =
		pg_query(pg, arena_format(db->arena, pg_sql_read_history, name, pg->history));
	if (!pg_succeeded(pg, result)) {
		if (!is_missing(pg_error_field(pg, result, PG_DIAG_SQLSTATE)))
			return report_unreadable(pg, result);
		pg->pq.PQclear(result);
		return true;
	}
	bool read = take_history(pg, result, history);
	pg->pq.PQclear(result);
	return read;
}

/*
 * True if the table was missing and now exists. A table that was read is checked by each
 * transaction.
 */
bool pg_history_stale(struct db *db)
{
	struct postgresql *pg = pg_of(db);
	const char *found;

	return !pg->table.exists &&
	       pg_query_value(pg,
			      arena_format(db->arena, pg_sql_find_history,
					   pg_quote_literal(pg, pg->history)),
			      PG_READ_HISTORY, &found) &&
	       found;
}

/*
 * Creates the table. Another process may have done so since we looked, and added rows: for the
 * guard of each transaction, the table that we know is empty.
 */
bool pg_history_create(struct db *db)
{
	struct postgresql *pg = pg_of(db);
	struct history rows = {0};

	if (!pg_command(pg, arena_format(db->arena, pg_sql_create_history, pg->history),
			PG_CREATE_HISTORY) ||
	    !pg_history_read(db, &rows))
		return false;
	if (rows.rows.count)
		memset(&pg->table.counts, 0, sizeof pg->table.counts);
	return true;
}

static const char *text_literal(struct postgresql *pg, const char *text)
{
	return text ? pg_quote_literal(pg, text) : "NULL";
}

/* Returns a time in SQL. `least` is the earliest that the server's clock may give. */
static const char *time_literal(struct postgresql *pg, db_time time, db_time least)
{
	struct arena *arena = pg->db.arena;

	switch (time) {
	case 0:
		return "NULL";
	case DB_NOW:
		return arena_format(arena, pg_sql_now, least);
	case DB_BEGUN:
		return arena_format(arena, pg_sql_begun, least);
	default:
		return arena_format(arena, pg_sql_time, time);
	}
}

/* The values of a row as literals. */
struct row_literals {
	const char *id, *name, *checksum, *logs, *started, *finished, *rolled_back;
};

static struct row_literals quote_row(struct postgresql *pg, const struct history_row *row)
{
	/* Later than all others also in milliseconds, as they are read back. */
	db_time least = row->started == DB_BEGUN ? pg->table.newest + 1 : row->started;

	return (struct row_literals){
		.id = text_literal(pg, row->id),
		.name = text_literal(pg, row->name),
		.checksum = text_literal(pg, row->checksum),
		.logs = text_literal(pg, row->logs),
		.started = time_literal(pg, row->started, least),
		.finished = time_literal(pg, row->finished, least),
		.rolled_back = time_literal(pg, row->rolled_back, least),
	};
}

static const char *change_text(struct postgresql *pg, const struct history_row *row, bool adds)
{
	struct row_literals texts = quote_row(pg, row);
	const char *name = pg_quote_literal(pg, pg->history);
	const char *loses = pg->locked ? PG_SQL_LOSES_LOCK : "false";
	const char *path = pg_quote_literal(pg, pg->schema);

	return adds ? arena_format(pg->db.arena, pg_sql_add_row, pg->history, texts.id, texts.name,
				   texts.checksum, texts.logs, texts.started, texts.finished,
				   texts.rolled_back, row->steps, path, name, loses)
		    : arena_format(pg->db.arena, pg_sql_change_row, pg->history, texts.name,
				   texts.checksum, texts.logs, texts.started, texts.finished,
				   texts.rolled_back, row->steps, path, texts.id, name, loses);
}

/* Reads the row back after its triggers, including those at the end of the transaction. */
static void queue_check(struct postgresql *pg, const struct history_row *row)
{
	struct row_literals texts = quote_row(pg, row);

	pg_queue(pg, pg_sql_check_constraints);
	pg_queue(pg, PG_SQL_SAFE_PATH);
	pg_queue(pg, arena_format(pg->db.arena, pg_sql_check_row, pg->history, texts.id, texts.name,
				  texts.checksum, texts.logs, row->finished ? "false" : "true",
				  row->rolled_back ? "false" : "true", row->steps));
}

/* Queues a change of the row, in the open transaction. */
static bool queue_change(struct postgresql *pg, struct history_row *row, bool adds)
{
	struct db_failure failure = {0};

	if (!pg_session_leave(pg, &failure))
		return pg_report_task(pg, PG_WRITE_HISTORY, failure.message, failure.code, NULL);
	/*
	 * Check the script's deferred constraints first, so that their failure is not taken for the
	 * row's.
	 */
	if (pg->table.has_triggers)
		pg_queue(pg, pg_sql_check_constraints);
	*vector_add(pg->db.arena, &pg->writes) = (struct pg_write){row, pg->queued};
	pg_queue(pg, change_text(pg, row, adds));
	if (pg->table.has_triggers)
		queue_check(pg, row);
	else
		pg_queue(pg, PG_SQL_SAFE_PATH);
	return true;
}

/* True if the database cannot store some character. */
static bool is_unheld(const char *code)
{
	/* untranslatable_character, character_not_in_repertoire */
	return code && (strcmp(code, "22P05") == 0 || strcmp(code, "22021") == 0);
}

/* Returns the text with a question mark for each byte that some encoding lacks. */
static const char *plain_text(struct arena *arena, const char *text)
{
	char *plain = text ? arena_string(arena, text) : NULL;

	for (char *at = plain; at && *at; at++)
		if (*at & 0x80)
			*at = '?';
	return plain;
}

/* Writes a row in a transaction of its own. */
static bool write_once(struct postgresql *pg, struct history_row *row, bool adds,
		       struct db_failure *failure)
{
	*failure = (struct db_failure){0};
	if (pg_begin(&pg->db, NULL, NULL, pg->lock_timeout, failure) &&
	    queue_change(pg, row, adds) && pg_commit(&pg->db, failure))
		return true;
	pg_rollback(&pg->db);
	return false;
}

/*
 * Writes a row in a transaction of its own. In the end that is the record of a failure, and worth
 * any effort: a text that the database cannot store is simplified. Since we hold the lock, changes
 * by others do not matter.
 */
static bool write_alone(struct postgresql *pg, struct history_row *row, bool adds)
{
	struct db_failure failure;
	struct history history = {0};

	if (write_once(pg, row, adds, &failure))
		return true;
	if (is_unheld(failure.code)) {
		row->logs = plain_text(pg->db.arena, row->logs);
		if (write_once(pg, row, adds, &failure))
			return true;
	}
	if (failure.kind == FAILED_STALE && pg->locked &&
	    strcmp(failure.message, PG_SQL_CHANGED) == 0 && pg_history_read(&pg->db, &history) &&
	    write_once(pg, row, adds, &failure))
		return true;
	return pg_report_task(pg, PG_WRITE_HISTORY, failure.message, failure.code, failure.hint);
}

static bool write_history(struct postgresql *pg, struct history_row *row, bool adds)
{
	return pg->in_transaction ? queue_change(pg, row, adds) : write_alone(pg, row, adds);
}

bool pg_history_add(struct db *db, struct history_row *row)
{
	return write_history(pg_of(db), row, true);
}

bool pg_history_change(struct db *db, struct history_row *row)
{
	return write_history(pg_of(db), row, false);
}

bool pg_has_tables(struct db *db, bool *has)
{
	struct postgresql *pg = pg_of(db);
	const char *found;

	*has = false;
	if (!pg->connection)
		return true;
	const char *schema = pg_quote_literal(pg, db->url->schema);
	bool read = pg_query_value(pg, arena_format(db->arena, pg_sql_find_table, schema), PG_READ,
				   &found);
	*has = read && found;
	return read;
}
