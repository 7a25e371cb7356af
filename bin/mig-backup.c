/* mig-backup: copies a database into a file, and restores it. */
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "db/backup_list.h"

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
	struct db_url url;
	bool forced;
	int keep; /* 0: all */
	struct record_writer records;
	struct report *report;
};

static bool check(struct job *job, struct db_backup *backup)
{
	return db_backup_check(backup, job->report);
}

static bool prove(struct job *job, struct db_backup *backup)
{
	struct manifest contents;

	if (backup->kind == DB_POSTGRESQL && !db_url_find(job->url_option, &job->url, job->report))
		return false;
	if (!db_backup_prove(backup, &job->url, &contents, job->report))
		return false;
	if (backup->whole)
		program_note("restored %s into a scratch database: %s%s", backup->name,
			     manifest_summary(job->report->arena, &contents),
			     backup->manifest ? ", as its manifest says"
					      : "; it has no manifest to compare that with");
	return true;
}

/* Asks if the database may be replaced. Without a terminal it may not. */
static bool allowed(const struct job *job, const char *backup)
{
	struct report *report = job->report;
	const char *shown = job->url.shown;
	bool yes;

	if (job->forced)
		return true;
	if (program_ask(arena_format(report->arena, "Replace everything in %s with '%s'?", shown,
				     backup),
			&yes))
		return yes || report_error(report, nowhere, "not restored");
	report_error(report, nowhere, "cannot ask if %s may be replaced: no terminal", shown);
	return report_hint(report, "-f restores without asking");
}

static bool restore(struct job *job, struct db_backup *backup)
{
	struct db_restore restore = {
		.backup = backup, .patience = db_default_patience, .forced = job->forced};

	if (!allowed(job, backup->name) || !db_backup_check(backup, job->report) ||
	    !db_backup_restore(&job->url, &restore, job->report))
		return false;
	if (restore.created)
		program_note("created the database %s", job->url.shown);
	return true;
}

/* Does with a backup that exists what the option says. */
static enum exit_status use(struct job *job)
{
	bool (*act)(struct job * job, struct db_backup * backup) = job->action == 'c'	? check
								   : job->action == 'C' ? prove
											: restore;
	struct db_backup backup;
	enum exit_status status = EXIT_TROUBLE;

	/* Before a backup on stdin is read. */
	if (act == restore && !db_url_find(job->url_option, &job->url, job->report))
		return EXIT_TROUBLE;
	if (db_backup_open(job->argument, &backup, job->report) && act(job, &backup))
		status = backup.whole ? EXIT_YES : EXIT_NO;
	if (status == EXIT_YES && act != restore)
		db_backup_write(&backup, &job->records);
	db_backup_close(&backup);
	return status;
}

/* Makes a backup: in a directory, as a file, or on stdout. */
static bool make(struct job *job)
{
	struct report *report = job->report;
	struct db_backup backup;

	if (!db_url_find(job->url_option, &job->url, report))
		return false;
	if (job->path)
		return db_backup(&job->url, job->path, report);
	if (!job->argument && isatty(STDOUT_FILENO))
		program_usage_error("standard output is a terminal: name a file");
	if (!job->argument)
		return db_backup_stream(&job->url, STDOUT_FILENO, report);
	if (!db_backup_in(&job->url, job->argument, &job->path, report))
		return false;
	if (db_backup_open(job->path, &backup, report))
		db_backup_write(&backup, &job->records);
	return !job->keep || db_backup_keep(job->argument, &job->url, job->keep, report);
}

static enum exit_status run(struct job *job)
{
	if (strchr("cCr", job->action))
		return use(job);
	bool done = job->action == 'l'
			    ? db_backup_write_list(job->argument, &job->records, job->report)
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
