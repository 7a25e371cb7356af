/*
 * Begins and ends sessions and transactions. A script has its own session, and our statements in it
 * run under our own settings. None of this costs a round trip: it travels with statements that are
 * sent anyway.
 */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "postgresql/history_sql.h"
#include "postgresql/postgresql.h"
#include "postgresql/sql.h"

/* True if the script mentions advisory locks. */
static bool mentions_locks(const struct source *source)
{
	static const char word[] = "advisory";
	const size_t length = sizeof word - 1;

	for (size_t i = 0; i + length <= source->length; i++)
		if ((source->text[i] | ' ') == 'a' &&
		    strncasecmp(source->text + i, word, length) == 0)
			return true;
	return false;
}

void pg_session_begin(struct db *db, const struct script *script, size_t first)
{
	struct postgresql *pg = pg_of(db);

	pg->session = PG_FRESH;
	pg->session_script = script;
	pg->first = first;
	pg->locks = mentions_locks(script->source);
	pg->touched = pg->ends = pg->lifted = false;
}

void pg_session_ends(struct db *db)
{
	pg_of(db)->ends = pg_of(db)->session != PG_NO_SESSION;
}

static void queue_all(struct postgresql *pg, const char *const *statements)
{
	for (; *statements; statements++)
		pg_queue(pg, *statements);
}

static void queue_reset(struct postgresql *pg)
{
	if (pg->locks)
		pg_queue(pg, pg->locked ? pg_sql_relock : pg_sql_unlock);
	queue_all(pg, pg_sql_reset);
}

bool pg_session_end(struct db *db)
{
	struct postgresql *pg = pg_of(db);
	bool dirty = pg->session != PG_NO_SESSION && pg->touched;
	PGTransactionStatusType status = pg->pq.PQtransactionStatus(pg->connection);

	pg->session = PG_NO_SESSION;
	pg->ends = false;
	if (!dirty || (status != PQTRANS_IDLE && status != PQTRANS_INTRANS))
		return true;
	pg->touched = false;
	queue_reset(pg);
	return pg_command(pg, "", PG_RESET);
}

bool pg_session_discard(struct postgresql *pg, struct db_failure *failure)
{
	for (const char *const *sql = pg_sql_reset; *sql; sql++)
		if (!pg_execute(pg, *sql, failure))
			return false;
	return !pg->locks || pg_execute(pg, pg->locked ? pg_sql_relock : pg_sql_unlock, failure);
}

static const char *statement_text(struct postgresql *pg, const struct script *script,
				  const struct statement *statement)
{
	return arena_slice(pg->db.arena, script->source->text + statement->start,
			   statement->end - statement->start);
}

/* True if statement `n` is in a transaction that the script itself rolls back. */
static bool is_undone(const struct runs *runs, size_t n)
{
	const struct run *run;

	vector_each(run, runs)
		if (n >= run->first && n < run->first + run->count)
			return run->kind == RUN_UNDONE;
	return false;
}

/* Queues the settings that the script made in statements before those that run now. */
static void queue_replay(struct postgresql *pg)
{
	const struct script *script = pg->session_script;
	struct runs runs;
	size_t n = pg->first;

	if (!pg->first)
		return;
	sqltext_plan(pg->db.arena, script, 0, &runs);
	while (n > 0 && !sqltext_ends_session(script, n - 1))
		n--;
	for (; n < pg->first; n++)
		if (sqltext_sets_session(script, n) && !is_undone(&runs, n))
			pg_queue(pg, statement_text(pg, script, &script->statements.at[n]));
}

static void queue_settings(struct postgresql *pg, int lock_timeout)
{
	if (pg->checks_client)
		pg_queue(pg, pg_sql_check_client_again);
	pg_queue(pg, arena_format(pg->db.arena, pg_sql_lock_timeout, lock_timeout));
	pg_queue(pg, arena_format(pg->db.arena, pg_sql_use_schema, pg->schema));
	pg->part.settings = pg->queued;
	queue_replay(pg);
	pg->touched = true;
}

bool pg_session_start(struct postgresql *pg, struct db_failure *failure)
{
	int64_t rows = 0;

	if (pg->session != PG_FRESH)
		return true;
	queue_settings(pg, pg->lock_timeout);
	pg->session = PG_USED;
	return pg_exchange(pg, &rows, failure);
}

bool pg_lift_lock_timeout(struct postgresql *pg, struct db_failure *failure)
{
	PGresult *result = pg_query(
		pg, arena_format(pg->db.arena, pg_sql_lift_lock_timeout, pg->lock_timeout));
	bool good = pg_succeeded(pg, result) || pg_fail(pg, result, failure);

	pg->lifted = good && pg->pq.PQntuples(result) > 0;
	pg->pq.PQclear(result);
	return good;
}

