/* mig-dev: makes a migration of the changes in the Prisma schema, and applies it. */
#include <getopt.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "develop/develop.h"
#include "migrate/options.h"

static const struct option_row options[] = {
	{'c', "create-only", NULL, "write the migration but do not apply it"},
	{'f', "force", NULL, "ignore drift, and do not ask before losing data"},
	OPTION_MIGRATIONS,
	OPTION_FORM,
	OPTION_QUIET,
	{'r', "rename", "old=new",
	 "rename a table, column (users.name) or enum value (Role.ADMIN)"},
	{'s', "schema", "path", "the Prisma schema, a file or a folder"},
	OPTION_URL,
	OPTION_VERBOSE,
	OPTION_WAIT,
	{'x', "exec", "command", "run COMMAND afterwards, such as npx prisma generate"},
	{0},
};
static const struct program program = {
	"mig-dev",
	"[name]",
	"creates a migration from changes in the Prisma schema and applies it",
	options,
};

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct develop develop = {.migrate = migrate_defaults(&report)};

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'c':
			develop.create_only = true;
			break;
		case 'f':
			develop.force = true;
			break;
		case 'r':
			*vector_add(&arena, &develop.renames) = optarg;
			break;
		case 's':
			develop.schema = optarg;
			break;
		case 'x':
			develop.command = optarg;
			break;
		default:
			migrate_option(&develop.migrate, letter);
		}
	develop.name = argv[optind];

	interrupt_catch();
	enum outcome outcome = develop_run(&develop);
	migrate_close(&develop.migrate);
	return program_end(&report, migrate_exit_status(&report, outcome));
}
