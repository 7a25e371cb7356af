/*
 * A database, PostgreSQL or SQLite, as migrations need it: one function for each question and each
 * step. connect/connect.h opens one. The rooms postgresql and sqlite do what is here, each in its
 * way: see db/dialect.h.
 *
 * A function that returns false has reported an error in the report of db_open, or, if it takes a
 * `failure`, has filled that in. What functions return lives in the report's arena.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/text.h"
#include "db/time.h"
#include "sqltext/script.h"
#include "url/url.h"

struct db;

/* Text that a statement sends apart from its result: RAISE WARNING. Without control characters. */
struct db_notice {
	bool is_warning;
	const char *message, *detail;
	struct place place; /* of the statement; nowhere at a commit */
};

/*
 * Waiting for others
 */

/* How long to wait, and how often. */
struct db_patience {
	int lock_wait;	  /* milliseconds for a connection, for db_lock and for the history */
	int lock_timeout; /* PostgreSQL: milliseconds for each lock of a statement; 0: forever */
	int retries;	  /* of a run, or of a restore, that hit lock_timeout */

	/*
	 * Called repeatedly while something takes long, with what is going on, and with NULL when
	 * it is over; or NULL.
	 */
	void (*progress)(const char *text);

	/* Called with what a script says while it runs; or NULL. */
	void (*hear)(const struct db_notice *notice);
};

/*
 * A minute for another deployment, and 5 s for a table, ten times more.
 */
extern const struct db_patience db_default_patience;

/* Returns that with the URL's own wait, if it has one. */
struct db_patience db_patience_for(const struct url *url);

/*
 * Opening
 */

/*
 * The purpose of opening a database. A database is a file of SQLite, and a database with the URL's
 * schema in it of PostgreSQL.
 */
enum db_access {
	DB_READ,	  /* changes nothing; a missing database is empty, with a warning */
	DB_READ_EXISTING, /* changes nothing; a missing database is an error */
	DB_WRITE,	  /* a missing database is an error */
	DB_REPLACE, /* for a restore: creates a missing file; a server must have the database */
	DB_SERVER,  /* PostgreSQL: another database of the server will do if that one is missing */
	DB_BESIDE,  /* PostgreSQL: another database of the server, never that one */
	DB_CREATE   /* writes; a missing database is created */
};

/* Closes what db_open of connect/connect.h has opened. */
void db_close(struct db *db);

/* True if db_open has created the database. */
bool db_was_created(const struct db *db);

/*
 * Drops everything in the database, as a restore does, or nothing. The database must be opened
 * again before it is used further.
 */
bool db_clear(struct db *db);

/* Returns the dialect of the scripts that the database takes. */
const struct sqltext_dialect *db_script_dialect(const struct db *db);

/*
 * Takes the lock that lets one process at a time change the history, after at most `milliseconds`.
 * It holds until db_close. If it cannot be had the message names its holder.
 */
bool db_lock(struct db *db, int milliseconds);

/*
 * False if db_lock does not keep others out while no transaction is open: PostgreSQL's advisory
 * locks are switched off.
 */
bool db_excludes(const struct db *db);

/*
 * The history: the table _prisma_migrations
 */

/*
 * Times of a row by the database's clock: when the row is written, and when the transaction began.
 * A row that is added never begins earlier than the newest row: who was applied last is last, even
 * if a clock was set back.
 */
#define DB_NOW ((db_time)-1)
#define DB_BEGUN ((db_time)-2)

/* A NULL text is SQL's NULL, a time of 0 too. */
struct history_row {
	const char *id, *name, *checksum;
	const char *logs; /* or NULL */
	db_time started, finished, rolled_back;
	int steps; /* applied_steps_count */
};

struct history {
	bool exists;
	VECTOR(struct history_row) rows; /* in the order in which they were started */
};

/* Reads all rows. A table that does not exist is an empty history. */
bool db_history_read(struct db *db, struct history *history);

/*
 * True if another process may have changed the history since db_history_read. For PostgreSQL, where
 * each transaction checks that, only if it was missing.
 */
bool db_history_stale(struct db *db);

/* Creates the table unless it exists. */
bool db_history_create(struct db *db);

/*
 * Add a row, whose id comes from db_new_id; change all columns of the row with this id. A time that
 * is DB_NOW or DB_BEGUN becomes the one that was written. Inside a transaction PostgreSQL gets the
 * row with the COMMIT, so that db_commit has its errors and fills in its times: until then the row
 * must live.
 */
bool db_history_add(struct db *db, struct history_row *row);
bool db_history_change(struct db *db, struct history_row *row);

/* Returns a random UUID (version 4). */
const char *db_new_id(struct arena *arena);

/* *has is true if there are tables besides the history, in PostgreSQL in the URL's schema. */
bool db_has_tables(struct db *db, bool *has);

