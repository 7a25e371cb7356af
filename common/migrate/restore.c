/* Restores a database from a backup, and chooses one in a directory. */
#include <inttypes.h>
#include <string.h>

#include "backup/list.h"
#include "base/file.h"
#include "folder/suggest.h"
#include "migrate/migrate.h"
#include "migrate/progress.h"

/* Returns the row of the last applied migration, or of the one with this name, or NULL. */
static const struct history_row *last_applied(const struct manifest *now, const char *name)
{
	const struct history_row *row, *last = NULL;

	vector_each(row, &now->history.rows)
		if (history_row_is_applied(row) && (!name || strcmp(row->name, name) == 0))
			last = row;
	return last;
}

/*
 * Returns the row that was rolled back last, of all or of this name, or NULL. One of this name may
 * also have been marked as rolled back by hand, after it failed. Of those rolled back
 * at the same time it is the one applied first: the database is as it was before that.
 */
static const struct history_row *last_rolled_back(const struct manifest *now, const char *name)
{
	const struct history_row *row, *last = NULL;

	vector_each(row, &now->history.rows)
		if ((name ? row->rolled_back && strcmp(row->name, name) == 0
			  : migrate_was_rolled_back(row)) &&
		    (!last || row->rolled_back > last->rolled_back))
			last = row;
	return last;
}

/* Returns the last row that failed, of all or of this name, or NULL. */
static const struct history_row *last_failed(const struct manifest *now, const char *name)
{
	const struct history_row *row, *last = NULL;

	vector_each(row, &now->history.rows)
		if (!row->finished && !row->rolled_back && (!name || strcmp(row->name, name) == 0))
			last = row;
	return last;
}

static void refuse_name(const struct manifest *now, const char *given, struct report *report)
{
	const struct history_row *row;
	struct names names = {0};

	vector_each(row, &now->history.rows)
		*vector_add(report->arena, &names) = row->name;
	report_error(report, nowhere, "'%s' is not applied", given);
	folder_suggest_name(&names, given, report);
}

/*
 * Finds the migration whose backup is wanted: the one given; else the one applied last, unless a
 * newer one failed or was rolled back: then its data are missed. NULL, with a message, if there is
 * none.
 */
static const struct history_row *find_migration(const struct manifest *now, const char *given,
						struct report *report)
{
	const struct history_row *applied = last_applied(now, given);
	const struct history_row *back = last_rolled_back(now, given);
	const struct history_row *failed = last_failed(now, given);

	/* The rows are in the order of their starts. */
	if (failed && (!applied || failed > applied) && (!back || failed > back))
		return failed;
	if (back && (!applied || (!given && back > applied)))
		return back;
	if (!applied && given)
		refuse_name(now, given, report);
	else if (!applied)
		report_error(report, nowhere, "no migration is applied");
	return applied;
}

/* Returns "" for an applied migration, to follow its name. */
static const char *state_text(const struct history_row *row)
{
	return row->rolled_back ? ", which is rolled back" : !row->finished ? ", which failed" : "";
}

/* Returns "3 h 12 min". */
static const char *duration(struct arena *arena, int64_t milliseconds)
{
	long long minutes = milliseconds / 60000;

	if (minutes < 1)
		return arena_format(arena, "%lld s", (long long)milliseconds / 1000);
	if (minutes < 60)
		return arena_format(arena, "%lld min", minutes);
	if (minutes < 2880)
		return arena_format(arena, "%lld h %lld min", minutes / 60, minutes % 60);
	return arena_format(arena, "%lld days", minutes / 1440);
}

/* True for the history: its migrations are listed instead of its rows. */
static bool is_history(const char *table)
{
	const char *dot = strrchr(table, '.');

	return strcmp(dot ? dot + 1 : table, "_prisma_migrations") == 0;
}

/* Prints what a restore changes: each table, and each migration. */
static void tell_losses(const struct manifest *then, const struct manifest *now)
{
	const struct manifest_table *table;
	const struct history_row *row;

	vector_each(row, &now->history.rows)
		if (history_row_is_applied(row) && !manifest_has_applied(then, row->name))
			program_note("  migration %s was applied since", row->name);
	vector_each(table, &now->tables) {
		const struct manifest_table *before = manifest_find_table(then, table->name);
		if (is_history(table->name))
			continue;
		if (!before)
			program_note("  table %s was created since (rows: %" PRId64 ")",
				     table->name, table->rows);
		else if (before->rows != table->rows)
			program_note("  table %s has %" PRId64 " rows; it had %" PRId64,
				     table->name, table->rows, before->rows);
	}
	vector_each(table, &then->tables)
		if (!is_history(table->name) && !manifest_find_table(now, table->name))
			program_note("  table %s was dropped since (rows: %" PRId64 ")",
				     table->name, table->rows);
}

