/* mig-status: prints the status of each migration of a folder in a database. */
#include "base/program.h"
#include "migrate/options.h"

static const struct option_row options[] = {
	OPTION_MIGRATIONS,
	OPTION_FORM,
	OPTION_QUIET,
	OPTION_URL,
	{'v', "verbose", NULL, "print the log of a failed migration on stderr"},
	{0},
};
static const struct program program = {
	"mig-status",
	"",
	"prints the state of each migration",
	options,
};

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = migrate_defaults(&report);

	program_begin(&program);
	migrate.dry_run = true;
	migrate.database_may_be_missing = true;
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		migrate_option(&migrate, letter);

	/* A log follows its record. */
	migrate.records.at_once = migrate.verbose;
	struct view view = {0};
	const struct status *status;
	enum exit_status answer = EXIT_YES;
	if (!migrate_open(&migrate) || !migrate_look(&migrate, &view))
		answer = EXIT_TROUBLE;
	vector_each(status, &view.statuses) {
		if (!migrate_is_up_to_date(status))
			answer = EXIT_NO;
		migrate_print_status(&migrate, status);
		if (migrate.verbose && status->state == STATE_FAILED && status->row->logs)
			program_note("%s: %s", status->name, status->row->logs);
	}
	buffer_flush(&migrate.records.text);
	migrate_close(&migrate);
	return program_end(&report, answer);
}
