/* Implements db.h by calling the functions of the dialect. */
#include "db/dialect.h"

#include <uuid/uuid.h>

#include "base/buffer.h"
#include "base/interrupt.h"

const struct db_patience db_default_patience = {
	.lock_wait = 60000,
	.lock_timeout = 5000,
	.retries = 10,
};

struct db_patience db_patience_for(const struct url *url)
{
	struct db_patience patience = db_default_patience;

	if (url->wait_given) {
		patience.lock_wait = url->wait;
		patience.lock_timeout = url->table_wait;
		patience.for_server = url->for_server;
	}
	return patience;
}

void db_close(struct db *db)
{
	db->dialect->close(db);
}

/*
 * Milliseconds: between the first two tries for the lock, between later tries, and until the wait
 * is reported.
 */
enum { FIRST_PAUSE = 10, LONGEST_PAUSE = 200, FIRST_REPORT = 1000 };

static int milliseconds_since(int64_t begun)
{
	return (int)((db_clock() - begun) / 1000);
}

/* Returns a pause half as long again, up to the longest. */
static int next_pause(int pause)
{
	pause += pause / 2;
	return pause < LONGEST_PAUSE ? pause : LONGEST_PAUSE;
}

/* Tries to take the lock until it succeeds, time is up or a signal arrives. */
static bool wait_for_lock(struct db *db, int milliseconds, bool *got)
{
	int64_t begun = db_clock();
	bool reported = false, tried;

	for (int pause = FIRST_PAUSE;; pause = next_pause(pause)) {
		tried = db->dialect->try_lock(db, got);
		int waited = milliseconds_since(begun);
		if (!tried || *got || interrupt_seen() || waited >= milliseconds)
			break;
		if (db->progress && waited >= FIRST_REPORT) {
			db->progress(arena_format(
				db->arena,
				"waiting for another process to finish its migrations, %d s",
				waited / 1000));
			reported = true;
		}
		interrupt_wait(-1, false, pause);
	}
	if (reported)
		db->progress(NULL);
	return tried;
}

bool db_lock(struct db *db, int milliseconds)
{
	const char *holder;
	bool got;

	db->lock_wait = milliseconds;
	if (!wait_for_lock(db, milliseconds, &got))
		return false;
	if (got)
		return true;
	if (interrupt_seen())
		return report_error(db->report, nowhere, "interrupted while waiting for the lock");
	if (!db->dialect->lock_holder(db, &holder))
		return false;
	report_error(db->report, nowhere, "cannot lock %s after %d s: held by %s", db->url->shown,
		     milliseconds / 1000, holder);
	return report_hint(db->report, "let it finish, or wait longer");
}

bool db_excludes(const struct db *db)
{
	return !db->dialect->excludes || db->dialect->excludes(db);
}

bool db_clear(struct db *db)
{
	return db->dialect->clear(db);
}

const struct sqltext_dialect *db_script_dialect(const struct db *db)
{
	return db->scripts ? db->scripts : db->dialect->scripts;
}

bool db_was_created(const struct db *db)
{
	return db->created;
}

bool db_history_read(struct db *db, struct history *history)
{
	*history = (struct history){0};
	return db->dialect->history_read(db, history);
}

bool db_history_stale(struct db *db)
{
	return db->dialect->history_stale(db);
}

bool db_history_create(struct db *db)
{
	return db->dialect->history_create(db);
}

bool db_history_add(struct db *db, struct history_row *row)
{
	return db->dialect->history_add(db, row);
}

bool db_history_change(struct db *db, struct history_row *row)
{
	return db->dialect->history_change(db, row);
}

bool db_has_tables(struct db *db, bool *has)
{
	return db->dialect->has_tables(db, has);
}

void db_session_begin(struct db *db, const struct script *script, size_t first)
{
	if (db->dialect->session_begin)
		db->dialect->session_begin(db, script, first);
}

void db_session_ends(struct db *db)
{
	if (db->dialect->session_ends)
		db->dialect->session_ends(db);
}

bool db_session_end(struct db *db)
{
	return !db->dialect->session_end || db->dialect->session_end(db);
}

bool db_begin(struct db *db, const struct script *script, const struct run *run, int lock_timeout,
	      struct db_failure *failure)
{
	*failure = (struct db_failure){.statement = run ? run->first : 0};
	return db->dialect->begin(db, script, run, lock_timeout, failure);
}

bool db_commit(struct db *db, struct db_failure *failure)
{
	*failure = (struct db_failure){0};
	return db->dialect->commit(db, failure);
}

bool db_rollback(struct db *db)
{
	return db->dialect->rollback(db);
}

bool db_flush(struct db *db, struct db_failure *failure)
{
	*failure = (struct db_failure){0};
	return !db->dialect->flush || db->dialect->flush(db, failure);
}

bool db_is_durable(const struct db *db)
{
	return !db->dialect->is_durable || db->dialect->is_durable(db);
}

