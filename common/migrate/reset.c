/* Empties a database, and fills it again. */
#include "migrate/reset.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/shell.h"
#include "connect/connect.h"
#include "migrate/run_file.h"

bool migrate_reset_open(struct migrate *migrate)
{
	struct report *report = migrate->report;

	migrate->database_may_be_missing = true;
	return migrate_find_url(migrate) &&
	       folder_read(folder_path(migrate->directory_option), url_provider(&migrate->url),
			   &migrate->folder, report);
}

/* Opens the database for this purpose. */
static bool open_database(struct migrate *migrate, enum db_access access)
{
	return db_open(&migrate->db, &migrate->url, access, &migrate->patience, migrate->report);
}

static void close_database(struct migrate *migrate)
{
	db_close(migrate->db);
	migrate->db = NULL;
}

/* Drops everything while no other process migrates. */
static bool clear(struct migrate *migrate)
{
	bool cleared;

	if (!open_database(migrate, DB_CREATE))
		return false;
	cleared = db_lock(migrate->db, migrate->patience.lock_wait) && !interrupt_seen() &&
		  db_clear(migrate->db);
	close_database(migrate);
	if (cleared)
		program_note("dropped everything in %s", migrate->url.shown);
	return cleared;
}

/* Returns the path of seed.sql beside the folder, or NULL. */
static const char *find_seed(const struct migrate *migrate)
{
	struct arena *arena = migrate->report->arena;
	size_t length = strlen(migrate->folder.path);
	const char *path = migrate->folder.path;

	while (length && path[length - 1] == '/')
		length--;
	while (length && path[length - 1] != '/')
		length--;
	path = arena_format(arena, "%.*sseed.sql", (int)length, path);
	return access(path, F_OK) == 0 ? path : NULL;
}

enum outcome migrate_run_command(const struct migrate *migrate, const char *command)
{
	struct arena *arena = migrate->report->arena;
	struct names environment = {0};

	*vector_add(arena, &environment) =
		arena_format(arena, "DATABASE_URL=%s", migrate->url.text);
	return shell_run(command, &environment, migrate->report) ? OUTCOME_DONE : OUTCOME_FAILED;
}

static enum outcome dry_run(struct migrate *migrate, const char *command)
{
	const struct migration *migration;
	const char *seed = command ? NULL : find_seed(migrate);

	program_note("would drop everything in %s", migrate->url.shown);
	vector_each(migration, &migrate->folder.migrations) {
		const struct status status = {
			.state = STATE_PENDING, .name = migration->name, .migration = migration};
		migrate_print_status(migrate, &status);
	}
	if (command || seed)
		program_note("would run %s", command ? command : seed);
	return OUTCOME_DONE;
}

enum outcome migrate_reset(struct migrate *migrate, const char *command)
{
	const char *seed = command ? NULL : find_seed(migrate);

	if (migrate->dry_run)
		return dry_run(migrate, command);
	if (!clear(migrate) || !open_database(migrate, DB_CREATE))
		return OUTCOME_TROUBLE;
	enum outcome outcome = migrate_apply(migrate, STRICT_DEFAULT);
	if (outcome == OUTCOME_DONE && seed) {
		outcome = migrate_run_file(migrate, seed);
		if (outcome == OUTCOME_DONE)
			program_note("ran %s", seed);
	}
	close_database(migrate);
	if (outcome == OUTCOME_DONE && command)
		outcome = migrate_run_command(migrate, command);
	return outcome;
}
