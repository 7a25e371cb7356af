/* SQLite: opens a database file, or creates it. */
#include "sqlite/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/record.h"
#include "url/parts.h"

static bool is_in_memory(const char *path)
{
	return strcmp(path, ":memory:") == 0;
}

/* Refuses a path with two missing directories: one may be new, two are a typing error. */
static bool check_parent(struct sqlite *sqlite, const char *folder)
{
	struct report *report = sqlite->db.report;
	const char *slash = strrchr(folder, '/');

	if (!slash || slash == folder)
		return true;
	const char *parent = arena_slice(sqlite->db.arena, folder, (size_t)(slash - folder));
	if (access(parent, F_OK) == 0)
		return true;
	report_error(report, nowhere,
		     "cannot create the database '%s': the directory '%s' does not exist",
		     sqlite->db.url->path, parent);
	return report_hint(report, "check the URL (-u, DATABASE_URL), or create '%s' first",
			   folder);
}

/* Returns the directory of the file if it is missing, else NULL. */
static const char *missing_folder(const struct sqlite *sqlite)
{
	const char *path = sqlite->db.url->path, *slash = strrchr(path, '/');
	struct stat status;

	if (!slash || slash == path || is_in_memory(path))
		return NULL;
	const char *folder = arena_slice(sqlite->db.arena, path, (size_t)(slash - path));
	return stat(folder, &status) == 0 && S_ISDIR(status.st_mode) ? NULL : folder;
}

/*
 * Creates the directory of the file if it is missing, and says so: the name may be a typing error.
 */
static bool create_folder(struct sqlite *sqlite)
{
	struct report *report = sqlite->db.report;
	const char *folder = missing_folder(sqlite);

	if (!folder)
		return true;
	if (!check_parent(sqlite, folder) || !directory_make(folder, report))
		return false;
	report_note(report, nowhere, "created the directory %s", folder);
	return true;
}

/* Creates an empty file, which is an empty database. Of several processes only one succeeds. */
static bool create_file(const char *path)
{
	int fd = is_in_memory(path) ? -1 : open(path, O_RDWR | O_CREAT | O_EXCL, 0644);

	return fd >= 0 && close(fd) == 0;
}

/*
 * Reports an error if the file exists relative to the schema's directory, where Prisma before
 * version 7 looks for it: a user who means that file must not get another.
 */
static bool is_beside_schema(struct sqlite *sqlite)
{
	const char *path = sqlite->db.url->path;
	size_t dot = strncmp(path, "./", 2) == 0 ? 2 : 0;
	const char *other = path_join(sqlite->db.arena, "prisma", path + dot);

	if (*path == '/' || access(other, F_OK) != 0)
		return false;
	report_error(sqlite->db.report, nowhere, "the database %s does not exist, but %s does",
		     path, other);
	report_hint(sqlite->db.report,
		    "paths are relative to the current directory; before Prisma 7 they were "
		    "relative to the schema's directory: use file:%s",
		    other);
	return true;
}

/*
 * Reports an error if the path has percent escapes. Neither reading names a file, and creating one
 * would make a second database for programs that read the path in the other way.
 */
static bool is_ambiguous(struct sqlite *sqlite)
{
	const char *path = sqlite->db.url->path;
	const char *decoded = url_decode(sqlite->db.arena, slice_of(path));

	if (strcmp(path, decoded) == 0)
		return false;
	report_error(sqlite->db.report, nowhere, "neither the database '%s' nor '%s' exists", path,
		     decoded);
	report_hint(sqlite->db.report,
		    "some of Prisma's drivers decode a path and others do not: use file:%s",
		    decoded);
	return true;
}

/* Reports an error if cutting the path at a # gives an existing file: that one is meant. */
static bool has_fragment(struct sqlite *sqlite)
{
	const char *path = sqlite->db.url->path;
	const char *name = arena_slice(sqlite->db.arena, path, strcspn(path, "#"));

	if (strcmp(path, name) == 0 || access(name, F_OK) != 0)
		return false;
	report_error(sqlite->db.report, nowhere, "the database %s does not exist, but %s does",
		     path, name);
	report_hint(sqlite->db.report, "a # counts as part of the name: use file:%s", name);
	return true;
}

