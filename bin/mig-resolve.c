/* mig-resolve: corrects the history of a database, and changes nothing else. */
#include <getopt.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "migrate/options.h"

static const struct option_row options[] = {
	{'a', "applied", NULL, "mark the named migrations as applied"},
	{'f', "from-start", NULL, "with -r: what it committed was undone by hand"},
	OPTION_MIGRATIONS,
	OPTION_DRY_RUN,
	OPTION_FORM,
	OPTION_QUIET,
	{'r', "rolled-back", NULL, "mark the named failed migrations as rolled back"},
	OPTION_URL,
	OPTION_VERBOSE,
	OPTION_WAIT,
	{0},
};
static const struct program program = {
	"mig-resolve",
	"name ...",
	"marks migrations as applied (-a) or as rolled back (-r)",
	options,
};

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = migrate_defaults(&report);
	bool applied = false, rolled_back = false, from_start = false;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'a':
			applied = true;
			break;
		case 'f':
			from_start = true;
			break;
		case 'r':
			rolled_back = true;
			break;
		default:
			migrate_option(&migrate, letter);
		}
	if (applied == rolled_back)
		program_usage_error("-a or -r is required");
	if (from_start && !rolled_back)
		program_usage_error("-f requires -r");

	struct names names = {0};
	enum outcome outcome = OUTCOME_TROUBLE;
	while (argv[optind])
		*vector_add(&arena, &names) = argv[optind++];
	interrupt_catch();
	if (migrate_open(&migrate)) {
		if (migrate.verbose)
			program_note("changing the history of %s", migrate.url.shown);
		outcome = applied ? migrate_mark_applied(&migrate, &names)
				  : migrate_mark_rolled_back(&migrate, &names, from_start);
	}
	migrate_close(&migrate);
	return program_end(&report, migrate_exit_status(&report, outcome));
}
