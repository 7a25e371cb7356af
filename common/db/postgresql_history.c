/* The history table of a PostgreSQL database. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgresql.h"

#define MILLISECONDS(column) "(extract(epoch from " column ") * 1000)::bigint"

static const char history_columns[] =
	"id, migration_name, checksum, logs, " MILLISECONDS("started_at") ", " MILLISECONDS(
		"finished_at") ", " MILLISECONDS("rolled_back_at") ", applied_steps_count";

static db_time cell_time(struct postgresql *pg, const PGresult *result, int row, int column)
{
	/* A NULL is the empty string. */
	return strtoll(pg->pq.PQgetvalue(result, row, column), NULL, 10);
}

/* undefined_table, invalid_schema_name: nothing was applied yet. */
static bool is_missing(const char *code)
{
	return code && (strcmp(code, "42P01") == 0 || strcmp(code, "3F000") == 0);
}

bool pg_history_read(struct db *db, struct history *history)
{
	struct postgresql *pg = pg_of(db);

	if (!pg->connection)
		return true;
	PGresult *result = pg_ask(pg, arena_format(db->arena,
						   "SELECT %s FROM %s ORDER BY started_at,"
						   " migration_name",
						   history_columns, pg->history));

	if (!result || !pg_is_good(pg, result)) {
		if (!is_missing(pg_field(pg, result, PG_DIAG_SQLSTATE)))
			return pg_report(pg, result, "cannot read the history of");
		pg->pq.PQclear(result);
		return true;
	}
	history->exists = true;
	for (int row = 0; row < pg->pq.PQntuples(result); row++)
		*vector_add(db->arena, &history->rows) = (struct history_row){
			.id = pg_cell(pg, result, row, 0),
			.name = pg_cell(pg, result, row, 1),
			.checksum = pg_cell(pg, result, row, 2),
			.logs = pg_cell(pg, result, row, 3),
			.started = cell_time(pg, result, row, 4),
			.finished = cell_time(pg, result, row, 5),
			.rolled_back = cell_time(pg, result, row, 6),
			.steps = (int)cell_time(pg, result, row, 7),
		};
	pg->pq.PQclear(result);
	return true;
}

/* The lock keeps everybody else out. */
bool pg_history_stale(struct db *db)
{
	(void)db;
	return false;
}

/* Prisma's own table, column for column. */
static const char create_sql[] = "CREATE TABLE IF NOT EXISTS %s (\n"
				 "    id                      VARCHAR(36) PRIMARY KEY NOT NULL,\n"
				 "    checksum                VARCHAR(64) NOT NULL,\n"
				 "    finished_at             TIMESTAMPTZ,\n"
				 "    migration_name          VARCHAR(255) NOT NULL,\n"
				 "    logs                    TEXT,\n"
				 "    rolled_back_at          TIMESTAMPTZ,\n"
				 "    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),\n"
				 "    applied_steps_count     INTEGER NOT NULL DEFAULT 0\n"
				 ")";

bool pg_history_create(struct db *db)
{
	struct buffer sql = {.arena = db->arena};

	buffer_format(&sql, create_sql, pg_of(db)->history);
	return pg_tell(pg_of(db), buffer_text(&sql), "cannot make the history table in");
}

static void add_text(struct postgresql *pg, struct buffer *sql, const char *text)
{
	buffer_add(sql, text ? pg_quoted(pg, text, pg->pq.PQescapeLiteral) : "NULL");
	buffer_add(sql, ", ");
}

static void add_time(struct buffer *sql, db_time time)
{
	if (time)
		buffer_format(sql, "pg_catalog.to_timestamp(%" PRId64 " / 1000.0), ", time);
	else
		buffer_add(sql, "NULL, ");
}

/* The values of a row in the order of `row_columns`. */
static void add_row(struct postgresql *pg, struct buffer *sql, const struct history_row *row)
{
	add_text(pg, sql, row->id);
	add_text(pg, sql, row->name);
	add_text(pg, sql, row->checksum);
	add_text(pg, sql, row->logs);
	add_time(sql, row->started);
	add_time(sql, row->finished);
	add_time(sql, row->rolled_back);
	buffer_format(sql, "%d", row->steps);
}

static const char row_columns[] = "id, migration_name, checksum, logs, started_at, finished_at,"
				  " rolled_back_at, applied_steps_count";

/* In a transaction it travels with the COMMIT. */
static bool write_history(struct postgresql *pg, struct buffer *sql)
{
	if (!pg->in_transaction)
		return pg_tell(pg, buffer_text(sql), "cannot write the history of");
	/* The script may have taken on a role that may not write here. */
	pg_say_later(pg, "RESET SESSION AUTHORIZATION");
	pg_say_later(pg, "RESET ROLE");
	pg_say_later(pg, buffer_text(sql));
	return true;
}

bool pg_history_add(struct db *db, const struct history_row *row)
{
	struct postgresql *pg = pg_of(db);
	struct buffer sql = {.arena = db->arena};

	buffer_format(&sql, "INSERT INTO %s (%s) VALUES (", pg->history, row_columns);
	add_row(pg, &sql, row);
	buffer_add(&sql, ")");
	return write_history(pg, &sql);
}

bool pg_history_change(struct db *db, const struct history_row *row)
{
	struct postgresql *pg = pg_of(db);
	struct buffer sql = {.arena = db->arena};

	buffer_format(&sql, "UPDATE %s SET (%s) = ROW (", pg->history, row_columns);
	add_row(pg, &sql, row);
	buffer_format(&sql, ") WHERE id = %s", pg_quoted(pg, row->id, pg->pq.PQescapeLiteral));
	return write_history(pg, &sql);
}

/* What belongs to an extension (PostGIS keeps tables) is nobody's schema. */
static const char tables_sql[] =
	"SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace"
	" WHERE nspname = %s AND relkind IN ('r', 'p') AND relname <> '_prisma_migrations'"
	" AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid"
	" AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'e') LIMIT 1";

bool pg_has_tables(struct db *db, bool *has)
{
	struct postgresql *pg = pg_of(db);
	struct buffer sql = {.arena = db->arena};
	const char *found;

	*has = false;
	if (!pg->connection)
		return true;
	buffer_format(&sql, tables_sql, pg_quoted(pg, db->url->schema, pg->pq.PQescapeLiteral));
	bool read = pg_tell_value(pg, buffer_text(&sql), "cannot read", &found);
	*has = read && found;
	return read;
}
