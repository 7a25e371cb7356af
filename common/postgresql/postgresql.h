/*
 * Shared by the files of PostgreSQL, and by the rooms of scratch databases and backups.
 *
 * From the bottom: *sql.h hold the SQL, libpq.c loads the client library, hint.c knows connection
 * errors, result.c reads results and quotes, connect.c connects, watch.c watches a running
 * statement. talk.c sends SQL, reader.c keeps plans, message.c reads the results of a message of
 * many statements, notice.c receives a script's notices. table.c knows the history table, session.c
 * begins and ends sessions and transactions, history.c reads and writes the history, lock.c locks
 * it. index.c repairs indexes, run.c runs scripts, measure.c measures them. postgresql.c opens the
 * database.
 *
 * Texts that these functions return live in the arena of the database. The caller frees results
 * with PQclear.
 */
#ifndef POSTGRESQL_POSTGRESQL_H
#define POSTGRESQL_POSTGRESQL_H

#include <sys/types.h>

#include "base/buffer.h"
#include "base/map.h"
#include "postgresql/dialect.h"
#include "postgresql/libpq.h"

/*
 * The server that we connected to. `address` is NULL if the host is an address, or a directory of
 * sockets.
 */
struct pg_server {
	const char *host, *address, *port; /* or NULL */
};

/* The reason of a failed connection. */
struct pg_refusal {
	const char *code;    /* the server's SQLSTATE, or NULL */
	const char *message; /* one for each server tried */
	const char *bare;    /* of the last server, without any name in it */
};

/* The history table as we read it and have changed it since. */
struct pg_table {
	bool exists, has_triggers;
	bool has_policies;  /* for this user; they hide no row */
	const char *hazard; /* why we must not write to it, or NULL */
	const char *shape;  /* see PG_SQL_SHAPE */
	struct map rows;    /* of struct pg_counts, by id */
	struct pg_counts {
		long rows, finished, rolled_back, steps;
	} counts;
	db_time newest; /* the latest started_at */
};

/* A row on its way to the server, and the number of its statement in the message. */
struct pg_write {
	struct history_row *row;
	size_t statement;
};

/* The part of a message that comes from a script. Our own statements are before and after it. */
struct pg_part {
	const struct script *script; /* or NULL */
	struct run run;
	size_t characters, statements; /* before the part, in the message */
	size_t guard, settings; /* first statement of the history's guard, and first after it */
	size_t count;		/* statements of the part */
};

enum pg_session {
	PG_NO_SESSION,
	PG_FRESH, /* nothing of the script is committed: its transaction makes the settings */
	PG_USED	  /* the script may have changed the settings */
};

struct postgresql {
	struct db db;
	struct libpq pq;
	PGconn *connection; /* NULL if the database does not exist yet */
	struct pg_server server;
	const char *schema;  /* quoted */
	const char *history; /* the table's name, quoted, with its schema */

	/* Statements to send before the next one, in the same message, each with a semicolon. */
	struct buffer queue;
	size_t queued;
	struct pg_part part; /* in the queue */
	VECTOR(struct pg_write) writes;
	size_t commit; /* the number of the COMMIT in the message */

	bool in_transaction;
	bool checks_client;  /* the server checks that we are alive: pg_sql_check_client */
	bool ours;	     /* the transaction is ours: none of its statements takes long */
	bool neutral;	     /* our own settings hold until the transaction ends */
	bool undone;	     /* the script itself rolls the transaction back */
	size_t first_places; /* statements of the run that must come first, already sent */
	bool immediate;	     /* our SQL cannot run under the script's settings */

	enum pg_session session;
	bool touched; /* there may be something to reset */
	bool ends;    /* the session ends with the next commit */
	bool lifted;  /* lock_timeout is lifted, for a statement that runs alone */
	bool locks;   /* the script may leave advisory locks */
	const struct script *session_script;
	size_t first;	/* its first statement that runs in this session */
	bool read_only; /* the server's own default for transactions */

