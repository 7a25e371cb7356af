/*
 * Inside db/ only: what the files of PostgreSQL share.
 *
 * postgresql.c connects and locks, postgresql_talk.c asks and listens, postgresql_history.c knows
 * the history table, postgresql_run.c runs scripts, postgresql_index.c mends indexes,
 * postgresql_measure.c measures statements,
 * postgresql_watch.c tells how far they are.
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
	PGconn *connection;
	const char *history; /* the table's name, quoted, with its schema */
	const char *schema;  /* quoted */

	/* What is to be said before all else, so that it travels with it: `unsent_count`
	 * statements. */
	struct buffer unsent;
	size_t unsent_count;
	bool in_transaction;
	PGconn *watcher; /* which asks how far a long statement has come; NULL until there is one */
	int64_t statement_begun;

	/* While statements are measured: what tables are called, and which locks are known. */
	struct map table_names, known_locks;
};

/* The struct that a db of this dialect is the head of. */
struct postgresql *pg_of(struct db *db);

/*
 * Talking. A result is to be cleared by whoever got it; texts come in the arena.
 */

/* Text as a literal or as a name: `quote` is PQescapeLiteral or PQescapeIdentifier. */
const char *pg_quoted(struct postgresql *pg, const char *text, __typeof__(PQescapeLiteral) *quote);

/* Keeps one statement, to be sent ahead of the next that is. */
void pg_say_later(struct postgresql *pg, const char *sql);
void pg_forget_unsent(struct postgresql *pg);

/* Sends what was kept and `sql`, in one message. */
bool pg_send(struct postgresql *pg, const char *sql);

/* A connection more, to the database of the URL or to another. It may have failed. */
PGconn *pg_connect(struct postgresql *pg, const char *database);

/* While the server works: says how far it is, if it has been for long. `done` takes that away. */
void pg_watch(struct postgresql *pg, bool done);

/* The next answer, NULL after the last. Where `interruptible` a signal cancels the statement. */
PGresult *pg_next_result(struct postgresql *pg, bool interruptible);

/* Sends, and gives the last result or the first that is an error. */
PGresult *pg_ask(struct postgresql *pg, const char *sql);
bool pg_is_good(struct postgresql *pg, const PGresult *result);

/* A field of an error (PG_DIAG_...), or NULL; a cell of a result, NULL where it is SQL's. */
const char *pg_field(struct postgresql *pg, const PGresult *result, int code);
const char *pg_cell(struct postgresql *pg, const PGresult *result, int row, int column);

/* Reports what went wrong with `what` ("cannot read"), and clears the result. Always false. */
bool pg_report(struct postgresql *pg, PGresult *result, const char *what);

/* Sends what has no answer; or what has one value, NULL where it has none. Reports what fails. */
bool pg_tell(struct postgresql *pg, const char *sql, const char *what);
bool pg_tell_value(struct postgresql *pg, const char *sql, const char *what, const char **value);

/* A server's text without its newlines. */
const char *pg_one_line(struct arena *arena, const char *text);

/*
 * What the dialect's table has from the other files: see db.h.
 */
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

/* Runs a statement of ours around a script. */
bool pg_execute(struct postgresql *pg, const char *sql, struct db_failure *failure);

/* Runs one statement or several of a run: what they touched is added up in `rows`. */
bool pg_send_run(struct postgresql *pg, const struct script *script, const struct run *run,
		 int64_t *rows, struct db_failure *failure);

/* Drops the index that a failed CREATE INDEX CONCURRENTLY, statement `n`, has left, if there is
 * one. */
void pg_drop_invalid_index(struct postgresql *pg, const struct script *script, size_t n);

#endif
