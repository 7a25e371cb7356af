/*
 * The rows of a history that another tool, another version or a hand has written: each line of the
 * input is one, its fields are separated by tabs, and `-` is NULL. The programs say of it what they
 * think and would do.
 */
#include "fuzz.h"

#include <sqlite3.h>
#include <string.h>

#include "base/file.h"
#include "migrate/options.h"

static const char create[] =
	"CREATE TABLE IF NOT EXISTS _prisma_migrations (id TEXT PRIMARY KEY NOT NULL, checksum "
	"TEXT "
	"NOT NULL, finished_at DATETIME, migration_name TEXT NOT NULL, logs TEXT, rolled_back_at "
	"DATETIME, started_at DATETIME NOT NULL DEFAULT current_timestamp, applied_steps_count "
	"INTEGER UNSIGNED NOT NULL DEFAULT 0); PRAGMA synchronous = off";
static const char insert[] =
	"INSERT OR IGNORE INTO _prisma_migrations (id, migration_name, checksum, started_at, "
	"finished_at, rolled_back_at, applied_steps_count, logs) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

static const struct {
	const char *path, *text;
} files[] = {
	{"1_a/migration.sql", "CREATE TABLE a (x);\nCREATE TABLE b (x);\n"},
	{"1_a/down.sql", "DROP TABLE a;\nDROP TABLE b;\n"},
	{"2_b/migration.sql", "PRAGMA user_version = 1;\nVACUUM;\nDROP TABLE b;\n"},
	{"3_c/migration.sql", "INSERT INTO a VALUES (1);\n"},
	{"3_c/down.sql", "-- nothing\n"},
};

static void write_folder(struct arena *arena)
{
	static const char *const directories[] = {"1_a", "2_b", "3_c"};
	struct report report = {.arena = arena};

	for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
		must(directory_make(fuzz_path(arena, directories[i]), &report));
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		fuzz_write(fuzz_path(arena, files[i].path), files[i].text, strlen(files[i].text));
}

static void add_row(sqlite3_stmt *statement, struct slice line, struct arena *arena)
{
	struct slice part;

	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	for (int i = 1; i <= 8 && record_split(&line, '\t', &part); i++) {
		const char *text = record_unescape(arena, part);
		if (text && !slice_is(part, "-"))
			sqlite3_bind_text(statement, i, text, -1, SQLITE_TRANSIENT);
	}
	sqlite3_step(statement);
}

static void write_history(const char *path, const struct source *input, struct arena *arena)
{
	struct slice rest = {input->text, input->length}, line;
	static sqlite3 *database;
	sqlite3_stmt *statement;

	if (!database)
		must(sqlite3_open(path, &database) == SQLITE_OK);
	must(sqlite3_exec(database, create, NULL, NULL, NULL) == SQLITE_OK);
	must(sqlite3_exec(database, "BEGIN; DELETE FROM _prisma_migrations", NULL, NULL, NULL) ==
	     SQLITE_OK);
	must(sqlite3_prepare_v2(database, insert, -1, &statement, NULL) == SQLITE_OK);
	while (record_split(&rest, '\n', &line))
		add_row(statement, line, arena);
	sqlite3_finalize(statement);
	must(sqlite3_exec(database, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
}

/* Looks at the history and says what each program would do. */
static void use(struct migrate *migrate)
{
	struct rollback all = {.count = 10, .marked = true};
	const struct status *status;
	struct names names = {0};
	struct view view = {0};

	if (!migrate_open(migrate) || !migrate_look(migrate, &view))
		return;
	vector_each(status, &view.statuses)
		migrate_print_status(migrate, status);
	migrate_check_history(migrate, &view, STRICT_DEFAULT);
	migrate_apply(migrate, STRICT_MISSING);
	migrate_roll_back(migrate, &all);
	vector_each(status, &view.statuses)
		*vector_add(migrate->report->arena, &names) = status->name;
	for (int i = RESOLVE_APPLIED; i <= RESOLVE_FORGOTTEN; i++)
		migrate_resolve(migrate, &names, (enum resolution)i);
}

void fuzz_history(const struct source *input, struct report *report)
{
	static bool written;
	struct arena *arena = report->arena;
	const char *path = fuzz_path(arena, "history.db");
	struct migrate migrate = migrate_defaults(report);

	if (!written)
		write_folder(arena);
	written = true;
	write_history(path, input, arena);
	migrate.records = (struct record_writer){.text.arena = arena};
	migrate.directory_option = fuzz_path(arena, "");
	migrate.url_option = arena_format(arena, "file:%s", path);
	migrate.dry_run = true;
	use(&migrate);
	migrate_close(&migrate);
}
