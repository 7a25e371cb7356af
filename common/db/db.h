/*
 * A database, seen through a narrow door.
 *
 * What migrations need of one is asked here, one function a question; which SQL answers it is the
 * business of the file of that dialect (postgresql.c, sqlite.c), and nobody else writes SQL to a
 * server. A function that returns false has said in the report why.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/record.h"
#include "db/time.h"
#include "db/url.h"
#include "sqltext/script.h"

struct db;

/*
 * Looking creates nothing and changes nothing, and a database (file, schema) that is not there yet
 * is empty; to work it must be there; to replace all that is in it a server must have it, and a
 * file is created; DB_MAKE creates it, and works.
 */
enum db_access { DB_LOOK, DB_WORK, DB_REPLACE, DB_MAKE };

/*
 * Connects. The database and all that it answers live in the report's arena.
 */
bool db_open(struct db **db, const struct db_url *url, enum db_access access,
	     struct report *report);
void db_close(struct db *db);

/* Whether db_open has made the database, for there was none. */
bool db_was_made(const struct db *db);

/*
 * Has `progress` called every moment while a statement of a script runs long, with how far it has
 * come, or the lock is waited for; and with NULL when that is done.
 */
void db_watch(struct db *db, void (*progress)(const char *text));

/* "postgresql" or "sqlite", as migration_lock.toml has it. */
const char *db_url_provider(const struct db_url *url);

/*
 * The lock that lets one process at a time change the history, held until db_close (where the
 * database locks by transaction, until the end of each). Waits for it for at most `milliseconds`;
 * where it is not to be had the message names its holder.
 */
bool db_lock(struct db *db, int milliseconds);

/*
 * The history: the table _prisma_migrations.
 */
struct history_row {
	const char *id, *name, *checksum;
	const char *logs; /* NULL where there are none */
	db_time started, finished, rolled_back;
	int steps;
};

struct history {
	bool exists;
	VECTOR(struct history_row) rows; /* in the order in which they were started */
};

bool db_history_read(struct db *db, struct history *history);

/* Whether another process may have changed the history since db_history_read. */
bool db_history_stale(struct db *db);

/* Makes the table where there is none. */
bool db_history_create(struct db *db);

/* `row->id` is made by db_new_id. All of a row is written; the row with its id is changed. */
bool db_history_add(struct db *db, const struct history_row *row);
bool db_history_change(struct db *db, const struct history_row *row);

/* A UUID (version 4). */
const char *db_new_id(struct arena *arena);

/* Whether the database (the URL's schema in it) has tables besides the history. */
bool db_has_tables(struct db *db, bool *has);

/* Returns the dialect of the scripts that the database takes. */
const struct sqltext_dialect *db_script_dialect(const struct db *db);

/* What went wrong in a script, and what that means for it. */
enum failure_kind {
	FAILED,		     /* the statement is wrong, or the data are */
	FAILED_BUSY,	     /* a lock was not to be had in time: try again */
	FAILED_NOT_TOGETHER, /* the statement refuses to be in a transaction */
	FAILED_NEEDS_COMMIT, /* what it uses must be committed first */
	FAILED_TROUBLE,	     /* it is the database's: the server went away, the disk is full */
	FAILED_INTERRUPTED   /* a signal came */
};

struct db_failure {
	enum failure_kind kind;
	const char *code; /* SQLSTATE, or the name of SQLite's result code */
	const char *message;
	const char *detail, *hint, *context; /* or NULL */
	size_t statement;		     /* its number in the script, from 0 */
	struct place place; /* of the error in it, or of all of it; nowhere at a commit */
};

/*
 * Transactions. The settings that earlier scripts made are undone first. Locks are waited for at
 * most `lock_timeout` milliseconds (0: without end). A false db_commit has undone everything.
 *
 * SQLite waits for the disk at each commit. There several transactions that follow each other in a
 * moment reach it together: what db_commit said yes to is on disk when db_settled says so, and at
 * the latest after db_settle. Should all of them be undone on the way, db_lost says so once: the
 * history is as it was when db_settled was last true.
 */
bool db_begin(struct db *db, const struct script *script, const struct run *run, int lock_timeout,
	      struct db_failure *failure);
bool db_commit(struct db *db, struct db_failure *failure);
bool db_rollback(struct db *db);
bool db_settle(struct db *db, struct db_failure *failure);
bool db_settled(const struct db *db);
bool db_lost(struct db *db);

/*
 * Runs the statements of `run`: inside the transaction that db_begin opened, or, RUN_ALONE, without
 * one. After false db_rollback is due. What a statement left half made (an invalid index) is taken
 * away, from this attempt and from an earlier one.
 */
bool db_run(struct db *db, const struct script *script, const struct run *run,
	    struct db_failure *failure);

/* What a statement cost. */
struct db_cost {
	int64_t microseconds;
	int64_t rows; /* that it touched or gave, -1 where that is not said */
	/*
	 * "schema.table:mode,...": those that make others wait who read or write, on what was there
	 * before, and stronger than what a statement before had taken; or NULL.
	 */
	const char *locks;
};

/*
 * Runs one statement inside the transaction that is open, and measures it. After false the
 * transaction is broken.
 */
bool db_measure(struct db *db, const struct script *script, size_t statement, struct db_cost *cost,
		struct db_failure *failure);

/* Whether what is checked at the end of a transaction holds now, in one that stays open. */
bool db_check(struct db *db, struct db_failure *failure);

/*
 * Whether the effect of a RUN_ALONE is there already: asked where a process may have been killed
 * between running it and noting that.
 */
bool db_run_is_done(struct db *db, const struct script *script, const struct run *run);

#endif