bool pg_is_understood(struct postgresql *pg)
{
	return pg_reports(pg, "client_encoding", "UTF8") &&
	       pg_reports(pg, "standard_conforming_strings", "on");
}

/* Makes the server understand the next message. It reads a message as a whole before running it. */
static bool make_understood(struct postgresql *pg, struct db_failure *failure)
{
	pg_queue(pg, pg_sql_read_utf8);
	return pg_execute(pg, pg_sql_read_standard, failure);
}

/*
 * Restores what make_understood changed, and sends the queue: the script must be read under its own
 * settings.
 */
static bool restore_reading(struct postgresql *pg, const char *encoding, const char *strings,
			    struct db_failure *failure)
{
	pg_queue(pg, arena_format(pg->db.arena, pg_sql_read_encoding, encoding));
	return pg_execute(pg, arena_format(pg->db.arena, pg_sql_read_strings, strings), failure);
}

/* Queues statements that reserve the history for us, or fail if it is not as it was read. */
static void queue_guard(struct postgresql *pg)
{
	const struct pg_table *table = &pg->table;
	const char *name = pg_quote_literal(pg, pg->history);

	pg_queue(pg, arena_format(pg->db.arena, pg_sql_lock_history, pg->history));
	pg_queue(pg,
		 arena_format(pg->db.arena, pg_sql_guard, pg->locked ? PG_SQL_LOSES_LOCKS : "false",
			      name, pg_quote_literal(pg, table->shape), pg->history,
			      table->counts.rows, table->counts.finished, table->counts.rolled_back,
			      table->counts.steps));
}

static void queue_neutral(struct postgresql *pg, int lock_timeout)
{
	queue_all(pg, pg_sql_neutral);
	pg_queue(pg, pg->table.has_policies ? pg_sql_policies_on : pg_sql_policies_off);
	pg_queue(pg, arena_format(pg->db.arena, pg_sql_local_lock_timeout, lock_timeout));
	pg->neutral = true;
}

bool pg_session_leave(struct postgresql *pg, struct db_failure *failure)
{
	if (pg->neutral)
		return true;
	/*
	 * The queue runs before these settings, but the server reads it together with the next
	 * message.
	 */
	if (!pg->queued && !pg_is_understood(pg) && !make_understood(pg, failure))
		return false;
	queue_neutral(pg, pg->lock_timeout);
	return true;
}

/*
 * Returns a BEGIN. A script that makes transactions read-only means its own, not the one that
 * writes the history.
 */
static const char *begin_text(struct postgresql *pg)
{
	bool made = !pg->read_only && pg_reports(pg, "default_transaction_read_only", "on");

	return made ? "BEGIN READ WRITE" : "BEGIN";
}

/*
 * Begins a transaction for a run: with the script's own BEGIN, and the statements that must come
 * first. Those are now sent; the run continues after them.
 */
static void queue_begin(struct postgresql *pg, const struct script *script, const struct run *run)
{
	pg_queue(pg, run && run->its_begin ? statement_text(pg, script, run->its_begin)
					   : begin_text(pg));
	pg->first_places = 0;
	for (size_t n = run ? run->first : 0; run && n < run->first + run->count; n++) {
		if (!sqltext_comes_first(script, n))
			break;
		pg_queue(pg, statement_text(pg, script, &script->statements.at[n]));
		pg->first_places++;
	}
}

/* Guards the first transaction of a session, whose settings are still the server's. */
static void begin_fresh(struct postgresql *pg, int lock_timeout)
{
	pg_queue(pg, arena_format(pg->db.arena, pg_sql_local_lock_timeout, lock_timeout));
	pg_queue(pg, PG_SQL_SAFE_PATH);
	queue_guard(pg);
	queue_settings(pg, lock_timeout);
}

/* Guards a later transaction of a session: saves the script's settings, and restores them. */
static bool begin_used(struct postgresql *pg, int lock_timeout, struct db_failure *failure)
{
	const char *encoding = pg->pq.PQparameterStatus(pg->connection, "client_encoding");
	const char *strings =
		pg->pq.PQparameterStatus(pg->connection, "standard_conforming_strings");
	bool understood = pg_is_understood(pg);

	encoding = arena_string(pg->db.arena, encoding ? encoding : "UTF8");
	strings = arena_string(pg->db.arena, strings ? strings : "on");
	pg->immediate = !understood;
	if (pg->lifted)
		pg_queue(pg, arena_format(pg->db.arena, pg_sql_lock_timeout, lock_timeout));
	pg->lifted = false;
	if (!understood && !make_understood(pg, failure))
		return false;
	pg_queue(pg, pg_sql_keep_settings);
	queue_neutral(pg, lock_timeout);
	queue_guard(pg);
	pg_queue(pg, pg_sql_restore_settings);
	pg->part.settings = pg->queued;
	pg->neutral = false;
	return understood || restore_reading(pg, encoding, strings, failure);
}

