/* mig-backup: copies a database into a file, and restores it. */
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "backup/list.h"
#include "base/interrupt.h"
#include "base/program.h"

static const struct option_row options[] = {
	{'f', "force", NULL, "restore without asking"},
	{'c', "check", "file", "check that a backup is complete"},
	{'C', "prove", "file", "restore a backup into a scratch database, and compare"},
	{'d', "directory", "dir", "make the backup in DIR, under a generated name"},
	{'k', "keep", "count", "with -d, remove all but the newest COUNT"},
	{'l', "list", "dir", "list the backups in DIR"},
	OPTION_FORM,
	{'r', "restore", "file", "replace the database with this backup; - is stdin"},
	OPTION_URL,
	{'w', "wait", "seconds", "wait this long for what others hold (60; a table 5)"},
	{0},
};
static const struct program program = {
	"mig-backup",
	"[file]",
	"backs up a database to stdout or a file, and restores it",
	options,
};

/* The options and the operand. */
struct job {
	char action; /* the letter of the option that says what to do; 'm' makes a backup */
	const char *argument; /* of that option */
	const char *path;     /* the operand, or NULL */
	char *url_option;
	struct url url, *near; /* near: NULL if there is none */
	int wait, keep;	       /* of -w, if there is one; 0: all */
	bool waits, forced;
	struct record_writer records;
	struct report *report;
};

/* Makes a backup: in a directory, as a file, or on stdout. */
static bool make(struct job *job)
{
	if (job->path)
		return backup_make(&job->url, job->path, job->report);
	if (job->argument)
		return backup_add(&job->url, job->argument, job->keep, &job->records, job->report);
	if (isatty(STDOUT_FILENO))
		program_usage_error("standard output is a terminal: name a file");
	return backup_stream(&job->url, STDOUT_FILENO, job->report);
}

/* A proof needs a server only if the backup is of one; a list and a check need none. */
static bool find_url(struct job *job)
{
	bool found = true;

	if (!(job->action == 'C' ? url_find_any(job->url_option, &job->url, &found, job->report)
				 : url_find(job->url_option, &job->url, job->report)))
		return false;
	job->near = found ? &job->url : NULL;
	job->url.wait = job->wait;
	job->url.table_wait = job->wait ? job->wait : 1; /* 0 is no limit */
	job->url.wait_given = job->waits;
	return true;
}

static bool run(struct job *job, bool *whole)
{
	struct report *report = job->report;

	if (job->action == 'c')
		return backup_check_file(job->argument, &job->records, whole, report);
	if (job->action == 'l')
		return backup_write_list(job->argument, &job->records, report);
	if (!find_url(job))
		return false;
	if (job->action == 'C')
		return backup_prove_file(job->argument, job->near, &job->records, whole, report);
	if (job->action == 'r')
		return backup_replace(&job->url, job->argument, job->forced, report);
	return make(job);
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct job job = {
		.action = 'm',
		.records = {.text = {.arena = &arena, .file = stdout}, .at_once = true},
		.report = &report,
	};

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'f':
			job.forced = true;
			break;
		case 'k':
			job.keep = program_count(optarg);
			if (!job.keep)
				program_usage_error("-k must be at least 1");
			break;
		case 'o':
			job.records.form = program_form(optarg);
			break;
		case 'u':
			job.url_option = optarg;
			break;
		case 'w':
			job.wait = program_milliseconds(optarg);
			job.waits = true;
			break;
		default:
			if (job.action != 'm')
				program_usage_error("-%c and -%c are mutually exclusive",
						    job.action, letter);
			job.action = (char)letter;
			job.argument = optarg;
		}
	job.path = argv[optind];
	if (job.path && job.action != 'm')
		program_usage_error("-%c takes '%s' only: '%s' is one more", job.action,
				    job.argument, job.path);
	if (job.keep && job.action != 'd')
		program_usage_error("-k needs -d");
	interrupt_catch();
	bool whole = true, done = run(&job, &whole);
	return program_end(&report, !done ? EXIT_TROUBLE : whole ? EXIT_YES : EXIT_NO);
}