static void tell_choice(const struct backup_entry *chosen, const struct history_row *row,
			const struct manifest *now, struct arena *arena)
{
	const char *state = state_text(row);

	program_note("the newest backup before %s%s%s is %s, made %s ago", row->name, state,
		     *state ? "," : "", chosen->backup.path,
		     duration(arena, db_now() - chosen->contents->taken));
	if (chosen->backup.manifest)
		tell_losses(chosen->contents, now);
	else
		program_note("  it has no manifest: changes since then are unknown");
}

static bool refuse_choice(const struct backup_list *list, const char *directory,
			  const struct history_row *row, struct report *report)
{
	const struct backup_entry *entry;

	vector_each(entry, &list->entries)
		if (entry->unfit)
			report_warning(report, nowhere, "ignored %s: %s", entry->backup.path,
				       entry->unfit);
	report_error(report, nowhere, "no backup in '%s' is known to precede %s%s", directory,
		     row->name, state_text(row));
	return report_hint(report, "choose a backup with -b FILE%s",
			   *state_text(row) ? "; choose another migration with -t" : "");
}

/* Reports why the history could not be read to choose a backup by. Always returns false. */
static bool refuse_unread(const struct message *why, struct report *report)
{
	report_error(report, nowhere, "%s", why->text);
	return why->hint ? report_hint(report, "%s", why->hint) : false;
}

/* Finds the migration in question, and the backup; NULL on false. */
static bool choose(struct migrate *migrate, const char *directory, const char *migration,
		   const struct backup_entry **chosen)
{
	struct report *report = migrate->report;
	struct backup_list *list = arena_alloc(report->arena, sizeof *list);
	const struct history_row *row;
	struct manifest now;

	if (!backup_describe(&migrate->url, &now, report) ||
	    !backup_list(directory, &migrate->url, list, report))
		return false;
	if (!now.history_known)
		return refuse_unread(&now.unread, report);
	if (migration && strchr(migration, '/'))
		migration = strrchr(migration, '/') + 1;
	row = find_migration(&now, migration, report);
	if (!row)
		return false;
	*chosen = backup_before(list, &now.history, row);
	if (!*chosen)
		return refuse_choice(list, directory, row, report);
	tell_choice(*chosen, row, &now, report->arena);
	return true;
}

/*
 * Refuses a backup of another database: it undoes nothing, and nobody is asked before a restore from
 * a file.
 */
static bool check_origin(struct migrate *migrate, const struct backup *backup)
{
	const struct url *url = &migrate->url;
	struct report *report = migrate->report;

	if (!backup->manifest || backup->kind != url->kind ||
	    manifest_is_of(backup->manifest, url, report->arena))
		return true;
	report_error(report, nowhere, "'%s' is a backup of %s, not of %s", backup->name,
		     backup->manifest->database, url->shown);
	return report_hint(report,
			   "check the file and the URL; to replace everything in %s with "
			   "it, use 'mig-backup -r %s'",
			   url->shown, backup->name);
}

/* Checks that a restore could use the backup. */
static enum outcome check(struct migrate *migrate, const char *path)
{
	struct backup backup;
	bool read = backup_open(path, &backup, migrate->report) && check_origin(migrate, &backup) &&
		    backup_verify(&backup, migrate->report);
	bool sound = read && backup.whole;

	if (read && !sound)
		report_error(migrate->report, nowhere, "'%s' is damaged", path);
	backup_close(&backup);
	return sound ? OUTCOME_DONE : OUTCOME_TROUBLE;
}

enum outcome migrate_restore(struct migrate *migrate, const char *path, const char *migration,
			     bool forced)
{
	const struct backup_entry *chosen = NULL;
	struct backup backup;

	if (!migrate_find_url(migrate))
		return OUTCOME_TROUBLE;
	if (is_directory(path)) {
		if (!choose(migrate, path, migration, &chosen))
			return OUTCOME_TROUBLE;
		path = chosen->backup.path;
	}
	if (migrate->dry_run)
		return check(migrate, path);
	if (chosen && !forced && !backup_ask(&migrate->url, "", migrate->report))
		return OUTCOME_TROUBLE;
	struct restore restore = {.backup = &backup, .patience = migrate->patience};
	bool restored = backup_open(path, &backup, migrate->report) &&
			check_origin(migrate, &backup) &&
			backup_restore(&migrate->url, &restore, migrate->report);
	backup_close(&backup);
	return restored ? OUTCOME_DONE : OUTCOME_TROUBLE;
}
