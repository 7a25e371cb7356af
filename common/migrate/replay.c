/* Replays scripts in a scratch database. */
#include "migrate/replay.h"

#include <string.h>

#include "connect/connect.h"
#include "db/schema.h"
#include "folder/check.h"
#include "folder/checksum.h"
#include "folder/name.h"
#include "migrate/failure.h"
#include "migrate/inside.h"
#include "migrate/job.h"
#include "migrate/outside.h"
#include "scratch/scratch.h"

/* Each transaction of a script writes to the history, so the scratch database needs the table. */
static bool make_history(struct replay *replay, struct db *db)
{
	static const char what[] = "cannot create the history table";
	struct history history;
	struct db_failure failure;

	if (!db_history_read(db, &history))
		return false;
	if (!db_begin(db, NULL, NULL, replay->patience.lock_timeout, &failure))
		return migrate_report_failure(replay->report, what, &failure);
	if (!db_history_create(db)) {
		db_rollback(db);
		return false;
	}
	return db_commit(db, &failure) ? db_history_read(db, &history)
				       : migrate_report_failure(replay->report, what, &failure);
}

/* Returns the kind of database that runs scripts of a dialect. */
static enum db_kind kind_of(const struct sqltext_dialect *dialect)
{
	return dialect == &sqltext_sqlite ? DB_SQLITE : DB_POSTGRESQL;
}

/* Says why scripts run in a transaction that is rolled back, and how to avoid it. */
#define NO_DATABASE                                                                                \
	"a superuser can ALTER ROLE %s CREATEDB, or SHADOW_DATABASE_URL can name an empty "        \
	"database for this; without either, scripts run in a transaction that is rolled back"

static bool hint_database(struct replay *replay)
{
	const char *user = url_value(replay->near, "user");

	return report_hint(replay->report, NO_DATABASE, user ? user : "...");
}

/*
 * The SQLSTATEs, or their beginnings, of failures that a script has wherever it runs. Anything else
 * can come from the transaction: no function of an extension, no use of a new enum value.
 */
static const char *const own_faults[] = {"22", "23", "42601", "42701", "42703"};

static bool is_own_fault(const struct db_failure *failure)
{
	for (size_t i = 0; failure->code && i < sizeof own_faults / sizeof *own_faults; i++)
		if (strncmp(failure->code, own_faults[i], strlen(own_faults[i])) == 0)
			return true;
	return false;
}

/* Reports a failure in that transaction. Always returns false. */
static bool report_limit(struct replay *replay, const char *name, const struct db_failure *failure)
{
	struct db_failure bare = *failure;

	if (is_own_fault(failure))
		return migrate_report_failure(replay->report, name, failure);
	replay->in_trouble = true;
	bare.hint = NULL;
	migrate_report_failure(replay->report,
			       arena_format(replay->report->arena,
					    "cannot replay %s without a scratch database", name),
			       &bare);
	return hint_database(replay);
}

/*
 * Runs the statements of a script one by one in the transaction. Skips statements that run only
 * alone (VACUUM): they change no schema. `schema` as in migrate_read_inside.
 */
static bool run_inside(struct replay *replay, const struct replay_site *site, const char *name,
		       const struct source *source, const char *schema)
{
	struct db *db = site->db;
	struct script *script = arena_alloc(replay->report->arena, sizeof *script);
	struct db_failure failure = {0};
	struct db_cost cost;

	migrate_read_inside(replay->report->arena, db_script_dialect(db), source, schema, script);
	migrate_leave_out(script, false, replay->report);
	migrate_warn_of_others(script, &site->there, replay->report);
	db_session_begin(db, script, 0);
	for (size_t n = 0; n < script->statements.count; n++)
		if (script->statements.at[n].kind == STATEMENT_PLAIN &&
		    !db_measure(db, script, 0, n, &cost, &failure))
			return report_limit(replay, name, &failure);
	return db_check(db, &failure) ? db_session_end(db) : report_limit(replay, name, &failure);
}

/* Finishes what was run, so that the schema can be read. */
static bool settle(struct replay *replay, const struct replay_site *site)
{
	struct db_failure failure;

	if (scratch_opening(site->scratch))
		return db_schema_settle(site->db, &failure) ||
		       report_limit(replay, "the schema", &failure);
	return db_flush(site->db, &failure) ||
	       migrate_report_failure(replay->report, "cannot commit", &failure);
}

/*
 * Begins the transaction to be rolled back, and makes the scratch schema. Namespaces that exist by
 * then are not the scripts'.
 */
static bool begin_inside(struct replay *replay, struct replay_site *site, const char *opening)
{
	static const struct script nothing;
	struct source *first = arena_alloc(replay->report->arena, sizeof *first);
	struct db_failure failure;

	*first = (struct source){"the scratch schema", opening, strlen(opening)};
	report_note(replay->report, nowhere,
		    "replayed in a transaction that was rolled back: the URL's user may not create "
		    "databases");
	if (!db_begin(site->db, &nothing, NULL, replay->patience.lock_timeout, &failure))
		return report_limit(replay, "anything", &failure);
	return run_inside(replay, site, "the scratch schema", first, NULL) &&
	       settle(replay, site) && db_other_namespaces(site->db, &site->there);
}

