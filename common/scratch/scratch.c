/* Makes scratch databases. */
#include "scratch/scratch.h"

#include "scratch/cluster.h"
#include "scratch/postgresql.h"
#include "scratch/shadow.h"

struct scratch {
	struct url url;
	const char *text;
	/* PostgreSQL: the one to be removed, of either kind */
	struct pg_scratch *server;
	struct db *shadow;
	bool own_server;
};

/* The private server, for all scratch databases of the process. */
static struct {
	struct cluster *cluster; /* NULL until it is started */
	struct url url;
	const char *text;
} own;

/* Uses the database of $SHADOW_DATABASE_URL, with the schema of `near`. */
static bool take_shadow(struct scratch *made, const char *text, const struct url *near,
			const struct db_patience *patience, struct report *report)
{
	if (!url_parse(text, &made->url, report))
		return false;
	if (made->url.kind != DB_POSTGRESQL)
		return report_error(report, nowhere, "SHADOW_DATABASE_URL is not a PostgreSQL URL");
	if (near && !made->url.schema_given)
		made->url.schema = near->schema;
	made->text = arena_format(report->arena, "the database of SHADOW_DATABASE_URL, %s",
				  made->url.shown);
	return pg_shadow_take(&made->shadow, &made->url, patience, report);
}

/* Makes a database on the private server, which the first one starts. */
static bool make_on_own(struct scratch *made, const struct db_patience *patience,
			struct report *report)
{
	if (!own.cluster &&
	    !cluster_make(&own.cluster, &own.url, &own.text, patience->lock_wait, report))
		return false;
	if (!pg_scratch_make(&made->server, &own.url, patience, &made->url, &made->text, report))
		return false;
	pg_scratch_own_roles(made->server);
	made->own_server = true;
	made->text = own.text;
	return true;
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
	return near ? pg_scratch_make(&made->server, near, patience, &made->url, &made->text,
				      report)
		    : make_on_own(made, patience, report);
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
	return scratch->own_server;
}

bool scratch_remove(struct scratch *scratch)
{
	if (scratch->shadow)
		return pg_shadow_give_back(scratch->shadow);
	return !scratch->server || pg_scratch_remove(scratch->server);
}

bool scratch_end(struct report *report)
{
	struct cluster *cluster = own.cluster;

	own.cluster = NULL;
	return !cluster || cluster_remove(cluster, report);
}