	struct pg_table table;
	bool locked; /* we hold the advisory lock */
	bool lends;  /* a pooler lends a connection for one transaction: no lock would hold */

	bool prepares;		       /* prepares the catalog queries */
	VECTOR(const char *) prepared; /* migtools_0 and so on */
	size_t uses;		       /* executions since the first query was prepared */

	int process;	  /* the id of the server process that works for us; 0 if unknown */
	int lock_timeout; /* milliseconds, as set on the server */

	/*
	 * While a statement runs: the second connection (NULL until a statement takes long), and
	 * what it saw. Times are in microseconds, of db_clock.
	 */
	PGconn *watcher;
	bool unwatched; /* no second connection is available */
	int64_t begun, next_look, next_progress;
	int64_t limit;	     /* of a statement of ours; 0: it may take hours */
	int64_t cancelled;   /* when we cancelled it; or 0 */
	const char *refused; /* why its answer is useless, or NULL */
	bool expired;	     /* it took too long; no signal ended it */
	bool deaf;  /* it cleans up after a signal, and the signal must not cancel it again */
	bool waits; /* still waits for a lock */
	const char *holders; /* of the last lock that we waited for, or NULL */
	const char *wanted;  /* the thing that they hold */
	pid_t canceller;     /* a child that sends the cancel request; or 0 */
	unsigned results;    /* that were read */

	/* While a script runs or commits: its notices, and their places. */
	bool listens;
	struct buffer said;
	const struct script *script; /* NULL at a commit */
	size_t statements[2];	     /* the running one, and the next */

	/* While statements are measured: the names of tables, and their strongest locks, by oid. */
	struct map table_names, known_locks;
};

/* Returns the struct whose first member is this db. */
struct postgresql *pg_of(struct db *db);

/*
 * Talking
 */

/* Returns a text as an SQL literal, or as an SQL name. */
const char *pg_quote_literal(struct postgresql *pg, const char *text);
const char *pg_quote_name(struct postgresql *pg, const char *text);

/*
 * Connects to the database of the URL, or to another `database` there. On failure returns NULL and
 * stores the reason. Close the connection with PQfinish.
 */
PGconn *pg_connect(struct postgresql *pg, const char *database, struct pg_refusal *refusal);

/* Opens one more connection to the same server. Returns NULL if that fails or takes longer. */
PGconn *pg_connect_again(struct postgresql *pg, int milliseconds);

/*
 * Runs a query on a connection that is not watched. Returns NULL if it does not answer in time; do
 * not use it then.
 */
PGresult *pg_ask(struct postgresql *pg, PGconn *connection, const char *sql, int milliseconds);

/*
 * Returns the id of the server process at the end of a connection, or "" if there is no answer.
 * Behind a pooler it differs from PQbackendPID.
 */
const char *pg_process_of(struct postgresql *pg, PGconn *connection);

/*
 * The first asks the server to cancel the running statement, which then fails; the second ends the
 * request.
 */
void pg_cancel(struct postgresql *pg);
void pg_cancel_end(struct postgresql *pg);

/*
 * Gives up a connection, with everything that the server may still send. PQstatus is then
 * CONNECTION_BAD.
 */
void pg_abandon(struct postgresql *pg, PGconn *connection);

/* True if the server reports this value for one of the settings that it always reports. */
bool pg_reports(struct postgresql *pg, const char *setting, const char *value);

/* Queues a statement. That costs no round trip: it travels in the next message. */
void pg_queue(struct postgresql *pg, const char *sql);
void pg_clear_queue(struct postgresql *pg);

/*
 * Returns the next result, or NULL after the last. Watches the statement while waiting, as pg_watch
 * does.
 */
PGresult *pg_next_result(struct postgresql *pg);

/* Reads and drops the output of COPY TO STDOUT. */
void pg_skip_copy(struct postgresql *pg);

/*
 * Each sends, and returns the first result that is an error, else the last one; NULL if nothing was
 * sent. pg_query is for statements that only locks can delay: it gives up after db.lock_wait.
 * pg_query_long is for those that may take hours.
 */
