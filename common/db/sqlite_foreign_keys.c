/*
 * Checks foreign keys in SQLite. While they are off, rows can lose their parents: a script must not
 * leave more of these than there were before.
 */
#include <string.h>

#include "db/sqlite.h"
#include "db/sqlite_sql.h"

/* Counts the rows whose parents are missing, by pair of tables. */
static bool count_violations(struct sqlite *sqlite, struct violation_list *found,
			     struct db_failure *failure)
{
	struct violations *one;
	sqlite3_stmt *rows = NULL;
	int result =
		sqlite3_prepare_v2(sqlite->handle, sqlite_sql_check_foreign_keys, -1, &rows, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(rows);
	for (; result == SQLITE_ROW; result = sqlite3_step(rows)) {
		const char *child = (const char *)sqlite3_column_text(rows, 0);
		const char *parent = (const char *)sqlite3_column_text(rows, 2);
		vector_each(one, found)
			if (strcmp(one->child, child) == 0 && strcmp(one->parent, parent) == 0)
				break;
		if (!found->count || one == found->at + found->count) {
			one = vector_add(sqlite->db.arena, found);
			one->child = arena_string(sqlite->db.arena, child);
			one->parent = arena_string(sqlite->db.arena, parent);
		}
		one->count++;
	}
	if (result != SQLITE_DONE)
		sqlite_fail(sqlite, failure);
	sqlite3_finalize(rows);
	return result == SQLITE_DONE;
}

/*
 * A check that fails here, because the schema is broken, fails again at the end and is reported
 * then.
 */
void sqlite_note_violations(struct sqlite *sqlite)
{
	struct db_failure ignored;

	sqlite->before.count = 0;
	if (sqlite->foreign_keys_off)
		count_violations(sqlite, &sqlite->before, &ignored);
}

static size_t before_count(const struct sqlite *sqlite, const struct violations *now)
{
	const struct violations *one;

	vector_each(one, &sqlite->before)
		if (strcmp(one->child, now->child) == 0 && strcmp(one->parent, now->parent) == 0)
			return one->count;
	return 0;
}

static bool check_foreign_keys(struct sqlite *sqlite, struct db_failure *failure)
{
	struct violation_list now = {0};
	const struct violations *one;

	if (!count_violations(sqlite, &now, failure))
		return false;
	vector_each(one, &now)
		if (one->count > before_count(sqlite, one)) {
			failure->code =
				sqlite_code_name(sqlite->db.arena, SQLITE_CONSTRAINT_FOREIGNKEY);
			failure->message = arena_format(sqlite->db.arena,
							"foreign key violation: %zu row%s of "
							"\"%s\" would have no parent in \"%s\"",
							one->count, one->count == 1 ? "" : "s",
							one->child, one->parent);
			return false;
		}
	return true;
}

/* Checks at the end of each of our transactions what SQLite checks only at the end of its own. */
static bool check_deferred(struct sqlite *sqlite, struct db_failure *failure)
{
	int count = 0, highest;

	sqlite3_db_status(sqlite->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &count, &highest, 0);
	if (!count)
		return true;
	failure->code = sqlite_code_name(sqlite->db.arena, SQLITE_CONSTRAINT_FOREIGNKEY);
	failure->message = "a deferred foreign key is violated";
	return false;
}

bool sqlite_check(struct db *db, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);

	return sqlite->foreign_keys_off ? check_foreign_keys(sqlite, failure)
					: check_deferred(sqlite, failure);
}
