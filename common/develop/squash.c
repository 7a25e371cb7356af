/* Replaces many migrations by one. */
#include "develop/squash.h"

#include <ctype.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/record.h"
#include "db/schema.h"
#include "develop/change.h"
#include "develop/compare.h"
#include "develop/open.h"
#include "diff/diff.h"
#include "folder/name.h"
#include "folder/new.h"
#include "folder/suggest.h"
#include "migrate/drift.h"
#include "scratch/scratch.h"

struct squash_run {
	struct squash *squash;
	struct folder folder; /* only the migrations to be replaced */
	const char *next;     /* the first migration that stays; or NULL */
	struct url url;
	struct replay replay;
	struct schema schema; /* the sum of the migrations */
	const char *rows;     /* a table in which they leave rows; or NULL */
};

/* Reduces the folder to the migrations to be replaced. */
static bool cut(struct squash_run *run)
{
	struct report *report = run->squash->report;
	struct folder *folder = &run->folder;
	const struct migration *last;

	if (run->squash->last) {
		const char *name = folder_migration_name(report->arena, run->squash->last);
		if (!(last = folder_find(folder, name)))
			return folder_refuse_name(folder, name, report);
		uint32_t count = (uint32_t)(last - folder->migrations.at) + 1;
		if (count < folder->migrations.count)
			run->next = folder->migrations.at[count].name;
		folder->migrations.count = count;
	}
	return folder->migrations.count > 1 ||
	       report_error(report, nowhere, "fewer than two migrations: nothing to squash");
}

/* Returns a statement that deletes all rows of a table. */
static struct source *deletion(struct arena *arena, const struct table *table)
{
	struct source *source = arena_alloc(arena, sizeof *source);
	struct buffer sql = {.arena = arena};

	buffer_add(&sql, "DELETE FROM ");
	if (table->name.namespace) {
		buffer_add_quoted(&sql, table->name.namespace, '"');
		buffer_add_char(&sql, '.');
	}
	buffer_add_quoted(&sql, table->name.name, '"');
	*source = (struct source){
		.name = table->name.name, .text = buffer_text(&sql), .length = sql.length};
	return source;
}

/*
 * Stores a table that has rows, if there is one. Tries to delete them, which counts them, or fails
 * because other rows need them; then rolls back.
 */
static bool find_rows(struct squash_run *run, const struct replay_site *site)
{
	struct arena *arena = run->squash->report->arena;
	const struct table *table;
	struct db_failure failure;
	struct db_cost cost;
	struct script script;

	vector_each(table, &run->schema.tables) {
		if (table->view)
			continue;
		sqltext_read(arena, run->folder.dialect, deletion(arena, table), &script);
		/* The session looks up a name in the URL's schema. */
		db_session_begin(site->db, &script, 0);
		bool deleted = db_begin(site->db, &script, NULL, 0, &failure) &&
			       db_measure(site->db, &script, 0, 0, &cost, &failure);
		if (!deleted || cost.rows > 0)
			run->rows = table->name.name;
		if (!db_rollback(site->db) || !db_session_end(site->db))
			return false;
	}
	return true;
}

/* Runs the old migrations. */
static bool run_old(struct squash_run *run)
{
	const struct migration *migration;
	struct replay_site site;
	bool good = true;

	if (!migrate_site_open(&run->replay, run->folder.dialect, &site))
		return false;
	vector_each(migration, &run->folder.migrations)
		good = good && migrate_site_run(&run->replay, &site, migration->name,
						&migration->sql, false);
	good = good && migrate_site_read(&run->replay, &site, NULL, &run->schema) &&
	       find_rows(run, &site);
	return migrate_site_close(&site) && good;
}

/* Returns the script made from the schema. */
static const char *script_of_schema(struct squash_run *run)
{
	struct arena *arena = run->squash->report->arena;
	static const struct renames none;
	const struct schema empty = {.arena = arena, .dialect = run->schema.dialect, .blank = true};
	struct develop_change change = {.up = {.arena = arena}, .down = {.arena = arena}};

	if (!diff_schemas(&empty, &run->schema, &none, &change.up, run->squash->report) ||
	    !diff_schemas(&run->schema, &empty, &none, &change.down, run->squash->report))
		return NULL;
	return develop_script(arena, &change);
}

