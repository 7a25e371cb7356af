/*
 * Two schema texts with a line `====` between them, and after another one what -r is told, a line
 * each: whatever they are, the difference is found and written both ways, or refused with a
 * message.
 */
#include "fuzz.h"

#include <string.h>

#include "diff/diff.h"
#include "diff/notice.h"
#include "schema/text.h"
#include "sql/sql.h"

static void write_all(const struct diff *diff)
{
	struct buffer script = {.arena = diff->arena};
	struct notices notices = diff_notices(diff);

	sql_script(diff, &script);
	/* Where nothing is to be told there is nothing to do. */
	must(diff->changes.count || (!notices.count && !script.length));
}

static struct names lines(struct arena *arena, char *text)
{
	struct names list = {0};

	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		*vector_add(arena, &list) = line;
	return list;
}

void fuzz_diff(const struct source *input, struct report *report)
{
	char *text = arena_string(report->arena, input->text), *after = fuzz_cut(text);
	struct names given = lines(report->arena, fuzz_cut(after));
	struct source *first = fuzz_source("first", text, report);
	struct source *second = fuzz_source("second", after, report);
	struct schema old, new;
	struct renames there, back;
	struct diff up, down;

	if (!schema_read(first, &old, report) || !schema_read(second, &new, report) ||
	    !diff_find_renames(&old, &new, &given, &there, report))
		return;
	back = diff_invert_renames(report->arena, &there);
	if (!diff_schemas(&old, &new, &there, &up, report) ||
	    !diff_schemas(&new, &old, &back, &down, report))
		return;
	write_all(&up);
	write_all(&down);
}
