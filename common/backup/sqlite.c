/* Copies SQLite databases with SQLite's online backup. */
#include "backup/sqlite.h"

#include <string.h>
#include <sys/stat.h>

#include "backup/sqlite_stream.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "sqlite/sql.h"

/* Pages copied between two checks for a signal. */
enum { PAGES_PER_STEP = 4096 };

/* Returns the process that writes to the file, or 0. Call it only while there is no connection. */
static long find_writer(const struct url *url, struct report *report)
{
	struct sqlite probe = {.db = {.url = url, .arena = report->arena, .report = report},
			       .lock = -1,
			       .wal_index = -1};
	pid_t writer = sqlite_writer(&probe);

	sqlite_unlock(&probe);
	return (long)writer;
}

bool sqlite_backup_report(const struct url *url, const char *what, int code, struct report *report)
{
	if (interrupt_seen())
		return report_error(report, nowhere, "interrupted");
	report_error(report, nowhere, "cannot %s '%s': %s", what, url->shown, sqlite3_errstr(code));
	if ((code & 0xFF) != SQLITE_BUSY)
		return false;
	long writer = find_writer(url, report);
	if (writer)
		return report_hint(report, "process %ld has locked it: wait, or end that process",
				   writer);
	return report_hint(report, "another process has locked it: wait, or end that process");
}

bool sqlite_backup_report_write(const struct url *url, const char *what, const char *path, int code,
				struct report *report)
{
	sqlite_backup_report(url, what, code, report);
	if ((code & 0xFF) != SQLITE_FULL && (code & 0xFF) != SQLITE_IOERR)
		return false;
	return report_hint(report, "cannot write '%s': free some space there%s", path,
			   backup_is_temporary(path) ? ", or set TMPDIR to another directory" : "");
}

/* Returns the size of a page in bytes, or 0 if unknown. */
static int64_t page_size(sqlite3 *connection)
{
	sqlite3_stmt *statement = NULL;
	int64_t size = 0;

	if (sqlite3_prepare_v2(connection, sqlite_sql_page_size, -1, &statement, NULL) ==
		    SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		size = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return size;
}

/* Copies until the end or a signal. Returns SQLite's result code. */
static int copy_pages(sqlite3_backup *backup, sqlite3 *from)
{
	struct progress progress;
	int64_t size = page_size(from);
	int code = sqlite3_backup_step(backup, 0);

	progress_begin(&progress, "copying", sqlite3_backup_pagecount(backup) * size);
	while (code == SQLITE_OK) {
		if (interrupt_seen())
			code = SQLITE_INTERRUPT;
		else
			code = sqlite3_backup_step(backup, PAGES_PER_STEP);
		progress_show(&progress, progress.total - sqlite3_backup_remaining(backup) * size);
	}
	progress_end(&progress);
	return code;
}

/*
 * Copies all pages. A read in a transaction of `from` fixes its snapshot: without it, the copy
 * starts again after each commit by others. In `to` all pages are one transaction, which sees all
 * of them or none (https://www.sqlite.org/backup.html).
 */
int sqlite_backup_pages(sqlite3 *to, sqlite3 *from)
{
	int code = sqlite3_exec(from, "BEGIN", NULL, NULL, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_exec(from, sqlite_sql_read_something, NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return code;
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	if (!backup)
		return sqlite3_extended_errcode(to);
	sqlite_read_ahead(from);
	code = copy_pages(backup, from);
	sqlite_end_read_ahead();
	int finished = sqlite3_backup_finish(backup);
	return code != SQLITE_DONE ? code : finished;
}

/* Stores the properties of the file that its copy lacks. */
static void read_settings(const struct url *url, sqlite3 *from, struct manifest *manifest,
			  struct arena *arena)
{
	struct stat status;

	if (stat(url->path, &status) != 0 ||
	    !sqlite_backup_ask(from, arena, sqlite_sql_journal_mode, &manifest->journal))
		return;
	manifest->permissions = status.st_mode & 07777;
	manifest->owner = status.st_uid;
	manifest->group = status.st_gid;
}

/* Copies into an empty file. */
static bool copy(const struct url *url, const char *path, struct manifest *manifest,
		 struct report *report)
{
	struct sqlite *from = sqlite_backup_connect(url, DB_READ_EXISTING, report);
	sqlite3 *to;
	const char *mode;

	if (!from)
		return false;
	if (!sqlite_backup_open(path, SQLITE_OPEN_READWRITE, &to, report)) {
		db_close(&from->db);
		return false;
	}
	/* The file has no name yet that anybody relies on: it needs no journal. */
	sqlite3_exec(to, sqlite_sql_no_journal, NULL, NULL, NULL);
	sqlite_collect_writes(to);
	int code = sqlite_backup_pages(to, from->handle);
	sqlite_end_wait(from);
	int written = sqlite_end_collecting();
	if (code == SQLITE_OK)
		code = written;
	/* A copy in WAL mode would need files beside it. */
	if (code == SQLITE_OK &&
	    !sqlite_backup_ask(to, report->arena, sqlite_sql_single_file, &mode))
		code = sqlite3_extended_errcode(to);
	if (code == SQLITE_OK)
		read_settings(url, from->handle, manifest, report->arena);
	db_close(&from->db);
	sqlite3_close(to);
	return code == SQLITE_OK || sqlite_backup_report_write(url, "copy", path, code, report);
}

bool sqlite_backup_copy(const struct url *url, const char *path, struct manifest *manifest,
			struct report *report)
{
	manifest->taken = db_now();
	return copy(url, path, manifest, report);
}
