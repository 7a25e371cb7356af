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
	{'w', "wait", "seconds", "wait this long for another process to finish (60)"},
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
	struct url url;
	bool forced;
	int keep; /* 0: all */
	struct record_writer records;
	struct report *report;
};

/* Does with a backup what the option says. A proof needs a server only if the backup is of one. */
static bool act(struct job *job, struct backup *backup)
{
	struct report *report = job->report;

	if (job->action == 'c')
		return backup_check(backup, report);
	if (job->action == 'r')
		return backup_replace(&job->url, backup, job->forced, report);
	return (backup->kind == DB_SQLITE || url_find(job->url_option, &job->url, report)) &&
	       backup_prove(backup, &job->url, report);
}

/* Uses a backup that exists. A missing URL is told before a backup on stdin is read. */
static enum exit_status use(struct job *job)
{
	struct backup backup;
	enum exit_status status = EXIT_TROUBLE;

	if (job->action == 'r' && !url_find(job->url_option, &job->url, job->report))
		return EXIT_TROUBLE;
	if (backup_open(job->argument, &backup, job->report) && act(job, &backup))
		status = backup.whole ? EXIT_YES : EXIT_NO;
	if (status == EXIT_YES && job->action != 'r')
		backup_write(&backup, &job->records);
	backup_close(&backup);
	return status;
}

/* Makes a backup: in a directory, as a file, or on stdout. */
static bool make(struct job *job)
{
	struct report *report = job->report;

	if (!url_find(job->url_option, &job->url, report))
		return false;
	if (job->path)
		return backup_make(&job->url, job->path, report);
	if (job->argument)
		return backup_in(&job->url, job->argument, &job->path, report) &&
		       backup_write_made(job->path, &job->records, report) &&
		       (!job->keep || backup_keep(job->argument, &job->url, job->keep, report));
	if (isatty(STDOUT_FILENO))
		program_usage_error("standard output is a terminal: name a file");
	return backup_stream(&job->url, STDOUT_FILENO, report);
}

static enum exit_status run(struct job *job)
{
	if (strchr("cCr", job->action))
		return use(job);
	bool done = job->action == 'l'
			    ? backup_write_list(job->argument, &job->records, job->report)
			    : make(job);
	return done ? EXIT_YES : EXIT_TROUBLE;
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
			db_default_patience.lock_wait = program_milliseconds(optarg);
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
		program_usage_error("-%c takes no file operand", job.action);
	if (job.keep && job.action != 'd')
		program_usage_error("-k needs -d");
	interrupt_catch();
	return program_end(&report, run(&job));
}
