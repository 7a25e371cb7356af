/*
 * Shared by the files of SQLite, and by the backups.
 *
 * From the bottom: talk.c turns SQLite's errors into ours, connect.c connects, lock.c locks the
 * file. statement.c runs a statement of a script, session.c keeps what a script leaves behind from
 * the next one. history.c reads and writes the history table, foreign_keys.c checks foreign keys,
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
	const char *mismatch;	    /* a foreign key that SQLite cannot check, and why; else NULL */
	size_t count;
};

struct violation_list {
	VECTOR_MEMBERS(struct violations);
};

/* What a statement does that outlives it: a set of bits. */
enum sqlite_effect {
	EFFECT_FLAG = 1 << 0,	    /* sets one of sqlite_flags */
	EFFECT_CONNECTION = 1 << 1, /* changes what only a new connection forgets */
	EFFECT_JOURNAL = 1 << 2,    /* sets the journal mode */
	EFFECT_ATTACH = 1 << 3,	    /* attaches a database */
	EFFECT_TRANSACTION = 1 << 4 /* begins or ends a transaction, or our savepoint */
};
enum { EFFECTS_OF_SESSION = EFFECT_FLAG | EFFECT_CONNECTION };

/* Statements of ours that are compiled once. */
enum sqlite_kept {
	SQLITE_KEPT_ADD,
	SQLITE_KEPT_CHANGE,
	SQLITE_KEPT_READ_BACK,
	SQLITE_KEPT_DATA_VERSION,
	SQLITE_KEPT_COUNT
};

/* No connection has this data version. */
enum { SQLITE_UNKNOWN_VERSION = -1 };

struct sqlite {
	struct db db;
	sqlite3 *handle; /* NULL if there is no database yet */
	int flags;	 /* of sqlite3_open_v2 */
	bool waits;	 /* and progress says so */
	int64_t begun_at, next_progress; /* of the statement of a script, of db_clock; 0: none */
	int lock;	 /* the descriptor that holds the lock of migrations, or -1 */
	int wal_index;	 /* a descriptor to ask about locks with, or -1 */

	/* When the history was read: the data version, which others' commits change, and if there
	 * was a table. */
	int64_t version;
	bool had_history;
	bool times_as_text; /* in its rows */
	db_time newest;	    /* the latest started_at */
	db_time begun;	    /* when the transaction began; or 0 */
	sqlite3_stmt *kept[SQLITE_KEPT_COUNT];

	/* The session: the script that it belongs to, or NULL, and what its statements did. */
	const struct source *source;
	unsigned session;
	unsigned effects; /* of the statement that was compiled last */

	/*
	 * A group: transactions of ours that reach the disk together, as savepoints of one of
	 * SQLite's. `group_size` counts the committed ones.
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

/* Returns the first column of the first row as a text, in the arena; NULL if there is none. */
const char *sqlite_read_text(struct sqlite *sqlite, const char *sql);

/* Connects to the file. */
bool sqlite_connect(struct sqlite *sqlite);
void sqlite_disconnect(struct sqlite *sqlite);

/* Lets SQLite wait for locks, and stop at a signal, as db.h says. A script can change that. */
void sqlite_set_handlers(struct sqlite *sqlite);

/* Takes back what progress said of a wait for a lock. */
void sqlite_end_wait(struct sqlite *sqlite);

/* Around a statement of a script: progress says how long it has been running. */
void sqlite_begin_progress(struct sqlite *sqlite);
void sqlite_end_progress(struct sqlite *sqlite);

/*
 * Runs the bytes of one statement of a script: for SQLite they may be several. With `settings_only`
 * only those that set something in the connection.
 */
bool sqlite_run_statement(struct sqlite *sqlite, const struct script *script, size_t n,
			  bool settings_only, struct db_failure *failure);

/*
 * Begins the session of a script, as in a new connection: nothing of an earlier script is left, and
 * the settings of this one that come before statement number `first` are there. In a transaction
 * the connection stays, and with it what is attached.
 */
bool sqlite_start_session(struct sqlite *sqlite, const struct script *script, size_t first,
			  struct db_failure *failure);

/* True if only a new connection forgets what the session did. */
bool sqlite_needs_connection(const struct sqlite *sqlite);

/* Ends the session after a rollback: settings are not rolled back, but are to be made again. */
void sqlite_end_session(struct sqlite *sqlite);

/* What statements of ours take from the session, for a moment. */
struct takeover {
	int64_t last_rowid;
	bool query_only;
};

/*
 * Around statements of ours in the session of a script: its settings and temporary triggers do not
 * reach them, and they do not reach last_insert_rowid().
 */
void sqlite_take_over(struct sqlite *sqlite, struct takeover *from);
void sqlite_hand_back(struct sqlite *sqlite, const struct takeover *to);

/*
 * Puts the journal back on disk if the session keeps none there: without it a failure could not be
 * rolled back, and a process that is killed would leave a damaged file. Outside a transaction.
 */
void sqlite_make_journal_safe(struct sqlite *sqlite);

/* Returns the name of a result code, "SQLITE_CONSTRAINT_UNIQUE"; "SQLITE_N" if it has none here. */
const char *sqlite_code_name(struct arena *arena, int code);

/*
 * Switches foreign keys off or on, even in a transaction, as long as no violation is deferred. If
 * they are off the rows whose parents are missing already are counted: sqlite_check compares.
 */
void sqlite_switch_foreign_keys(struct sqlite *sqlite, bool off);

/*
 * Makes sure that the session is that of the script, before its statement number `first`. Between
 * transactions the group is flushed if that is needed.
 */
bool sqlite_open_session(struct sqlite *sqlite, const struct script *script, size_t first,
			 struct db_failure *failure);

/* Returns the process that locks the file against writers, or 0 if none is known. */
pid_t sqlite_writer(struct sqlite *sqlite);

/* Closes what sqlite_writer opened. Only while there is no connection. */
void sqlite_forget_writer(struct sqlite *sqlite);

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
