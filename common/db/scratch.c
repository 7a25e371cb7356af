/* Makes scratch databases. */
#include "db/scratch.h"

#include "db/postgresql_scratch.h"

struct db_scratch {
	struct db_url url;
	const char *text;
	struct pg_scratch *server; /* PostgreSQL: what has to be removed */
};

bool db_scratch_make(struct db_scratch **scratch, enum db_kind kind, const struct db_url *near,
		     const struct db_patience *patience, struct report *report)
{
	struct db_scratch *made = arena_alloc(report->arena, sizeof *made);

	*scratch = made;
	if (kind == DB_SQLITE) {
		made->url = (struct db_url){
			.kind = DB_SQLITE, .path = ":memory:", .shown = "a scratch database"};
		made->text = "a database in memory";
		return true;
	}
	if (!near) {
		report_error(report, nowhere, "no server for a scratch database");
		return report_hint(report, "give the URL of a PostgreSQL server with -u or "
					   "DATABASE_URL; its databases are not changed");
	}
	return pg_scratch_make(&made->server, near, patience, &made->url, &made->text, report);
}

const struct db_url *db_scratch_url(const struct db_scratch *scratch)
{
	return &scratch->url;
}

const char *db_scratch_text(const struct db_scratch *scratch)
{
	return scratch->text;
}

bool db_scratch_remove(struct db_scratch *scratch)
{
	return !scratch->server || pg_scratch_remove(scratch->server);
}
