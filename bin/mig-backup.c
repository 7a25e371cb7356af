/* mig-backup: copies a database into a file, and back. */
#include <getopt.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/program.h"
#include "db/backup.h"

static const struct option_row options[] = {
	{'f', "force", NULL, "restore without asking"},
	{'c', "check", "file", "read all of a backup: is it whole?"},
	{'d', "directory", "dir", "make the backup in a directory, under a name of its own"},
	{'l', "list", "dir", "list the backups in a directory"},
	OPTION_FORM,
	{'r', "restore", "file", "make the database what the backup says"},
	{'u', "url", "url", "the database; without it $DATABASE_URL, or that of .env"},
	{0},
};
static const struct program program = {
	"mig-backup",
	"[file]",
	"a backup of a database, on stdout or in a file; and back",
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
	enum db_kind kind;
	bool whole;

	if (!db_backup_check(path, &kind, &whole, report))
		return EXIT_TROUBLE;
	if (!whole)
		return EXIT_NO;
	db_backup_write(path, kind, to);
	return EXIT_YES;
}

/* Without a terminal nothing was allowed. */
static bool allowed(const struct db_url *url, const char *path, struct report *report)
{
	const char *question =
		arena_format(report->arena, "Replace all that is in %s by '%s'?", url->shown, path);
	bool yes;

	if (program_ask(question, &yes))
		return yes || report_error(report, nowhere, "not restored");
	report_error(report, nowhere, "nobody can be asked whether all of %s may be replaced",
		     url->shown);
	return report_hint(report, "-f restores without asking");
}

static enum exit_status restore(const struct db_url *url, const char *path, bool forced,
				struct report *report)
{
	bool created;

	if (!(forced || allowed(url, path, report)) ||
	    !db_backup_restore(url, path, &db_default_patience, &created, report))
		return EXIT_TROUBLE;
	if (created)
		program_note("created the database %s", url->shown);
	return EXIT_YES;
}

static enum exit_status make(const struct db_url *url, const char *directory, const char *path,
			     struct record_writer *to, struct report *report)
{
	if (!path && !directory) {
		if (isatty(STDOUT_FILENO))
			program_usage_error("a backup is nothing for a terminal: name a file");
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
				program_usage_error("-%c and -%c exclude each other", action,
						    letter);
			action = (char)letter;
			argument = optarg;
		}
	const char *path = argv[optind];
	if (path && action != 'm')
		program_usage_error("-%c and a file to make exclude each other", action);

	interrupt_catch();
	enum exit_status status;
	if (action == 'l')
		status = list(argument, &records, &report);
	else if (action == 'c')
		status = check(argument, &records, &report);
	else if (!db_url_find(url_option, &url, &report))
		status = EXIT_TROUBLE;
	else if (action == 'r')
		status = restore(&url, argument, forced, &report);
	else
		status = make(&url, argument, path, &records, &report);
	return program_end(&report, status);
}
