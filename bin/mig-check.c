/* mig-check: verifies a migrations folder in scratch databases. */
#include <getopt.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "develop/check.h"
#include "migrate/options.h"

static const struct option_row options[] = {
	{'b', "base", "revision", "compare order and files with this git revision"},
	{'l', "list-risks", NULL, "print the risks of each migration, and run nothing"},
	OPTION_MIGRATIONS,
	{'n', "newest", "count", "check only the last COUNT migrations"},
	OPTION_FORM,
	OPTION_QUIET,
	{'r', "rows", "file", "run this SQL before each migration, to insert rows it must keep"},
	{'R', "make-rows", NULL, "insert two rows into each empty table before each migration"},
	{'s', "schema", "path", "the Prisma schema, a file or a folder"},
	{'t', "from", "name", "check only this migration and later ones"},
	OPTION_URL,
	OPTION_WAIT,
	{0},
};
static const struct program program = {
	"mig-check",
	"",
	"verifies a migrations folder in scratch databases",
	options,
};

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate shared = migrate_defaults(&report);
	struct check check = {.report = &report};

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'b':
			check.base = optarg;
			break;
		case 'l':
			check.lists_risks = true;
			break;
		case 'n':
			check.count = (size_t)program_count(optarg);
			if (!check.count)
				program_usage_error("-n must be at least 1");
			break;
		case 'r':
			check.rows = optarg;
			break;
		case 'R':
			check.makes_rows = true;
			break;
		case 's':
			check.schema = optarg;
			break;
		case 't':
			check.first = optarg;
			break;
		default:
			migrate_option(&shared, letter);
		}
	if (check.count && check.first)
		program_usage_error("-n and -t are mutually exclusive");
	if (check.lists_risks && (check.base || check.rows || check.makes_rows || check.schema))
		program_usage_error("-l cannot be combined with -b, -r, -R or -s");
	check.url_option = shared.url_option;
	check.directory_option = shared.directory_option;
	check.quiet = shared.quiet;
	check.records = shared.records;
	check.patience = shared.patience;

	interrupt_catch();
	enum outcome outcome = develop_check(&check);
	return program_end(&report, migrate_exit_status(&report, outcome));
}
