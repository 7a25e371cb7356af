/* mig-apply: applies the pending migrations of a folder to a database. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "migrate/migrate.h"

static const struct option_row options[] = {
	{'b', "backup", "dir", "make a backup in DIR first, and apply nothing without it"},
	{'l', "lock-timeout", "seconds", "wait so long for a table's lock (5; 0: without end)"},
	{'m', "migrations", "dir", "the migrations folder"},
	{'n', "dry-run", NULL, "print what would be applied, and change nothing"},
	{'q', "quiet", NULL, "print nothing on stdout"},
	{'r', "retries", "count", "try so often again when a lock was not to be had (10)"},
	{'s', "strict", "words", "refuse histories with these: edited (the default), missing, "
				 "out-of-order, all, none"},
	{'t', "to", "name", "apply up to and with this migration"},
	{'u', "url", "url", "the database; else $DATABASE_URL, else that of .env"},
	{'v', "verbose", NULL, "say on stderr what is being done"},
	{'w', "wait", "seconds", "wait so long for another process to finish its migrations (60)"},
	{'x', "rehearse", NULL, "run it all, print what each statement costs, and undo it"},
	{0},
};
static const struct program program = {
	"mig-apply", "", "applies what is pending of a migrations folder to a database", options,
};

static void print_line(const struct migrate *migrate, const struct standing *standing)
{
	puts(standing_line(migrate->report->arena, standing));
	/* What is reported is applied, even where this process is killed next. */
	fflush(stdout);
}

static void print_measured(const char *line)
{
	puts(line);
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = {
		.report = &report,
		.patience = PATIENCE_DEFAULT,
		.makes_database = true,
		.done = print_line,
		.measured = print_measured,
		.progress = isatty(STDERR_FILENO) ? program_progress : NULL,
	};
	const char *directory = NULL, *last = NULL;
	char *url = NULL;
	unsigned strictness = STRICT_DEFAULT;
	bool verbose = false;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'b':
			migrate.backup_directory = optarg;
			break;
		case 'l':
			migrate.patience.lock_timeout = program_milliseconds(optarg);
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
			migrate.patience.retries = program_count(optarg);
			break;
		case 's':
			if (!strictness_parse(optarg, &strictness))
				program_usage_error("'%s' is no list of edited, missing, "
						    "out-of-order, all, none", optarg);
			break;
		case 't':
			last = optarg;
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
		case 'x':
			migrate.rehearsal = true;
			break;
		}

	enum outcome outcome = OUTCOME_TROUBLE;
	interrupt_catch();
	if (migrate_open(&migrate, url, directory)) {
		if (db_was_made(migrate.db))
			program_note("made the database %s", migrate.url.shown);
		if (verbose)
			program_note("applying %s to %s", migrate.folder.path, migrate.url.shown);
		outcome = migrate_apply(&migrate, last, strictness);
	}
	migrate_close(&migrate);
	return program_end(&report, outcome_status(&report, outcome));
}
