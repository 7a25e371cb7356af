/* schema-parse: checks a Prisma schema and prints it as schema text. */
#include <stdio.h>
#include <unistd.h>

#include "base/program.h"
#include "psl/psl.h"

static const struct option_row options[] = {
	OPTION_FORM,
	{'q', "quiet", NULL, "print only errors and warnings, no schema text"},
	{0},
};

static const struct program program = {
	"schema-parse",
	"[file]",
	"checks a Prisma schema and prints it as schema text",
	options,
};

/* Returns the path that Prisma reads by default. */
static const char *default_path(void)
{
	return access("schema.prisma", F_OK) == 0 ? "schema.prisma" : "prisma/schema.prisma";
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct record_writer records = {.text = {.arena = &arena, .file = stdout}};
	struct sources files = {0};
	bool quiet = false;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'o':
			records.form = program_form(optarg);
			break;
		case 'q':
			quiet = true;
			break;
		}
	bool told = optind < argc;
	if (!psl_load(told ? argv[optind] : default_path(), &files, &report)) {
		if (!told)
			report_hint(&report, "without a file, schema-parse reads schema.prisma, or "
					     "else prisma/schema.prisma");
	} else if (psl_convert(files.at, files.count, quiet ? NULL : &records, &report)) {
		buffer_flush(&records.text);
	}
	return program_end(&report, EXIT_YES);
}
