/*
 * Inside db/ only: what the files of SQLite share.
 *
 * From the bottom: sqlite_talk.c turns SQLite's errors into ours; sqlite_lock.c locks the file,
 * sqlite_history.c reads and writes the history table, sqlite_foreign_keys.c checks foreign keys;
 * sqlite_transaction.c begins and commits; sqlite_run.c runs scripts; sqlite.c opens the file.
 */
#ifndef DB_SQLITE_H
#define DB_SQLITE_H

#include <sqlite3.h>
#include <sys/types.h>

#include "db/dialect.h"

struct violations {
	const char *child, *parent;
	size_t count;
};

struct violation_list {
	VECTOR_MEMBERS(struct violations);
};

struct sqlite {
	struct db db;
	sqlite3 *handle; /* NULL where the file is not there and only looked for */
	int lock;	 /* the open file that holds the lock of migrations, or -1 */
	int64_t version; /* of the data when the history was read: others' commits change it */
	bool had_history;
	bool times_as_text; /* as its rows have them */
	sqlite3_stmt *add, *change, *ask_version;

	/*
	 * Transactions that reach the disk together are savepoints of one of SQLite's. `group`
	 * counts those that are done; foreign keys are on or off for all of them.
	 */
	bool in_group, in_savepoint, no_groups, group_rolled_back;
	size_t group;
	db_time group_begun;

	bool foreign_keys_off;
	struct violation_list before;
};

/* The struct that a db of this dialect is the head of. */
struct sqlite *sqlite_of(struct db *db);

/* Reports SQLite's last error after `what` ("cannot read the database"). Always false. */
bool sqlite_report(struct sqlite *sqlite, const char *what);

/* Stores SQLite's last error in `failure`. Always false. */
bool sqlite_fail(struct sqlite *sqlite, struct db_failure *failure);

/* Runs statements that return no rows. */
bool sqlite_execute(struct sqlite *sqlite, const char *sql, struct db_failure *failure);

/* Returns the name of a result code, "SQLITE_CONSTRAINT_UNIQUE"; "SQLITE_N" if it has none here. */
const char *sqlite_code_name(struct arena *arena, int code);

/* Counts the rows whose parents are missing before a script runs; sqlite_check compares. */
void sqlite_note_violations(struct sqlite *sqlite);

/* Who keeps others from writing, as the locks on the file tell; 0 where they do not. */
pid_t sqlite_writer(const struct sqlite *sqlite);

void sqlite_unlock(struct sqlite *sqlite);

/*
 * What the dialect's table has from the other files: see db.h.
 */
bool sqlite_try_lock(struct db *db, bool *got);
bool sqlite_lock_holder(struct db *db, const char **holder);
bool sqlite_history_read(struct db *db, struct history *history);
bool sqlite_history_stale(struct db *db);
bool sqlite_history_create(struct db *db);
bool sqlite_history_add(struct db *db, const struct history_row *row);
bool sqlite_history_change(struct db *db, const struct history_row *row);
bool sqlite_has_tables(struct db *db, bool *has);

bool sqlite_begin(struct db *db, const struct script *script, const struct run *run,
		  int lock_timeout, struct db_failure *failure);
bool sqlite_commit(struct db *db, struct db_failure *failure);
bool sqlite_rollback(struct db *db);
bool sqlite_flush(struct db *db, struct db_failure *failure);
bool sqlite_is_durable(const struct db *db);
bool sqlite_was_rolled_back(struct db *db);
bool sqlite_run(struct db *db, const struct script *script, const struct run *run,
		struct db_failure *failure);
bool sqlite_measure(struct db *db, const struct script *script, size_t statement,
		    struct db_cost *cost, struct db_failure *failure);
bool sqlite_check(struct db *db, struct db_failure *failure);
bool sqlite_run_is_done(struct db *db, const struct script *script, const struct run *run);

#endif
