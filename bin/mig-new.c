/* mig-new: writes a script from stdin into the migrations folder, as a new migration. */
#include <getopt.h>
#include <string.h>

#include "base/program.h"
#include "folder/new.h"
#include "schema/text.h"

static const struct option_row options[] = {
	{'e', "empty", NULL, "create an empty migration to write by hand; do not read stdin"},
	{'f', "folder", NULL, "use NAME as the whole name of the directory, as in 0_init"},
	{'m', "migrations", "dir", "the migrations folder"},
	OPTION_FORM,
	{'p', "provider", "provider",
	 "write this provider, as in a schema, to migration_lock.toml"},
	{'s', "schema", "file", "save this schema text, the result of all migrations, beside them"},
	{0},
};
static const struct program program = {
	"mig-new",
	"name",
	"creates a migration from a script on stdin and prints its path",
	options,
};

/* Prints the path. Text has none of a record's escapes, for use in $(...). */
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

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct folder_request request = {.tells_risks = true};
	enum record_form form = RECORD_TEXT;
	struct schema schema;
	const char *path, *text = NULL;

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
			form = program_form(optarg);
			break;
		case 'p':
			request.provider = optarg;
			break;
		case 's':
			text = optarg;
			break;
		}
	if (text && strcmp(text, "-") == 0 && !request.empty)
		program_usage_error("-s - requires -e: stdin has the script");
	request.name = argv[optind];
	request.schema = text ? &schema : NULL;
	if ((text && !schema_read_file(text, &schema, &report)) ||
	    !folder_new(&request, &path, &report))
		return program_end(&report, EXIT_TROUBLE);
	if (!path) {
		program_note("the script is empty: created no migration (-e creates an empty one)");
		return program_end(&report, EXIT_NO);
	}
	print(path, form, &arena);
	return program_end(&report, EXIT_YES);
}
