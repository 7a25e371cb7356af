/*
 * Schema text from anywhere: it is read or refused with a message. What is read is written so that
 * it is read again, as the same bytes, and in every other form.
 */
#include "fuzz.h"

#include <string.h>

#include "print/print.h"
#include "schema/text.h"

static void (*const forms[])(const struct schema *schema, struct buffer *to) = {
	print_prisma, print_mermaid, print_dot, print_typescript};

static const struct buffer *write_text(const struct schema *schema, struct report *report,
				       enum record_form form)
{
	struct record_writer *to = arena_alloc(report->arena, sizeof *to);

	*to = (struct record_writer){.text = {.arena = report->arena}, .form = form};
	schema_write(schema, to);
	return &to->text;
}

void fuzz_text(const struct source *input, struct report *report)
{
	struct schema schema, again;

	if (!schema_read(input, &schema, report))
		return;
	const char *first = buffer_text(write_text(&schema, report, RECORD_TEXT));
	must(schema_read(fuzz_source("again", first, report), &again, report));
	must(strcmp(first, buffer_text(write_text(&again, report, RECORD_TEXT))) == 0);
	write_text(&schema, report, RECORD_JSON);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		forms[i](&schema, &(struct buffer){.arena = report->arena});
}
