/* mig-rollback: rolls back the migrations applied last. */
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/program.h"
#include "migrate/options.h"

static const struct option_row options[] = {
	{'a', "adopted", NULL, "also roll back migrations that were only marked as applied"},
	{'b', "backup", "file", "restore a backup instead: this file, or one from this directory"},
	{'c', "count", "number", "roll back this many migrations (1)"},
	{'f', "force", NULL, "with -b, restore without asking"},
	OPTION_LOCK_TIMEOUT,
	OPTION_MIGRATIONS,
	OPTION_DRY_RUN,
	OPTION_FORM,
	OPTION_QUIET,
	OPTION_RETRIES,
	{'s', "strict", "word", "lost: refuse every implicit loss; none: refuse no loss"},
	{'t', "to", "name", "roll back everything applied after this migration"},
	OPTION_URL,
	OPTION_VERBOSE,
	OPTION_WAIT,
	OPTION_REHEARSE,
	{0},
};
static const char *const strict_words[] = {"lost", "none", NULL};
static const enum loss_refusal refusals[] = {REFUSE_LOSSES, REFUSE_NO_LOSS};

static const struct program program = {
	"mig-rollback",
	"[file]",
	"rolls back the last migration with its down.sql",
	options,
};

/* Rolls back the chosen migrations. An empty list of mig-apply needs no database. */
static enum outcome roll_back(struct migrate *migrate, struct rollback chosen, const char *file)
{
	struct applied_list list;

	if (file) {
		if (!migrate_read_applied(file, &list, migrate->report)) {
			report_hint(
				migrate->report,
				"the file must be output of mig-apply, which lists the migrations "
				"to roll back; without a file, the last applied migration is "
				"rolled back; -t NAME rolls back everything applied after NAME");
			return OUTCOME_TROUBLE;
		}
		if (!list.records.count) {
			bool named = strcmp(file, "-") != 0;
			program_note("%s%s%s lists no migration: nothing was rolled back; "
				     "mig-status tells if one failed in part",
				     named ? "'" : "", named ? file : "standard input",
				     named ? "'" : "");
			return OUTCOME_DONE;
		}
		chosen.list = &list;
	}
	if (!migrate_open(migrate))
		return OUTCOME_TROUBLE;
	if (migrate->verbose)
		program_note("rolling back %s", migrate->url.shown);
	return migrate_roll_back(migrate, &chosen);
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = migrate_defaults(&report);
	struct rollback rollback = {0};
	const char *backup = NULL;
	bool forced = false;

	program_begin(&program);
	migrate.refused = REFUSE_LOST_COLUMNS;
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'a':
			rollback.marked = true;
			break;
		case 'b':
			backup = optarg;
			break;
		case 'c':
			rollback.count = (size_t)program_count(optarg);
			if (!rollback.count)
				program_usage_error("-c must be at least 1");
			break;
		case 's':
			migrate.refused = refusals[program_word(optarg, "word", strict_words)];
			break;
		case 'f':
			forced = true;
			break;
		case 't':
			rollback.target = optarg;
			break;
		default:
			migrate_option(&migrate, letter);
		}
	const char *file = argv[optind];
	/* One that does not exist may be a directory: that it is missing is the fault to report. */
	bool chooses = backup && strcmp(backup, "-") != 0 &&
		       (is_directory(backup) || access(backup, F_OK) != 0);
	if ((rollback.count != 0) + (rollback.target && !chooses) + (backup != NULL) +
		    (file != NULL) >
	    1)
		program_usage_error("-b, -c, -t and a file are mutually exclusive");
	if (backup && ((migrate.dry_run && !chooses) || migrate.rehearsal))
		program_usage_error("-b cannot be used with -n or -x");
	if (!rollback.count)
		rollback.count = 1;

	interrupt_catch();
	enum outcome outcome = backup ? migrate_restore(&migrate, backup, rollback.target, forced)
				      : roll_back(&migrate, rollback, file);
	migrate_close(&migrate);
	return program_end(&report, migrate_exit_status(&report, outcome));
}