/* Begins a transaction that changes only the history. */
static bool begin_ours(struct postgresql *pg, int lock_timeout, struct db_failure *failure)
{
	pg_queue(pg, begin_text(pg));
	if (!pg_is_understood(pg) && !make_understood(pg, failure))
		return false;
	queue_neutral(pg, lock_timeout);
	pg->part.guard = pg->queued;
	if (pg->table.exists)
		queue_guard(pg);
	else
		pg_queue(pg, pg_sql_mark);
	pg->part.settings = pg->queued;
	return true;
}

/* Refuses a history table that runs other people's code, or might not keep a row. */
static bool check_hazard(struct postgresql *pg, struct db_failure *failure)
{
	if (!pg->table.exists || !pg->table.hazard)
		return true;
	failure->kind = FAILED_TROUBLE;
	failure->message = arena_format(pg->db.arena, "refusing to write to _prisma_migrations: %s",
					pg->table.hazard);
	failure->hint = "drop it, or make a superuser or the URL's user the owner of the table and "
			"its functions";
	return false;
}

/* Bytes of a script in the comment before it. */
enum { LONGEST_SHOWN = 300 };

/*
 * Begins the message with the first words of the script, as a comment. pg_stat_activity shows the
 * start of a message, and people look there for the script, not for our statements.
 */
static void show_script(struct postgresql *pg, const struct script *script, const struct run *run)
{
	const struct source *source = script->source;
	size_t start = run->count ? script->statements.at[run->first].start : source->length;
	const char *text = source->text + start;
	size_t length = source->length - start;

	if (length > LONGEST_SHOWN)
		length = utf8_cut(text, LONGEST_SHOWN);
	buffer_add(&pg->queue, "/* ");
	for (const char *c = text; c < text + length; c++)
		buffer_add_char(&pg->queue, strchr("*/\n\r\t", *c) ? ' ' : *c);
	buffer_add(&pg->queue, " */ ");
}

bool pg_begin(struct db *db, const struct script *script, const struct run *run, int lock_timeout,
	      struct db_failure *failure)
{
	struct postgresql *pg = pg_of(db);

	pg_clear_queue(pg);
	pg->writes.count = 0;
	pg->commit = 0;
	pg->lock_timeout = lock_timeout;
	pg->immediate = pg->neutral = pg->undone = false;
	pg->ours = !script;
	if ((run || !script) && !check_hazard(pg, failure))
		return false;
	pg->in_transaction = true;
	if (!script)
		return begin_ours(pg, lock_timeout, failure);
	/* The connection was reset, and may be another one now. */
	if (run && pg->lends && pg->session == PG_USED) {
		pg->session = PG_FRESH;
		pg->first = run->first;
	}
	if (run && pg->session != PG_USED)
		show_script(pg, script, run);
	queue_begin(pg, script, run);
	if (!run)
		return true;
	pg->part.guard = pg->queued;
	if (pg->session == PG_USED)
		return begin_used(pg, lock_timeout, failure);
	begin_fresh(pg, lock_timeout);
	return true;
}

bool pg_rollback(struct db *db)
{
	struct postgresql *pg = pg_of(db);
	bool resets = pg->touched && pg->session == PG_FRESH && !pg->undone;

	pg_clear_queue(pg);
	pg_history_written(pg, false);
	pg->in_transaction = pg->neutral = false;
	pg->ends = false;
	pg->commit = 0;
	if (pg->pq.PQstatus(pg->connection) != CONNECTION_OK)
		return true;
	if (pg->pq.PQtransactionStatus(pg->connection) != PQTRANS_IDLE)
		pg_queue(pg, "ROLLBACK");
	/* A rollback does not undo everything: prepared statements stay. */
	if (resets)
		queue_reset(pg);
	return !pg->queued || pg_command(pg, "", PG_ROLL_BACK);
}

bool pg_commit(struct db *db, struct db_failure *failure)
{
	struct postgresql *pg = pg_of(db);
	int64_t rows = 0;

	pg->commit = pg->queued;
	pg_queue(pg, "COMMIT");
	if ((pg->ends || pg->lends) && pg->touched)
		queue_reset(pg);
	bool good = pg_exchange(pg, &rows, failure);
	if (!good) {
		pg_rollback(db);
		return false;
	}
	pg_history_written(pg, true);
	pg->in_transaction = pg->neutral = false;
	pg->commit = 0;
	if (pg->ends)
		pg->session = PG_NO_SESSION;
	else if (pg->session == PG_FRESH && pg->touched && !pg->ours)
		pg->session = PG_USED;
	if (pg->ends)
		pg->touched = pg->ends = false;
	return true;
}
