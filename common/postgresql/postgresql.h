/*
 * Shared by the files of PostgreSQL, and by the rooms of scratch databases and backups.
 *
 * From the bottom: *sql.h have the SQL, libpq.c loads the client library, hint.c knows the errors
 * of connections, result.c reads results and quotes, connect.c connects, watch.c looks on while a
 * statement runs. talk.c sends SQL, reader.c keeps plans, message.c reads what a message of many statements brings,
 * notice.c hears what scripts say. table.c knows the history table, session.c begins and ends
 * sessions and transactions, history.c reads and writes the history, lock.c locks it. index.c
 * repairs indexes, run.c runs scripts, measure.c measures them. postgresql.c opens the database.
 *
 * Texts that these functions return live in the arena of the database. Results are freed by the
 * caller, with PQclear.
 */
#ifndef POSTGRESQL_POSTGRESQL_H
#define POSTGRESQL_POSTGRESQL_H

#include <sys/types.h>

#include "base/buffer.h"
#include "base/map.h"
#include "postgresql/dialect.h"
#include "postgresql/libpq.h"

/*
 * A server that was connected to. Its address is NULL if the host is one, or a folder of sockets.
 */
struct pg_server {
	const char *host, *address, *port; /* or NULL */
};

/* The reason for which a connection could not be made. */
struct pg_refusal {
	const char *code;    /* the server's SQLSTATE, or NULL */
	const char *message; /* of each server that was tried */
	const char *bare;    /* of the last one, without any name in it */
};

/* The history table as it was read, and changed since by us. */
struct pg_table {
	bool exists, has_triggers;
	bool has_policies;  /* for this user; they hide nothing */
	const char *hazard; /* why it must not be written, or NULL */
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

/* The part of a message that is a script's: statements of ours are before and behind it. */
struct pg_part {
	const struct script *script; /* or NULL */
	struct run run;
	size_t characters, statements; /* before it, in the message */
	size_t guard, settings;	       /* from where to where we ask for the history */
	size_t count;		       /* statements of the part */
};

enum pg_session {
	PG_NO_SESSION,
	PG_FRESH, /* nothing of the script is committed: its transaction makes the settings */
	PG_USED	  /* the settings are the script's own now */
};

struct postgresql {
	struct db db;
	struct libpq pq;
	PGconn *connection; /* NULL if there is no database yet */
	struct pg_server server;
	const char *schema;  /* quoted */
	const char *history; /* the table's name, quoted, with its schema */

	/*
	 * The statements that go ahead of the next one in the same message, each with a semicolon.
	 */
	struct buffer queue;
	size_t queued;
	struct pg_part part; /* in the queue */
	VECTOR(struct pg_write) writes;
	size_t commit; /* the number of COMMIT in the message */

	bool in_transaction;
	bool checks_client;  /* the server looks if we are still there: pg_sql_check_client */
	bool ours;	     /* the transaction: no statement of it takes long */
	bool neutral;	     /* the settings are ours until the transaction ends */
	bool undone;	     /* the script itself rolls the transaction back */
	size_t first_places; /* statements of the run that went ahead, because they come first */
	bool immediate;	     /* the script has settings in which we cannot write */

	enum pg_session session;
	bool touched; /* there may be something to reset */
	bool ends;    /* with the next commit */
	bool lifted;  /* lock_timeout, for a statement that runs alone */
	bool locks;   /* the script may leave advisory locks */
	const struct script *session_script;
	size_t first;	/* its first statement that runs in this session */
	bool read_only; /* the server's own setting for transactions */

	struct pg_table table;
	bool locked; /* with the advisory lock */
	bool lends;  /* a pooler, which gives each transaction another connection: no lock, then */

	bool prepares;		       /* the queries of the catalogs */
	VECTOR(const char *) prepared; /* migtools_0 and so on */
	size_t uses;		       /* of those, since the first was prepared */

	int process;	  /* the id of the server's process that works for us; 0 if not yet known */
	int lock_timeout; /* milliseconds, as it is set */

