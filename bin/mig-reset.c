/* mig-reset: empties a database, applies all migrations to it, and fills it with seed data. */
#include <getopt.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "migrate/options.h"
#include "migrate/reset.h"

static const struct option_row options[] = {
	{'f', "force", NULL, "do not ask; twice: not even if the database is on another host"},
	OPTION_MIGRATIONS,
	OPTION_DRY_RUN,
	OPTION_FORM,
	OPTION_QUIET,
	OPTION_URL,
	OPTION_VERBOSE,
	OPTION_WAIT,
	{'x', "exec", "command",
	 "run COMMAND afterwards instead of the seed.sql beside the folder"},
	{0},
};
static const struct program program = {
	"mig-reset",
	"",
	"drops everything in a database, applies all migrations, and seeds it",
	options,
};

/* Asks if everything may be dropped. Without a terminal the answer is no. */
static bool allowed(const struct url *url, struct report *report)
{
	const char *question = arena_format(report->arena, "Drop everything in %s?", url->shown);
	bool yes;

	if (program_ask(question, &yes))
		return yes || report_error(report, nowhere, "nothing was changed");
	report_error(report, nowhere, "cannot ask before dropping everything in %s: no terminal",
		     url->shown);
	return report_hint(report, "use -f to reset without asking");
}

/* Refuses a database on another host: other people may need it. */
static bool is_ours(const struct url *url, struct report *report)
{
	if (url_is_local(url))
		return true;
	report_error(report, nowhere, "%s is not on this machine", url->shown);
	return report_hint(report, "to drop everything in it anyway, use -ff");
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = migrate_defaults(&report);
	const char *command = NULL;
	int forced = 0;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'f':
			forced++;
			break;
		case 'x':
			command = optarg;
			break;
		default:
			migrate_option(&migrate, letter);
		}

	enum outcome outcome = OUTCOME_TROUBLE;
	interrupt_catch();
	if (migrate_reset_open(&migrate) &&
	    (migrate.dry_run || forced > 1 || is_ours(&migrate.url, &report)) &&
	    (migrate.dry_run || forced || allowed(&migrate.url, &report)))
		outcome = migrate_reset(&migrate, command);
	migrate_close(&migrate);
	return program_end(&report, migrate_exit_status(&report, outcome));
}
