/* mig-status: how each migration of a folder stands in a database. */
#include <getopt.h>
#include <stdio.h>

#include "base/program.h"
#include "migrate/migrate.h"

static const struct option_row options[] = {
	{'m', "migrations", "dir", "the migrations folder"},
	{'q', "quiet", NULL, "print nothing, only the exit status"},
	{'u', "url", "url", "the database; else $DATABASE_URL, else that of .env"},
	{'v', "verbose", NULL, "under a failed migration print its log, on stderr"},
	{0},
};
static const struct program program = {
	"mig-status", "", "prints a line for each migration: state, name, times", options,
};

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = {.report = &report, .dry_run = true};
	const char *directory = NULL;
	char *url = NULL;
	bool quiet = false, verbose = false;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'm':
			directory = optarg;
			break;
		case 'q':
			quiet = true;
			break;
		case 'u':
			url = optarg;
			break;
		case 'v':
			verbose = true;
			break;
		}

	struct view view = {0};
	const struct standing *standing;
	enum exit_status status = EXIT_YES;
	if (!migrate_open(&migrate, url, directory) || !migrate_look(&migrate, &view))
		status = EXIT_TROUBLE;
	vector_each(standing, &view.standings) {
		if (!is_settled(standing))
			status = EXIT_NO;
		if (!quiet)
			puts(standing_line(&arena, standing));
		if (verbose && standing->state == STATE_FAILED && standing->row->logs)
			program_note("%s: %s", standing->name, standing->row->logs);
	}
	migrate_close(&migrate);
	return program_end(&report, status);
}