/* Decides about a missing file. On true the file is opened, unless the database is only read. */
static bool allow_missing(struct sqlite *sqlite)
{
	const char *folder = missing_folder(sqlite);

	if (is_beside_schema(sqlite) || has_fragment(sqlite) || is_ambiguous(sqlite))
		return false;
	switch (sqlite->db.access) {
	case DB_READ:
		if (folder && !check_parent(sqlite, folder))
			return false;
		db_report_missing(&sqlite->db);
		return true;
	case DB_READ_EXISTING:
	case DB_WRITE:
		return db_refuse_missing(&sqlite->db, "database");
	default:
		return true;
	}
}

/*
 * Opens the file for writing, even to read it: a file that a killed process left must first be
 * repaired.
 */
static bool open_file(struct sqlite *sqlite)
{
	const char *path = sqlite->db.url->path;
	bool creates = sqlite->db.access == DB_CREATE || sqlite->db.access == DB_REPLACE;

	sqlite->flags = SQLITE_OPEN_READWRITE | (creates ? SQLITE_OPEN_CREATE : 0);
	if (creates && !create_folder(sqlite))
		return false;
	sqlite->db.created = creates && create_file(path);
	return sqlite_connect(sqlite);
}

/* True for a file or a device. SQLite would report any other kind as a disk error. */
static bool check_kind(const struct sqlite *sqlite, const struct stat *status)
{
	if (!S_ISDIR(status->st_mode) && !S_ISFIFO(status->st_mode) && !S_ISSOCK(status->st_mode))
		return true;
	report_error(sqlite->db.report, nowhere, "the database '%s' is a %s", sqlite->db.url->path,
		     S_ISDIR(status->st_mode) ? "directory" : "pipe");
	return report_hint(sqlite->db.report, "name a file in the URL (-u, DATABASE_URL)");
}

static struct db *sqlite_open(const struct url *url, enum db_access access,
			      const struct db_patience *patience, struct report *report)
{
	struct sqlite *sqlite = arena_alloc(report->arena, sizeof *sqlite);
	struct stat status;

	sqlite->db = (struct db){.dialect = &db_sqlite,
				 .url = url,
				 .access = access,
				 .lock_wait = patience->lock_wait,
				 .progress = patience->progress,
				 .report = report,
				 .arena = report->arena};
	sqlite->lock = sqlite->wal_index = -1;
	bool unknown = stat(url->path, &status) != 0, missing = unknown && errno == ENOENT;
	if (missing && !allow_missing(sqlite))
		return NULL;
	if (missing && access == DB_READ)
		return &sqlite->db;
	if (!unknown && !check_kind(sqlite, &status))
		return NULL;
	return open_file(sqlite) ? &sqlite->db : NULL;
}

static void sqlite_close(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);

	sqlite_disconnect(sqlite);
	sqlite_unlock(sqlite);
}

const struct db_dialect db_sqlite = {
	.provider = "sqlite",
	.scripts = &sqltext_sqlite,
	.open = sqlite_open,
	.close = sqlite_close,
	.try_lock = sqlite_try_lock,
	.lock_holder = sqlite_lock_holder,
	.history_read = sqlite_history_read,
	.history_stale = sqlite_history_stale,
	.history_create = sqlite_history_create,
	.history_add = sqlite_history_add,
	.history_change = sqlite_history_change,
	.has_tables = sqlite_has_tables,
	.schema_read = sqlite_schema_read,
	.schema_left_out = sqlite_schema_left_out,
	.schema_mark = sqlite_schema_mark,
	.schema_copy = sqlite_schema_copy,
	.read_numbers = sqlite_read_numbers,
	.clear = sqlite_clear,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.flush = sqlite_flush,
	.is_durable = sqlite_is_durable,
	.was_rolled_back = sqlite_was_rolled_back,
	.run = sqlite_run,
	.measure = sqlite_measure,
	.check = sqlite_check,
	.run_is_done = sqlite_run_is_done,
};
