/*
 * Inside the room: what the files of PostgreSQL share.
 *
 * From the bottom: postgresql_sql.h has the SQL, libpq.c loads the client library,
 * postgresql_hint.c knows the errors of connections; postgresql_talk.c connects, sends SQL and
 * reads results. postgresql_history.c reads and writes the history table, postgresql_lock.c locks
 * it, postgresql_watch.c looks on while a statement runs, postgresql_index.c repairs indexes;
 * postgresql_run.c runs scripts, postgresql_measure.c measures them. postgresql.c opens the
 * database.
 *
 * Texts that these functions return live in the arena of the database. Results are freed by the
 * caller, with PQclear.
 */
#ifndef DB_POSTGRESQL_H
#define DB_POSTGRESQL_H

#include "base/buffer.h"
#include "base/map.h"
#include "db/dialect.h"
#include "db/libpq.h"

struct postgresql {
	struct db db;
	struct libpq pq;
	PGconn *connection;  /* NULL if there is no database yet */
	const char *schema;  /* quoted */
	const char *history; /* the table's name, quoted, with its schema */

	/*
	 * The statements that go ahead of the next one in the same message, each with a semicolon.
	 */
	struct buffer queue;
	size_t queued;
	bool in_transaction;
	int process;	  /* the id of the server's process that works for us; 0 if not yet known */
	int lock_timeout; /* milliseconds, as it is set */

	/*
	 * While a statement runs: the second connection (NULL until a statement took long), and
	 * what was seen. Times are those of db_clock.
	 */
	PGconn *watcher;
	int64_t begun, next_look, next_progress;
	const char *holders; /* of the lock that was last waited for, or NULL */
	bool waits;	     /* for them, still */
	bool cancelled;

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
 * Opens one more connection to the database of the URL, or to another `database` there. It may have
 * failed: PQstatus says so. To be closed with PQfinish.
 */
PGconn *pg_connect(struct postgresql *pg, const char *database);

/* Asks the server to cancel the running statement, which then fails. */
void pg_cancel(struct postgresql *pg);

/* Queues one statement, which costs no round trip: it travels ahead of the next that is sent. */
void pg_queue(struct postgresql *pg, const char *sql);
void pg_clear_queue(struct postgresql *pg);

/* Sends the queue and `sql` in one message. */
bool pg_send(struct postgresql *pg, const char *sql);

/*
 * Returns the next result, NULL after the last. Calls `idle` (or NULL) every 50 ms until it comes.
 */
PGresult *pg_next_result(struct postgresql *pg, void (*idle)(struct postgresql *pg));

/* Sends, and returns the first result that is an error, else the last; NULL if nothing was sent. */
PGresult *pg_query(struct postgresql *pg, const char *sql);

/* True if a result is no error. NULL is one. */
bool pg_succeeded(struct postgresql *pg, const PGresult *result);

/* Returns a field of an error (PG_DIAG_...), or NULL. */
const char *pg_error_field(struct postgresql *pg, const PGresult *result, int code);

/* Returns a value of a result; NULL for SQL's NULL. */
const char *pg_value(struct postgresql *pg, const PGresult *result, int row, int column);

/* The purposes of our statements, for messages. */
enum pg_task {
	PG_READ,
	PG_USE_SCHEMA,
	PG_CREATE_SCHEMA,
	PG_CREATE_DATABASE,
	PG_READ_HISTORY,
	PG_CREATE_HISTORY,
	PG_WRITE_HISTORY,
	PG_LOCK,
	PG_FIND_HOLDER,
	PG_ROLL_BACK
};

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

/* Returns what to do about a connection that failed with this message, or NULL. */
const char *pg_connection_hint(const char *message);

/*
 * Looking on while a statement runs: pg_watch is called every moment between begin and end. It
 * cancels the statement at a signal, reports its progress (see db_watch), and finds who holds the
 * lock that the statement waits for.
 */
void pg_watch_begin(struct postgresql *pg);
void pg_watch(struct postgresql *pg);
void pg_watch_end(struct postgresql *pg);

/*
 * Running scripts
 */

/* Runs a statement of ours around a script. */
bool pg_execute(struct postgresql *pg, const char *sql, struct db_failure *failure);

/* Runs the statements of a run, and adds the rows that they changed or returned to `rows`. */
bool pg_send_run(struct postgresql *pg, const struct script *script, const struct run *run,
		 int64_t *rows, struct db_failure *failure);

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
bool pg_history_add(struct db *db, const struct history_row *row);
bool pg_history_change(struct db *db, const struct history_row *row);
bool pg_has_tables(struct db *db, bool *has);

bool pg_begin(struct db *db, const struct script *script, const struct run *run, int lock_timeout,
	      struct db_failure *failure);
bool pg_commit(struct db *db, struct db_failure *failure);
bool pg_rollback(struct db *db);
bool pg_run(struct db *db, const struct script *script, const struct run *run,
	    struct db_failure *failure);
bool pg_measure(struct db *db, const struct script *script, size_t statement, struct db_cost *cost,
		struct db_failure *failure);
bool pg_check(struct db *db, struct db_failure *failure);
bool pg_run_is_done(struct db *db, const struct script *script, const struct run *run);

#endif
