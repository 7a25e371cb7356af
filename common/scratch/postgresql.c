/*
 * Scratch databases on a PostgreSQL server.
 *
 * A second connection, to a database of the user, holds an advisory lock while a scratch database
 * exists. One without a lock and without a session belongs to a process that was killed.
 */
#include "scratch/postgresql.h"

#include <stdlib.h>
#include <string.h>
#include <uuid/uuid.h>

#include "base/interrupt.h"
#include "connect/connect.h"
#include "postgresql/postgresql.h"
#include "scratch/postgresql_sql.h"
#include "url/parameters.h"

struct pg_scratch {
	struct db *control;
	const char *name;	/* quoted; NULL if it is only a schema */
	const char *opening;	/* of a scratch schema */
	const char *stands_for; /* the URL's schema, if another role owns that; or NULL */
	const char *replaces;	/* the database that it will replace; or NULL */
	bool own_roles;		/* the server's roles are its own, and go with it */
};

/* The first version that can drop a database despite its sessions. */
enum { FIRST_WITH_FORCE = 130000 };

/* Returns a positive number that hardly anybody else picks. */
static int random_number(void)
{
	uuid_t id;
	unsigned number;

	uuid_generate_random(id);
	memcpy(&number, id, sizeof number);
	return (int)(number & 0x7FFFFFFF);
}

/* Drops a database. The caller frees the result. */
static PGresult *drop(struct postgresql *pg, const char *name)
{
	bool force = pg->pq.PQserverVersion(pg->connection) >= FIRST_WITH_FORCE;

	return pg_query(pg,
			arena_format(pg->db.arena,
				     force ? pg_sql_drop_database_by_force : pg_sql_drop_database,
				     name));
}

/*
 * Drops what killed processes left behind; another process may be doing the same. The server may
 * not have noticed yet that a client is gone, and completes what that asked for, so we look both
 * before our work and after it.
 */
static void remove_left(struct postgresql *pg)
{
	PGresult *list = pg_query(pg, pg_sql_find_scratch);

	for (int row = 0; pg_succeeded(pg, list) && row < pg->pq.PQntuples(list); row++)
		pg->pq.PQclear(pg_query(pg, arena_format(pg->db.arena, pg_sql_drop_database,
							 pg_value(pg, list, row, 0))));
	pg->pq.PQclear(list);
}

/* Takes the lock of a new number, and stores the name for that number. */
static bool take_name(struct postgresql *pg, const char **name)
{
	int number = random_number();

	*name = arena_format(pg->db.arena, PG_SCRATCH_NAME, (unsigned)number);
	return pg_command(pg, arena_format(pg->db.arena, pg_sql_lock_scratch, number),
			  PG_CREATE_SCRATCH);
}

/*
 * Creates a database like another one, given as an SQL expression. *allowed is false if we lack the
 * privilege.
 */
static bool create(struct postgresql *pg, const char *like, const char **name, bool *allowed)
{
	const char *statement;

	if (!take_name(pg, name))
		return false;
	const char *ask = arena_format(pg->db.arena, pg_sql_create_scratch,
				       pg_quote_literal(pg, pg_quote_name(pg, *name)), like);
	if (!pg_query_value(pg, ask, PG_CREATE_SCRATCH, &statement))
		return false;
	PGresult *result = pg_query_long(pg, statement);
	const char *code = pg_error_field(pg, result, PG_DIAG_SQLSTATE);
	*allowed = !text_equal(code, "42501"); /* insufficient_privilege */
	if (*allowed && !pg_succeeded(pg, result))
		return pg_report(pg, result, PG_CREATE_SCRATCH);
	pg->pq.PQclear(result);
	return true;
}

/* Reports an error if the user may not create a schema either. */
static bool check_may_create(struct postgresql *pg, const struct url *near)
{
	const char *allowed;

	if (!pg_query_value(pg, pg_sql_may_create, PG_CREATE_SCRATCH, &allowed))
		return false;
	if (*allowed == 't')
		return true;
	report_error(pg->db.report, nowhere,
		     "the user of %s may create neither a scratch database nor a schema",
		     near->shown);
	return report_hint(
		pg->db.report,
		"a superuser can ALTER ROLE ... CREATEDB; the database's owner can GRANT "
		"CREATE ON DATABASE; or SHADOW_DATABASE_URL can name an empty database for "
		"this");
}

