/* mig-backup: copies a database into a file, and restores it. */
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "backup/request.h"
#include "base/interrupt.h"
#include "base/program.h"

static const struct option_row options[] = {
	{'f', "force", NULL, "restore without asking"},
	{'c', "check", "file", "check that a backup is complete"},
	{'C', "test-restore", "file", "restore a backup into a scratch database and compare"},
	{'d', "directory", "dir", "write the backup to DIR, under a generated name"},
	{'k', "keep", "count", "with -d, keep only the newest COUNT backups"},
	{'l', "list", "dir", "list the backups in DIR"},
	OPTION_FORM,
	{'r', "restore", "file", "replace the database with this backup (-: stdin)"},
	OPTION_URL,
	{'w', "wait", "seconds", "wait this long for a lock (60; for a table lock, 5)"},
	{0},
};
static const struct program program = {
	"mig-backup",
	"[file]",
	"backs up a database to stdout or a file, and restores it",
	options,
};

/* Carries out the option with this letter; 0 makes a backup. */
static bool run(struct backup_request *request, int action)
{
	switch (action) {
	case 'c':
		return backup_request_check(request);
	case 'C':
		return backup_request_prove(request);
	case 'd':
		return backup_request_add(request);
	case 'l':
		return backup_request_list(request);
	case 'r':
		return backup_request_restore(request);
	default:
		if (!request->path && isatty(STDOUT_FILENO))
			program_usage_error("standard output is a terminal: name a file");
		return backup_request_make(request);
	}
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct backup_request request = {
		.wait = -1,
		.records = {.text = {.arena = &arena, .file = stdout}, .at_once = true},
		.report = &report,
	};
	int action = 0;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'f':
			request.forced = true;
			break;
		case 'k':
			request.keep = program_count(optarg);
			if (!request.keep)
				program_usage_error("-k must be at least 1");
			break;
		case 'o':
			request.records.form = program_form(optarg);
			break;
		case 'u':
			request.url_option = optarg;
			break;
		case 'w':
			request.wait = program_milliseconds(optarg);
			break;
		default:
			if (action)
				program_usage_error("-%c and -%c are mutually exclusive", action,
						    letter);
			action = letter;
			request.path = optarg;
		}
	if (action && argv[optind])
		program_usage_error("-%c takes only '%s': extra operand '%s'", action, request.path,
				    argv[optind]);
	if (request.keep && action != 'd')
		program_usage_error("-k requires -d");
	if (!action && argv[optind] && strcmp(argv[optind], "-") != 0)
		request.path = argv[optind];
	interrupt_catch();
	bool done = run(&request, action);
	return program_end(&report, !done ? EXIT_TROUBLE : request.damaged ? EXIT_NO : EXIT_YES);
}
