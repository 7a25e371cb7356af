/* mig-squash: replaces migrations by one with the same result. */
#include <getopt.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "develop/squash.h"
#include "migrate/options.h"

static const struct option_row options[] = {
	OPTION_MIGRATIONS,
	{'n', "dry-run", NULL, "print the names of the migrations to replace; change nothing"},
	{'t', "to", "name", "replace the migrations up to and including this one"},
	OPTION_URL,
	OPTION_WAIT,
	{0},
};
static const struct program program = {
	"mig-squash",
	"name",
	"replaces migrations with an equivalent one and prints its path",
	options,
};

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate shared = migrate_defaults(&report);
	struct squash squash = {.report = &report};
	const char *path = NULL, **name;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		if (letter == 't')
			squash.last = optarg;
		else
			migrate_option(&shared, letter);
	squash.name = argv[optind];
	squash.url_option = shared.url_option;
	squash.directory_option = shared.directory_option;
	squash.patience = shared.patience;
	squash.dry_run = shared.dry_run;

	interrupt_catch();
	if (!develop_squash(&squash, &path))
		return program_end(&report, EXIT_TROUBLE);
	if (squash.dry_run)
		vector_each(name, &squash.replaced)
			printf("%s\n", *name);
	else
		printf("%s\n", path);
	return program_end(&report, EXIT_YES);
}