/*
 * Makes the opening of a scratch schema. If the URL's schema is ours, the new one takes its name
 * and hides it; else it gets a name of its own, stored in `url`.
 */
static bool open_schema(struct pg_scratch *scratch, const struct url *near, struct url *url)
{
	struct postgresql *pg = pg_of(scratch->control);
	struct arena *arena = pg->db.arena;
	const char *name = pg_quote_name(pg, near->schema), *owned, *others;
	const char *literal = pg_quote_literal(pg, near->schema);
	const char *ask = arena_format(arena, pg_sql_owns_schema, literal);
	const char *put_away = arena_format(arena, pg_sql_put_away, literal);

	*url = *near;
	if (!check_may_create(pg, near) || !pg_query_value(pg, ask, PG_CREATE_SCRATCH, &owned) ||
	    !pg_query_value(pg, put_away, PG_CREATE_SCRATCH, &others))
		return false;
	if (owned && *owned == 'f') {
		scratch->stands_for = near->schema;
		url->schema = arena_format(arena, PG_SCRATCH_NAME, (unsigned)random_number());
		name = url->schema;
	}
	const char *opening = arena_format(
		arena, owned && *owned == 't' ? pg_sql_replace_schema : pg_sql_new_schema, name,
		name);
	scratch->opening = others ? arena_format(arena, "%s%s", others, opening) : opening;
	return true;
}

/* Stores the URL of another database on the server. */
static void make_url(const struct url *near, const char *name, struct url *url, struct arena *arena)
{
	const struct db_parameter *parameter;

	*url = *near;
	memset(&url->parameters, 0, sizeof url->parameters);
	vector_each(parameter, &near->parameters)
		url_set(url, arena, parameter->keyword, parameter->value);
	url_set(url, arena, "dbname", name);
	url->shown = arena_format(arena, "the scratch database %s", name);
}

bool pg_scratch_make(struct pg_scratch **scratch, const struct url *near,
		     const struct db_patience *patience, struct url *url, const char **text,
		     struct report *report)
{
	struct pg_scratch *made = arena_alloc(report->arena, sizeof *made);
	const char *name;
	bool allowed;

	*scratch = made;
	if (!db_open(&made->control, near, DB_SERVER, patience, report))
		return false;
	struct postgresql *pg = pg_of(made->control);
	remove_left(pg);
	if (!create(pg, pg_sql_this_database, &name, &allowed) ||
	    (!allowed && !open_schema(made, near, url))) {
		db_close(made->control);
		return false;
	}
	if (!allowed) {
		*text = arena_format(report->arena, "a transaction of %s that is rolled back",
				     near->shown);
		return true;
	}
	made->name = pg_quote_name(pg, name);
	make_url(near, name, url, report->arena);
	*text = arena_format(report->arena, "the database %s on the server of %s", name,
			     near->shown);
	return true;
}

const char *pg_scratch_stands_for(const struct pg_scratch *scratch)
{
	return scratch->stands_for;
}

const char *pg_scratch_opening(const struct pg_scratch *scratch)
{
	return scratch->opening;
}

/* Runs the statement that a query returns. */
static bool run_found(struct postgresql *pg, const char *question)
{
	const char *statement = NULL;

	return pg_query_value(pg, question, PG_CREATE_SCRATCH, &statement) &&
	       (!statement || pg_command(pg, statement, PG_CREATE_SCRATCH));
}

/* Gives the new database the owner of the old one. */
static bool set_owner(struct pg_scratch *scratch)
{
	struct postgresql *pg = pg_of(scratch->control);

	return run_found(pg, arena_format(pg->db.arena, pg_sql_find_owner,
					  pg_quote_literal(pg, scratch->name),
					  pg_scratch_replaces(scratch)));
}

/* Gives the new database the old one's connection limit, once we need no connection to it. */
static bool set_limit(struct pg_scratch *scratch)
{
	struct postgresql *pg = pg_of(scratch->control);

	return run_found(pg, arena_format(pg->db.arena, pg_sql_find_limit,
					  pg_quote_literal(pg, scratch->name),
					  pg_scratch_replaces(scratch)));
}

