/* Reads and writes the history table in PostgreSQL. */
#include <stdlib.h>
#include <string.h>

#include "db/postgresql.h"
#include "db/postgresql_sql.h"

static db_time time_value(struct postgresql *pg, const PGresult *result, int row, int column)
{
	/* A NULL is the empty string. */
	return strtoll(pg->pq.PQgetvalue(result, row, column), NULL, 10);
}

/* True for undefined_table and invalid_schema_name: nothing was applied yet. */
static bool is_missing(const char *code)
{
	return code && (strcmp(code, "42P01") == 0 || strcmp(code, "3F000") == 0);
}

/* The columns of pg_sql_read_history. */
enum { HISTORY_COLUMNS = 8 };

static struct history_row read_row(struct postgresql *pg, const PGresult *result, int row)
{
	return (struct history_row){
		.id = pg_value(pg, result, row, 0),
		.name = pg_value(pg, result, row, 1),
		.checksum = pg_value(pg, result, row, 2),
		.logs = pg_value(pg, result, row, 3),
		.started = time_value(pg, result, row, 4),
		.finished = time_value(pg, result, row, 5),
		.rolled_back = time_value(pg, result, row, 6),
		.steps = (int)time_value(pg, result, row, 7),
	};
}

static bool refuse_history(struct postgresql *pg, PGresult *result)
{
	pg->pq.PQclear(result);
	return report_error(pg->db.report, nowhere,
			    "cannot read the history of %s: a row has no id, name or checksum",
			    pg->db.url->shown);
}

bool pg_history_read(struct db *db, struct history *history)
{
	struct postgresql *pg = pg_of(db);

	if (!pg->connection)
		return true;
	PGresult *result = pg_query(pg, arena_format(db->arena, pg_sql_read_history, pg->history));

	if (!pg_succeeded(pg, result)) {
		if (!is_missing(pg_error_field(pg, result, PG_DIAG_SQLSTATE)))
			return pg_report(pg, result, PG_READ_HISTORY);
		pg->pq.PQclear(result);
		return true;
	}
	if (pg->pq.PQnfields(result) != HISTORY_COLUMNS)
		return refuse_history(pg, result);
	history->exists = true;
	for (int row = 0; row < pg->pq.PQntuples(result); row++) {
		struct history_row read = read_row(pg, result, row);
		if (!read.id || !read.name || !read.checksum)
			return refuse_history(pg, result);
		*vector_add(db->arena, &history->rows) = read;
	}
	pg->pq.PQclear(result);
	return true;
}

/* Nobody changes it without the lock. */
bool pg_history_stale(struct db *db)
{
	(void)db;
	return false;
}

bool pg_history_create(struct db *db)
{
	struct postgresql *pg = pg_of(db);

	return pg_command(pg, arena_format(db->arena, pg_sql_create_history, pg->history),
			  PG_CREATE_HISTORY);
}

static const char *text_literal(struct postgresql *pg, const char *text)
{
	return text ? pg_quote_literal(pg, text) : "NULL";
}

static const char *time_literal(struct postgresql *pg, db_time time)
{
	return time ? arena_format(pg->db.arena, pg_sql_time, time) : "NULL";
}

/* The values of a row as literals. */
struct row_literals {
	const char *id, *name, *checksum, *logs, *started, *finished, *rolled_back;
};

static struct row_literals quote_row(struct postgresql *pg, const struct history_row *row)
{
	return (struct row_literals){
		.id = text_literal(pg, row->id),
		.name = text_literal(pg, row->name),
		.checksum = text_literal(pg, row->checksum),
		.logs = text_literal(pg, row->logs),
		.started = time_literal(pg, row->started),
		.finished = time_literal(pg, row->finished),
		.rolled_back = time_literal(pg, row->rolled_back),
	};
}

/* In a transaction the statement travels with the COMMIT. */
static bool write_history(struct postgresql *pg, const char *sql)
{
	if (!pg->in_transaction)
		return pg_command(pg, sql, PG_WRITE_HISTORY);
	/* The script may have switched to a role that may not write here. */
	pg_queue(pg, "RESET SESSION AUTHORIZATION");
	pg_queue(pg, "RESET ROLE");
	pg_queue(pg, sql);
	return true;
}

bool pg_history_add(struct db *db, const struct history_row *row)
{
	struct postgresql *pg = pg_of(db);
	struct row_literals texts = quote_row(pg, row);

	return write_history(pg, arena_format(db->arena, pg_sql_add_row, pg->history, texts.id,
					      texts.name, texts.checksum, texts.logs, texts.started,
					      texts.finished, texts.rolled_back, row->steps));
}

bool pg_history_change(struct db *db, const struct history_row *row)
{
	struct postgresql *pg = pg_of(db);
	struct row_literals texts = quote_row(pg, row);

	return write_history(pg,
			     arena_format(db->arena, pg_sql_change_row, pg->history, texts.name,
					  texts.checksum, texts.logs, texts.started, texts.finished,
					  texts.rolled_back, row->steps, texts.id));
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
