/* Puts a backup of SQLite in the place of a database. */
#define _XOPEN_SOURCE 700 /* realpath */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backup/sqlite.h"
#include "base/file.h"
#include "sqlite/sql.h"

/* The endings of the files that SQLite keeps beside a database. */
static const char *const companions[] = {"-journal", "-wal", "-shm"};

/* Takes a database out of WAL mode, in which its page size cannot change. *left is then true. */
static int leave_wal(sqlite3 *to, sqlite3 *from, struct arena *arena, bool *left)
{
	const char *ours = "", *theirs = "", *mode = "", *now = "";

	*left = false;
	/* The first query reads the file. */
	if (!sqlite_backup_ask(to, arena, sqlite_sql_journal_mode, &mode))
		return sqlite3_extended_errcode(to);
	if (strcmp(mode, "wal") != 0 ||
	    !sqlite_backup_ask(to, arena, sqlite_sql_page_size, &ours) ||
	    !sqlite_backup_ask(from, arena, sqlite_sql_page_size, &theirs) ||
	    strcmp(ours, theirs) == 0)
		return SQLITE_OK;
	*left = sqlite_backup_ask(to, arena, sqlite_sql_single_file, &now);
	return *left ? SQLITE_OK : sqlite3_extended_errcode(to);
}

/* Replaces the pages of a database that SQLite can open. Returns its result code. */
static int replace_pages(sqlite3 *to, sqlite3 *from, struct arena *arena)
{
	bool left;
	const char *mode;
	int code = leave_wal(to, from, arena, &left);

	if (code == SQLITE_OK)
		code = sqlite_backup_pages(to, from);
	if (left)
		sqlite_backup_ask(to, arena, sqlite_sql_use_wal, &mode);
	return code;
}

/* Sets a file's permissions and owner. Only a superuser can set another owner. */
static void set_rights(const char *path, mode_t permissions, uid_t owner, gid_t group)
{
	if (chown(path, owner, group) != 0)
		errno = 0;
	chmod(path, permissions);
}

/* Writes a copy beside the damaged file, with the same permissions and owner. */
static bool write_copy(const struct url *url, sqlite3 *from, struct draft *draft,
		       struct report *report)
{
	struct stat status = {.st_mode = 0644, .st_uid = geteuid(), .st_gid = getegid()};
	sqlite3 *to;

	stat(url->path, &status);
	if (!draft_create(draft, url->path, status.st_mode & 0777, report))
		return false;
	set_rights(draft->path, status.st_mode & 07777, status.st_uid, status.st_gid);
	if (!sqlite_backup_open(draft->path, SQLITE_OPEN_READWRITE, &to, report))
		return false;
	int code = sqlite_backup_pages(to, from);
	sqlite3_close(to);
	return code == SQLITE_OK ||
	       sqlite_backup_report_write(url, "replace", draft->path, code, report);
}

/* Gives the damaged file a second name, or where there are no hard links a new one. */
static bool keep_as(const char *path, const char *kept)
{
	if (link(path, kept) == 0)
		return true;
	if (errno == EEXIST || access(kept, F_OK) == 0) {
		errno = EEXIST;
		return false;
	}
	return rename(path, kept) == 0;
}

/*
 * Keeps the damaged file under a name with the time (UTC), and a number if that is taken. Stores the
 * name. False, with errno set, if that is impossible.
 */
static bool keep_damaged(const char *path, const char **kept, struct arena *arena)
{
	time_t now = time(NULL);
	struct tm moment;
	char digits[32];

	gmtime_r(&now, &moment);
	strftime(digits, sizeof digits, "%Y%m%d%H%M%S", &moment);
	for (unsigned number = 1;; number++) {
		*kept = number == 1 ? arena_format(arena, "%s.damaged-%s", path, digits)
				    : arena_format(arena, "%s.damaged-%s_%u", path, digits, number);
		if (keep_as(path, *kept))
			return true;
		if (errno != EEXIST)
			return false;
	}
}

/*
 * Renames the damaged file and those beside it, and gives the copy its name. With hard links, the
 * database has its name at each instant: first it is the damaged one, then the copy.
 */
