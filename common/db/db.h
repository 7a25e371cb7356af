/*
 * A database, PostgreSQL or SQLite, as migrations see it: one function for each question and each
 * step. connect/connect.h opens one. The rooms postgresql and sqlite implement these functions: see
 * db/dialect.h.
 *
 * A function that returns false has added an error to the report given to db_open or, if it takes a
 * `failure`, has filled that in. Results live in the report's arena.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/text.h"
#include "db/time.h"
#include "sqltext/script.h"
#include "url/url.h"

struct db;

/*
 * A message that a statement sends besides its result: RAISE WARNING. It has no control characters.
 */
struct db_notice {
	bool is_warning;
	const char *message, *detail;
	struct place place; /* of the statement; nowhere at a commit */
};

/*
 * Waiting for others
 */

/* Limits of waiting and retrying. */
struct db_patience {
	int lock_wait;	  /* milliseconds for a connection, for db_lock and for the history */
	int lock_timeout; /* PostgreSQL: milliseconds for each lock of a statement; 0: forever */
	int retries;	  /* of a run or a restore that hits lock_timeout */
	bool for_server;  /* wait for a server that cannot be reached yet, as long as for a lock */

	/*
	 * Called repeatedly during long work with a description of it, and with NULL at its end; or
	 * NULL.
	 */
	void (*progress)(const char *text);

	/* Called with each notice of a script while it runs; or NULL. */
	void (*hear)(const struct db_notice *notice);
};

/* A minute for another deployment; ten times 5 s for a table. */
extern const struct db_patience db_default_patience;

/* Returns the default patience, with the wait that the URL gives, if any. */
struct db_patience db_patience_for(const struct url *url);

/*
 * Opening
 */

/*
 * Purposes of opening a database, which is a file on SQLite; on PostgreSQL, a database that has the
 * URL's schema.
 */
enum db_access {
	DB_READ,	  /* changes nothing; a missing database counts as empty, with a warning */
	DB_READ_EXISTING, /* changes nothing; a missing database is an error */
	DB_WRITE,	  /* a missing database is an error */
	DB_REPLACE, /* for a restore: creates a missing file; on a server the database must exist */
	DB_SERVER,  /* PostgreSQL: if the database is missing, another one of the server */
	DB_BESIDE,  /* PostgreSQL: another database of the server, never this one */
	DB_CREATE   /* a missing database is created */
};

/* Closes a database opened by db_open of connect/connect.h. */
void db_close(struct db *db);

/* True if db_open created the database. */
bool db_was_created(const struct db *db);

/*
 * Drops everything in the database, as a restore does, or nothing at all. Reopen the database
 * before further use.
 */
bool db_clear(struct db *db);

/* Returns the dialect of the scripts that the database runs. */
const struct sqltext_dialect *db_script_dialect(const struct db *db);

/*
 * Takes the lock that lets only one process at a time change the history. Waits at most
 * `milliseconds`, and holds the lock until db_close. If that fails, the message names the holder.
 */
bool db_lock(struct db *db, int milliseconds);

/*
 * False if the lock excludes others only during a transaction, because PostgreSQL's advisory locks
 * are switched off.
 */
bool db_excludes(const struct db *db);

/*
 * The history: the table _prisma_migrations
 */

/*
 * Times by the database's clock: when the row is written, and when the transaction began. A new row
 * never begins before the newest row, even if a clock was set back: the migration applied last
 * stays last.
 */
#define DB_NOW ((db_time)-1)
#define DB_BEGUN ((db_time)-2)

/* A NULL text, or a time of 0, is NULL in SQL. */
struct history_row {
	const char *id, *name, *checksum;
	const char *logs; /* or NULL */
	db_time started, finished, rolled_back;
	int steps; /* applied_steps_count */
};

/* True if the row says that its migration is applied. */
static inline bool history_row_is_applied(const struct history_row *row)
{
	return row->finished && !row->rolled_back;
}

struct history {
	bool exists;
	VECTOR(struct history_row) rows; /* in the order of their starts */
};

/* Reads all rows. A missing table is an empty history. */
bool db_history_read(struct db *db, struct history *history);

/*
 * True if another process may have changed the history since db_history_read. On PostgreSQL each
 * transaction checks this itself, so only a missing table counts.
 */
bool db_history_stale(struct db *db);

/* Creates the table unless it exists. */
bool db_history_create(struct db *db);

/*
 * Adds a row, whose id comes from db_new_id, or updates all columns of the row with this id. The
 * time that is written replaces DB_NOW or DB_BEGUN. In a transaction, PostgreSQL gets the row
 * together with the COMMIT: until then the row must live, and db_commit returns its errors and
 * fills in its times.
 */
bool db_history_add(struct db *db, struct history_row *row);
bool db_history_change(struct db *db, struct history_row *row);

/* Returns a random UUID (version 4). */
const char *db_new_id(struct arena *arena);

