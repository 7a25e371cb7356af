/* Makes scratch databases. */
#include "scratch/scratch.h"

#include "scratch/cluster.h"
#include "scratch/postgresql.h"
#include "scratch/shadow.h"

struct scratch {
	struct url url;
	const char *text;
	/* PostgreSQL: what has to be removed, of one kind or another */
	struct pg_scratch *server;
	struct db *shadow;
	struct cluster *cluster;
};

/* Takes the database of $SHADOW_DATABASE_URL, with the schema of `near`. */
static bool take_shadow(struct scratch *made, const char *text, const struct url *near,
			const struct db_patience *patience, struct report *report)
{
	if (!url_parse(text, &made->url, report))
		return false;
	if (made->url.kind != DB_POSTGRESQL)
		return report_error(report, nowhere, "SHADOW_DATABASE_URL is no URL of PostgreSQL");
	if (near && !made->url.schema_given)
		made->url.schema = near->schema;
	made->text = arena_format(report->arena, "the database of SHADOW_DATABASE_URL, %s",
				  made->url.shown);
	return pg_shadow_take(&made->shadow, &made->url, patience, report);
}

bool scratch_make(struct scratch **scratch, enum db_kind kind, const struct url *near,
		  const struct db_patience *patience, struct report *report)
{
	struct scratch *made = arena_alloc(report->arena, sizeof *made);

	*scratch = made;
	if (kind == DB_SQLITE) {
		made->url = (struct url){
			.kind = DB_SQLITE, .path = ":memory:", .shown = "a scratch database"};
		made->text = "a database in memory";
		return true;
	}
	const char *shadow;
	if (!url_variable("SHADOW_DATABASE_URL", &shadow, report))
		return false;
	if (shadow && *shadow)
		return take_shadow(made, shadow, near, patience, report);
	if (!near)
		return cluster_make(&made->cluster, &made->url, &made->text, patience->lock_wait,
				    report);
	return pg_scratch_make(&made->server, near, patience, &made->url, &made->text, report);
}

const struct url *scratch_url(const struct scratch *scratch)
{
	return &scratch->url;
}

const char *scratch_opening(const struct scratch *scratch)
{
	return scratch->server ? pg_scratch_opening(scratch->server) : NULL;
}

const char *scratch_stands_for(const struct scratch *scratch)
{
	return scratch->server ? pg_scratch_stands_for(scratch->server) : NULL;
}

const char *scratch_text(const struct scratch *scratch)
{
	return scratch->text;
}

bool scratch_has_own_server(const struct scratch *scratch)
{
	return scratch->cluster;
}

bool scratch_remove(struct scratch *scratch)
{
	if (scratch->cluster)
		return cluster_remove(scratch->cluster);
	if (scratch->shadow)
		return pg_shadow_give_back(scratch->shadow);
	return !scratch->server || pg_scratch_remove(scratch->server);
}
