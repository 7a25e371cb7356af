/*
 * Inside db/ only: what the files of PostgreSQL share.
 *
 * From the bottom: postgresql_talk.c connects, asks and listens; postgresql_history.c knows the
 * history table, postgresql_watch.c looks on while a statement runs, postgresql_index.c mends
 * indexes; postgresql_run.c runs scripts, and postgresql_measure.c measures them; postgresql.c
 * finds the database and locks it.
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
	int process;	  /* the server's, that works for us; 0 until that was asked */
	int lock_timeout; /* milliseconds, as it is set */

	/* While a script runs: who looks on (NULL until a statement was long), and what it saw. */
	PGconn *watcher;
	int64_t begun, next_look, next_tell;
	const char *holders; /* of the lock that was waited for last, or NULL */
	bool waits;	     /* for them, still */
	bool cancelled;

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

/* Has the server end the statement that it works on, which then fails. */
void pg_cancel(struct postgresql *pg);

/* The next answer, NULL after the last. `idle` (or NULL) is called every moment until it comes. */
PGresult *pg_next_result(struct postgresql *pg, void (*idle)(struct postgresql *pg));

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

/* What to do about a connection that failed with this message, or NULL. */
const char *pg_connection_hint(const char *message);

/* In SQL: who a process is, a row `a` of pg_stat_activity. */
#define PG_PROCESS                                                                                 \
	"'process ' || a.pid || ' (' || coalesce(nullif(a.application_name, ''), 'no name')"       \
	" || ') of user ' || coalesce(a.usename, '?')"                                             \
	" || coalesce(' at ' || pg_catalog.host(a.client_addr), '')"

/*
 * And what it does or did last: the first words of that, up to the first quote, for behind it may
 * stand what is nobody's business.
 */
#define PG_HOLDER                                                                                  \
	PG_PROCESS                                                                                 \
	" || coalesce(', ' || a.state, '')"                                                        \
	" || coalesce(' for ' || round(extract(epoch FROM now() - a.state_change)) || ' s', '')"   \
	" || coalesce(': ' || pg_catalog.rtrim(pg_catalog.left("                                   \
	"pg_catalog.split_part(a.query, '''', 1), 60)), '')"

/*
 * Looking on while a statement runs: to be begun and ended around it, and asked every moment in
 * between. A signal cancels the statement; how far it is goes where db_watch has it; and where it
 * waits for a lock, `holders` says who has that.
 */
void pg_watch_begin(struct postgresql *pg);
void pg_watch(struct postgresql *pg);
void pg_watch_end(struct postgresql *pg);

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
