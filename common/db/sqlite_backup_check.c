/*
 * Checks a backup of SQLite: its size, and its contents as far as SQLite knows them. Collations and
 * functions that an application brings are no damage: stand-ins take their place.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/sqlite_backup.h"
#include "db/sqlite_sql.h"

static uint32_t big_endian(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/*
 * Compares a file's size with its header (https://www.sqlite.org/fileformat.html). SQLite overlooks
 * a last page that is cut off. The number of pages counts only if the file was last written by a
 * version that keeps it.
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

/* Orders by bytes. */
static int compare(void *context, int a_size, const void *a, int b_size, const void *b)
{
	int order = memcmp(a, b, (size_t)(a_size < b_size ? a_size : b_size));

	(void)context;
	return order ? order : a_size - b_size;
}

static void add_collation(void *context, sqlite3 *connection, int encoding, const char *name)
{
	(void)context;
	sqlite3_create_collation(connection, name, encoding, NULL, compare);
}

void sqlite_backup_stand_in(sqlite3 *connection)
{
	sqlite3_collation_needed(connection, NULL, add_collation);
}

/* A result that is not NULL: a column may forbid that. */
static void answer_zero(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_int(context, 0);
}

/* Adds the function that SQLite's message says is missing. False if it says something else. */
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
 * Checks without what only the application knows: the order of its collations, the values of its
 * functions, and so indexes and checks that use them.
 */
static bool check_without(sqlite3 *connection, struct arena *arena, const char **answer)
{
	enum { MOST_FUNCTIONS = 1000 };

	sqlite_backup_stand_in(connection);
	sqlite3_exec(connection, sqlite_sql_ignore_checks, NULL, NULL, NULL);
	for (int i = 0; i < MOST_FUNCTIONS; i++) {
		if (sqlite_backup_ask(connection, arena, sqlite_sql_check_structure, answer))
			return true;
		if (!add_function(connection, arena))
			return false;
	}
	return false;
}

/* True if what failed is not in the file, but in what the application brings along. */
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

static bool check_contents(struct db_backup *backup, struct report *report)
{
	sqlite3 *connection;
	const char *answer = NULL, *tables = NULL;

	if (!sqlite_backup_open(backup->path, SQLITE_OPEN_READONLY, &connection, report))
		return false;
	bool answered =
		sqlite_backup_ask(connection, report->arena, sqlite_sql_check_file, &answer);
	if (!answered && needs_application(connection))
		answered = check_without(connection, report->arena, &answer);
	backup->whole = answered && answer && strcmp(answer, "ok") == 0;
	if (!backup->whole)
		report_warning(report, nowhere, "'%s' is damaged: %s", backup->name,
			       answer ? answer : sqlite3_errmsg(connection));
	backup->has_history =
		sqlite_backup_ask(connection, report->arena, sqlite_sql_count_history, &tables) &&
		strcmp(tables, "0") != 0;
	sqlite3_close(connection);
	return true;
}

bool sqlite_backup_check(struct db_backup *backup, struct report *report)
{
	long long size = 0, expected = 0;

	backup->whole = has_its_size(backup->path, &size, &expected);
	if (backup->whole)
		return check_contents(backup, report);
	report_warning(report, nowhere, "'%s' is damaged: it has %lld bytes, and should have %lld",
		       backup->name, size, expected);
	return true;
}