static bool swap(const struct url *url, const char *draft, struct report *report)
{
	struct arena *arena = report->arena;
	const char *kept;
	bool moved = keep_damaged(url->path, &kept, arena);

	for (size_t i = 0; moved && i < sizeof companions / sizeof *companions; i++)
		moved = rename(arena_format(arena, "%s%s", url->path, companions[i]),
			       arena_format(arena, "%s%s", kept, companions[i])) == 0 ||
			errno == ENOENT;
	if (!moved || rename(draft, url->path) != 0)
		return report_error(report, nowhere, "cannot move the damaged '%s' to '%s': %s",
				    url->shown, kept, strerror(errno));
	report_warning(report, nowhere, "'%s' was damaged: it is kept as '%s'", url->shown, kept);
	return true;
}

/* Returns the database with the path of its file, if the one that it has is a symbolic link. */
static struct url behind_link(const struct url *url, struct arena *arena)
{
	struct url behind = *url;
	struct stat status;
	bool is_link = lstat(url->path, &status) == 0 && S_ISLNK(status.st_mode);
	char *path = is_link ? realpath(url->path, NULL) : NULL;

	if (path)
		behind.path = arena_string(arena, path);
	free(path);
	return behind;
}

/*
 * Replaces a file that is no longer a database. A link to it stays: SQLite keeps its other files
 * beside the file, which may be on another disk.
 */
static bool replace_file(const struct url *url, sqlite3 *from, struct report *report)
{
	struct draft draft = {0};
	const struct url file = behind_link(url, report->arena);
	bool replaced = write_copy(&file, from, &draft, report) && swap(&file, draft.path, report);

	draft_remove(&draft);
	return replaced;
}

/* Replaces the database, which may be damaged. */
static bool replace(const struct url *url, sqlite3 *from, struct report *report)
{
	struct sqlite *to = sqlite_backup_connect(url, DB_REPLACE, report);

	if (!to)
		return false;
	int code = replace_pages(to->handle, from, report->arena);
	sqlite_end_wait(to);
	db_close(&to->db);
	if ((code & 0xFF) != SQLITE_CORRUPT && (code & 0xFF) != SQLITE_NOTADB)
		return code == SQLITE_OK ||
		       sqlite_backup_report_write(url, "replace", url->path, code, report);
	sqlite3_exec(from, "ROLLBACK", NULL, NULL, NULL);
	return replace_file(url, from, report);
}

/* Restores the journal mode of the database. Other connections may prevent this. */
static void set_journal(const struct url *url, const struct manifest *manifest,
			struct report *report)
{
	bool wal = strcmp(manifest->journal, "wal") == 0;
	const char *mode = wal ? "delete" : "wal";
	struct sqlite *to = sqlite_backup_connect(url, DB_WRITE, report);

	if (!to)
		return;
	if (sqlite_backup_ask(to->handle, report->arena, sqlite_sql_journal_mode, &mode) &&
	    (strcmp(mode, "wal") == 0) != wal)
		sqlite_backup_ask(to->handle, report->arena,
				  wal ? sqlite_sql_use_wal : sqlite_sql_single_file, &mode);
	sqlite_end_wait(to);
	db_close(&to->db);
	if ((strcmp(mode, "wal") == 0) != wal)
		report_warning(report, nowhere,
			       "'%s' keeps the journal mode %s, because other processes use it",
			       url->shown, mode);
}

/* True if the backup is readable. Tells a locked backup from a locked database. */
static bool is_readable(const struct backup *backup, sqlite3 *from, struct report *report)
{
	const struct url file = {.path = backup->path, .shown = backup->name};
	int code = sqlite3_exec(from, sqlite_sql_read_something, NULL, NULL, NULL);

	return (code & 0xFF) != SQLITE_BUSY || sqlite_backup_report(&file, "read", code, report);
}

bool sqlite_backup_restore(const struct url *url, const struct restore *restore,
			   struct report *report)
{
	const struct manifest *manifest = restore->backup->manifest;
	bool known = manifest && manifest->journal && !restore->scratch;
	sqlite3 *from;

	/* While it is still empty. */
	if (known && restore->created)
		set_rights(url->path, manifest->permissions, manifest->owner, manifest->group);
	if (!sqlite_backup_open(restore->backup->path, SQLITE_OPEN_READONLY, &from, report))
		return false;
	bool restored = is_readable(restore->backup, from, report) && replace(url, from, report);
	sqlite3_close(from);
	if (restored && known)
		set_journal(url, manifest, report);
	return restored;
}
