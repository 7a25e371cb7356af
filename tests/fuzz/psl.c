/*
 * Any text is a Prisma schema, right or wrong: reading it must end without a fault. The schema text
 * of a right one must be read again, and written again as the same bytes.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "psl/psl.h"
#include "schema/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const struct buffer *first, struct report *report)
{
	struct record_writer second = {.text = {.arena = report->arena}};
	struct source source = {"text", buffer_text(first), first->length};
	struct schema schema;

	if (!schema_read(&source, &schema, report)) {
		report_print(report);
		abort();
	}
	schema_write(&schema, &second);
	if (strcmp(buffer_text(first), buffer_text(&second.text)) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct report report = {.arena = &arena};
	struct record_writer schema = {.text = {.arena = &arena}};
	size_t bad;
	const char *text = arena_slice(&arena, (const char *)data, size);
	struct source source = {"fuzz", text, size};

	if (utf8_valid(text, size, &bad) && psl_convert(&source, 1, &schema, &report))
		check_text(&schema.text, &report);
	arena_free(&arena);
	return 0;
}