	/*
	 * While a statement runs: the second connection (NULL until a statement took long), and
	 * what was seen. Times are those of db_clock, microseconds.
	 */
	PGconn *watcher;
	bool unwatched; /* there is no second connection to be had */
	int64_t begun, next_look, next_progress;
	int64_t limit;	     /* of a statement of ours; 0: it may run for hours */
	int64_t cancelled;   /* when we cancelled it; or 0 */
	const char *refused; /* why its answer is of no use, or NULL */
	bool expired;	     /* after its time, not at a signal */
	bool deaf;	     /* it cleans up after a signal, which cancels it no more */
	bool waits;	     /* for a lock, still */
	const char *holders; /* of the lock that was last waited for, or NULL */
	const char *wanted;  /* what they hold */
	pid_t canceller;     /* a child that cancels; or 0 */
	unsigned results;    /* that were read */

	/* While a script runs, or commits: what it says, and where. */
	bool listens;
	struct buffer said;
	const struct script *script; /* NULL at a commit */
	size_t statements[2];	     /* the one that runs, and the next */

	/* While statements are measured: the names of tables and their strongest locks, by oid. */
	struct map table_names, known_locks;
};

/* Returns the struct that begins with this db. */
struct postgresql *pg_of(struct db *db);

/*
 * Talking
 */

/* Returns a text as an SQL literal; as an SQL name. */
const char *pg_quote_literal(struct postgresql *pg, const char *text);
const char *pg_quote_name(struct postgresql *pg, const char *text);

/*
 * Connects to the database of the URL, or to another `database` there. Returns NULL, and stores
 * why, if that cannot be. To be closed with PQfinish.
 */
PGconn *pg_connect(struct postgresql *pg, const char *database, struct pg_refusal *refusal);

/* Opens one more connection to the same server. NULL if that takes longer, or cannot be. */
PGconn *pg_connect_again(struct postgresql *pg, int milliseconds);

/*
 * Asks another connection than the one that is watched. Returns NULL if it does not answer in time;
 * it is of no use then.
 */
PGresult *pg_ask(struct postgresql *pg, PGconn *connection, const char *sql, int milliseconds);

/*
 * Returns the id of the server's process that answers on a connection, "" if none does. It is not
 * that of PQbackendPID behind a pooler.
 */
const char *pg_process_of(struct postgresql *pg, PGconn *connection);

/* Asks the server to cancel the running statement, which then fails; ends the asking. */
void pg_cancel(struct postgresql *pg);
void pg_cancel_end(struct postgresql *pg);

/* Gives a connection up, with what the server may still send. PQstatus is then CONNECTION_BAD. */
void pg_abandon(struct postgresql *pg, PGconn *connection);

/* Queues one statement, which costs no round trip: it travels in the next message. */
void pg_queue(struct postgresql *pg, const char *sql);
void pg_clear_queue(struct postgresql *pg);

/* Sends the queue and `sql` in one message. */
bool pg_send(struct postgresql *pg, const char *sql);

/* Returns the next result, NULL after the last. Looks on until it comes, as pg_watch does. */
PGresult *pg_next_result(struct postgresql *pg);

/* Reads and drops the output of COPY TO STDOUT. */
void pg_skip_copy(struct postgresql *pg);

/*
 * Send, and return the first result that is an error, else the last; NULL if nothing was sent.
 * pg_query is for what is answered at once but for locks: it ends after db.lock_wait. pg_query_long
 * is for what may take hours.
 */
PGresult *pg_query(struct postgresql *pg, const char *sql);
PGresult *pg_query_long(struct postgresql *pg, const char *sql);

/*
 * Reads the catalogs, like pg_query_long. A connection of pg_open_reader keeps the plan for the
 * next time.
 */
PGresult *pg_query_catalogs(struct postgresql *pg, const char *sql);

/* Returns the milliseconds in which pg_query must be answered. */
int pg_short_time(const struct postgresql *pg);

/* Returns the words for an error: ours if we have ended the statement, else the server's. */
const char *pg_error_text(struct postgresql *pg, const PGresult *result);

/* True if a result is no error. NULL is one. */
bool pg_succeeded(struct postgresql *pg, const PGresult *result);

/* Returns a field of an error (PG_DIAG_...), or NULL. */
const char *pg_error_field(struct postgresql *pg, const PGresult *result, int code);

/* Returns a value of a result; NULL for SQL's NULL. */
const char *pg_value(struct postgresql *pg, const PGresult *result, int row, int column);

/* The purposes of our statements, for messages. */
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

/* Returns what to do if the server's user may not do that. */
const char *pg_privilege_hint(enum pg_task task);

/* Returns the message of an error that our own SQL raised (see PG_SQL_MARK), or NULL. */
const char *pg_own_error(struct postgresql *pg, const PGresult *result);

/* Reports "cannot do what: message (code)" and a hint, of which all but the message may be NULL.
 * Always false. */
bool pg_report_task(struct postgresql *pg, enum pg_task task, const char *message, const char *code,
		    const char *hint);

/* Reports the error of a result, and frees it. Always false. */
bool pg_report(struct postgresql *pg, PGresult *result, enum pg_task task);

/*
 * Run a statement and report its error: pg_command one whose rows do not matter, pg_query_value one
 * whose first value is wanted (NULL if there is no row).
 */
bool pg_command(struct postgresql *pg, const char *sql, enum pg_task task);
bool pg_query_value(struct postgresql *pg, const char *sql, enum pg_task task, const char **value);

/* Returns a server's message on one line. */
const char *pg_one_line(struct arena *arena, const char *text);

/*
 * Returns what to do about a connection that failed with this SQLSTATE (or NULL) and message; NULL
 * if that is not known.
 */
const char *pg_connection_hint(const char *code, const char *message, bool may_use_tls);

/*
 * Looking on while a statement runs: pg_watch is called every moment between begin and end. It
 * cancels the statement at a signal, and after `milliseconds` unless they are 0; reports its
 * progress, and finds who holds the lock that it waits for.
 */
void pg_watch_begin(struct postgresql *pg, int milliseconds);
void pg_watch(struct postgresql *pg);
void pg_watch_end(struct postgresql *pg);

/* Hears a notice of the script that runs: libpq's PQnoticeReceiver, with a struct postgresql. */
void pg_hear(void *context, const PGresult *result);

/*
 * Messages
 */

/* Stores the error of a result, NULL if the connection failed. Always false. */
bool pg_fail(struct postgresql *pg, const PGresult *result, struct db_failure *failure);

/*
 * Sends the queue, with `part` of a script in it, and reads all results: adds the rows that the
 * part changed or returned to `rows`, and fills in the times of rows that were written.
 */
bool pg_exchange(struct postgresql *pg, int64_t *rows, struct db_failure *failure);

/* Runs a statement of ours around a script. */
bool pg_execute(struct postgresql *pg, const char *sql, struct db_failure *failure);

/*
 * Sessions and transactions
 */

/* Makes the settings of the session, for statements outside a transaction or in a rehearsal. */
bool pg_session_start(struct postgresql *pg, struct db_failure *failure);

/*
 * Does what DISCARD ALL does, but keeps our lock: while it is gone, another process takes this one
 * for killed.
 */
bool pg_session_discard(struct postgresql *pg, struct db_failure *failure);

/* True if our own SQL means to the server what it says. */
bool pg_is_understood(struct postgresql *pg);

/* Makes our own settings count until the end of the transaction. */
bool pg_session_leave(struct postgresql *pg, struct db_failure *failure);

/* Lifts lock_timeout until the next transaction, unless the script has set it. */
bool pg_lift_lock_timeout(struct postgresql *pg, struct db_failure *failure);

/*
 * Running scripts
 */

/* Runs the statements of a run, and adds the rows that they changed or returned to `rows`. */
bool pg_send_run(struct postgresql *pg, const struct script *script, const struct run *run,
		 int64_t *rows, struct db_failure *failure);

/* Takes in a row as it is in the database now. */
void pg_know_row(struct postgresql *pg, const struct history_row *row);

/* Takes in that the queued rows are written, or forgets them. */
void pg_history_written(struct postgresql *pg, bool written);

/*
 * Drops the index that a failed CREATE INDEX CONCURRENTLY, statement `n`, has left, if there is
 * one: it is of no use, and costs each write.
 */
void pg_drop_invalid_index(struct postgresql *pg, const struct script *script, size_t n);

/*
 * The functions of the dialect's table: see db.h.
 */
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
 * Reads the other objects; `namespaces` are literals. Names have theirs, except in `plain`, which
 * may be NULL.
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