/* Returns all scripts, concatenated. */
static const char *script_of_all(struct squash_run *run)
{
	struct buffer script = {.arena = run->squash->report->arena};
	const struct migration *migration;

	vector_each(migration, &run->folder.migrations) {
		buffer_format(&script, "-- %s\n", record_escaped(script.arena, migration->name));
		buffer_add_slice(&script, migration->sql.text, migration->sql.length);
		buffer_add(&script, "\n;\n");
	}
	return buffer_text(&script);
}

/* Runs a script in an empty database. *same says if its result is that of the old migrations. */
static bool prove(struct squash_run *run, const char *script, bool *same)
{
	struct report trial = {.arena = run->squash->report->arena};
	struct replay replay = run->replay;
	struct source *source = arena_alloc(trial.arena, sizeof *source);
	struct schema schema;
	struct diff diff;
	const char *up = strstr(script, "\n-- migrate:down\n");

	*source = (struct source){.name = "<squashed>", .text = script};
	source->length = up ? (size_t)(up - script) : strlen(script);
	source->text = arena_slice(trial.arena, script, source->length);
	replay.report = &trial;
	*same = migrate_replay_script(&replay, source, run->folder.dialect, &schema);
	if (!*same)
		return !interrupt_seen() ||
		       report_error(run->squash->report, nowhere, "interrupted");
	if (!develop_compare(&run->schema, &schema, &diff, run->squash->report))
		return false;
	*same = !migrate_has_drifted(&diff);
	return true;
}

/* Chooses the script, and proves it. */
static bool choose(struct squash_run *run, const char **script)
{
	bool same;

	*script = script_of_schema(run);
	if (!*script || !prove(run, *script, &same))
		return false;
	if (same && !run->rows && run->schema.tables.count + run->schema.enums.count)
		return true;
	program_note("%s: the new script joins the old ones",
		     run->rows ? arena_format(run->squash->report->arena,
					      "the migrations leave rows in %s", run->rows)
			       : "a schema does not tell everything that the migrations "
				 "create");
	*script = script_of_all(run);
	if (!prove(run, *script, &same))
		return false;
	return same ||
	       report_error(
		       run->squash->report, nowhere,
		       "the joined migration does not have the same result as the separate ones");
}

/*
 * Returns the new name. It has the time of the last migration replaced, and so takes their place.
 */
static const char *choose_name(struct squash_run *run)
{
	struct report *report = run->squash->report;
	const char *last = run->folder.migrations.at[run->folder.migrations.count - 1].name;
	const char *slug = folder_slug(report->arena, run->squash->name);
	size_t digits = 0;

	while (isdigit((unsigned char)last[digits]))
		digits++;
	if (!*slug) {
		report_error(report, nowhere, "invalid migration name '%s'", run->squash->name);
		report_hint(report, "a name needs a letter from a to z or a digit");
		return NULL;
	}
	if (digits && last[digits] == '_')
		slug = arena_format(report->arena, "%.*s_%s", (int)digits, last, slug);
	if (!run->next || strcmp(slug, run->next) < 0)
		return slug;
	report_error(report, nowhere, "'%s' would not run before '%s'", slug,
		     run->next ? run->next : "");
	report_hint(report, "choose another name");
	return NULL;
}

static bool write(struct squash_run *run, const char *script, const char **path)
{
	struct report *report = run->squash->report;
	const struct source source = {
		.name = "<squashed>", .text = script, .length = strlen(script)};
	const struct folder_request request = {
		.directory = run->folder.path,
		.name = choose_name(run),
		.provider = run->schema.dialect->name,
		.whole = true,
		.script = &source,
		.replaces = &run->squash->replaced,
	};
	if (!request.name)
		return false;
	if (interrupt_seen())
		return report_error(report, nowhere, "interrupted: nothing was written");
	return folder_new(&request, path, report);
}

bool develop_squash(struct squash *squash, const char **path)
{
	struct squash_run run = {
		.squash = squash,
		.replay = {.report = squash->report, .patience = squash->patience},
	};
	const struct migration *migration;
	const char *script = NULL;

	bool good = develop_open_folder(squash->directory_option, squash->url_option, &run.folder,
					&run.url, &run.replay) &&
		    cut(&run);
	vector_each(migration, &run.folder.migrations)
		*vector_add(squash->report->arena, &squash->replaced) = migration->name;
	good = good && (squash->dry_run ? choose_name(&run) != NULL
					: run_old(&run) && choose(&run, &script));
	return scratch_end(squash->report) && good &&
	       (squash->dry_run || write(&run, script, path));
}
