/* mig-backup: copies a database into a file, and restores it. */
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
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

static enum exit_status list(const char *directory, struct record_writer *to, struct report *report)
{
	struct names entries = {0};
	struct report unheard = {.arena = report->arena};
	const char **entry;
	struct db_backup backup;

	if (!directory_list(directory, &entries, report))
		return EXIT_TROUBLE;
	vector_each(entry, &entries)
		if (db_is_backup_name(*entry) &&
		    db_backup_open(path_join(report->arena, directory, *entry), &backup, &unheard))
			db_backup_write(&backup, to);
	return EXIT_YES;
}

static enum exit_status check(struct db_backup *backup, struct record_writer *to,
			      struct report *report)
{
	if (!db_backup_check(backup, report))
		return EXIT_TROUBLE;
	if (!backup->whole)
		return EXIT_NO;
	db_backup_write(backup, to);
	return EXIT_YES;
}

/* Checks a backup, and then restores it into a scratch database. */
static enum exit_status prove(struct db_backup *backup, char *url_option, struct record_writer *to,
			      struct report *report)
{
	struct manifest contents;
	struct db_url url = {.kind = DB_SQLITE};

	if (!db_backup_check(backup, report))
		return EXIT_TROUBLE;
	if (!backup->whole)
		return EXIT_NO;
	if (backup->kind == DB_POSTGRESQL &&
	    (!db_url_find(url_option, &url, report) || !db_backup_suits(backup, &url, report)))
		return EXIT_TROUBLE;
	if (!db_backup_prove(backup, &url, &contents, report))
		return EXIT_TROUBLE;
	if (!backup->whole)
		return EXIT_NO;
	db_backup_write(backup, to);
	program_note("restored %s into a scratch database: %s%s", backup->name,
		     manifest_summary(report->arena, &contents),
		     backup->manifest ? ", as its manifest says"
				      : "; it has no manifest to compare that with");
	return EXIT_YES;
}

/* Asks if the database may be replaced. Without a terminal it may not. */
static bool allowed(const struct db_url *url, const char *path, struct report *report)
{
	const char *question = arena_format(report->arena, "Replace everything in %s with '%s'?",
					    url->shown, path);
	bool yes;

	if (program_ask(question, &yes))
		return yes || report_error(report, nowhere, "not restored");
	report_error(report, nowhere, "cannot ask if %s may be replaced: no terminal", url->shown);
	return report_hint(report, "-f restores without asking");
}

static enum exit_status replace(struct db_backup *backup, const struct db_url *url, bool forced,
				struct report *report)
{
	struct db_restore restore = {
		.backup = backup, .patience = db_default_patience, .forced = forced};

	if (!(forced || allowed(url, backup->name, report)) || !db_backup_check(backup, report) ||
	    !db_backup_restore(url, &restore, report))
		return EXIT_TROUBLE;
	if (restore.created)
		program_note("created the database %s", url->shown);
	return EXIT_YES;
}

/* Does what an option says with a backup. */
static enum exit_status use(char action, const char *argument, char *url_option, bool forced,
			    struct record_writer *to, struct report *report)
{
	struct db_backup backup;
	struct db_url url;
	enum exit_status status = EXIT_TROUBLE;

	if (action == 'r' && !db_url_find(url_option, &url, report))
		return EXIT_TROUBLE;
	if (!db_backup_open(argument, &backup, report))
		status = EXIT_TROUBLE;
	else if (action == 'c')
		status = check(&backup, to, report);
	else if (action == 'C')
		status = prove(&backup, url_option, to, report);
	else
		status = replace(&backup, &url, forced, report);
	db_backup_close(&backup);
	return status;
}

static enum exit_status make(const struct db_url *url, const char *directory, const char *path,
			     struct record_writer *to, struct report *report)
{
	if (!path && !directory) {
		if (isatty(STDOUT_FILENO))
			program_usage_error("standard output is a terminal: name a file");
		return db_backup_stream(url, STDOUT_FILENO, report) ? EXIT_YES : EXIT_TROUBLE;
	}
	if (directory ? !db_backup_in(url, directory, &path, report)
		      : !db_backup(url, path, report))
		return EXIT_TROUBLE;
	struct db_backup backup;
	if (directory && db_backup_open(path, &backup, report))
		db_backup_write(&backup, to);
	return EXIT_YES;
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct record_writer records = {.text = {.arena = &arena, .file = stdout}, .at_once = true};
	struct db_url url;
	char *url_option = NULL, *argument = NULL;
	char action = 'm';
	bool forced = false;
	int keep = 0;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'f':
			forced = true;
			break;
		case 'k':
			keep = program_count(optarg);
			if (!keep)
				program_usage_error("-k must be at least 1");
			break;
		case 'o':
			records.form = program_form(optarg);
			break;
		case 'u':
			url_option = optarg;
			break;
		default:
			if (action != 'm')
				program_usage_error("-%c and -%c are mutually exclusive", action,
						    letter);
			action = (char)letter;
			argument = optarg;
		}
	const char *path = argv[optind];
	if (path && action != 'm')
		program_usage_error("-%c takes no file operand", action);

	if (keep && action != 'd')
		program_usage_error("-k needs -d");

	interrupt_catch();
	enum exit_status status;
	if (action == 'l')
		status = list(argument, &records, &report);
	else if (strchr("cCr", action))
		status = use(action, argument, url_option, forced, &records, &report);
	else if (!db_url_find(url_option, &url, &report))
		status = EXIT_TROUBLE;
	else
		status = make(&url, argument, path, &records, &report);
	if (keep && status == EXIT_YES && !db_backup_keep(argument, &url, keep, &report))
		status = EXIT_TROUBLE;
	return program_end(&report, status);
}