bool pg_scratch_make_beside(struct pg_scratch **scratch, const struct url *near,
			    const char *database, const struct db_patience *patience,
			    struct url *url, struct report *report)
{
	struct pg_scratch *made = arena_alloc(report->arena, sizeof *made);
	const char *name;
	bool allowed = true;

	*scratch = made;
	made->replaces = database;
	if (!db_open(&made->control, near, DB_BESIDE, patience, report))
		return false;
	struct postgresql *pg = pg_of(made->control);
	remove_left(pg);
	if (create(pg, pg_scratch_replaces(made), &name, &allowed) && allowed) {
		made->name = pg_quote_name(pg, name);
		make_url(near, name, url, report->arena);
		if (set_owner(made))
			return true;
		pg->pq.PQclear(drop(pg, made->name));
	}
	if (!allowed)
		report_error(report, nowhere, "the user of %s may not create databases",
			     near->shown);
	db_close(made->control);
	return false;
}

const char *pg_scratch_replaces(const struct pg_scratch *scratch)
{
	return pg_quote_literal(pg_of(scratch->control), scratch->replaces);
}

const char *pg_scratch_name(const struct pg_scratch *scratch)
{
	return scratch->name;
}

/* Reports who uses the database to be replaced. Always returns false. */
static bool tell_users(struct pg_scratch *scratch)
{
	struct postgresql *pg = pg_of(scratch->control);
	const char *users = NULL;

	pg_query_value(pg,
		       arena_format(pg->db.arena, pg_sql_find_users, pg_scratch_replaces(scratch)),
		       PG_SWAP, &users);
	return users &&
	       report_hint(pg->db.report,
			   "it is in use by %s: end that session, then run this again", users);
}

/* Tries the swap once. *in_use is true if a new session made it fail. */
static bool swap(struct pg_scratch *scratch, const char *kept, bool *in_use)
{
	struct postgresql *pg = pg_of(scratch->control);
	const char *name = pg_quote_name(pg, scratch->replaces);
	const char *sql = arena_format(pg->db.arena, pg_sql_swap, pg_scratch_replaces(scratch),
				       name, kept, scratch->name, name);
	PGresult *result = pg_query_long(pg, sql);

	*in_use = text_equal(pg_error_field(pg, result, PG_DIAG_SQLSTATE), "55006");
	if (!pg_succeeded(pg, result)) {
		pg_report(pg, result, PG_SWAP);
		pg->pq.PQclear(pg_query(pg, "ROLLBACK"));
		return tell_users(scratch);
	}
	pg->pq.PQclear(result);
	return true;
}

bool pg_scratch_swap(struct pg_scratch *scratch, struct report *report)
{
	enum { TRIES = 10 };
	struct postgresql *pg = pg_of(scratch->control);
	const char *kept;
	bool in_use;

	pg->db.report = report;
	if (!set_limit(scratch) || !take_name(pg, &kept))
		return false;
	kept = pg_quote_name(pg, kept);
	for (int tries = 1;; tries++) {
		struct report trying = {.arena = report->arena};
		pg->db.report = &trying;
		bool swapped = swap(scratch, kept, &in_use);
		pg->db.report = report;
		if (swapped)
			scratch->name = kept;
		if (swapped || !in_use || tries == TRIES || interrupt_seen())
			return swapped || report_add(report, &trying);
	}
}

void pg_scratch_report_to(struct pg_scratch *scratch, struct report *report)
{
	scratch->control->report = report;
}

void pg_scratch_own_roles(struct pg_scratch *scratch)
{
	scratch->own_roles = true;
}

bool pg_scratch_remove(struct pg_scratch *scratch)
{
	struct postgresql *pg = pg_of(scratch->control);
	PGresult *result = scratch->name ? drop(pg, scratch->name) : NULL;
	bool dropped = !scratch->name || pg_succeeded(pg, result);

	if (!dropped) {
		pg_report(pg, result, PG_DROP_SCRATCH);
		report_hint(pg->db.report, "the next run removes it");
	} else {
		pg->pq.PQclear(result);
	}
	if (dropped && scratch->name && !interrupt_seen())
		remove_left(pg);
	if (dropped && scratch->own_roles)
		dropped = pg_command(pg, pg_sql_drop_roles, PG_DROP_SCRATCH);
	db_close(scratch->control);
	return dropped;
}
