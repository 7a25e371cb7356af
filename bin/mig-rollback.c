/* mig-rollback: takes the migrations that were applied last back. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "db/backup.h"
#include "migrate/migrate.h"

static const struct option_row options[] = {
	{'b', "backup", "file", "restore all of the database from this backup instead"},
	{'c', "count", "number", "take so many back (1)"},
	{'l', "lock-timeout", "seconds", "wait so long for a table's lock (5; 0: without end)"},
	{'m', "migrations", "dir", "the migrations folder"},
	{'n', "dry-run", NULL, "print what would be taken back, and change nothing"},
	{'q', "quiet", NULL, "print nothing on stdout"},
	{'r', "retries", "count", "try so often again when a lock was not to be had (10)"},
	{'t', "to", "name", "take back all that was applied after this migration"},
	{'u', "url", "url", "the database; else $DATABASE_URL, else that of .env"},
	{'v', "verbose", NULL, "say on stderr what is being done"},
	{'w', "wait", "seconds", "wait so long for another process to finish its migrations (60)"},
	{'x', "rehearse", NULL, "run it all, print what each statement costs, and undo it"},
	{0},
};
static const struct program program = {
	"mig-rollback", "", "takes back the last migration, with its down.sql", options,
};

static void print_line(const struct migrate *migrate, const struct standing *standing)
{
	puts(standing_line(migrate->report->arena, standing));
	fflush(stdout);
}

static void print_measured(const char *line)
{
	puts(line);
}

static enum outcome restore(struct migrate *migrate, char *url, const char *path)
{
	return db_url_find(url, &migrate->url, migrate->report) &&
			       backup_restore(&migrate->url, path, migrate->report)
		       ? OUTCOME_DONE
		       : OUTCOME_TROUBLE;
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct migrate migrate = {
		.report = &report,
		.patience = PATIENCE_DEFAULT,
		.done = print_line,
		.measured = print_measured,
		.progress = isatty(STDERR_FILENO) ? program_progress : NULL,
	};
	const char *directory = NULL, *target = NULL, *backup = NULL;
	char *url = NULL;
	int count = 0;
	bool verbose = false;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'b':
			backup = optarg;
			break;
		case 'c':
			count = program_count(optarg);
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
		case 't':
			target = optarg;
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
	if ((count != 0) + (target != NULL) + (backup != NULL) > 1)
		program_usage_error("-b, -c and -t exclude each other");
	if (backup && (migrate.dry_run || migrate.rehearsal))
		program_usage_error("-b restores: -n and -x do not go with it");

	enum outcome outcome = OUTCOME_TROUBLE;
	interrupt_catch();
	if (backup) {
		outcome = restore(&migrate, url, backup);
	} else if (migrate_open(&migrate, url, directory)) {
		if (verbose)
			program_note("rolling back %s", migrate.url.shown);
		outcome = migrate_roll_back(&migrate, count ? (size_t)count : 1, target);
	}
	migrate_close(&migrate);
	return program_end(&report, outcome_status(&report, outcome));
}
