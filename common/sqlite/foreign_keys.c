/*
 * Checks foreign keys in SQLite. While they are off, rows can lose their parents. A script must not
 * leave more such rows than it found.
 */
#include <string.h>

#include "sqlite/sql.h"
#include "sqlite/sqlite.h"

/* Returns the entry of the list for the same pair of tables, or NULL. */
static struct violations *find(const struct violation_list *list, const struct violations *like)
{
	struct violations *one;

	vector_each(one, list)
		if (strcmp(one->child, like->child) == 0 && strcmp(one->parent, like->parent) == 0)
			return one;
	return NULL;
}

/* Counts a violation. Copies its texts if they are new. */
static void add(struct sqlite *sqlite, struct violation_list *list, struct violations violation)
{
	struct arena *arena = sqlite->db.arena;
	struct violations *one = find(list, &violation);

	if (!one) {
		one = vector_add(arena, list);
		one->child = arena_string(arena, violation.child);
		one->parent = arena_string(arena, violation.parent);
		one->mismatch = violation.mismatch ? one->parent : NULL;
	}
	one->count++;
}

/* Counts the rows of a check. Returns SQLite's result code. */
static int count_rows(struct sqlite *sqlite, const char *check, struct violation_list *found)
{
	sqlite3_stmt *rows = NULL;
	int result = sqlite3_prepare_v2(sqlite->handle, check, -1, &rows, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(rows);
	for (; result == SQLITE_ROW; result = sqlite3_step(rows))
		add(sqlite, found,
		    (struct violations){
			    .child = (const char *)sqlite3_column_text(rows, 0),
			    .parent = (const char *)sqlite3_column_text(rows, 2),
		    });
	sqlite3_finalize(rows);
	return result;
}

/*
 * Checks each table by itself. SQLite refuses to check a table with a foreign key to columns that
 * are missing or not unique: "foreign key mismatch".
 */
static int count_by_table(struct sqlite *sqlite, struct violation_list *found)
{
	sqlite3_stmt *checks = NULL;
	int result = sqlite3_prepare_v2(sqlite->handle, sqlite_sql_list_checks, -1, &checks, NULL);

	if (result == SQLITE_OK)
		result = sqlite3_step(checks);
	for (; result == SQLITE_ROW; result = sqlite3_step(checks)) {
		const char *check = (const char *)sqlite3_column_text(checks, 0);
		int checked = count_rows(sqlite, check, found);
		if (checked == SQLITE_ERROR)
			add(sqlite, found,
			    (struct violations){
				    .child = (const char *)sqlite3_column_text(checks, 1),
				    .parent = sqlite3_errmsg(sqlite->handle),
				    .mismatch = "",
			    });
		else if (checked != SQLITE_DONE)
			break;
	}
	sqlite3_finalize(checks);
	return result == SQLITE_ROW ? SQLITE_ERROR : result;
}

/* Counts the rows without parents, by pair of tables. */
static bool count_violations(struct sqlite *sqlite, struct violation_list *found,
			     struct db_failure *failure)
{
	int result = count_rows(sqlite, sqlite_sql_check_foreign_keys, found);

	if (result == SQLITE_ERROR) {
		found->count = 0;
		result = count_by_table(sqlite, found);
	}
	return result == SQLITE_DONE || sqlite_fail(sqlite, failure);
}

/*
 * Switches foreign keys. If the check fails here, it fails again at the end, and is reported there.
 */
void sqlite_switch_foreign_keys(struct sqlite *sqlite, bool off)
{
	struct db_failure ignored;

	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_ENABLE_FKEY, !off, NULL);
	sqlite->foreign_keys_off = off;
	sqlite->before.count = 0;
	if (!off)
		return;
	count_violations(sqlite, &sqlite->before, &ignored);
}

static const char *describe(struct arena *arena, const struct violations *violations)
{
	if (violations->mismatch)
		return violations->mismatch;
	return arena_format(arena,
			    "foreign key violation: %zu row%s of \"%s\" would have no parent in "
			    "\"%s\"",
			    violations->count, violations->count == 1 ? "" : "s", violations->child,
			    violations->parent);
}

static bool check_foreign_keys(struct sqlite *sqlite, struct db_failure *failure)
{
	struct violation_list now = {0};
	const struct violations *one;

	if (!count_violations(sqlite, &now, failure))
		return false;
	vector_each(one, &now) {
		const struct violations *before = find(&sqlite->before, one);
		if (one->count <= (before ? before->count : 0))
			continue;
		failure->code = sqlite_code_name(sqlite->db.arena,
						 one->mismatch ? SQLITE_ERROR
							       : SQLITE_CONSTRAINT_FOREIGNKEY);
		failure->message = describe(sqlite->db.arena, one);
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