bool migrate_site_open(struct replay *replay, const struct sqltext_dialect *dialect,
		       struct replay_site *site)
{
	if (!scratch_make(&site->scratch, kind_of(dialect), replay->near, &replay->patience,
			  replay->report))
		return false;
	if (replay->tell)
		replay->tell(scratch_text(site->scratch));
	const char *opening = scratch_opening(site->scratch);
	struct db *reader = NULL;
	site->there = (struct names){0};
	if (!db_open(&site->db, scratch_url(site->scratch), opening ? DB_SERVER : DB_CREATE,
		     &replay->patience, replay->report)) {
		scratch_remove(site->scratch);
		return false;
	}
	if (replay->reads_often && !opening)
		reader = db_open_reader(site->db);
	site->reader = reader ? reader : site->db;
	if (opening ? begin_inside(replay, site, opening) : make_history(replay, site->db))
		return true;
	migrate_site_close(site);
	return false;
}

bool migrate_site_close(struct replay_site *site)
{
	bool undone = !scratch_opening(site->scratch) || db_rollback(site->db);

	if (site->reader != site->db)
		db_close(site->reader);
	db_close(site->db);
	return scratch_remove(site->scratch) && undone;
}

bool migrate_site_run(struct replay *replay, const struct replay_site *site, const char *name,
		      const struct source *source, bool down)
{
	struct arena *arena = replay->report->arena;
	struct script script;
	struct job job = {
		.db = site->db,
		.report = replay->report,
		.direction = DIRECTION_UP,
		.script = &script,
		.row = {.id = db_new_id(arena),
			.name = name,
			.checksum = folder_checksum(arena, source),
			.started = DB_BEGUN},
		.patience = replay->patience,
		.scratch = true,
		.own_server = scratch_has_own_server(site->scratch),
	};

	sqltext_read(arena, db_script_dialect(site->db), source, &script);
	if (!folder_check_script(&script, down, replay->report))
		return false;
	if (scratch_opening(site->scratch))
		return run_inside(replay, site, name, source, scratch_stands_for(site->scratch));
	enum outcome outcome = migrate_run_job(&job);
	replay->in_trouble = outcome == OUTCOME_TROUBLE;
	return outcome == OUTCOME_DONE;
}

/* Runs a statement in the transaction, which goes on after a failure. */
static bool try_inside(struct replay *replay, const struct replay_site *site,
		       const struct source *source)
{
	enum { SAVEPOINT, STATEMENT, RELEASE, UNDO, COUNT };
	struct arena *arena = replay->report->arena;
	struct source *safe = arena_alloc(arena, sizeof *safe);
	const char *text = arena_format(arena,
					"SAVEPOINT migtools_try;\n%.*s\n;"
					"RELEASE SAVEPOINT migtools_try;\n"
					"ROLLBACK TO SAVEPOINT migtools_try;\n",
					(int)source->length, source->text);
	struct script script;
	struct db_failure failure, ignored;
	struct db_cost cost;

	*safe = (struct source){source->name, text, strlen(text)};
	migrate_read_inside(arena, db_script_dialect(site->db), safe,
			    scratch_stands_for(site->scratch), &script);
	if (script.statements.count != COUNT)
		return false;
	db_session_begin(site->db, &script, 0);
	bool good = db_measure(site->db, &script, 0, SAVEPOINT, &cost, &failure) &&
		    db_measure(site->db, &script, 0, STATEMENT, &cost, &failure) &&
		    db_check(site->db, &failure);
	db_measure(site->db, &script, 0, good ? RELEASE : UNDO, &cost, &ignored);
	return db_session_end(site->db) &&
	       (good || migrate_report_failure(replay->report, source->name, &failure));
}

bool migrate_site_try(struct replay *replay, const struct replay_site *site,
		      const struct source *statement)
{
	return scratch_opening(site->scratch)
		       ? try_inside(replay, site, statement)
		       : migrate_site_run(replay, site, "rows", statement, false);
}

/* Stores the namespaces of a list that the scripts made. */
static void keep_made(const struct replay_site *site, const struct names *namespaces,
		      struct arena *arena, struct names *made)
{
	const char **name;

	vector_each(name, namespaces)
		if (!names_have(&site->there, *name))
			*vector_add(arena, made) = *name;
}

/* Reports a requested schema that belongs to another role. Always returns false. */
static bool report_others(struct replay *replay, const char *name)
{
	report_error(replay->report, nowhere,
		     "schema '%s' already exists and belongs to another role: cannot read what "
		     "scripts create in it",
		     name);
	return hint_database(replay);
}