bool db_was_rolled_back(struct db *db)
{
	return db->dialect->was_rolled_back && db->dialect->was_rolled_back(db);
}

bool db_run(struct db *db, const struct script *script, const struct run *run,
	    struct db_failure *failure)
{
	*failure = (struct db_failure){.statement = run->first};
	return db->dialect->run(db, script, run, failure);
}

bool db_measure(struct db *db, const struct script *script, size_t first, size_t statement,
		struct db_cost *cost, struct db_failure *failure)
{
	*failure = (struct db_failure){.statement = statement};
	*cost = (struct db_cost){.rows = -1};
	return db->dialect->measure(db, script, first, statement, cost, failure);
}

bool db_check(struct db *db, struct db_failure *failure)
{
	*failure = (struct db_failure){0};
	return db->dialect->check(db, failure);
}

bool db_run_is_done(struct db *db, const struct script *script, const struct run *run)
{
	return db->dialect->run_is_done(db, script, run);
}

const char *db_new_id(struct arena *arena)
{
	uuid_t id;
	char *text = arena_alloc(arena, UUID_STR_LEN);

	uuid_generate_random(id);
	uuid_unparse_lower(id, text);
	return text;
}

void db_list_sequences(struct db *db, struct db_sequences *sequences)
{
	*sequences = (struct db_sequences){0};
	if (db->dialect->list_sequences)
		db->dialect->list_sequences(db, sequences);
}

void db_list_foreign_writes(struct db *db, struct names *tables)
{
	*tables = (struct names){0};
	if (db->dialect->list_foreign_writes)
		db->dialect->list_foreign_writes(db, tables);
}

bool db_schema_settle(struct db *db, struct db_failure *failure)
{
	*failure = (struct db_failure){0};
	return !db->dialect->schema_settle || db->dialect->schema_settle(db, failure);
}

bool db_schema_look(struct db *db, struct arena *arena, struct schema *schema,
		    struct db_failure *failure)
{
	if (!db_schema_settle(db, failure))
		return false;
	if (db_schema_read(db, NULL, arena, schema))
		return true;
	failure->kind = FAILED_TROUBLE;
	failure->message = "cannot read what the script created";
	return false;
}

static bool read_schema(struct db *db, const struct names *namespaces, bool beside,
			struct arena *arena, struct schema *schema)
{
	struct arena *own = db->arena;

	db->arena = arena ? arena : own;
	*schema = (struct schema){.arena = db->arena,
				  .dialect = dialect_by_name(db->dialect->provider)};
	schema_index(schema);
	bool read = db->dialect->schema_read(db, namespaces, beside, schema);
	db->arena = own;
	return read;
}

bool db_schema_read(struct db *db, const struct names *namespaces, struct arena *arena,
		    struct schema *schema)
{
	return read_schema(db, namespaces, false, arena, schema);
}

bool db_schema_read_beside(struct db *db, const struct names *others, struct arena *arena,
			   struct schema *schema)
{
	return read_schema(db, others, true, arena, schema);
}

struct db *db_open_reader(struct db *db)
{
	return db->dialect->open_reader ? db->dialect->open_reader(db) : NULL;
}

bool db_schema_left_out(struct db *db, struct names *things)
{
	return db->dialect->schema_left_out(db, things);
}

bool db_other_namespaces(struct db *db, struct names *others)
{
	return !db->dialect->other_namespaces || db->dialect->other_namespaces(db, others);
}

const char *db_schema_mark(struct db *db, struct arena *arena)
{
	struct arena *own = db->arena;

	if (!db->dialect->schema_mark)
		return NULL;
	db->arena = arena;
	const char *mark = db->dialect->schema_mark(db);
	db->arena = own;
	return mark;
}

bool db_can_copy_schema(const struct db *db)
{
	return db->dialect->schema_copy;
}

struct db *db_schema_copy(struct db *db)
{
	return db->dialect->schema_copy(db);
}

const int64_t *db_count_values(struct db *db, const struct table *table, struct arena *arena)
{
	size_t count = 1 + table->columns.count;
	int64_t *numbers = arena_alloc(arena, count * sizeof *numbers);
	struct buffer sql = {.arena = arena};
	const struct column *column;
	const char *namespace = table->name.namespace ? table->name.namespace : db->url->schema;

	buffer_add(&sql, DB_SQL_COUNT);
	vector_each(column, &table->columns) {
		buffer_add(&sql, ", count(");
		buffer_add_quoted(&sql, column->name, '"');
		buffer_add_char(&sql, ')');
	}
	buffer_add(&sql, " FROM ");
	if (namespace) {
		buffer_add_quoted(&sql, namespace, '"');
		buffer_add_char(&sql, '.');
	}
	buffer_add_quoted(&sql, table->name.name, '"');
	return db->dialect->read_numbers(db, buffer_text(&sql), numbers, count) ? numbers : NULL;
}
