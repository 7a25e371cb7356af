/* Runs migrations forth and back in a scratch database. */
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "develop/check_rows.h"
#include "develop/check_run.h"
#include "folder/check.h"

/* A schema at one instant, with its own memory. */
struct instant {
	struct arena arena;
	bool known;
	const char *mark; /* of the schema; or NULL */
	struct schema schema;
	struct tally tally; /* if rows are counted */
};

/* A scratch database, and its progress through the folder. */
struct walk {
	struct check_run *run;
	struct replay_site site;
	struct script rows;	      /* from -r; may be empty */
	bool counts;		      /* lost rows are a finding */
	struct instant before, after; /* a migration */
	struct arena look;	      /* memory for a comparison */
	bool broken;		      /* a migration cannot be applied from nothing */
};

/*
 * Runs a script. *ran says if it succeeded; a failure is a finding of this kind. False at a signal,
 * or when the server is lost.
 */
static bool run_script(struct walk *walk, enum finding kind, const char *name,
		       const struct source *script, bool down, bool *ran)
{
	struct report *report = walk->run->check->report, trial = {.arena = report->arena};
	struct replay replay = walk->run->replay;

	replay.report = &trial;
	*ran = migrate_site_run(&replay, &walk->site, name, script, down);
	if (interrupt_seen())
		return report_error(report, nowhere, "interrupted at %s", name);
	if (replay.in_trouble)
		return report_add(report, &trial);
	if (!*ran && trial.messages.count)
		check_found(walk->run, kind, name, NULL, trial.messages.at[0].text);
	return *ran || trial.messages.count || report->errors == 0;
}

/* Runs a statement that adds rows. False if it fails and adds none. */
static bool add_row(struct walk *walk, const char *name, const char *statement)
{
	struct report trial = {.arena = walk->run->check->report->arena};
	struct replay replay = walk->run->replay;
	struct source *source = arena_alloc(trial.arena, sizeof *source);

	replay.report = &trial;
	*source = (struct source){name, statement, strlen(statement)};
	return migrate_site_try(&replay, &walk->site, source);
}

/* Adds the rows of -r, as far as their tables exist. */
static void add_rows(struct walk *walk)
{
	struct arena *arena = walk->run->check->report->arena;
	const struct statement *statement;

	vector_each(statement, &walk->rows.statements)
		add_row(walk, walk->rows.source->name,
			arena_slice(arena, walk->rows.source->text + statement->start,
				    statement->end - statement->start));
}

/*
 * Inserts rows into empty tables, repeating until no more can be inserted: some rows need others
 * first.
 */
static void make_rows(struct walk *walk, const struct schema *schema)
{
	struct names left, tried;
	const char **statement;

	arena_reset(&walk->look);
	left = check_make_rows(schema, &walk->site, &walk->look);
	do {
		tried = left;
		left = (struct names){0};
		vector_each(statement, &tried)
			if (!add_row(walk, "rows", *statement))
				*vector_add(&walk->look, &left) = *statement;
	} while (left.count && left.count < tried.count && !interrupt_seen());
}

/* Recreates the scratch database, with the migrations before number `end`. */
static bool rebuild(struct walk *walk, size_t end)
{
	struct check_run *run = walk->run;

	if (!migrate_site_close(&walk->site) ||
	    !migrate_site_open(&run->replay, run->folder.dialect, &walk->site))
		return false;
	for (size_t i = 0; i < end; i++) {
		const struct migration *migration = &run->folder.migrations.at[i];
		if (i >= run->first)
			add_rows(walk);
		if (!migrate_site_run(&run->replay, &walk->site, migration->name, &migration->sql,
				      false))
			return false;
	}
	return true;
}

static bool read_instant(struct walk *walk, struct instant *instant)
{
	arena_reset(&instant->arena);
	instant->mark = migrate_site_mark(&walk->site, &instant->arena);
	instant->known = migrate_site_read(&walk->run->replay, &walk->site, &instant->arena,
					   &instant->schema);
	if (instant->known && walk->counts)
		check_count(&walk->site, &instant->schema, &instant->arena, &instant->tally);
	return instant->known;
}

/* Finds differences between the database and its expected schema. */
static bool compare(struct walk *walk, enum finding kind, const char *name,
		    const struct instant *should, bool *differ)
{
	struct schema now;

	arena_reset(&walk->look);
	*differ = false;
	if (should->mark && text_equal(should->mark, migrate_site_mark(&walk->site, &walk->look)))
		return true;
	return migrate_site_read(&walk->run->replay, &walk->site, &walk->look, &now) &&
	       check_compare(walk->run, kind, name, &now, &should->schema, differ);
}

/*
 * Finds losses of a down.sql, among everything that was there both before and after the migration.
 */
static void check_way_back(struct walk *walk, const char *name)
{
	struct tally tally;

	arena_reset(&walk->look);
	check_count(&walk->site, &walk->before.schema, &walk->look, &tally);
	check_losses(walk->run, FOUND_DOWN_LOSES_DATA, name, &walk->after.tally, &tally);
}

/*
 * Runs a down.sql, and the migration again. *clean becomes false if the database then differs from
 * before, or from after.
 */