PGresult *pg_query(struct postgresql *pg, const char *sql);
PGresult *pg_query_long(struct postgresql *pg, const char *sql);

/*
 * Reads the catalogs, like pg_query_long. A connection of pg_open_reader keeps the plan for the
 * next time.
 */
PGresult *pg_query_catalogs(struct postgresql *pg, const char *sql);

/* Returns the time limit of pg_query, in milliseconds. */
int pg_short_time(const struct postgresql *pg);

/* Returns the text of an error: ours if we ended the statement, else the server's. */
const char *pg_error_text(struct postgresql *pg, const PGresult *result);

/* True if a result is not an error. NULL is an error. */
bool pg_succeeded(struct postgresql *pg, const PGresult *result);

/*
 * Returns the first SQLSTATE in a verbose message of libpq or psql, "ERROR:  42P01: ...", or NULL.
 */
const char *pg_find_code(const char *text);

/* Returns a field of an error (PG_DIAG_...), or NULL. */
const char *pg_error_field(struct postgresql *pg, const PGresult *result, int code);

/* Returns a value of a result. SQL's NULL is NULL. */
const char *pg_value(struct postgresql *pg, const PGresult *result, int row, int column);

/* The tasks of our statements, for messages. */
enum pg_task {
	PG_READ,
	PG_READ_SCHEMA,
	PG_CREATE_SCHEMA,
	PG_CREATE_DATABASE,
	PG_CREATE_SCRATCH,
	PG_DROP_SCRATCH,
	PG_SWAP,
	PG_USE_SHADOW,
	PG_READ_HISTORY,
	PG_CREATE_HISTORY,
	PG_WRITE_HISTORY,
	PG_LOCK,
	PG_FIND_HOLDER,
	PG_ROLL_BACK,
	PG_RESET,
	PG_CLEAR
};

/* Returns a hint for a server user who lacks the privilege for a task. */
const char *pg_privilege_hint(enum pg_task task);

/* Returns the message of an error that our SQL raised (see PG_SQL_MARK), or NULL. */
const char *pg_own_error(struct postgresql *pg, const PGresult *result);

/*
 * Reports "cannot `task`: message (code)" and a hint. Only the message is required; the others may
 * be NULL. Always returns false.
 */
bool pg_report_task(struct postgresql *pg, enum pg_task task, const char *message, const char *code,
		    const char *hint);

/* Reports the error in a result, and frees the result. Always returns false. */
bool pg_report(struct postgresql *pg, PGresult *result, enum pg_task task);

/*
 * Each runs a statement and reports its error. pg_command ignores rows; pg_query_value returns the
 * first value, or NULL without a row.
 */
bool pg_command(struct postgresql *pg, const char *sql, enum pg_task task);
bool pg_query_value(struct postgresql *pg, const char *sql, enum pg_task task, const char **value);

/* Returns a server's message as one line. */
const char *pg_one_line(struct arena *arena, const char *text);

/* Returns a hint for a connection that failed with this SQLSTATE (or NULL) and message, or NULL. */
const char *pg_connection_hint(const char *code, const char *message, bool may_use_tls);

/*
 * Watches a running statement: call pg_watch repeatedly between begin and end. It cancels the
 * statement at a signal, and after `milliseconds` unless that is 0; reports progress; and finds the
 * holder of a lock that the statement waits for.
 */
void pg_watch_begin(struct postgresql *pg, int milliseconds);
void pg_watch(struct postgresql *pg);
void pg_watch_end(struct postgresql *pg);

/*
 * Receives a notice of the running script: a PQnoticeReceiver of libpq, whose context is a struct
 * postgresql.
 */
void pg_hear(void *context, const PGresult *result);

/*
 * Messages
 */

/*
 * Stores the error of a result; a NULL result means that the connection failed. Always returns
 * false.
 */
bool pg_fail(struct postgresql *pg, const PGresult *result, struct db_failure *failure);

/*
 * Sends the queue, which includes the script's `part`, and reads all results. Adds the number of
 * rows that the part changed or returned to `rows`, and stores the times of written rows.
 */
