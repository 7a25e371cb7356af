/* mig-new: writes a script from stdin into the migrations folder, as a new migration. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/program.h"
#include "migrate/create.h"
#include "migrate/folder.h"

static const struct option_row options[] = {
	{'e', "empty", NULL, "make an empty migration, to be written by hand; reads no script"},
	{'f', "folder", NULL, "NAME is the folder's whole name, as in 0_init"},
	{'m', "migrations", "dir", "the migrations folder"},
	{'p', "provider", "provider", "postgresql, sqlite or cockroachdb, for migration_lock.toml"},
	{0},
};
static const struct program program = {
	"mig-new",
	"name",
	"a script on stdin becomes a new migration; its path is printed",
	options,
};

/* The provider that the folder is for, the script is for, and the user says must be one. */
static bool choose_provider(const char *directory, const char *said,
			    const struct directions *directions, const char **provider,
			    struct report *report)
{
	const struct dialect *dialect;
	const char *lock;

	*provider = said ? said : directions->provider;
	dialect = *provider ? dialect_by_name(*provider) : NULL;
	if (*provider && !dialect)
		return report_error(report, nowhere, "unknown provider '%s': it is %s", *provider,
				    dialect_names(report->arena, "or"));
	/* "postgres" is a name for it in schemas only. */
	if (dialect)
		*provider = dialect->name;
	if (!migration_lock_provider(directory, &lock, report))
		return false;
	if (lock && dialect && dialect_by_name(lock) != dialect) {
		report_error(report, nowhere, "the script is for %s, but '%s' is for %s", *provider,
			     path_join(report->arena, directory, "migration_lock.toml"), lock);
		return report_hint(report, "choose another folder with -m, or another provider");
	}
	if (!lock && !*provider)
		report_warning(report, nowhere,
			       "no migration_lock.toml is written: -p says for which database");
	return true;
}

static void warn_if_not_last(const char *directory, const struct names *folders, const char *name,
			     struct report *report)
{
	const char *last = migration_runs_after(report->arena, directory, folders, name);

	if (!last)
		return;
	report_warning(report, nowhere, "'%s' does not run last: '%s' comes after it", name, last);
	report_hint(report, "folders run in the order of their names' bytes, whatever time it is; "
			    "-f gives a name that comes later");
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	const char *directory = NULL, *said = NULL, *locked = NULL, *provider = NULL;
	bool empty = false, whole = false;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'e':
			empty = true;
			break;
		case 'f':
			whole = true;
			break;
		case 'm':
			directory = optarg;
			break;
		case 'p':
			said = optarg;
			break;
		}

	struct source source = {.name = "<empty>",
				.text = "-- Write the SQL of this migration here."};
	struct directions directions;
	source.length = strlen(source.text);
	directory = migrations_directory(directory);
	if (!migration_lock_provider(directory, &locked, &report) ||
	    (!empty && !file_read_text("-", &source, &report)) ||
	    !script_is_sql(&source, &report) ||
	    !directions_split(&source, said ? said : locked, &directions, &report) ||
	    !choose_provider(directory, said, &directions, &provider, &report))
		return program_end(&report, EXIT_TROUBLE);
	if (!empty && sql_text_is_empty(directions.up) && sql_text_is_empty(directions.down)) {
		program_note("the script is empty: no migration is made (-e makes an empty one)");
		return program_end(&report, EXIT_NO);
	}

	char *slug = whole ? argv[optind] : migration_slug(&arena, argv[optind]);
	if (!*slug || strchr(slug, '/') || *slug == '.')
		program_usage_error("'%s' is no name for a migration", argv[optind]);
	struct names folders = {0};
	if (is_directory(directory) && !directory_list(directory, &folders, &report))
		return program_end(&report, EXIT_TROUBLE);
	char *name = whole ? slug : migration_name_now(&arena, &folders, slug);
	if (migration_create(directory, name, &directions, provider, &report)) {
		printf("%s\n", path_join(&arena, directory, name));
		warn_if_not_last(directory, &folders, name, &report);
	}
	return program_end(&report, EXIT_YES);
}
