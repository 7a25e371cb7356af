/*
 * The functions that each database's room fills in. db.h describes them.
 */
#ifndef DB_DIALECT_H
#define DB_DIALECT_H

#include "db/db.h"
#include "db/schema.h"

/* The beginning of a query that every dialect can read. */
#define DB_SQL_COUNT "SELECT count(*)"

struct db_dialect {
	const char *provider;
	const struct sqltext_dialect *scripts;

	struct db *(*open)(const struct url *url, enum db_access access,
			   const struct db_patience *patience, struct report *report);
	void (*close)(struct db *db);
	/* Tries once to take the lock, and stores if it is now held. */
	bool (*try_lock)(struct db *db, bool *got);
	/* Describes the holder of the lock, as text to follow "held by". */
	bool (*lock_holder)(struct db *db, const char **holder);
	/* NULL if the lock always excludes others. */
	bool (*excludes)(const struct db *db);

	bool (*history_read)(struct db *db, struct history *history);
	bool (*history_stale)(struct db *db);
	bool (*history_create)(struct db *db);
	bool (*history_add)(struct db *db, struct history_row *row);
	bool (*history_change)(struct db *db, struct history_row *row);
	bool (*has_tables)(struct db *db, bool *has);
	/* `beside`: the URL's namespace is read, too, and names in it have no namespace. */
	bool (*schema_read)(struct db *db, const struct names *namespaces, bool beside,
			    struct schema *schema);
	bool (*schema_left_out)(struct db *db, struct names *things);
	/* NULL if it would not read faster. */
	struct db *(*open_reader)(struct db *db);
	/* NULL without namespaces. */
	bool (*other_namespaces)(struct db *db, struct names *others);
	/* NULL without a mark. */
	const char *(*schema_mark)(struct db *db);
	/* NULL if the schema cannot be copied alone. */
	struct db *(*schema_copy)(struct db *db);
	/* Stores the numbers in the single row that a query returns; false if it fails. */
	bool (*read_numbers)(struct db *db, const char *sql, int64_t *numbers, size_t count);
	/* Makes schema_read possible in the open transaction. NULL if it is possible anyway. */
	bool (*schema_settle)(struct db *db, struct db_failure *failure);
	bool (*clear)(struct db *db);

	/* All three are NULL if a script leaves nothing behind in the session. */
	void (*session_begin)(struct db *db, const struct script *script, size_t first);
	void (*session_ends)(struct db *db);
	bool (*session_end)(struct db *db);

	bool (*begin)(struct db *db, const struct script *script, const struct run *run,
		      int lock_timeout, struct db_failure *failure);
	bool (*commit)(struct db *db, struct db_failure *failure);
	bool (*rollback)(struct db *db);
	/* All three are NULL if each commit is durable. */
	bool (*flush)(struct db *db, struct db_failure *failure);
	bool (*is_durable)(const struct db *db);
	bool (*was_rolled_back)(struct db *db);

	bool (*run)(struct db *db, const struct script *script, const struct run *run,
		    struct db_failure *failure);
	bool (*run_is_done)(struct db *db, const struct script *script, const struct run *run);
	bool (*check)(struct db *db, struct db_failure *failure);
	bool (*measure)(struct db *db, const struct script *script, size_t first, size_t statement,
			struct db_cost *cost, struct db_failure *failure);
	/* Both are NULL if a rollback undoes everything. */
	void (*list_sequences)(struct db *db, struct db_sequences *sequences);
	void (*list_foreign_writes)(struct db *db, struct names *tables);
};

/* Each dialect's own struct begins with this one. */
struct db {
	const struct db_dialect *dialect;
	const struct sqltext_dialect
		*scripts; /* as this database reads them; NULL: as the dialect does */
	const struct url *url;
	enum db_access access;
	bool created;  /* by db_open */
	int lock_wait; /* milliseconds; see struct db_patience */
	bool for_server;
	struct report *report;
	struct arena *arena;		    /* the report's */
	void (*progress)(const char *text); /* see struct db_patience; or NULL */
	void (*hear)(const struct db_notice *notice);
};

/* Warns that the database to be read does not exist yet. */
void db_report_missing(const struct db *db);

/* Reports that the database, or its part `what`, does not exist. Always returns false. */
bool db_refuse_missing(const struct db *db, const char *what);

#endif
