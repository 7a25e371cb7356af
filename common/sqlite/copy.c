/* Copies the schema of an SQLite database, without its rows. */
#include "sqlite/sql.h"
#include "sqlite/sqlite.h"

/* Runs the statement of a row in the copy. */
static int make(void *copy, int count, char **values, char **names)
{
	(void)count;
	(void)names;
	return sqlite3_exec(copy, values[0], NULL, NULL, NULL);
}

struct db *sqlite_schema_copy(struct db *db)
{
	static const struct url memory = {
		.kind = DB_SQLITE, .path = ":memory:", .shown = "a copy of the schema"};
	struct sqlite *from = sqlite_of(db), *copy = arena_alloc(db->arena, sizeof *copy);

	copy->db = *db;
	copy->db.url = &memory;
	copy->flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	copy->lock = copy->wal_index = -1;
	if (!sqlite_connect(copy))
		return NULL;
	/* A missing database is empty. */
	if (!from->handle || sqlite3_exec(from->handle, sqlite_sql_list_statements, make,
					  copy->handle, NULL) == SQLITE_OK)
		return &copy->db;
	sqlite_report(copy, "cannot create");
	sqlite_disconnect(copy);
	return NULL;
}
