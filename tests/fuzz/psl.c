/*
 * Any text is a Prisma schema, right or wrong: reading it must end without a fault. The schema text
 * of a right one must be read again, and written again as the same bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "psl/psl.h"
#include "schema/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const struct schema *schema, struct report *report)
{
	struct buffer first = {.arena = report->arena}, second = {.arena = report->arena};
	struct schema again;

	schema_write(schema, &first);
	struct source source = {"text", buffer_text(&first), first.length};
	if (!schema_read(&source, &again, report)) {
		report_print(report);
		abort();
	}
	schema_write(&again, &second);
	if (strcmp(buffer_text(&first), buffer_text(&second)) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct schema schema;
	size_t bad;
	const char *text = arena_slice(&arena, (const char *)data, size);
	struct source source = {"fuzz", text, size};

	if (text_valid(text, size, &bad) && psl_read(&source, 1, &schema, &report))
		check_text(&schema, &report);
	arena_free(&arena);
	return 0;
}