static bool go_back(struct walk *walk, const struct migration *migration, const struct source *down,
		    bool *clean)
{
	struct check_run *run = walk->run;
	bool ran, differ;

	*clean = false;
	if (!run_script(walk, FOUND_DOWN_FAILS, migration->name, down, true, &ran) || !ran)
		return !run->check->report->errors;
	if (!compare(walk, FOUND_DOWN_DIFFERS, migration->name, &walk->before, &differ))
		return false;
	*clean = !differ;
	if (*clean && walk->counts)
		check_way_back(walk, migration->name);
	if (!run_script(walk, FOUND_AGAIN_FAILS, migration->name, &migration->sql, false, &ran))
		return false;
	if (!ran) {
		*clean = false;
		return true;
	}
	if (!compare(walk, FOUND_AGAIN_DIFFERS, migration->name, &walk->after, &differ))
		return false;
	*clean = *clean && !differ;
	return true;
}

static bool apply(struct walk *walk, const struct migration *migration)
{
	bool ran;

	if (!run_script(walk, FOUND_FAILS, migration->name, &migration->sql, false, &ran))
		return false;
	walk->broken = !ran;
	return true;
}

/* Makes the state after the last migration the state before the next one. */
static void move_on(struct walk *walk)
{
	const struct instant after = walk->after;

	walk->after = walk->before;
	walk->after.known = false;
	walk->before = after;
}

/* Records the state before a migration, and inserts rows for its schema. */
static bool prepare(struct walk *walk)
{
	struct instant *before = &walk->before;

	if (!before->known && !read_instant(walk, before))
		return false;
	if (walk->run->check->makes_rows)
		make_rows(walk, &before->schema);
	if (walk->counts)
		check_count(&walk->site, &before->schema, &before->arena, &before->tally);
	return true;
}

/* Finds what a migration lost: rows, and objects made by scripts. */
static bool check_lost(struct walk *walk, size_t i, const struct migration *migration)
{
	if (!read_instant(walk, &walk->after))
		return false;
	if (walk->counts)
		check_losses(walk->run, FOUND_LOSES_DATA, migration->name, &walk->before.tally,
			     &walk->after.tally);
	arena_reset(&walk->look);
	if (check_may_lose(migration))
		check_note_losses(walk->run, i, &walk->before.schema, &walk->after.schema,
				  &walk->look);
	return true;
}

/* Counts a migration without a down.sql, and warns of one without a statement. */
static void note_kind(struct check_run *run, const struct migration *migration,
		      const struct source *down)
{
	struct script script;

	run->walked++;
	run->one_way += !down->text;
	sqltext_read(run->check->report->arena, run->folder.dialect, &migration->sql, &script);
	if (!script.statements.count)
		folder_warn_of_empty(migration->name, run->check->report);
}

/* Says once how many of the checked migrations were not checked back. */
static void tell_one_way(const struct check_run *run)
{
	if (run->one_way == run->walked && run->walked)
		program_note("rollback not checked: no migration has a down.sql");
	else if (run->one_way)
		program_note("rollback not checked for %zu of %zu migrations: no down.sql",
			     run->one_way, run->walked);
}

/* Checks migration number `i`. Reads the schema only if there is something to compare. */
static bool check_one(struct walk *walk, size_t i)
{
	struct check_run *run = walk->run;
	const struct migration *migration = &run->folder.migrations.at[i];
	struct source *down = arena_alloc(run->check->report->arena, sizeof *down);
	bool clean, looks;

	move_on(walk);
	if (!folder_read_down(&run->folder, migration->name, down, run->check->report))
		return false;
	note_kind(run, migration, down);
	add_rows(walk);
	looks = down->text || walk->counts || check_may_lose(migration);
	if (looks && !prepare(walk))
		return false;
	if (!apply(walk, migration) || walk->broken || !looks)
		return walk->broken || !run->check->report->errors;
	if (!check_lost(walk, i, migration))
		return false;
	return !down->text ||
	       (go_back(walk, migration, down, &clean) && (clean || rebuild(walk, i + 1)));
}

static void tell_progress(struct walk *walk, size_t i)
{
	const struct check *check = walk->run->check;

	if (check->patience.progress)
		check->patience.progress(arena_format(check->report->arena, "%zu of %u: %s", i + 1,
						      walk->run->folder.migrations.count,
						      walk->run->folder.migrations.at[i].name));
}

static bool walk_through(struct walk *walk)
{
	struct check_run *run = walk->run;
	size_t count = run->folder.migrations.count;

	for (size_t i = 0; i < count && !walk->broken; i++) {
		tell_progress(walk, i);
		if (i < run->first ? !apply(walk, &run->folder.migrations.at[i])
				   : !check_one(walk, i))
			return false;
	}
	run->summed = !walk->broken;
	return walk->broken || migrate_site_read(&run->replay, &walk->site, NULL, &run->sum);
}

/* Reads the statements of -r. */
static bool read_rows(struct walk *walk)
{
	const struct check *check = walk->run->check;
	struct source *text = arena_alloc(check->report->arena, sizeof *text);

	walk->counts = check->rows || check->makes_rows;
	if (!check->rows)
		return true;
	if (!file_read_text(check->rows, text, check->report))
		return false;
	sqltext_read(check->report->arena, walk->run->folder.dialect, text, &walk->rows);
	return true;
}

bool check_scripts(struct check_run *run)
{
	struct walk walk = {.run = run};

	if (!read_rows(&walk) || !migrate_site_open(&run->replay, run->folder.dialect, &walk.site))
		return false;
	bool good = walk_through(&walk);
	arena_free(&walk.before.arena);
	arena_free(&walk.after.arena);
	arena_free(&walk.look);
	if (run->check->patience.progress)
		run->check->patience.progress(NULL);
	tell_one_way(run);
	return migrate_site_close(&walk.site) && good;
}
