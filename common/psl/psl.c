/*
 * Runs the phases, from text to schema text.
 */
#include "psl/psl.h"

#include <string.h>

#include "base/file.h"
#include "psl/context.h"
#include "psl/parse.h"

/* Parses the files as one text. Returns false, with a message, if they are too long. */
static bool parse_files(struct context *context, size_t count)
{
	uint64_t first = 0;

	for (size_t i = 0; i < count; i++) {
		const struct source *file = &context->files[i];
		if (first + file->length > LONGEST_SOURCE)
			return report_error(context->report, nowhere,
					    "cannot read '%s': the schema is larger than 4 GiB",
					    file->name);
		psl_parse_file(file, (uint32_t)first, &context->declarations, context->report);
		first += file->length + 1;
	}
	return true;
}

bool psl_convert(const struct source *files, size_t count, struct record_writer *to,
		 struct report *report)
{
	struct context *context = arena_alloc(report->arena, sizeof *context);

	*context = (struct context){
		.arena = report->arena,
		.report = report,
		.files = files,
		.errors_before = report->errors,
		.settings = {.dialect = dialect_default()},
	};
	if (!parse_files(context, count))
		return false;
	psl_check_names(context);
	psl_load_config(context);
	psl_resolve_types(context);
	psl_resolve_attributes(context);
	if (psl_failed(context))
		return false;
	psl_infer_relations(context);
	psl_collect_constraint_names(context);
	psl_check(context);
	if (psl_failed(context))
		return false;
	if (to)
		psl_lower(context, to);
	return true;
}
