/* mig-rollback: rolls back the migrations that were applied last. */
#include <getopt.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "db/backup.h"
#include "migrate/options.h"

static const struct option_row options[] = {
	{'b', "backup", "file", "restore the database from this backup instead"},
	{'c', "count", "number", "roll back this many migrations (1)"},
	OPTION_LOCK_TIMEOUT,
	OPTION_MIGRATIONS,
	OPTION_DRY_RUN,
	OPTION_FORM,
	OPTION_QUIET,
	OPTION_RETRIES,
	{'t', "to", "name", "roll back everything applied after this migration"},
	OPTION_URL,
	OPTION_VERBOSE,
	OPTION_WAIT,
	OPTION_REHEARSE,
	{0},
};
static const struct program program = {
	"mig-rollback",
	"",
	"rolls back the last migration with its down.sql",
	options,
};

static enum outcome restore(struct migrate *migrate, const char *path)
{
	if (!db_url_find(migrate->url_option, &migrate->url, migrate->report))
		return OUTCOME_TROUBLE;
	bool created;

	if (!db_backup_restore(&migrate->url, path, &migrate->patience, &created, migrate->report))
		return OUTCOME_TROUBLE;
	if (created)
		program_note("created the database %s", migrate->url.shown);
	program_note("restored %s, replacing all of %s", path, migrate->url.shown);
	return OUTCOME_DONE;
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = migrate_defaults(&report);
	const char *target = NULL, *backup = NULL;
	int count = 0;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'b':
			backup = optarg;
			break;
		case 'c':
			count = program_count(optarg);
			if (!count)
				program_usage_error("-c must be at least 1");
			break;
		case 't':
			target = optarg;
			break;
		default:
			migrate_option(&migrate, letter);
		}
	if ((count != 0) + (target != NULL) + (backup != NULL) > 1)
		program_usage_error("-b, -c and -t are mutually exclusive");
	if (backup && (migrate.dry_run || migrate.rehearsal))
		program_usage_error("-b excludes -n and -x");

	enum outcome outcome = OUTCOME_TROUBLE;
	interrupt_catch();
	if (backup) {
		outcome = restore(&migrate, backup);
	} else if (migrate_open(&migrate)) {
		if (migrate.verbose)
			program_note("rolling back %s", migrate.url.shown);
		outcome = migrate_roll_back(&migrate, count ? (size_t)count : 1, target);
	}
	migrate_close(&migrate);
	return program_end(&report, migrate_exit_status(&report, outcome));
}
