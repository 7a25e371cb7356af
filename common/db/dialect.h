/*
 * What a database must be able to do: one row of functions each. db.h says what they mean.
 */
#ifndef DB_DIALECT_H
#define DB_DIALECT_H

#include "db/db.h"

struct db_dialect {
	const char *provider;
	const struct sqltext_dialect *scripts;

	struct db *(*open)(const struct db_url *url, enum db_access access, struct report *report);
	void (*close)(struct db *db);
	/* False only for trouble; `holder` is who has it that was not to be had. */
	bool (*try_lock)(struct db *db, bool *got);
	bool (*lock_holder)(struct db *db, const char **holder);

	bool (*history_read)(struct db *db, struct history *history);
	bool (*history_stale)(struct db *db);
	bool (*history_create)(struct db *db);
	bool (*history_add)(struct db *db, const struct history_row *row);
	bool (*history_change)(struct db *db, const struct history_row *row);
	bool (*has_tables)(struct db *db, bool *has);

	bool (*begin)(struct db *db, const struct script *script, const struct run *run,
		      int lock_timeout, struct db_failure *failure);
	bool (*commit)(struct db *db, struct db_failure *failure);
	bool (*rollback)(struct db *db);
	/* All three NULL where every commit is on disk when it is made. */
	bool (*settle)(struct db *db, struct db_failure *failure);
	bool (*settled)(const struct db *db);
	bool (*lost)(struct db *db);
	bool (*run)(struct db *db, const struct script *script, const struct run *run,
		    struct db_failure *failure);
	bool (*measure)(struct db *db, const struct script *script, size_t statement,
			struct db_cost *cost, struct db_failure *failure);
	bool (*check)(struct db *db, struct db_failure *failure);
	bool (*run_is_done)(struct db *db, const struct script *script, const struct run *run);
};

extern const struct db_dialect dialect_postgresql, dialect_sqlite;

/* Each dialect's own struct begins with it. */
struct db {
	const struct db_dialect *dialect;
	const struct db_url *url;
	enum db_access access;
	bool made;     /* by db_open */
	int lock_wait; /* how long db_lock was to wait, milliseconds */
	struct report *report;
	struct arena *arena;		    /* the report's */
	void (*progress)(const char *text); /* see db_watch; or NULL */
};

/* Warns that the database to look at does not exist yet. */
void db_report_missing(const struct db *db);

/* Says that there is none to work on; `what` it is ("database"). Always false. */
bool db_refuse_missing(const struct db *db, const char *what);

#endif
