/*
 * Transactions of an SQLite database. Several in quick succession are savepoints in one of
 * SQLite's, so that they reach the disk together.
 */
#include "sqlite/sql.h"
#include "sqlite/sqlite.h"

/* Microseconds after which a group is flushed, so that migrations are soon reported as applied. */
enum { LONGEST_GROUP = 100000 };

static bool begin_group(struct sqlite *sqlite, struct db_failure *failure)
{
	struct takeover session;

	sqlite_make_journal_safe(sqlite);
	sqlite_take_over(sqlite, &session);
	bool begun = sqlite_execute(sqlite, "BEGIN IMMEDIATE", failure);
	sqlite_end_wait(sqlite);
	sqlite_hand_back(sqlite, &session);
	if (!begun) {
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
 * Commits the group. A failed COMMIT rolls it back; its transactions can then be tried one by one,
 * which shows the one that fails.
 */
bool sqlite_flush(struct db *db, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);

	if (!sqlite->in_group)
		return true;
	bool committed = sqlite_execute(sqlite, "COMMIT", failure);
	sqlite_end_wait(sqlite);
	if (committed) {
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

/* Flushes the group before another transaction, which then is not affected by a failure. */
static bool flush_earlier(struct sqlite *sqlite, struct db_failure *failure)
{
	bool was_open = sqlite->in_group;

	if (sqlite_flush(&sqlite->db, failure))
		return true;
	sqlite->group_rolled_back = was_open;
	return false;
}

bool sqlite_open_session(struct sqlite *sqlite, const struct script *script, size_t first,
			 struct db_failure *failure)
{
	if (sqlite->source == script->source)
		return true;
	/* A connection can be replaced, and settings made again, only outside a transaction. */
	if (!sqlite->in_savepoint && (first || sqlite_needs_connection(sqlite)) &&
	    !flush_earlier(sqlite, failure))
		return false;
	return sqlite_start_session(sqlite, script, first, failure);
}

bool sqlite_begin(struct db *db, const struct script *script, const struct run *run,
		  int lock_timeout, struct db_failure *failure)
{
	struct sqlite *sqlite = sqlite_of(db);

	(void)lock_timeout;
	if (run && !sqlite_open_session(sqlite, script, run->first, failure))
		return false;
	if (!sqlite->in_group && !begin_group(sqlite, failure))
		return false;
	if (!sqlite_execute(sqlite, sqlite_sql_savepoint, failure))
		return false;
	sqlite->in_savepoint = true;
	sqlite->begun = db_now();
	sqlite_switch_foreign_keys(sqlite, script && script->foreign_keys_off);
	return true;
}

bool sqlite_rollback(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);
	bool was_open = sqlite->in_savepoint;

	sqlite->in_savepoint = false;
	if (!sqlite->handle)
		return true;
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
		sqlite_end_session(sqlite);
		return false;
	}
	sqlite->in_savepoint = false;
	sqlite->group_size++;
	if (!sqlite->no_groups && !sqlite_needs_connection(sqlite) &&
	    db_clock() - sqlite->group_begun < LONGEST_GROUP)
		return true;
	if (sqlite_flush(db, failure))
		return true;
	sqlite_end_session(sqlite);
	return false;
}