/* Stores if there are tables besides the history, on PostgreSQL in the URL's schema. */
bool db_has_tables(struct db *db, bool *has);

/*
 * Failures of scripts
 */

enum failure_kind {
	FAILED,		     /* the statement or the data are wrong */
	FAILED_BUSY,	     /* a lock was not free in time: try again */
	FAILED_NOT_TOGETHER, /* the statement cannot run in a transaction */
	FAILED_NEEDS_COMMIT, /* the statement uses something that must be committed first */
	FAILED_STALE,	     /* another process changed the history, or holds the lock now */
	FAILED_TROUBLE,	     /* not the script's fault: the server is gone, the disk is full */
	FAILED_INTERRUPTED   /* by a signal */
};

struct db_failure {
	enum failure_kind kind;
	const char *code; /* SQLSTATE, or the name of SQLite's result code; or NULL */
	const char *message;
	const char *detail, *hint, *context; /* or NULL */
	const char *said;   /* notices before the failure, a line each, a few KB at most; or NULL */
	size_t statement;   /* its number in the script, from 0 */
	struct place place; /* of the error, or else of the statement; nowhere at a commit */
};

/*
 * Sessions. Each script has its own: settings, temporary tables and the like last through all of
 * its runs. Nothing of them reaches the next script, the history, or the next user of a pooled
 * connection.
 */

/*
 * Begins the session of a script that runs from statement number `first` on. The settings of
 * earlier statements are made again.
 */
void db_session_begin(struct db *db, const struct script *script, size_t first);

/* Ends the session with the next commit, at no cost. */
void db_session_ends(struct db *db);

/* Ends the session now, unless it has ended, even in a transaction. */
bool db_session_end(struct db *db);

/*
 * Transactions
 */

/*
 * Begins a transaction: for a run; for a whole script that will be rolled back (`run` is NULL); or
 * for the history alone (`script` is NULL, too). PostgreSQL keeps others from writing the history
 * until the end, and checks that it is as it was read. If it is not, this function or the next
 * fails with FAILED_STALE. `lock_timeout` is as in struct db_patience.
 */
bool db_begin(struct db *db, const struct script *script, const struct run *run, int lock_timeout,
	      struct db_failure *failure);

/*
 * Commits, after the checks that are due at the end of a transaction. On false everything is rolled
 * back. PostgreSQL may run the statements of db_run only now, so this can fail like db_run.
 */
bool db_commit(struct db *db, struct db_failure *failure);

/* Rolls back, if a transaction is open. */
bool db_rollback(struct db *db);

/*
 * Makes sure that everything committed is on disk.
 *
 * SQLite waits for the disk at each commit. Transactions in quick succession wait together:
 * db_flush commits them for good; a group that takes long is committed sooner.
 */
bool db_flush(struct db *db, struct db_failure *failure);

/* True if everything committed is on disk. */
bool db_is_durable(const struct db *db);

/*
 * True, once, if committed transactions were rolled back together with one that failed. The history
 * is then as it was when db_is_durable was last true.
 */
bool db_was_rolled_back(struct db *db);

/*
 * Running scripts
 */

/*
 * Runs the statements of `run`: in the transaction of db_begin, or outside any if it is RUN_ALONE.
 * On false, call db_rollback. Drops an invalid index that this or an earlier attempt left.
 */
bool db_run(struct db *db, const struct script *script, const struct run *run,
	    struct db_failure *failure);

/*
 * True if the effect of a RUN_ALONE is already there: a process may have been killed after running
 * it, before recording it.
 */
bool db_run_is_done(struct db *db, const struct script *script, const struct run *run);

/* Checks now what would be checked at the end of the transaction, which stays open. */
bool db_check(struct db *db, struct db_failure *failure);

struct db_cost {
	int64_t microseconds;
	int64_t rows; /* changed or returned; -1 if unknown */
	/*
	 * "schema.table:mode,...": new or stronger locks that make readers or writers wait, on
	 * tables that existed before the script; NULL if there are none.
	 */
	const char *locks;
};

/*
 * Runs one statement in the open transaction, and measures it. The script runs from statement
 * number `first` on; the settings of earlier statements hold. On false, call db_rollback.
 */
bool db_measure(struct db *db, const struct script *script, size_t first, size_t statement,
		struct db_cost *cost, struct db_failure *failure);

/* A sequence, and the last value that it gave. */
struct db_sequence {
	const char *name, *value;
};

struct db_sequences {
	VECTOR_MEMBERS(struct db_sequence);
};

/*
 * Each lists things that a rollback does not undo, as far as the database can tell: sequences with
 * their values; and foreign tables that the open transaction wrote, unless their server is known to
 * roll back, too.
 */
void db_list_sequences(struct db *db, struct db_sequences *sequences);
void db_list_foreign_writes(struct db *db, struct names *tables);

#endif
