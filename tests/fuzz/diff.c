/*
 * Two schema texts with a line `====` between them: whatever they are, the difference is found and
 * written both ways, or refused with a message.
 */
#include <stdlib.h>
#include <string.h>

#include "diff/diff.h"
#include "diff/notice.h"
#include "schema/text.h"
#include "sql/sql.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char separator[] = "\n====\n";

static void write_all(const struct diff *diff)
{
	struct buffer script = {.arena = diff->arena};
	struct notices notices = diff_notices(diff);

	sql_script(diff, &script);
	/* Where nothing is to be told there is nothing to do. */
	if (!diff->changes.count && (notices.count || script.length))
		abort();
}

static void compare(const char *text, size_t length, struct report *report)
{
	const char *middle = strstr(text, separator);
	struct source first = {"first", text, length}, second = {"second", "", 0};
	struct schema old, new;
	struct names told = {0};
	struct renames there, back;
	struct diff up, down;

	if (middle) {
		first.length = (size_t)(middle - text) + 1;
		second.text = middle + strlen(separator);
		second.length = length - (size_t)(second.text - text);
	}
	if (!schema_read(&first, &old, report) || !schema_read(&second, &new, report) ||
	    !diff_find_renames(&old, &new, &told, &there, report))
		return;
	back = diff_inverted(report->arena, &there);
	if (!diff_schemas(&old, &new, &there, &up, report) ||
	    !diff_schemas(&new, &old, &back, &down, report))
		return;
	write_all(&up);
	write_all(&down);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};

	if (!memchr(data, 0, size))
		compare(arena_slice(&arena, (const char *)data, size), size, &report);
	arena_free(&arena);
	return 0;
}
