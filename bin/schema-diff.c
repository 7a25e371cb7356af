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
	{'e', "exit-code", NULL, "exit with 1 if the schemas are different, as -q does"},
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

static void print_list(const struct diff *diff, enum record_form form)
{
	struct record_writer to = {.text = {.arena = diff->arena, .file = stdout}, .form = form};

	diff_write_list(diff, &to);
	buffer_flush(&to.text);
}

static void print(const struct diff *diff)
{
	struct buffer script = {.arena = diff->arena, .file = stdout};

	sql_script(diff, &script);
	buffer_flush(&script);
}

/* Prints up, and then finds down and prints it, in the memory of the changes of up. */
static bool print_both(const struct schema *old, const struct schema *new,
		       const struct renames *back, struct diff *up, struct report *report)
{
	struct buffer script = {.arena = up->arena, .file = stdout};
	struct diff down;
	bool any = up->changes.count;

	if (any)
		sql_up_heading(up, &script);
	sql_script(up, &script);
	diff_forget_changes(up);
	if (!diff_schemas(new, old, back, &down, report))
		return false;
	if (!any && down.changes.count)
		sql_up_heading(up, &script);
	if (any || down.changes.count)
		sql_down_heading(&script);
	down.back = true;
	sql_script(&down, &script);
	buffer_flush(&script);
	return true;
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct schema old, new;
	struct diff diff;
	struct names given = {0};
	struct renames there, back;
	enum form form = FORM_BOTH;
	bool quiet = false, exits = false;

	program_begin(&program);
	for (int letter; (letter = program_option(argc, argv)) != 0;)
		switch (letter) {
		case 'e':
			exits = true;
			break;
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
	if (form == FORM_DOWN && !quiet ? !diff_schemas(&new, &old, &back, &diff, &report)
					: !diff_schemas(&old, &new, &there, &diff, &report))
		return program_end(&report, EXIT_TROUBLE);
	enum exit_status answer = diff.changes.count || diff.objects.count ? EXIT_NO : EXIT_YES;
	diff.back = form == FORM_DOWN;
	if (quiet)
		return program_end(&report, answer);
	if (form != FORM_DOWN)
		diff_propose_renames(&old, &diff, &report);
	if (form == FORM_LIST || form == FORM_JSON)
		print_list(&diff, form == FORM_JSON ? RECORD_JSON : RECORD_TEXT);
	else if (form != FORM_BOTH)
		print(&diff);
	else if (!print_both(&old, &new, &back, &diff, &report))
		return program_end(&report, EXIT_TROUBLE);
	if (form != FORM_LIST && form != FORM_JSON)
		diff_report_objects(&diff, &report);
	return program_end(&report, exits ? answer : EXIT_YES);
}
