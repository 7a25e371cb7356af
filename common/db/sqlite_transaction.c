/*
 * Transactions of an SQLite database. Several that follow each other within a moment are savepoints
 * of one of SQLite's, so that they reach the disk together.
 */
#include "db/sqlite.h"
#include "db/sqlite_sql.h"

/* Microseconds after which a group is flushed, so that what is applied is soon reported. */
enum { LONGEST_GROUP = 100000 };

static bool begin_group(struct sqlite *sqlite, bool foreign_keys_off, struct db_failure *failure)
{
	sqlite->foreign_keys_off = foreign_keys_off;
	if (!sqlite_execute(sqlite,
			    foreign_keys_off ? sqlite_sql_foreign_keys_off
					     : sqlite_sql_foreign_keys_on,
			    failure))
		return false;
	if (!sqlite_execute(sqlite, "BEGIN IMMEDIATE", failure)) {
		pid_t holder = sqlite_writer(sqlite);
		if (failure->kind == FAILED_TROUBLE && holder)
			failure->detail = arena_format(
				sqlite->db.arena, "the lock is held by process %ld", (long)holder);
		return false;
	}
	sqlite->in_group = true;
	sqlite->group_size = 0;
	sqlite->group_begun = db_clock();
	return true;
}

/*
 * If the COMMIT fails the group is rolled back. Its transactions may succeed one by one, and the
 * one that fails is then known.
 */
bool sqlite_flush(struct db *db, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);

	if (!sqlite->in_group)
		return true;
	if (sqlite_execute(sqlite, "COMMIT", failure)) {
		sqlite->in_group = false;
		sqlite->group_size = 0;
		return true;
	}
	if (!sqlite3_get_autocommit(sqlite->handle))
		sqlite3_exec(sqlite->handle, "ROLLBACK", NULL, NULL, NULL);
	sqlite->group_rolled_back = sqlite->group_size > 1;
	sqlite->no_groups = true;
	sqlite->in_group = false;
	return false;
}

bool sqlite_is_durable(const struct db *db)
{
	return !((const struct sqlite *)(const void *)db)->in_group;
}

bool sqlite_was_rolled_back(struct db *db)
{
	bool rolled_back = sqlite_of(db)->group_rolled_back;

	sqlite_of(db)->group_rolled_back = false;
	return rolled_back;
}

bool sqlite_begin(struct db *db, const struct script *script, const struct run *run,
		  int lock_timeout, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);
	bool off = script && script->foreign_keys_off;

	(void)run;
	(void)lock_timeout;
	if (sqlite->in_group && off != sqlite->foreign_keys_off && !sqlite_flush(db, failure))
		return false;
	if (!sqlite->in_group && !begin_group(sqlite, off, failure))
		return false;
	if (!sqlite_execute(sqlite, sqlite_sql_savepoint, failure))
		return false;
	sqlite->in_savepoint = true;
	sqlite_note_violations(sqlite);
	return true;
}

bool sqlite_rollback(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);
	bool was_open = sqlite->in_savepoint;

	sqlite->in_savepoint = false;
	/* Some errors roll back SQLite's whole transaction, and with it the group. */
	if (sqlite3_get_autocommit(sqlite->handle)) {
		sqlite->group_rolled_back |= sqlite->in_group && sqlite->group_size > 0;
		sqlite->no_groups |= sqlite->group_rolled_back;
		sqlite->in_group = false;
		sqlite->group_size = 0;
		return true;
	}
	if (!was_open)
		return true;
	return sqlite3_exec(sqlite->handle, sqlite_sql_rollback, NULL, NULL, NULL) == SQLITE_OK ||
	       sqlite_report(sqlite, "cannot roll back the transaction in");
}

bool sqlite_commit(struct db *db, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);

	if (!sqlite_check(db, failure) || !sqlite_execute(sqlite, sqlite_sql_release, failure)) {
		sqlite_rollback(db);
		return false;
	}
	sqlite->in_savepoint = false;
	sqlite->group_size++;
	if (!sqlite->no_groups && db_clock() - sqlite->group_begun < LONGEST_GROUP)
		return true;
	return sqlite_flush(db, failure);
}
