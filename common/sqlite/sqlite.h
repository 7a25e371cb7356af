/*
 * Shared by the files of SQLite, and by the backups.
 *
 * From the bottom: talk.c turns SQLite's errors into ours, connect.c connects, lock.c locks the
 * file. statement.c runs a statement of a script, session.c keeps the effects of one script from
 * the next. history.c reads and writes the history table, foreign_keys.c checks foreign keys,
 * transaction.c begins and commits, run.c runs scripts. sqlite.c opens the file.
 */
#ifndef SQLITE_SQLITE_H
#define SQLITE_SQLITE_H

#include <sqlite3.h>
#include <sys/types.h>

#include "db/schema.h"
#include "sqlite/dialect.h"

/* Rows of a table whose parents in another table are missing. */
struct violations {
	const char *child, *parent; /* the tables */
	const char *mismatch; /* the foreign key that SQLite cannot check, and why; else NULL */
	size_t count;
};

struct violation_list {
	VECTOR_MEMBERS(struct violations);
};

/* The effects of a statement that outlive it: a set of bits. */
enum sqlite_effect {
	EFFECT_FLAG = 1 << 0,	    /* sets one of sqlite_flags */
	EFFECT_CONNECTION = 1 << 1, /* changes what only a new connection resets */
	EFFECT_JOURNAL = 1 << 2,    /* sets the journal mode */
	EFFECT_ATTACH = 1 << 3,	    /* attaches a database */
	EFFECT_TRANSACTION = 1 << 4 /* begins or ends a transaction, or our savepoint */
};
enum { EFFECTS_OF_SESSION = EFFECT_FLAG | EFFECT_CONNECTION };

/* Our own statements, compiled only once. */
enum sqlite_kept {
	SQLITE_KEPT_ADD,
	SQLITE_KEPT_CHANGE,
	SQLITE_KEPT_READ_BACK,
	SQLITE_KEPT_DATA_VERSION,
	SQLITE_KEPT_COUNT
};

/* The data version of no connection. */
enum { SQLITE_UNKNOWN_VERSION = -1 };

struct sqlite {
	struct db db;
	sqlite3 *handle;		 /* NULL if the database does not exist yet */
	int flags;			 /* of sqlite3_open_v2 */
	bool waits;			 /* for a lock, and progress shows it */
	int64_t begun_at, next_progress; /* of a script's statement, by db_clock; 0: none */
	int lock;			 /* the descriptor that holds the migration lock, or -1 */
	int wal_index;			 /* a descriptor to query locks with, or -1 */

	/*
	 * The state when the history was read: the data version, which changes when others commit,
	 * and if there was a table.
	 */
	int64_t version;
	bool had_history;
	bool times_as_text; /* in the table's rows */
	db_time newest;	    /* the latest started_at */
	db_time begun;	    /* when the transaction began, or 0 */
	sqlite3_stmt *kept[SQLITE_KEPT_COUNT];

	/* The session: its script, or NULL, and what its statements did. */
	const struct source *source;
	unsigned session;
	unsigned effects; /* of the last statement compiled */

	/*
	 * A group: transactions of ours that reach the disk together, as savepoints in one of
	 * SQLite's. `group_size` counts those that are committed.
	 */
	bool in_group, in_savepoint;
	bool no_groups; /* a group was rolled back: from now on each transaction is one */
	bool group_rolled_back;
	size_t group_size;
	int64_t group_begun; /* by db_clock */

	bool foreign_keys_off;
	struct violation_list before; /* those before the running script */
};

/* Returns the struct whose first member is this db. */
struct sqlite *sqlite_of(struct db *db);

/* Reports SQLite's last error after `what` ("cannot read the database"). Always returns false. */
bool sqlite_report(struct sqlite *sqlite, const char *what);

/* Stores SQLite's last error in `failure`. Always returns false. */
bool sqlite_fail(struct sqlite *sqlite, struct db_failure *failure);

/* Runs statements, and ignores their rows. */
bool sqlite_execute(struct sqlite *sqlite, const char *sql, struct db_failure *failure);

/* Returns the first column of the first row as text, in the arena, or NULL without a row. */
const char *sqlite_read_text(struct sqlite *sqlite, const char *sql);

/* Connects to the file. */
bool sqlite_connect(struct sqlite *sqlite);
void sqlite_disconnect(struct sqlite *sqlite);

/* Makes SQLite wait for locks and stop at a signal, as db.h says. A script can change that. */
void sqlite_set_handlers(struct sqlite *sqlite);

/* Clears the text that progress shows while waiting for a lock. */
void sqlite_end_wait(struct sqlite *sqlite);

/*
 * Call these before and after a statement of a script: in between, progress shows how long it has
 * been running.
 */
