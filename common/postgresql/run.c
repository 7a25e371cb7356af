/* Runs scripts on a PostgreSQL server. */
#include <string.h>

#include "base/utf8.h"
#include "postgresql/postgresql.h"

/*
 * Bytes in a message, unless one statement is longer: the server holds all of a message in memory.
 */
enum { LONGEST_MESSAGE = 1 << 20 };

/* Counts UTF-8 characters, since the server counts positions in them. */
static size_t count_characters(const char *text, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += utf8_begins(text[i]);
	return count;
}

/* Adds a blank for each character of a text, so that positions after it stay the same. */
static void add_blanks(struct buffer *to, const char *text, size_t length)
{
	for (size_t count = count_characters(text, length); count; count--)
		buffer_add_char(to, ' ');
}

/* Queues statements as written, with blanks for those left out. */
static void queue_part(struct postgresql *pg, const struct script *script, const struct run *run)
{
	const struct statement *first = &script->statements.at[run->first];
	const struct statement *end = first + run->count;
	const char *text = script->source->text;
	size_t at = first->start;

	pg->part.script = script;
	pg->part.run = *run;
	pg->part.characters = count_characters(pg->queue.text, pg->queue.length);
	pg->part.statements = pg->queued;
	for (const struct statement *statement = first; statement < end; statement++) {
		buffer_add_slice(&pg->queue, text + at, statement->start - at);
		at = statement->end;
		if (statement->kind == STATEMENT_IDLE) {
			add_blanks(&pg->queue, text + statement->start, at - statement->start);
			continue;
		}
		buffer_add_slice(&pg->queue, text + statement->start, at - statement->start);
		pg->part.count++;
	}
	/* The newline ends a comment that the script may end with. */
	buffer_add(&pg->queue, ";\n");
	pg->queued += pg->part.count;
}

/*
 * Returns how many statements from number `first`, and before `end`, fit into one message. The
 * server reads all of a message before it runs any.
 */
static size_t count_fitting(const struct script *script, size_t first, size_t end)
{
	size_t start = script->statements.at[first].start, n = first + 1;

	while (n < end && script->statements.at[n].end - start <= LONGEST_MESSAGE &&
	       !sqltext_changes_reading(script, n - 1))
		n++;
	return n - first;
}

/* Sends all messages of a run except the last, which it queues. */
static bool send_most(struct postgresql *pg, const struct script *script, const struct run *run,
		      int64_t *rows, struct db_failure *failure)
{
	size_t end = run->first + run->count;
	struct run part = *run;

	pg->said.length = 0;
	for (part.first = run->first + pg->first_places; part.first < end;
	     part.first += part.count) {
		part.count = count_fitting(script, part.first, end);
		queue_part(pg, script, &part);
		if (part.first + part.count < end && !pg_exchange(pg, rows, failure))
			return false;
	}
	pg->first_places = 0;
	return true;
}

bool pg_send_run(struct postgresql *pg, const struct script *script, const struct run *run,
		 int64_t *rows, struct db_failure *failure)
{
	return send_most(pg, script, run, rows, failure) && pg_exchange(pg, rows, failure);
}

/* Runs a statement outside a transaction. */
static bool run_alone(struct postgresql *pg, const struct script *script, const struct run *run,
		      struct db_failure *failure)
{
	int64_t rows = 0;

	if (sqltext_ends_session(script, run->first)) {
		pg->session = PG_FRESH;
		pg->first = run->first + 1;
		return pg_session_discard(pg, failure);
	}
	/* CONCURRENTLY waits without blocking others: it needs no lock_timeout. */
	if (!pg_session_start(pg, failure) || !pg_lift_lock_timeout(pg, failure))
		return false;
	pg_drop_invalid_index(pg, script, run->first);
	bool good = pg_send_run(pg, script, run, &rows, failure);
	if (!good && failure->kind != FAILED_TROUBLE)
		pg_drop_invalid_index(pg, script, run->first);
	return good;
}

bool pg_run(struct db *db, const struct script *script, const struct run *run,
	    struct db_failure *failure)
{
	struct postgresql *pg = pg_of(db);
	int64_t rows = 0;

	if (!run->count)
		return true;
	if (run->kind == RUN_ALONE)
		return run_alone(pg, script, run, failure);
	pg->undone = run->kind == RUN_UNDONE;
	if (!send_most(pg, script, run, &rows, failure))
		return false;
	/* The rest is sent together with the COMMIT. */
	if (!pg->undone && !pg->immediate && pg_is_understood(pg))
		return true;
	if (!pg_exchange(pg, &rows, failure))
		return false;
	if (pg->undone || pg->pq.PQtransactionStatus(pg->connection) == PQTRANS_INTRANS)
		return true;
	failure->message = "the script ended the transaction in which it runs";
	return false;
}
