/*
 * Two schema texts with a line `====` between them, and after another one what -r is told, a line
 * each: whatever they are, the difference is found and written both ways, or refused with a message.
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

/* Cuts off what comes after the separator, and gives it; "" where there is none. */
static char *cut(char *text)
{
	char *middle = strstr(text, separator);

	if (!middle)
		return text + strlen(text);
	middle[1] = '\0';
	return middle + strlen(separator);
}

static struct names lines(struct arena *arena, char *text)
{
	struct names list = {0};

	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		*vector_add(arena, &list) = line;
	return list;
}

static void compare(char *text, struct report *report)
{
	char *after = cut(text);
	struct names given = lines(report->arena, cut(after));
	struct source first = {"first", text, strlen(text)};
	struct source second = {"second", after, strlen(after)};
	struct schema old, new;
	struct renames there, back;
	struct diff up, down;

	if (!schema_read(&first, &old, report) || !schema_read(&second, &new, report) ||
	    !diff_find_renames(&old, &new, &given, &there, report))
		return;
	back = diff_invert_renames(report->arena, &there);
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
		compare(arena_slice(&arena, (const char *)data, size), &report);
	arena_free(&arena);
	return 0;
}
