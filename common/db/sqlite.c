/* SQLite: a file. Here it is opened. */
#include "db/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"

static bool wait_over(const struct sqlite *sqlite, int tries)
{
	/* Every try sleeps twice as long as the one before, up to 64 ms. */
	int slept = tries < 7 ? 1 << tries : 64 * (tries - 5);

	return slept >= sqlite->db.lock_wait || interrupt_seen();
}

static int on_busy(void *context, int tries)
{
	const struct sqlite *sqlite = context;

	if (wait_over(sqlite, tries))
		return 0;
	interrupt_wait(-1, false, tries < 6 ? 1 << tries : 64);
	return 1;
}

/* Not zero stops the statement. */
static int on_progress(void *context)
{
	(void)context;
	return interrupt_seen();
}

static bool make_folder(struct sqlite *sqlite)
{
	const char *path = sqlite->db.url->path, *slash = strrchr(path, '/');

	if (!slash || slash == path || strcmp(path, ":memory:") == 0)
		return true;
	return directory_make(arena_slice(sqlite->db.arena, path, (size_t)(slash - path)),
			      sqlite->db.report);
}

/* An empty file, which SQLite takes for an empty database. Of several processes one makes it. */
static bool make_file(const char *path)
{
	int fd = strcmp(path, ":memory:") == 0 ? -1 : open(path, O_RDWR | O_CREAT | O_EXCL, 0644);

	return fd >= 0 && close(fd) == 0;
}

/*
 * Until its version 7 Prisma starts a path from the folder of the schema. Whoever means that file
 * is not served with another one.
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
		    "paths start from the current folder, but before Prisma 7 they started from "
		    "the schema's folder: use file:%s",
		    other);
	return true;
}

static struct db *sqlite_open(const struct db_url *url, enum db_access access,
			      struct report *report)
{
	struct sqlite *sqlite = arena_alloc(report->arena, sizeof *sqlite);
	/* To look needs to write too where a process was killed: the file is mended first. */
	bool makes = access == DB_CREATE || access == DB_REPLACE;
	int flags = SQLITE_OPEN_READWRITE | (makes ? SQLITE_OPEN_CREATE : 0);

	sqlite->db = (struct db){.dialect = &db_sqlite,
				 .url = url,
				 .access = access,
				 .report = report,
				 .arena = report->arena};
	sqlite->db.lock_wait = 5000;
	sqlite->lock = -1;
	struct stat status;
	bool missing = stat(url->path, &status) != 0 && errno == ENOENT;
	if (missing && is_beside_schema(sqlite))
		return NULL;
	if (missing && access == DB_READ) {
		db_report_missing(&sqlite->db);
		return &sqlite->db;
	}
	if (missing && access == DB_WRITE) {
		db_refuse_missing(&sqlite->db, "database");
		return NULL;
	}
	if (makes && !make_folder(sqlite))
		return NULL;
	sqlite->db.created = makes && make_file(url->path);
	if (sqlite3_open_v2(url->path, &sqlite->handle, flags, NULL) != SQLITE_OK) {
		sqlite_report(sqlite, "cannot open the database");
		sqlite3_close(sqlite->handle);
		return NULL;
	}
	sqlite3_extended_result_codes(sqlite->handle, 1);
	sqlite3_busy_handler(sqlite->handle, on_busy, sqlite);
	sqlite3_progress_handler(sqlite->handle, 20000, on_progress, NULL);
	return &sqlite->db;
}

static void sqlite_close(struct db *db)
{
	struct sqlite *sqlite = sqlite_of(db);

	sqlite3_finalize(sqlite->add);
	sqlite3_finalize(sqlite->change);
	sqlite3_finalize(sqlite->ask_version);
	sqlite3_close(sqlite->handle);
	sqlite->handle = NULL;
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
