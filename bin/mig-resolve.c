/* mig-resolve: corrects the history of a database, and changes nothing else. */
#include <getopt.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "migrate/options.h"

static const struct option_row options[] = {
	{'a', "applied", NULL, "mark the named migrations as applied"},
	{'e', "edited", NULL, "accept the edited file of an applied migration"},
	{'f', "from-start", NULL, "with -r: its committed part was undone by hand"},
	{'g', "forget", NULL, "forget an applied migration that is missing from the folder"},
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
	"corrects the history: -a applied, -e edited, -g forgotten, -r rolled back",
	options,
};

static enum resolution resolution_of(int letter, bool from_start)
{
	switch (letter) {
	case 'a':
		return RESOLVE_APPLIED;
	case 'e':
		return RESOLVE_EDITED;
	case 'g':
		return RESOLVE_FORGOTTEN;
	default:
		return from_start ? RESOLVE_FROM_START : RESOLVE_ROLLED_BACK;
	}
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = migrate_defaults(&report);
	int letter, way = 0;
	bool from_start = false;

	program_begin(&program);
	while ((letter = program_option(argc, argv)) != 0)
		switch (letter) {
		case 'a':
		case 'e':
		case 'g':
		case 'r':
			if (way && way != letter)
				program_usage_error("-%c and -%c are mutually exclusive", way,
						    letter);
			way = letter;
			break;
		case 'f':
			from_start = true;
			break;
		default:
			migrate_option(&migrate, letter);
		}
	if (!way)
		program_usage_error("-a, -e, -g or -r is required");
	if (from_start && way != 'r')
		program_usage_error("-f requires -r");

	struct names names = {0};
	enum outcome outcome = OUTCOME_TROUBLE;
	while (argv[optind])
		*vector_add(&arena, &names) = argv[optind++];
	interrupt_catch();
	if (migrate_open(&migrate)) {
		if (migrate.verbose)
			program_note("changing the history of %s", migrate.url.shown);
		outcome = migrate_resolve(&migrate, &names, resolution_of(way, from_start));
	}
	migrate_close(&migrate);
	return program_end(&report, migrate_exit_status(&report, outcome));
}
