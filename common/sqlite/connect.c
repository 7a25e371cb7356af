/* Connects to an SQLite database, and records how statements change the connection. */
#include <string.h>

#include "base/interrupt.h"
#include "sqlite/sql.h"
#include "sqlite/sqlite.h"

/* Steps of SQLite's virtual machine between two checks for a signal: about a millisecond. */
enum { STEPS_PER_LOOK = 20000 };

/*
 * Milliseconds: the longest pause between two tries, the wait before it is shown on a terminal, and
 * the time between two texts about a statement.
 */
enum { LONGEST_PAUSE = 64, FIRST_REPORT = 1000, REPORT_PERIOD = 500 };

/* Returns the milliseconds spent after this many tries. Each pause is twice the one before. */
static int waited(int tries)
{
	return tries < 7 ? (1 << tries) - 1 : LONGEST_PAUSE * (tries - 5) - 1;
}

static int on_busy(void *context, int tries)
{
	struct sqlite *sqlite = context;
	int so_far = waited(tries);

	if (so_far >= sqlite->db.lock_wait || interrupt_seen())
		return 0;
	if (sqlite->db.progress && so_far >= FIRST_REPORT) {
		sqlite->db.progress(arena_format(sqlite->db.arena,
						 "waiting for another process that uses %s, %d s",
						 sqlite->db.url->shown, so_far / 1000));
		sqlite->waits = true;
	}
	interrupt_wait(-1, false, waited(tries + 1) - so_far);
	return 1;
}

void sqlite_end_wait(struct sqlite *sqlite)
{
	if (sqlite->waits)
		sqlite->db.progress(NULL);
	sqlite->waits = false;
}

void sqlite_begin_progress(struct sqlite *sqlite)
{
	sqlite->begun_at = db_clock();
	sqlite->next_progress = sqlite->begun_at + FIRST_REPORT * 1000;
}

void sqlite_end_progress(struct sqlite *sqlite)
{
	if (sqlite->db.progress && sqlite->next_progress > sqlite->begun_at + FIRST_REPORT * 1000)
		sqlite->db.progress(NULL);
	sqlite->begun_at = 0;
}

static void tell_progress(struct sqlite *sqlite)
{
	int64_t now = sqlite->db.progress && sqlite->begun_at ? db_clock() : 0;

	if (now < sqlite->next_progress || !now)
		return;
	sqlite->db.progress(arena_format(sqlite->db.arena, "running, %d s",
					 (int)((now - sqlite->begun_at) / 1000000)));
	sqlite->next_progress = now + REPORT_PERIOD * 1000;
}

/* Stops the running statement by returning a value other than 0. */
static int on_progress(void *context)
{
	tell_progress(context);
	return interrupt_seen();
}

/* Pragmas that set nothing in the connection. No pragma does without an argument. */
static const char *const plain_pragmas[] = {
	"application_id", "foreign_key_check", "foreign_key_list", "incremental_vacuum",
	"index_info",	  "index_list",	       "index_xinfo",	   "integrity_check",
	"optimize",	  "quick_check",       "schema_version",   "table_info",
	"table_list",	  "table_xinfo",       "user_version",	   "wal_checkpoint",
};

/* Returns the effects of a pragma with an argument. */
static unsigned pragma_effects(const char *name)
{
	for (size_t i = 0; i < sizeof plain_pragmas / sizeof *plain_pragmas; i++)
		if (sqlite3_stricmp(name, plain_pragmas[i]) == 0)
			return 0;
	for (size_t i = 0; i < sizeof sqlite_flags / sizeof *sqlite_flags; i++)
		if (sqlite3_stricmp(name, sqlite_flags[i].pragma) == 0)
			return EFFECT_FLAG;
	if (sqlite3_stricmp(name, "journal_mode") == 0)
		return EFFECT_CONNECTION | EFFECT_JOURNAL;
	return EFFECT_CONNECTION;
}

/*
 * The effects of statements, by the codes of SQLite's authorizer. With a `database`, only in that
 * one.
 */
static const struct {
	int action;
	const char *database; /* or NULL: any */
	unsigned effects;
} actions[] = {
	{SQLITE_TRANSACTION, NULL, EFFECT_TRANSACTION},
	{SQLITE_ATTACH, NULL, EFFECT_CONNECTION | EFFECT_ATTACH},
	{SQLITE_DETACH, NULL, EFFECT_CONNECTION},
	{SQLITE_CREATE_TEMP_INDEX, NULL, EFFECT_CONNECTION},
	{SQLITE_CREATE_TEMP_TABLE, NULL, EFFECT_CONNECTION},
	{SQLITE_CREATE_TEMP_TRIGGER, NULL, EFFECT_CONNECTION},
	{SQLITE_CREATE_TEMP_VIEW, NULL, EFFECT_CONNECTION},
	{SQLITE_CREATE_INDEX, "temp", EFFECT_CONNECTION},
	{SQLITE_CREATE_TABLE, "temp", EFFECT_CONNECTION},
	{SQLITE_CREATE_TRIGGER, "temp", EFFECT_CONNECTION},
	{SQLITE_CREATE_VIEW, "temp", EFFECT_CONNECTION},
	{SQLITE_CREATE_VTABLE, "temp", EFFECT_CONNECTION},
};

static unsigned action_effects(int action, const char *database)
{
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (actions[i].action == action &&
		    (!actions[i].database ||
		     (database && sqlite3_stricmp(database, actions[i].database) == 0)))
			return actions[i].effects;
	return 0;
}

/* Records an action of a statement: SQLite calls this for each one while it compiles. */
static int on_compile(void *context, int action, const char *first, const char *second,
		      const char *database, const char *inner)
{
	struct sqlite *sqlite = context;

	(void)inner;
	sqlite->effects |= action_effects(action, database);
	if (action == SQLITE_PRAGMA && second)
		sqlite->effects |= pragma_effects(first);
	if (action == SQLITE_SAVEPOINT && sqlite3_stricmp(second, sqlite_savepoint_name) == 0)
		sqlite->effects |= EFFECT_TRANSACTION;
	return SQLITE_OK;
}

void sqlite_set_handlers(struct sqlite *sqlite)
{
	sqlite3_busy_handler(sqlite->handle, on_busy, sqlite);
	sqlite3_progress_handler(sqlite->handle, STEPS_PER_LOOK, on_progress, sqlite);
}

bool sqlite_connect(struct sqlite *sqlite)
{
	/* Counting memory takes a lock, and nobody asks for it. Has no effect once SQLite runs. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	/* A connection is used by one thread only. */
	if (sqlite3_open_v2(sqlite->db.url->path, &sqlite->handle,
			    sqlite->flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		sqlite_report(sqlite, "cannot open the database");
		sqlite3_close(sqlite->handle);
		sqlite->handle = NULL;
		return false;
	}
	sqlite3_extended_result_codes(sqlite->handle, 1);
	sqlite_set_handlers(sqlite);
	/* Set once: each change makes SQLite recompile every statement. */
	sqlite3_set_authorizer(sqlite->handle, on_compile, sqlite);
	return true;
}

void sqlite_disconnect(struct sqlite *sqlite)
{
	for (size_t i = 0; i < SQLITE_KEPT_COUNT; i++) {
		sqlite3_finalize(sqlite->kept[i]);
		sqlite->kept[i] = NULL;
	}
	sqlite3_close(sqlite->handle);
	sqlite->handle = NULL;
}
