/* schema-diff: prints the SQL that turns one schema into another, and back. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/program.h"
#include "base/record.h"
#include "diff/diff.h"
#include "diff/list.h"
#include "diff/notice.h"
#include "diff/propose.h"
#include "schema/text.h"
#include "sql/sql.h"

static const struct option_row options[] = {
	{'o', "output", "form", "both (the default), up, down, list, or json: the list"},
	{'r', "rename", "old=new",
	 "rename a table, column (users.name) or enum value (Role.ADMIN)"},
	{'q', "quiet", NULL, "print nothing; exit with 0 if equal, 1 if different"},
	{0},
};

static const struct program program = {
	"schema-diff",
	"old new",
	"prints the SQL that turns one schema into another, and back",
	options,
};

enum form { FORM_BOTH, FORM_UP, FORM_DOWN, FORM_LIST, FORM_JSON };

static enum form form_from_name(const char *name)
{
	static const char *const names[] = {
		[FORM_BOTH] = "both", [FORM_UP] = "up",	    [FORM_DOWN] = "down",
		[FORM_LIST] = "list", [FORM_JSON] = "json", NULL,
	};

	return (enum form)program_word(name, "form", names);
}

/* Notes each other object that differs and is not changed. */
static void note_objects(const struct diff *diff, struct report *report)
{
	struct object_notices notices = diff_object_notices(diff);
	const struct object_notice *notice;

	vector_each(notice, &notices)
		report_note(report, nowhere, "not changed by the script: %s '%s' %s", notice->kind,
			    notice->object, notice->state);
}

static void print_list(const struct diff *diff, enum record_form form)
{
	struct record_writer to = {.text = {.arena = diff->arena, .file = stdout}, .form = form};

	diff_write_list(diff, &to);
	buffer_flush(&to.text);
}

static void print(const struct diff *up, const struct diff *down, enum form form)
{
	struct buffer script = {.arena = up->arena, .file = stdout};

	if (!up->changes.count && !down->changes.count)
		return;
	if (form == FORM_BOTH)
		buffer_format(&script, "-- migrate:up provider:%s\n", up->dialect->name);
	if (form != FORM_DOWN)
		sql_script(up, &script);
	if (form == FORM_BOTH)
		buffer_add(&script, "\n-- migrate:down\n");
	if (form != FORM_UP)
		sql_script(down, &script);
	buffer_flush(&script);
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct schema old, new;
	struct diff up = {.arena = &arena}, down = {.arena = &arena};
	struct names given = {0};
	struct renames there, back;
	enum form form = FORM_BOTH;
	bool quiet = false;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'o':
			form = form_from_name(optarg);
			break;
		case 'r':
			*vector_add(&arena, &given) = optarg;
			break;
		case 'q':
			quiet = true;
			break;
		}
	if (!schema_read_file(argv[optind], &old, &report) ||
	    !schema_read_file(argv[optind + 1], &new, &report) ||
	    !diff_find_renames(&old, &new, &given, &there, &report))
		return program_end(&report, EXIT_TROUBLE);
	back = diff_invert_renames(&arena, &there);
	bool both = form == FORM_BOTH && !quiet, only_down = form == FORM_DOWN && !quiet;
	if ((!only_down && !diff_schemas(&old, &new, &there, &up, &report)) ||
	    ((both || only_down) && !diff_schemas(&new, &old, &back, &down, &report)))
		return program_end(&report, EXIT_TROUBLE);
	down.back = true;
	if (quiet)
		return program_end(&report,
				   up.changes.count || up.objects.count ? EXIT_NO : EXIT_YES);
	if (form != FORM_DOWN)
		diff_propose_renames(&old, &up, &report);
	if (form == FORM_LIST || form == FORM_JSON)
		print_list(&up, form == FORM_JSON ? RECORD_JSON : RECORD_TEXT);
	else
		print(&up, &down, form);
	if (form != FORM_LIST && form != FORM_JSON)
		note_objects(only_down ? &down : &up, &report);
	return program_end(&report, EXIT_YES);
}
