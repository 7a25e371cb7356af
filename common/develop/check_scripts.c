/* Runs migrations back and forth in a scratch database. */
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "develop/check_run.h"

/* A scratch database, and how far it is. */
struct walk {
	struct check_run *run;
	struct replay_site site;
	struct source rows; /* its text is NULL if there are none */
	bool broken;	    /* one does not apply from nothing */
};

/* Runs a script. What fails is a finding of this kind; *ran says so. False at a signal. */
static bool run_script(struct walk *walk, const char *kind, const char *name,
		       const struct source *script, bool down, bool *ran)
{
	struct report *report = walk->run->check->report, trial = {.arena = report->arena};
	struct replay replay = walk->run->replay;

	replay.report = &trial;
	*ran = migrate_site_run(&replay, &walk->site, name, script, down);
	if (interrupt_seen())
		return report_error(report, nowhere, "interrupted at %s", name);
	if (!*ran && trial.messages.count)
		check_found(walk->run, kind, name, NULL, trial.messages.at[0].text);
	return *ran || trial.messages.count || report->errors == 0;
}

/* Adds rows, as far as there are tables for them: a statement that fails adds none. */
static void add_rows(struct walk *walk)
{
	struct report trial = {.arena = walk->run->check->report->arena};
	struct replay replay = walk->run->replay;
	struct script script;

	if (!walk->rows.text)
		return;
	replay.report = &trial;
	sqltext_read(trial.arena, walk->run->folder.dialect, &walk->rows, &script);
	for (size_t n = 0; n < script.statements.count; n++) {
		const struct statement *statement = &script.statements.at[n];
		struct source *one = arena_alloc(trial.arena, sizeof *one);
		*one = (struct source){.name = walk->rows.name,
				       .length = statement->end - statement->start,
				       .text = arena_slice(trial.arena,
							   walk->rows.text + statement->start,
							   statement->end - statement->start)};
		migrate_site_run(&replay, &walk->site, "rows", one, false);
	}
}

/* Makes the scratch database new, with the migrations before number `end`. */
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

/*
 * Runs a down.sql and the migration again, from `after` to `before` and back. *clean is false if the
 * database is not what it was.
 */
static bool go_back(struct walk *walk, const struct migration *migration, const struct source *down,
		    const struct schema *before, const struct schema *after, bool *clean)
{
	struct check_run *run = walk->run;
	struct schema now;
	bool ran, differ;

	*clean = false;
	if (!run_script(walk, "down-fails", migration->name, down, true, &ran) || !ran)
		return !run->check->report->errors;
	if (!migrate_site_read(&run->replay, &walk->site, &now) ||
	    !check_compare(run, "down-differs", migration->name, &now, before, &differ))
		return false;
	*clean = !differ;
	if (!run_script(walk, "again-fails", migration->name, &migration->sql, false, &ran))
		return false;
	if (!ran) {
		*clean = false;
		return true;
	}
	if (!migrate_site_read(&run->replay, &walk->site, &now) ||
	    !check_compare(run, "again-differs", migration->name, &now, after, &differ))
		return false;
	*clean = *clean && !differ;
	return true;
}

/* Checks migration number `i`. `*now` is the schema before it, and becomes that after it. */
static bool check_one(struct walk *walk, size_t i, struct schema *now)
{
	struct check_run *run = walk->run;
	const struct migration *migration = &run->folder.migrations.at[i];
	struct source *down = arena_alloc(run->check->report->arena, sizeof *down);
	struct schema before = *now;
	bool ran, clean;

	add_rows(walk);
	if (!run_script(walk, "fails", migration->name, &migration->sql, false, &ran))
		return false;
	walk->broken = !ran;
	if (walk->broken)
		return true;
	if (!migrate_site_read(&run->replay, &walk->site, now) ||
	    !folder_read_down(&run->folder, migration->name, down, run->check->report))
		return false;
	if (!down->text)
		return true;
	if (!go_back(walk, migration, down, &before, now, &clean))
		return false;
	return clean || rebuild(walk, i + 1);
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
	struct schema now;
	bool ran;

	for (size_t i = 0; i < count && !walk->broken; i++) {
		const struct migration *migration = &run->folder.migrations.at[i];
		tell_progress(walk, i);
		if (i >= run->first) {
			if (i == run->first && !migrate_site_read(&run->replay, &walk->site, &now))
				return false;
			if (!check_one(walk, i, &now))
				return false;
			continue;
		}
		if (!run_script(walk, "fails", migration->name, &migration->sql, false, &ran))
			return false;
		walk->broken = !ran;
	}
	run->summed = !walk->broken;
	return walk->broken || migrate_site_read(&run->replay, &walk->site, &run->sum);
}

bool check_scripts(struct check_run *run)
{
	struct walk walk = {.run = run};

	if ((run->check->rows &&
	     !file_read_text(run->check->rows, &walk.rows, run->check->report)) ||
	    !migrate_site_open(&run->replay, run->folder.dialect, &walk.site))
		return false;
	bool good = walk_through(&walk);
	if (run->check->patience.progress)
		run->check->patience.progress(NULL);
	return migrate_site_close(&walk.site) && good;
}
