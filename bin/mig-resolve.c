/* mig-resolve: changes what the history says of a migration, and nothing else. */
#include <getopt.h>
#include <stdio.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "migrate/migrate.h"

static const struct option_row options[] = {
	{'a', "applied", NULL, "mark the named migrations as applied"},
	{'f', "from-start", NULL, "with -r: what a half applied one committed is undone too"},
	{'m', "migrations", "dir", "the migrations folder"},
	{'n', "dry-run", NULL, "print what would be marked, and change nothing"},
	{'q', "quiet", NULL, "print nothing on stdout"},
	{'r', "rolled-back", NULL, "mark the named failed migrations as rolled back"},
	{'u', "url", "url", "the database; else $DATABASE_URL, else that of .env"},
	{'v', "verbose", NULL, "say on stderr what is being done"},
	{'w', "wait", "seconds", "wait so long for another process to finish its migrations (60)"},
	{0},
};
static const struct program program = {
	"mig-resolve", "name ...", "marks migrations as applied (-a) or as rolled back (-r)",
	options,
};

static void print_line(const struct migrate *migrate, const struct standing *standing)
{
	puts(standing_line(migrate->report->arena, standing));
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = {
		.report = &report, .patience = PATIENCE_DEFAULT, .done = print_line};
	const char *directory = NULL;
	char *url = NULL;
	bool applied = false, rolled_back = false, from_start = false, verbose = false;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'a':
			applied = true;
			break;
		case 'f':
			from_start = true;
			break;
		case 'm':
			directory = optarg;
			break;
		case 'n':
			migrate.dry_run = true;
			break;
		case 'q':
			migrate.done = NULL;
			break;
		case 'r':
			rolled_back = true;
			break;
		case 'u':
			url = optarg;
			break;
		case 'v':
			verbose = true;
			break;
		case 'w':
			migrate.patience.lock_wait = program_milliseconds(optarg);
			break;
		}
	if (applied == rolled_back)
		program_usage_error("say either -a or -r");
	if (from_start && !rolled_back)
		program_usage_error("-f goes with -r");

	struct names names = {0};
	enum outcome outcome = OUTCOME_TROUBLE;
	while (argv[optind])
		*vector_add(&arena, &names) = argv[optind++];
	interrupt_catch();
	if (migrate_open(&migrate, url, directory)) {
		if (verbose)
			program_note("changing the history of %s", migrate.url.shown);
		outcome = applied ? migrate_mark_applied(&migrate, &names)
				  : migrate_mark_rolled_back(&migrate, &names, from_start);
	}
	migrate_close(&migrate);
	return program_end(&report, outcome_status(&report, outcome));
}