bool pg_exchange(struct postgresql *pg, int64_t *rows, struct db_failure *failure);

/* Runs one of our own statements around a script. */
bool pg_execute(struct postgresql *pg, const char *sql, struct db_failure *failure);

/*
 * Sessions and transactions
 */

/* Makes the settings of the session, for statements outside a transaction or in a rehearsal. */
bool pg_session_start(struct postgresql *pg, struct db_failure *failure);

/*
 * Does the work of DISCARD ALL, but keeps our lock: without it another process would take this one
 * for dead.
 */
bool pg_session_discard(struct postgresql *pg, struct db_failure *failure);

/* True if the server reads our SQL as we mean it. */
bool pg_is_understood(struct postgresql *pg);

/* Makes our own settings hold until the end of the transaction. */
bool pg_session_leave(struct postgresql *pg, struct db_failure *failure);

/* Lifts lock_timeout until the next transaction, unless the script has set it. */
bool pg_lift_lock_timeout(struct postgresql *pg, struct db_failure *failure);

/*
 * Running scripts
 */

/*
 * Runs the statements of a run, and adds the number of rows that they changed or returned to
 * `rows`.
 */
bool pg_send_run(struct postgresql *pg, const struct script *script, const struct run *run,
		 int64_t *rows, struct db_failure *failure);

/* Remembers a row as it now is in the database. */
void pg_know_row(struct postgresql *pg, const struct history_row *row);

/* Remembers the queued rows as written, or forgets them. */
void pg_history_written(struct postgresql *pg, bool written);

/*
 * Drops the invalid index left by statement `n`, a failed CREATE INDEX CONCURRENTLY: no query uses
 * it, and every write maintains it.
 */
void pg_drop_invalid_index(struct postgresql *pg, const struct script *script, size_t n);

/* The functions of the dialect's table: see db.h. */
bool pg_try_lock(struct db *db, bool *got);
bool pg_lock_holder(struct db *db, const char **holder);
bool pg_history_read(struct db *db, struct history *history);
bool pg_history_stale(struct db *db);
bool pg_history_create(struct db *db);
bool pg_history_add(struct db *db, struct history_row *row);
bool pg_history_change(struct db *db, struct history_row *row);
bool pg_has_tables(struct db *db, bool *has);
bool pg_schema_read(struct db *db, const struct names *namespaces, bool beside,
		    struct schema *schema);
struct db *pg_open_reader(struct db *db);
bool pg_schema_left_out(struct db *db, struct names *things);
bool pg_other_namespaces(struct db *db, struct names *others);
bool pg_read_numbers(struct db *db, const char *sql, int64_t *numbers, size_t count);
bool pg_schema_settle(struct db *db, struct db_failure *failure);
/*
 * Reads the other objects. `namespaces` are literals. Names include their namespace, except those
 * in `plain`, which may be NULL.
 */
bool pg_objects_read(struct postgresql *pg, const char *namespaces, const char *plain,
		     struct schema *schema);

bool pg_clear(struct db *db);

bool pg_excludes(const struct db *db);
void pg_session_begin(struct db *db, const struct script *script, size_t first);
void pg_session_ends(struct db *db);
bool pg_session_end(struct db *db);
bool pg_begin(struct db *db, const struct script *script, const struct run *run, int lock_timeout,
	      struct db_failure *failure);
bool pg_commit(struct db *db, struct db_failure *failure);
bool pg_rollback(struct db *db);
bool pg_run(struct db *db, const struct script *script, const struct run *run,
	    struct db_failure *failure);
bool pg_measure(struct db *db, const struct script *script, size_t first, size_t statement,
		struct db_cost *cost, struct db_failure *failure);
void pg_list_sequences(struct db *db, struct db_sequences *sequences);
void pg_list_foreign_writes(struct db *db, struct names *tables);
bool pg_check(struct db *db, struct db_failure *failure);
bool pg_run_is_done(struct db *db, const struct script *script, const struct run *run);

#endif
