/* mig-apply: applies the pending migrations of a folder to a database. */
#include <getopt.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "migrate/options.h"

static const struct option_row options[] = {
	{'b', "backup", "dir", "back up to DIR first; if that fails, apply nothing"},
	OPTION_LOCK_TIMEOUT,
	OPTION_MIGRATIONS,
	OPTION_DRY_RUN,
	OPTION_FORM,
	OPTION_QUIET,
	OPTION_RETRIES,
	{'s', "strict", "words",
	 "also refuse: missing, out-of-order, drift, lost, all, no-database, loses-data...; or "
	 "none"},
	{'t', "to", "name", "apply up to and including this migration"},
	OPTION_URL,
	OPTION_VERBOSE,
	OPTION_WAIT,
	OPTION_REHEARSE,
	{0},
};
static const struct program program = {
	"mig-apply",
	"",
	"applies pending migrations to a database",
	options,
};

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = migrate_defaults(&report);
	unsigned strictness = STRICT_DEFAULT;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'b':
			migrate.backup_directory = optarg;
			break;
		case 's':
			strictness = migrate_strictness(optarg);
			break;
		case 't':
			migrate.last = optarg;
			break;
		default:
			migrate_option(&migrate, letter);
		}

	enum outcome outcome = OUTCOME_TROUBLE;
	migrate.database_must_be_named = strictness & STRICT_NO_DATABASE;
	migrate.database_may_be_missing = !migrate.database_must_be_named;
	interrupt_catch();
	if (migrate_open(&migrate)) {
		if (db_was_created(migrate.db))
			program_note("created the database %s", migrate.url.shown);
		if (migrate.verbose)
			program_note("applying %s to %s", migrate.folder.path, migrate.url.shown);
		outcome = migrate_apply(&migrate, strictness);
	}
	migrate_close(&migrate);
	return program_end(&report, migrate_exit_status(&report, outcome));
}
