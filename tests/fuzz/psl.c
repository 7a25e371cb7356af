/*
 * Any text is a Prisma schema, right or wrong: reading it must end without a fault. The schema text
 * of a right one must be read again, and written again as the same bytes.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "psl/psl.h"
#include "schema/text.h"

static void check_text(const struct buffer *first, struct report *report)
{
	struct record_writer second = {.text = {.arena = report->arena}};
	struct schema schema;

	if (!schema_read(fuzz_source("text", buffer_text(first), report), &schema, report)) {
		report_print(report);
		abort();
	}
	schema_write(&schema, &second);
	if (strcmp(buffer_text(first), buffer_text(&second.text)) != 0)
		abort();
}

void fuzz_psl(const struct source *input, struct report *report)
{
	struct record_writer schema = {.text = {.arena = report->arena}};

	if (psl_convert(input, 1, &schema, report))
		check_text(&schema.text, report);
}
