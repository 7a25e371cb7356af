/*
 * Inside the room: what the files of SQLite share.
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

/* Rows of a table whose parents in another table are missing. */
struct violations {
	const char *child, *parent; /* the tables */
	size_t count;
};

struct violation_list {
	VECTOR_MEMBERS(struct violations);
};

struct sqlite {
	struct db db;
	sqlite3 *handle; /* NULL if there is no database yet */
	int lock;	 /* the descriptor that holds the lock of migrations, or -1 */
	int wal_index;	 /* a descriptor to ask about locks with, or -1 */

	/* When the history was read: the data version, which others' commits change, and if there
	 * was a table. */
	int64_t version;
	bool had_history;
	bool times_as_text; /* in its rows */
	sqlite3_stmt *add, *change, *data_version;

	/*
	 * A group: transactions of ours that reach the disk together, as savepoints of one of
	 * SQLite's. `group_size` counts the committed ones. Foreign keys are on or off for all.
	 */
	bool in_group, in_savepoint;
	bool no_groups; /* because one was rolled back: each transaction is a group of its own */
	bool group_rolled_back;
	size_t group_size;
	int64_t group_begun; /* of db_clock */

	bool foreign_keys_off;
	struct violation_list before; /* the script that runs */
};

/* Returns the struct that begins with this db. */
struct sqlite *sqlite_of(struct db *db);

/* Reports SQLite's last error after `what` ("cannot read the database"). Always false. */
bool sqlite_report(struct sqlite *sqlite, const char *what);

/* Stores SQLite's last error in `failure`. Always false. */
bool sqlite_fail(struct sqlite *sqlite, struct db_failure *failure);

/* Runs statements whose rows do not matter. */
bool sqlite_execute(struct sqlite *sqlite, const char *sql, struct db_failure *failure);

/* Returns the name of a result code, "SQLITE_CONSTRAINT_UNIQUE"; "SQLITE_N" if it has none here. */
const char *sqlite_code_name(struct arena *arena, int code);

/* Counts the rows whose parents are missing before a script runs: sqlite_check compares. */
void sqlite_note_violations(struct sqlite *sqlite);

/* Returns the process that locks the file against writers, or 0 if none is known. */
pid_t sqlite_writer(struct sqlite *sqlite);

/*
 * Gives up the lock of db_lock. Only after SQLite has closed the file: closing this descriptor
 * first would give up SQLite's own locks.
 */
void sqlite_unlock(struct sqlite *sqlite);

/*
 * The functions of the dialect's table: see db.h.
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
