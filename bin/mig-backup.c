/* mig-backup: copies a database into a file, and restores it. */
#include <getopt.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/program.h"
#include "db/backup.h"

static const struct option_row options[] = {
	{'f', "force", NULL, "restore without asking"},
	{'c', "check", "file", "check that a backup is complete"},
	{'d', "directory", "dir", "make the backup in DIR, under a generated name"},
	{'l', "list", "dir", "list the backups in DIR"},
	OPTION_FORM,
	{'r', "restore", "file", "replace the database with this backup"},
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
	const char **entry;
	enum db_kind kind;

	if (!directory_list(directory, &entries, report))
		return EXIT_TROUBLE;
	vector_each(entry, &entries) {
		char *path = path_join(report->arena, directory, *entry);
		if (db_is_backup_name(*entry) && db_backup_kind(path, &kind))
			db_backup_write(path, kind, to);
	}
	return EXIT_YES;
}

static enum exit_status check(const char *path, struct record_writer *to, struct report *report)
{
	struct db_backup backup;

	if (!db_backup_check(path, &backup, report))
		return EXIT_TROUBLE;
	if (!backup.whole)
		return EXIT_NO;
	db_backup_write(path, backup.kind, to);
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

static enum exit_status replace(const struct db_url *url, const char *path, bool forced,
				struct report *report)
{
	struct db_restore restore = {
		.path = path, .patience = db_default_patience, .forced = forced};

	if (!(forced || allowed(url, path, report)) || !db_backup_restore(url, &restore, report))
		return EXIT_TROUBLE;
	if (restore.created)
		program_note("created the database %s", url->shown);
	return EXIT_YES;
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
	if (directory)
		db_backup_write(path, url->kind, to);
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

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'f':
			forced = true;
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

	interrupt_catch();
	enum exit_status status;
	if (action == 'l')
		status = list(argument, &records, &report);
	else if (action == 'c')
		status = check(argument, &records, &report);
	else if (!db_url_find(url_option, &url, &report))
		status = EXIT_TROUBLE;
	else if (action == 'r')
		status = replace(&url, argument, forced, &report);
	else
		status = make(&url, argument, path, &records, &report);
	return program_end(&report, status);
}
