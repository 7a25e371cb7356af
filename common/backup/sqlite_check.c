/*
 * Checks a backup of SQLite: its size, and its contents as far as SQLite understands them.
 * Collations and functions of an application are not damage: stand-ins replace them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/sqlite.h"
#include "backup/sqlite_stream.h"
#include "base/interrupt.h"
#include "sqlite/sql.h"

static uint32_t big_endian(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/*
 * Compares a file's size with its header (https://www.sqlite.org/fileformat.html), since SQLite
 * does not notice a truncated last page. The number of pages counts only if the last version to
 * write the file maintains it.
 */
static bool has_its_size(const char *path, long long *size, long long *expected)
{
	enum { PAGE_SIZE = 16, CHANGES = 24, PAGES = 28, VALID_FOR = 92, HEADER = 100 };
	unsigned char header[HEADER] = {0};
	struct stat status = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return true;
	bool read_it = read(fd, header, HEADER) == HEADER && fstat(fd, &status) == 0;
	close(fd);
	long long page = header[PAGE_SIZE] << 8 | header[PAGE_SIZE + 1];
	*size = status.st_size;
	*expected = (page == 1 ? 65536 : page) * big_endian(header + PAGES);
	bool counted = big_endian(header + CHANGES) == big_endian(header + VALID_FOR);
	return !read_it || !counted || *expected == 0 || *size == *expected;
}

/* Returns a value other than NULL, which a column may forbid. */
static void answer_zero(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_int(context, 0);
}

/* Adds the function that SQLite reports as missing. False if SQLite reports something else. */
static bool add_function(sqlite3 *connection, struct arena *arena)
{
	static const char *const beginnings[] = {"unknown function: ", "no such function: "};
	const char *message = sqlite3_errmsg(connection), *at;

	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		if ((at = strstr(message, beginnings[i]))) {
			at += strlen(beginnings[i]);
			return sqlite3_create_function(
				       connection, arena_slice(arena, at, strcspn(at, "()")), -1,
				       SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
				       answer_zero, NULL, NULL) == SQLITE_OK;
		}
	return false;
}

/*
 * Checks everything except what only the application knows: the order of its collations, the
 * results of its functions, and so indexes and checks that use them.
 */
static bool check_without(sqlite3 *connection, struct arena *arena, const char **answer)
{
	enum { MOST_FUNCTIONS = 1000 };

	sqlite_backup_stand_in(connection);
	for (int i = 0; i < MOST_FUNCTIONS; i++) {
		if (sqlite_backup_ask(connection, arena, sqlite_sql_check_structure, answer))
			return true;
		if (!add_function(connection, arena))
			return false;
	}
	return false;
}

/* True if the failure is not in the file, but in something that the application provides. */
static bool needs_application(sqlite3 *connection)
{
	static const char *const words[] = {"no such collation", "unknown function",
					    "no such function", "no such module"};
	const char *message = sqlite3_errmsg(connection);

	if ((sqlite3_errcode(connection) & 0xFF) != SQLITE_ERROR)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(message, words[i]))
			return true;
	return false;
}

/* True at a signal: checking a large file takes long. */
static int is_interrupted(void *context)
{
	(void)context;
	return interrupt_seen();
}

/* A file that was examined. */
struct look {
	sqlite3 *connection;
	bool readable;	    /* SQLite reached its end */
	const char *damage; /* the first damage, or "ok"; or why it is not readable */
};

/*
 * Opens a file, and stores the first damage that SQLite reports. Rows that violate a CHECK do not
 * count: the table may have had them before its CHECK. False at a signal, or if the file is locked
 * or cannot be opened.
 */
static bool look_through(const char *path, const char *name, const char *check, struct look *look,
			 struct report *report)
{
	enum { STEPS_BETWEEN_LOOKS = 10000 };

	*look = (struct look){0};
	if (!sqlite_backup_open(path, SQLITE_OPEN_READONLY, &look->connection, report))
		return false;
	sqlite3_progress_handler(look->connection, STEPS_BETWEEN_LOOKS, is_interrupted, NULL);
	sqlite3_exec(look->connection, sqlite_sql_ignore_checks, NULL, NULL, NULL);
	sqlite_read_ahead(look->connection);
	look->readable = sqlite_backup_ask(look->connection, report->arena, check, &look->damage);
	if (!look->readable && needs_application(look->connection))
		look->readable = check_without(look->connection, report->arena, &look->damage);
	sqlite_end_read_ahead();
	if (!look->readable)
		look->damage = arena_string(report->arena, sqlite3_errmsg(look->connection));
	int code = look->readable ? SQLITE_OK : sqlite3_errcode(look->connection) & 0xFF;
	if (code != SQLITE_BUSY && !interrupt_seen())
		return true;
	sqlite3_close(look->connection);
	return sqlite_backup_report(&(const struct url){.path = path, .shown = name}, "read", code,
				    report);
}

static bool check_contents(struct backup *backup, struct report *report)
{
	const char *tables = NULL;
	struct look look;

	if (!look_through(backup->path, backup->name, sqlite_sql_check_file, &look, report))
		return false;
	backup->whole = strcmp(look.damage, "ok") == 0;
	if (!backup->whole)
		report_warning(report, nowhere, "'%s' is damaged: %s", backup->name, look.damage);
	backup->has_history = sqlite_backup_ask(look.connection, report->arena,
						sqlite_sql_count_history, &tables) &&
			      strcmp(tables, "0") != 0;
	sqlite3_close(look.connection);
	return true;
}

bool sqlite_backup_check(struct backup *backup, struct report *report)
{
	long long size = 0, expected = 0;

	backup->whole = backup->has_digest || has_its_size(backup->path, &size, &expected);
	if (backup->whole)
		return check_contents(backup, report);
	report_warning(report, nowhere,
		       "'%s' is damaged: it has %lld bytes, but its header says %lld", backup->name,
		       size, expected);
	return true;
}

/*
 * Accepts an index that lacks a row, or a NULL in a NOT NULL column. The database has them, too,
 * and a backup before its repair must be possible. Only what SQLite reports about pages names the
 * database first.
 */
bool sqlite_backup_read_pages(const struct url *url, const char *path, struct report *report)
{
	static const char pages[] = "*** in database main ***\n";
	struct look look;

	if (!look_through(path, path, sqlite_sql_check_structure, &look, report))
		return false;
	sqlite3_close(look.connection);
	bool about_pages = strncmp(look.damage, pages, sizeof pages - 1) == 0;
	if (look.readable && !about_pages)
		return true;
	return report_error(report, nowhere, "cannot read back the backup of %s: %s", url->shown,
			    look.damage + (about_pages ? sizeof pages - 1 : 0));
}
