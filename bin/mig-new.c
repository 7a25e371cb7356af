/* mig-new: writes a script from stdin into the migrations folder, as a new migration. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/program.h"
#include "folder/create.h"
#include "folder/folder.h"
#include "folder/lock_file.h"
#include "folder/name.h"
#include "folder/not_sql.h"
#include "schema/dialect.h"
#include "sqltext/script.h"

static const struct option_row options[] = {
	{'e', "empty", NULL, "create an empty migration to write by hand; stdin is not read"},
	{'f', "folder", NULL, "NAME is the whole name of the folder, as in 0_init"},
	{'m', "migrations", "dir", "the migrations folder"},
	OPTION_FORM,
	{'p', "provider", "provider", "postgresql, sqlite or cockroachdb, for migration_lock.toml"},
	{0},
};
static const struct program program = {
	"mig-new",
	"name",
	"creates a migration from a script on stdin, and prints its path",
	options,
};

/* The options and the operand. */
struct request {
	const char *directory, *provider, *name;
	enum record_form form;
	bool empty; /* no script is read */
	bool whole; /* `name` is the folder's whole name */
};

/*
 * Stores the provider of the script: given, or else that of the folder, NULL if unknown. Fails if
 * the folder is for another one.
 */
static bool choose_provider(const struct request *request, const char *locked,
			    const struct directions *directions, const char **provider,
			    struct report *report)
{
	const char *given = request->provider ? request->provider : directions->provider;
	const struct dialect *dialect = given ? dialect_by_name(given) : NULL;

	*provider = locked;
	if (!given)
		return true;
	if (!dialect)
		return report_error(report, nowhere, "unknown provider '%s': expected %s", given,
				    dialect_names(report->arena, "or"));
	/* The folder must not say "postgres", which only schemas may. */
	*provider = dialect->name;
	if (!locked || dialect_by_name(locked) == dialect)
		return true;
	report_error(report, nowhere, "the script is for %s, but '%s' is for %s", *provider,
		     folder_lock_file(report->arena, request->directory), locked);
	return report_hint(report, "choose another folder with -m, or another provider");
}

/* Reads the script and splits it. */
static bool read_script(const struct request *request, struct source *source,
			struct directions *directions, const char **provider, struct report *report)
{
	static const char empty[] = "-- Write the SQL of this migration here.";
	const char *locked;

	*source = (struct source){.name = "<empty>", .text = empty, .length = sizeof empty - 1};
	if (!folder_provider(request->directory, &locked, report) ||
	    (!request->empty && !file_read_text("-", source, report)) ||
	    !folder_check_sql(source, report))
		return false;
	return folder_split(source, request->provider ? request->provider : locked, directions,
			    report) &&
	       choose_provider(request, locked, directions, provider, report);
}

static bool is_empty(const struct directions *directions, const char *provider)
{
	const struct sqltext_dialect *dialect = sqltext_dialect(provider);

	return sqltext_is_empty(dialect, directions->up.start, directions->up.length) &&
	       sqltext_is_empty(dialect, directions->down.start, directions->down.length);
}

static void warn_if_not_last(const char *directory, const struct names *folders, const char *name,
			     struct report *report)
{
	const char *last = folder_runs_after(report->arena, directory, folders, name);

	if (!last)
		return;
	report_warning(report, nowhere, "'%s' does not run last: '%s' sorts after it", name, last);
	report_hint(report, "migrations run in the byte order of their names; "
			    "choose a name that sorts later with -f");
}

/* Prints the path; as text without the escapes of a record, for $(...). */
static void print(const char *path, enum record_form form, struct arena *arena)
{
	struct record_writer to = {.text = {.arena = arena, .file = stdout}, .form = form};

	if (form == RECORD_TEXT) {
		buffer_format(&to.text, "%s\n", path);
	} else {
		record_begin(&to);
		record_field(&to, "path", path);
		record_end(&to);
	}
	buffer_flush(&to.text);
}

/* Returns the name that -f gives, or the slug. */
static const char *choose_name(const struct request *request, struct arena *arena)
{
	const char *name = request->whole ? request->name : folder_slug(arena, request->name);

	if (!*name || strchr(name, '/') || *name == '.')
		program_usage_error("invalid migration name '%s'", request->name);
	return name;
}

/* Writes the migration and prints its path. */
static void make(const struct request *request, const char *name,
		 const struct directions *directions, const char *provider, struct report *report)
{
	struct arena *arena = report->arena;
	struct names folders = {0};

	if (is_directory(request->directory) &&
	    !directory_list(request->directory, &folders, report))
		return;
	if (!request->whole)
		name = folder_name_now(arena, &folders, name);
	if (!folder_create(request->directory, name, directions, provider, report))
		return;
	print(path_join(arena, request->directory, name), request->form, arena);
	if (!provider)
		report_warning(report, nowhere,
			       "migration_lock.toml is not written: name the provider with -p");
	warn_if_not_last(request->directory, &folders, name, report);
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct request request = {0};
	struct source source;
	struct directions directions;
	const char *provider;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'e':
			request.empty = true;
			break;
		case 'f':
			request.whole = true;
			break;
		case 'm':
			request.directory = optarg;
			break;
		case 'o':
			request.form = program_form(optarg);
			break;
		case 'p':
			request.provider = optarg;
			break;
		}
	request.name = argv[optind];
	request.directory = folder_path(request.directory);
	const char *name = choose_name(&request, &arena);
	if (!read_script(&request, &source, &directions, &provider, &report))
		return program_end(&report, EXIT_TROUBLE);
	if (!request.empty && is_empty(&directions, provider)) {
		program_note("the script is empty: no migration created (-e creates an empty one)");
		return program_end(&report, EXIT_NO);
	}
	make(&request, name, &directions, provider, &report);
	return program_end(&report, EXIT_YES);
}
