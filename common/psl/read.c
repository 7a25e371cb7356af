/* Reads a schema in either of its languages into a model. */
#include "psl/psl.h"
#include "schema/text.h"

bool psl_read_files(const struct sources *files, struct schema *schema, struct report *report)
{
	struct record_writer text = {.text = {.arena = report->arena}};
	struct source *source = arena_alloc(report->arena, sizeof *source);

	if (files->count == 1 && schema_is_text(files->at))
		return schema_read(files->at, schema, report);
	if (!psl_convert(files->at, files->count, &text, report))
		return false;
	*source = (struct source){.name = files->at->name,
				  .text = buffer_text(&text.text),
				  .length = text.text.length};
	return schema_read(source, schema, report);
}

bool psl_read(const char *path, struct schema *schema, struct report *report)
{
	struct sources files = {0};

	return psl_load(path, &files, report) && psl_read_files(&files, schema, report);
}
