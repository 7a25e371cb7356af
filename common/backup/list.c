/* Lists backups, chooses one, and removes old ones. */
#define _XOPEN_SOURCE 700 /* for realpath */
#include "backup/list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/dialect.h"
#include "base/file.h"
#include "base/program.h"

bool backup_describe(const struct url *url, struct manifest *manifest, struct report *report)
{
	*manifest = (struct manifest){.kind = url->kind, .schema = url->schema};
	return backup_kinds[url->kind].describe(url, manifest, report);
}

/* Returns why an entry cannot be used, or NULL. */
static const char *find_fault(const struct backup_entry *entry, const struct url *url,
			      struct arena *arena)
{
	const struct manifest *manifest = entry->backup.manifest;
	struct stat status = {0};

	if (entry->backup.kind != url->kind)
		return "it is a backup of another kind of database";
	if (!entry->backup.whole)
		return "its manifest is damaged";
	if (manifest && !manifest_is_of(manifest, url, arena))
		return arena_format(arena, "it is a backup of %s", manifest->database);
	if (manifest && stat(entry->backup.path, &status) == 0 && status.st_size != manifest->bytes)
		return "it is damaged";
	if (!entry->contents)
		return "it has no manifest";
	return entry->contents->history_known ? NULL : "its history is unreadable";
}

/* Reads the history from a backup without a manifest, if the file is a database. */
static const struct manifest *read_contents(const struct backup *backup, struct arena *arena)
{
	const struct url url = {
		.kind = DB_SQLITE, .path = backup->path, .shown = backup->path, .wait_given = true};
	struct report unheard = {.arena = arena};
	struct manifest *contents = arena_alloc(arena, sizeof *contents);
	struct stat status;

	if (backup->kind != DB_SQLITE || !sqlite_read_history(&url, contents, &unheard) ||
	    stat(backup->path, &status) != 0)
		return NULL;
	contents->taken = (db_time)status.st_mtime * 1000;
	return contents;
}

bool backup_list(const char *directory, const struct url *url, struct backup_list *list,
		 struct report *report)
{
	struct names names = {0};
	struct report unheard = {.arena = report->arena};
	const char **name;

	*list = (struct backup_list){0};
	if (!directory_list(directory, &names, report))
		return false;
	vector_each(name, &names) {
		struct backup_entry entry = {0};
		const char *path = path_join(report->arena, directory, *name);
		if (!backup_is_file(path) || !backup_open(path, &entry.backup, &unheard))
			continue;
		entry.contents = entry.backup.manifest
					 ? entry.backup.manifest
					 : read_contents(&entry.backup, report->arena);
		entry.unfit = find_fault(&entry, url, report->arena);
		*vector_add(report->arena, &list->entries) = entry;
	}
	return true;
}

/* True if a backup has committed statements of an earlier try to apply the migration of a row. */
static bool has_part(const struct manifest *contents, const struct history *now,
		     const struct history_row *row)
{
	const struct history_row *other;

	vector_each(other, &now->rows)
		if (other->steps && !other->finished && strcmp(other->name, row->name) == 0 &&
		    manifest_has_row(contents, other))
			return true;
	return false;
}

static bool is_before(const struct manifest *contents, const struct history *now,
		      const struct history_row *row)
{
	return !has_part(contents, now, row) &&
	       !(history_row_is_applied(row) ? manifest_has_applied(contents, row->name)
					     : manifest_has_row(contents, row));
}

const struct backup_entry *backup_before(const struct backup_list *list, const struct history *now,
					 const struct history_row *row)
{
	const struct backup_entry *entry, *found = NULL;

	vector_each(entry, &list->entries)
		if (!entry->unfit && is_before(entry->contents, now, row) &&
		    (!found || entry->contents->taken >= found->contents->taken))
			found = entry;
	return found;
}

/* True if an entry is newer than another one of the list. Both are fit. */
static bool is_newer(const struct backup_entry *entry, const struct backup_entry *than)
{
	db_time a = entry->contents->taken, b = than->contents->taken;

	return a > b || (a == b && entry > than);
}

/*
 * Returns how many backups are newer than an entry, up to the one just made. Others are from before
 * a clock was set back, or another process has just made them.
 */
static int count_newer(const struct backup_list *list, const struct backup_entry *than,
		       const struct backup_entry *made)
{
	const struct backup_entry *entry;
	int count = 0;

	vector_each(entry, &list->entries)
		count += !entry->unfit && is_newer(entry, than) && !is_newer(entry, made);
	return count;
}

/* True for a try that failed before the migration was applied: it may have left a part. */
static bool is_failed_try(const struct history_row *row, const struct manifest *now)
{
	return !row->finished && manifest_has_applied(now, row->name);
}

/*
 * True if an entry is the backup to return to from before a migration that is applied or failed,
 * before a failed try of one that is applied, or before one that was rolled back if no other was
 * applied since.
 */
static bool is_way_back(const struct backup_list *list, const struct backup_entry *entry,
			const struct manifest *now)
{
	const struct history_row *row, *applied = NULL;

	vector_each(row, &now->history.rows)
		if (history_row_is_applied(row))
			applied = row;
	/* The rows are in the order of their starts. */
	vector_each(row, &now->history.rows)
		if ((!row->rolled_back || !applied || row > applied || is_failed_try(row, now)) &&
		    backup_before(list, &now->history, row) == entry)
			return true;
	return false;
}

/* Returns the backup with this path, or NULL. */
static const struct backup_entry *find_entry(const struct backup_list *list, const char *path)
{
	const struct backup_entry *entry;

	vector_each(entry, &list->entries)
		if (strcmp(entry->backup.path, path) == 0)
			return entry;
	return NULL;
}

/* Removes the backup first: a manifest alone does no harm. */
static bool remove_backup(const struct backup *backup, struct report *report)
{
	if (unlink(backup->path) != 0 && errno != ENOENT)
		return report_error(report, nowhere, "cannot remove '%s': %s", backup->path,
				    strerror(errno));
	unlink(manifest_path(report->arena, backup->path));
	return true;
}

bool backup_keep(const char *directory, const char *path, const struct url *url, int count,
		 struct report *report)
{
	struct backup_list list;
	const struct backup_entry *entry;
	int more = 0;

	if (!backup_list(directory, url, &list, report))
		return false;
	const struct backup_entry *made = find_entry(&list, path);
	if (!made)
		return true;
	if (made->unfit) {
		program_note("kept all backups: %s: %s", path, made->unfit);
		return true;
	}
	vector_each(entry, &list.entries) {
		if (entry->unfit || !is_newer(made, entry) ||
		    count_newer(&list, entry, made) < count)
			continue;
		if (is_way_back(&list, entry, made->contents))
			more++;
		else if (!remove_backup(&entry->backup, report))
			return false;
	}
	if (more)
		program_note("kept %d more, to be able to undo migrations", more);
	return true;
}
