/* Locks a PostgreSQL database, so that only one process at a time changes the history. */
#include <stdlib.h>
#include <string.h>

#include "postgresql/postgresql.h"
#include "postgresql/sql.h"

/* True if Prisma's switch for servers without advisory locks is on. */
static bool lock_is_off(void)
{
	const char *off = getenv("PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK");

	return off && *off && strcmp(off, "0") != 0;
}

/* Milliseconds to wait for a second connection, and for an answer. */
enum { ANSWER_WAIT = 5000 };

const char *pg_process_of(struct postgresql *pg, PGconn *connection)
{
	PGresult *result = pg_ask(pg, connection, pg_sql_process_id, ANSWER_WAIT);
	const char *id = pg_succeeded(pg, result) ? pg_value(pg, result, 0, 0) : NULL;

	pg->pq.PQclear(result);
	return id ? id : "";
}

/*
 * True if the server is a pooler that lends a connection for one transaction at a time. Behind any
 * pooler, the process that answers differs from the one reported at the start of the connection. If
 * connections are lent by transaction, the process of our last query serves whoever begins the next
 * transaction. A second connection tries to be that one, several times, because others may be
 * quicker.
 */
static bool is_transaction_pooler(struct postgresql *pg)
{
	enum { TRIES = 5 };
	const char *first = pg_process_of(pg, pg->connection);
	bool lends = false;

	pg->process = (int)strtol(first, NULL, 10);
	if (pg->process == pg->pq.PQbackendPID(pg->connection))
		return false;
	PGconn *other = pg_connect_again(pg, ANSWER_WAIT);
	for (int i = 0; i < TRIES && !lends && pg->pq.PQstatus(other) == CONNECTION_OK; i++) {
		lends = strcmp(pg_process_of(pg, pg->connection), first) != 0;
		pg->pq.PQclear(pg_ask(pg, other, "BEGIN", ANSWER_WAIT));
		lends |= strcmp(pg_process_of(pg, other), first) == 0;
		pg->pq.PQclear(pg_ask(pg, other, "ROLLBACK", ANSWER_WAIT));
	}
	pg->pq.PQfinish(other);
	return lends;
}

static bool report_pooler(struct postgresql *pg)
{
	report_error(pg->db.report, nowhere,
		     "%s is a connection pooler in transaction mode: it cannot hold the lock "
		     "against other migrations",
		     pg->db.url->shown);
	return report_hint(pg->db.report, "use the URL of the server itself (Prisma's directUrl)");
}

/*
 * Tries instead of waiting: a waiting statement holds a snapshot, and a CREATE INDEX CONCURRENTLY
 * of the lock's holder would wait for that in turn.
 */
bool pg_try_lock(struct db *db, bool *got)
{
	struct postgresql *pg = pg_of(db);
	const char *answer = NULL;

	*got = lock_is_off();
	if (*got) {
		pg->lends = pg->lends || (!pg->process && is_transaction_pooler(pg));
		return true;
	}
	if (!pg->process && is_transaction_pooler(pg))
		return report_pooler(pg);
	bool asked = pg_query_value(pg, pg_sql_try_lock, PG_LOCK, &answer);
	*got = answer;
	pg->locked |= *got;
	return asked;
}

bool pg_excludes(const struct db *db)
{
	(void)db;
	return !lock_is_off();
}

bool pg_lock_holder(struct db *db, const char **holder)
{
	if (!pg_query_value(pg_of(db), pg_sql_lock_holder, PG_FIND_HOLDER, holder))
		return false;
	if (!*holder)
		*holder = "a process that has just ended";
	return true;
}