/*
 * Failures of scripts
 */

enum failure_kind {
	FAILED,		     /* the statement is wrong, or the data are */
	FAILED_BUSY,	     /* a lock could not be had in time: try again */
	FAILED_NOT_TOGETHER, /* the statement refuses to run in a transaction */
	FAILED_NEEDS_COMMIT, /* the statement uses what must be committed first */
	FAILED_STALE,	     /* another process changed the history, or has the lock now */
	FAILED_TROUBLE,	     /* not the script's fault: the server went away, the disk is full */
	FAILED_INTERRUPTED   /* by a signal */
};

struct db_failure {
	enum failure_kind kind;
	const char *code; /* SQLSTATE, or the name of SQLite's result code; or NULL */
	const char *message;
	const char *detail, *hint, *context; /* or NULL */
	const char *said; /* the notices before it, a line each, at most some KB; or NULL */
	size_t statement; /* its number in the script, from 0 */
	struct place
		place; /* of the error in the script, else of the statement; nowhere at a commit */
};

/*
 * Sessions: a script has one to itself. Its settings, temporary tables and the like hold for all of
 * its runs; nothing of them reaches the next script, the history, or the next user of a connection
 * that a pooler lends.
 */

/*
 * Begins the session of a script, which runs from statement number `first` on: what the statements
 * before have set is set again.
 */
void db_session_begin(struct db *db, const struct script *script, size_t first);

/* Says that the session ends with the next commit, which costs nothing. */
void db_session_ends(struct db *db);

/* Ends the session now, if it has not ended yet; inside a transaction, too. */
bool db_session_end(struct db *db);

/*
 * Transactions
 */

/*
 * Begins a transaction: for a run of a script, for all of a script (`run` is NULL) that is going to
 * be rolled back, or for changes of the history alone (`script` is NULL, too). PostgreSQL keeps
 * others from writing the history until the end, and checks that it is as it was read: if not, this
 * function or the next fails with FAILED_STALE. `lock_timeout` as in struct db_patience.
 */
bool db_begin(struct db *db, const struct script *script, const struct run *run, int lock_timeout,
	      struct db_failure *failure);

/*
 * Commits, after the checks that wait for the end of a transaction. After false all is rolled back.
 * PostgreSQL may get the statements of db_run now, so that it can fail as db_run does.
 */
bool db_commit(struct db *db, struct db_failure *failure);

/* Rolls back. Does nothing if there is no transaction. */
bool db_rollback(struct db *db);

/*
 * Makes sure that everything committed is on disk.
 *
 * SQLite waits for the disk at each commit. Transactions that follow each other within a moment
 * wait together: they are committed for good by db_flush, and sooner if they take long.
 */
bool db_flush(struct db *db, struct db_failure *failure);

/* True if everything committed is on disk. */
bool db_is_durable(const struct db *db);

/*
 * True, once, if committed transactions were rolled back together with one that failed: the history
 * is as it was when db_is_durable was last true.
 */
bool db_was_rolled_back(struct db *db);

/*
 * Running scripts
 */

/*
 * Runs the statements of `run`: in the transaction of db_begin, or outside one if it is RUN_ALONE.
 * After false db_rollback must follow. Drops an invalid index that this or an earlier attempt left.
 */
bool db_run(struct db *db, const struct script *script, const struct run *run,
	    struct db_failure *failure);

/*
 * True if the effect of a RUN_ALONE exists already, for a process that may have been killed between
 * running it and recording it.
 */
bool db_run_is_done(struct db *db, const struct script *script, const struct run *run);

/* Checks now what is checked at the end of a transaction, which stays open. */
bool db_check(struct db *db, struct db_failure *failure);

struct db_cost {
	int64_t microseconds;
	int64_t rows; /* changed or returned; -1 if not known */
	/*
	 * "schema.table:mode,...": new or stronger locks on tables that existed before the script,
	 * of the modes that make readers or writers wait; NULL if there are none.
	 */
	const char *locks;
};

/*
 * Runs one statement in the open transaction, and measures it. The script is run from statement
 * number `first` on: the settings of those before hold. After false db_rollback must follow.
 */
bool db_measure(struct db *db, const struct script *script, size_t first, size_t statement,
		struct db_cost *cost, struct db_failure *failure);

/* A sequence, and the value that it gave last. */
struct db_sequence {
	const char *name, *value;
};

struct db_sequences {
	VECTOR_MEMBERS(struct db_sequence);
};

/*
 * List what a rollback does not undo, as far as the database can tell: the sequences with their
 * values; the foreign tables that the open transaction has written, if it is not known that their
 * server rolls back, too.
 */
void db_list_sequences(struct db *db, struct db_sequences *sequences);
void db_list_foreign_writes(struct db *db, struct names *tables);

#endif