/* Reads the requested namespaces. A scratch schema may stand in for the URL's. */
static bool read_named(struct replay *replay, const struct replay_site *site, struct arena *arena,
		       struct schema *schema)
{
	const char *stands_for = scratch_stands_for(site->scratch), **name;
	struct names made = {0};

	vector_each(name, &site->there)
		if (!text_equal(*name, stands_for) && names_have(replay->namespaces, *name))
			return report_others(replay, *name);
	keep_made(site, replay->namespaces, arena, &made);
	vector_each(name, &made)
		if (text_equal(*name, stands_for))
			*name = scratch_url(site->scratch)->schema;
	return db_schema_read(site->reader, &made, arena, schema);
}

/* Reads the URL's namespace and all others. */
static bool read_all(const struct replay_site *site, struct arena *arena, struct schema *schema)
{
	struct names others = {0}, made = {0};

	if (!db_other_namespaces(site->reader, &others))
		return false;
	keep_made(site, &others, arena, &made);
	return db_schema_read_beside(site->reader, &made, arena, schema);
}

bool migrate_site_read(struct replay *replay, const struct replay_site *site, struct arena *arena,
		       struct schema *schema)
{
	const char *stands_for = scratch_stands_for(site->scratch);

	arena = arena ? arena : replay->report->arena;
	if (!settle(replay, site))
		return false;
	if (replay->namespaces ? !read_named(replay, site, arena, schema)
			       : !read_all(site, arena, schema))
		return false;
	if (stands_for)
		migrate_rename_inside(schema, scratch_url(site->scratch)->schema, stands_for);
	return true;
}

const char *migrate_site_mark(const struct replay_site *site, struct arena *arena)
{
	return db_schema_mark(site->db, arena);
}

const int64_t *migrate_site_count(const struct replay_site *site, const struct table *table,
				  struct arena *arena)
{
	return db_count_values(site->db, table, arena);
}

/* Runs the migrations up to `last`. From here on the folder's texts do not move. */
static bool run_folder(struct replay *replay, const struct replay_site *site,
		       const struct folder *folder)
{
	const struct migration *migration;

	vector_each(migration, &folder->migrations) {
		if (replay->last && strcmp(migration->name, replay->last) > 0)
			break;
		if (!migrate_site_run(replay, site, migration->name, &migration->sql, false))
			return false;
	}
	return true;
}

bool migrate_replay_folder(struct replay *replay, const struct folder *folder,
			   struct schema *schema)
{
	struct replay_site site;

	if (!migrate_site_open(replay, folder->dialect, &site))
		return false;
	bool good =
		run_folder(replay, &site, folder) && migrate_site_read(replay, &site, NULL, schema);
	return migrate_site_close(&site) && good;
}

/* True for a statement that a dump begins the history with: the table, its key, its owner. */
static bool makes_history(struct lexer lexer)
{
	static const char *const beginnings[] = {"CREATE TABLE IF NOT EXISTS", "CREATE TABLE",
						 "ALTER TABLE ONLY", "ALTER TABLE"};
	struct token name;
	size_t i = 0, count = sizeof beginnings / sizeof *beginnings;

	while (i < count && !sqltext_skip(&lexer, beginnings[i]))
		i++;
	if (i == count)
		return false;
	do
		name = sqltext_next(&lexer);
	while (sqltext_skip(&lexer, "."));
	if (name.kind != TOKEN_NAME)
		return sqltext_is(&lexer, name, "_PRISMA_MIGRATIONS");
	return slice_is((struct slice){lexer.text + name.start + 1, name.end - name.start - 2},
			"_prisma_migrations");
}

/*
 * Returns a script with blanks in place of the history, which the scratch database has already:
 * pg_dump -s and .schema print it among the other tables.
 */
static const struct source *without_history(struct arena *arena,
					    const struct sqltext_dialect *dialect,
					    const struct source *source)
{
	struct source *copy = arena_alloc(arena, sizeof *copy);
	char *text = arena_slice(arena, source->text, source->length);
	const struct statement *statement;
	struct script script;

	sqltext_read(arena, dialect, source, &script);
	vector_each(statement, &script.statements)
		if (makes_history(sqltext_statement_lexer(
			    &script, (size_t)(statement - script.statements.at))))
			for (size_t i = statement->start; i < statement->end; i++)
				text[i] = text[i] == '\n' ? '\n' : ' ';
	*copy = (struct source){.name = source->name, .text = text, .length = source->length};
	return copy;
}

bool migrate_replay_script(struct replay *replay, const struct source *script,
			   const struct sqltext_dialect *dialect, struct schema *schema)
{
	struct replay_site site;
	const struct source *wanted = without_history(replay->report->arena, dialect, script);

	if (!migrate_site_open(replay, dialect, &site))
		return false;
	bool good = migrate_site_run(replay, &site, script->name, wanted, false) &&
		    migrate_site_read(replay, &site, NULL, schema);
	return migrate_site_close(&site) && good;
}
