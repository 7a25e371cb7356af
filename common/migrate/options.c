/* Options shared by several programs. */
#include "migrate/options.h"

#include <getopt.h>
#include <unistd.h>

/* Prints a migration's notice at once. */
static void hear(const struct db_notice *notice)
{
	struct arena arena = {0};
	struct report said = {.arena = &arena};
	struct place place = notice->place;

	/* Points at its start only: the statement may fill a page. */
	place.end = place.start;
	if (isatty(STDERR_FILENO))
		program_progress(NULL);
	(notice->is_warning ? report_warning : report_note)(&said, place, "%s%s%s", notice->message,
							    *notice->detail ? "; " : "",
							    notice->detail);
	report_print(&said);
	arena_free(&arena);
}

static void tell_scratch(const char *text)
{
	program_note("replaying in %s", text);
}

static void hear_warnings(const struct db_notice *notice)
{
	if (notice->is_warning)
		hear(notice);
}

struct migrate migrate_defaults(struct report *report)
{
	struct migrate migrate = {
		.report = report,
		.patience = db_default_patience,
		/* Printed at once, in case this process is killed next. */
		.records = {.text = {.arena = report->arena, .file = stdout}, .at_once = true},
	};

	migrate.patience.hear = hear_warnings;
	migrate.patience.progress = isatty(STDERR_FILENO) ? program_progress : NULL;
	return migrate;
}

unsigned migrate_strictness(const char *words)
{
	unsigned strictness;

	if (!migrate_parse_strictness(words, &strictness))
		program_usage_error("invalid list '%s': expected edited, missing, out-of-order, "
				    "drift, lost, all, none, no-database, loses-data, may-fail, "
				    "rewrites or locks",
				    words);
	return strictness;
}

void migrate_option(struct migrate *migrate, int letter)
{
	switch (letter) {
	case 'l':
		migrate->patience.lock_timeout = program_milliseconds(optarg);
		break;
	case 'm':
		migrate->directory_option = optarg;
		break;
	case 'n':
		migrate->dry_run = true;
		break;
	case 'q':
		migrate->quiet = true;
		break;
	case 'o':
		migrate->records.form = program_form(optarg);
		break;
	case 'r':
		migrate->patience.retries = program_count(optarg);
		break;
	case 'u':
		migrate->url_option = optarg;
		break;
	case 'v':
		migrate->verbose = true;
		migrate->patience.hear = hear;
		migrate->tell_scratch = tell_scratch;
		break;
	case 'w':
		migrate->patience.lock_wait = program_milliseconds(optarg);
		migrate->patience.for_server = true;
		break;
	case 'x':
		migrate->rehearsal = true;
		break;
	}
	if (migrate->dry_run && migrate->rehearsal)
		program_usage_error("-n and -x are mutually exclusive");
}
