/*
 * A user's database that serves as a scratch database, and must be empty. While in use, it has a
 * schema as a mark, which records what was there before: if this process is killed, the next one
 * clears the database.
 */
#include "scratch/shadow.h"

#include "connect/connect.h"
#include "postgresql/postgresql.h"
#include "scratch/postgresql_sql.h"

/* Stores the comment of the mark, or NULL if there is no mark. */
static bool find_mark(struct postgresql *pg, const char **mark)
{
	return pg_query_value(pg, pg_sql_find_mark, PG_USE_SHADOW, mark);
}

static bool check_empty(struct postgresql *pg)
{
	const char *found;

	if (!pg_query_value(pg, pg_sql_find_object, PG_USE_SHADOW, &found))
		return false;
	if (!found)
		return true;
	report_error(pg->db.report, nowhere, "the database of SHADOW_DATABASE_URL is not empty: %s",
		     found);
	return report_hint(pg->db.report,
			   "name a database for this purpose only: everything in it is dropped");
}

static bool clear(struct postgresql *pg)
{
	PGresult *result = pg_query_long(pg, pg_sql_clear);

	if (!pg_succeeded(pg, result))
		return pg_report(pg, result, PG_USE_SHADOW);
	pg->pq.PQclear(result);
	return true;
}

bool pg_shadow_take(struct db **control, const struct url *url, const struct db_patience *patience,
		    struct report *report)
{
	const char *mark;

	if (!db_open(control, url, DB_REPLACE, patience, report))
		return false;
	struct postgresql *pg = pg_of(*control);
	if (db_lock(*control, patience->lock_wait) && find_mark(pg, &mark) &&
	    (!mark || clear(pg)) && check_empty(pg) &&
	    pg_command(pg, pg_sql_mark_shadow, PG_USE_SHADOW))
		return true;
	db_close(*control);
	return false;
}

bool pg_shadow_give_back(struct db *control)
{
	bool cleared = clear(pg_of(control));

	if (!cleared)
		report_hint(pg_of(control)->db.report, "the next run clears it");
	db_close(control);
	return cleared;
}
