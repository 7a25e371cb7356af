/* schema-pull: reads the schema of a database, or the result of scripts, as schema text. */
#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/program.h"
#include "migrate/pull.h"
#include "psl/psl.h"
#include "schema/text.h"

static const struct option_row options[] = {
	{'b', "base", "file", "read the namespaces that this Prisma schema lists"},
	{'m', "migrations", "dir", "run the migrations of this folder and read the result"},
	OPTION_FORM,
	{'p', "provider", "name", "with -s and no URL: postgresql or sqlite"},
	{'s', "script", "file", "run this SQL in an empty database and read the result (-: stdin)"},
	{'t', "to", "name", "with -m, stop after this migration"},
	OPTION_URL,
	{'v', "verbose", NULL, "report what is left out, and where -m and -s run"},
	{'w', "wait", "seconds", "wait this long for a connection or a lock (60)"},
	{0},
};

static const struct program program = {
	"schema-pull",
	"",
	"reads the schema of a database and prints it as schema text",
	options,
};

static void tell(const char *text)
{
	program_note("replaying in %s", text);
}

static void leave_out(const char *text)
{
	program_note("left out: %s", text);
}

/* Reports a missing script, or an option that applies to another source. */
static void check(const struct pull *pull)
{
	if (pull->folder && pull->script)
		program_usage_error("-m and -s are mutually exclusive");
	if (pull->last && !pull->folder)
		program_usage_error("-t requires -m");
	if (pull->provider && !pull->script)
		program_usage_error("-p requires -s");
}

int main(int argc, char **argv)
{
	static const char *const providers[] = {"postgresql", "sqlite", NULL};
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct record_writer records = {.text = {.arena = &arena, .file = stdout}};
	struct pull pull = {.report = &report, .patience = db_default_patience};
	struct schema schema, written;
	const char *base = NULL;

	program_begin(&program);
	pull.patience.progress = isatty(STDERR_FILENO) ? program_progress : NULL;
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'b':
			base = optarg;
			break;
		case 'm':
			pull.folder = optarg;
			break;
		case 'o':
			records.form = program_form(optarg);
			break;
		case 'p':
			pull.provider = providers[program_word(optarg, "provider", providers)];
			break;
		case 's':
			pull.script = optarg;
			break;
		case 't':
			pull.last = optarg;
			break;
		case 'u':
			pull.url_option = optarg;
			break;
		case 'v':
			pull.tell = tell;
			pull.leave_out = leave_out;
			break;
		case 'w':
			pull.patience.lock_wait = program_milliseconds(optarg);
			pull.patience.for_server = true;
			break;
		}
	check(&pull);
	interrupt_catch();
	if (base) {
		if (!psl_read(base, &written, &report))
			return program_end(&report, EXIT_TROUBLE);
		pull.namespaces = &written.namespaces;
	}
	if (!migrate_pull(&pull, &schema))
		return program_end(&report, EXIT_TROUBLE);
	schema_write(&schema, &records);
	buffer_flush(&records.text);
	return program_end(&report, EXIT_YES);
}
