/* mig-status: prints the status of each migration of a folder in a database. */
#include <getopt.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "diff/list.h"
#include "migrate/adopt.h"
#include "migrate/drift.h"
#include "migrate/options.h"

static const struct option_row options[] = {
	{'d', "drift", NULL, "print how the database differs from its applied migrations"},
	OPTION_MIGRATIONS,
	OPTION_FORM,
	OPTION_QUIET,
	{'s', "strict", "words", "exit with 1 only if mig-apply -s words would refuse to run"},
	OPTION_URL,
	{'v', "verbose", NULL, "print the log of a failed migration on stderr"},
	OPTION_WAIT,
	{0},
};
static const struct program program = {
	"mig-status",
	"",
	"prints the status of each migration",
	options,
};

/* Prints all statuses. Returns EXIT_NO if one of them needs attention. */
static enum exit_status print(struct migrate *migrate, const struct view *view)
{
	enum exit_status answer = EXIT_YES;
	const struct status *status;

	/* Each log follows its record. */
	migrate->records.at_once = migrate->verbose;
	vector_each(status, &view->statuses) {
		if (!migrate_is_up_to_date(status))
			answer = EXIT_NO;
		migrate_print_status(migrate, status);
		if (migrate->verbose && status->state == STATE_FAILED && status->row->logs)
			program_note("%s: %s", status->name, status->row->logs);
	}
	buffer_flush(&migrate->records.text);
	return answer;
}

/*
 * Prints the drift. Returns EXIT_NO if there is any. Migrations that mig-apply would adopt count as
 * applied.
 */
static enum exit_status print_drift(struct migrate *migrate, struct view *view)
{
	struct diff drift;

	if (migrate_adopt(migrate, view) != OUTCOME_DONE ||
	    !migrate_find_drift(migrate, view, &drift))
		return EXIT_TROUBLE;
	if (!migrate->quiet)
		diff_write_list(&drift, &migrate->records);
	return migrate_has_drifted(&drift) ? EXIT_NO : EXIT_YES;
}

/* Reports everything that mig-apply would refuse. */
static enum exit_status print_refusals(struct migrate *migrate, struct view *view,
				       unsigned strictness)
{
	enum outcome outcome = migrate_adopt(migrate, view);

	if (outcome == OUTCOME_DONE)
		outcome = migrate_check_history(migrate, view, strictness);
	return migrate_exit_status(migrate->report, outcome);
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = migrate_defaults(&report);
	unsigned strictness = 0;
	bool strict = false, drift = false;

	program_begin(&program);
	migrate.dry_run = true;
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		if (letter == 's') {
			strict = true;
			strictness = migrate_strictness(optarg);
		} else if (letter == 'd') {
			drift = true;
		} else {
			migrate_option(&migrate, letter);
		}

	migrate.database_must_be_named = strictness & STRICT_NO_DATABASE;
	interrupt_catch();
	struct view view = {0};
	enum exit_status answer = EXIT_TROUBLE;
	if (migrate_open(&migrate) && migrate_look(&migrate, &view) &&
	    migrate_foresee_adoption(&migrate, &view) &&
	    (strict || migrate_warn_of_baseline(&migrate, &view))) {
		answer = drift ? print_drift(&migrate, &view) : print(&migrate, &view);
		if (strict)
			answer = print_refusals(&migrate, &view, strictness);
	}
	migrate_close(&migrate);
	return program_end(&report, answer);
}