void sqlite_begin_progress(struct sqlite *sqlite);
void sqlite_end_progress(struct sqlite *sqlite);

/*
 * Runs the bytes of one statement of a script, which SQLite may read as several. With
 * `settings_only`, runs only those that set something in the connection.
 */
bool sqlite_run_statement(struct sqlite *sqlite, const struct script *script, size_t n,
			  bool settings_only, struct db_failure *failure);

/*
 * Begins the session of a script, as on a new connection: nothing of an earlier script remains, and
 * the settings that this one makes before statement number `first` hold. In a transaction the
 * connection stays, and so do attached databases.
 */
bool sqlite_start_session(struct sqlite *sqlite, const struct script *script, size_t first,
			  struct db_failure *failure);

/* True if only a new connection undoes the effects of the session. */
bool sqlite_needs_connection(const struct sqlite *sqlite);

/*
 * Ends the session after a rollback. That does not roll back settings, but they must be made again.
 */
void sqlite_end_session(struct sqlite *sqlite);

/* The state that our own statements take over from the session for a moment. */
struct takeover {
	int64_t last_rowid;
	bool query_only;
};

/*
 * Call these before and after our own statements in a script's session. The script's settings and
 * temporary triggers then do not affect them, and they do not affect last_insert_rowid().
 */
void sqlite_take_over(struct sqlite *sqlite, struct takeover *from);
void sqlite_hand_back(struct sqlite *sqlite, const struct takeover *to);

/*
 * Puts the journal on disk if the session keeps it elsewhere. Without it a failure could not be
 * rolled back, and a killed process would leave a damaged file. Call it outside a transaction.
 */
void sqlite_make_journal_safe(struct sqlite *sqlite);

/*
 * Returns the name of a result code, "SQLITE_CONSTRAINT_UNIQUE", or "SQLITE_N" for one not listed.
 */
const char *sqlite_code_name(struct arena *arena, int code);

/*
 * Switches foreign keys off or on, even in a transaction, as long as no violation is deferred. When
 * they go off, counts the rows that have no parents already; sqlite_check compares with that.
 */
void sqlite_switch_foreign_keys(struct sqlite *sqlite, bool off);

/*
 * Makes the session that of the script, before its statement number `first`. Flushes the group if
 * that needs a new connection; not in a transaction.
 */
bool sqlite_open_session(struct sqlite *sqlite, const struct script *script, size_t first,
			 struct db_failure *failure);

/* Returns the process that locks the file against writers, or 0 if unknown. */
pid_t sqlite_writer(struct sqlite *sqlite);

/* Closes the files opened by sqlite_writer. Call it only while there is no connection. */
void sqlite_forget_writer(struct sqlite *sqlite);

/*
 * Releases the lock of db_lock. Call it only after SQLite has closed the file: closing this
 * descriptor first would release SQLite's own locks.
 */
void sqlite_unlock(struct sqlite *sqlite);

/* The functions of the dialect's table: see db.h. */
bool sqlite_try_lock(struct db *db, bool *got);
bool sqlite_lock_holder(struct db *db, const char **holder);
bool sqlite_history_read(struct db *db, struct history *history);
bool sqlite_history_stale(struct db *db);
bool sqlite_history_create(struct db *db);
bool sqlite_history_add(struct db *db, struct history_row *row);
bool sqlite_history_change(struct db *db, struct history_row *row);
bool sqlite_has_tables(struct db *db, bool *has);
bool sqlite_schema_left_out(struct db *db, struct names *things);
bool sqlite_schema_read(struct db *db, const struct names *namespaces, bool beside,
			struct schema *schema);
const char *sqlite_schema_mark(struct db *db);
struct db *sqlite_schema_copy(struct db *db);
bool sqlite_read_numbers(struct db *db, const char *sql, int64_t *numbers, size_t count);
bool sqlite_objects_read(struct sqlite *sqlite, struct schema *schema); /* the other objects */

bool sqlite_clear(struct db *db);

bool sqlite_begin(struct db *db, const struct script *script, const struct run *run,
		  int lock_timeout, struct db_failure *failure);
bool sqlite_commit(struct db *db, struct db_failure *failure);
bool sqlite_rollback(struct db *db);
bool sqlite_flush(struct db *db, struct db_failure *failure);
bool sqlite_is_durable(const struct db *db);
bool sqlite_was_rolled_back(struct db *db);
bool sqlite_run(struct db *db, const struct script *script, const struct run *run,
		struct db_failure *failure);
bool sqlite_measure(struct db *db, const struct script *script, size_t first, size_t statement,
		    struct db_cost *cost, struct db_failure *failure);
bool sqlite_check(struct db *db, struct db_failure *failure);
bool sqlite_run_is_done(struct db *db, const struct script *script, const struct run *run);

#endif
