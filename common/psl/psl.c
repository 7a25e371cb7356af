#include "psl/psl.h"

#include <string.h>

#include "base/file.h"
#include "psl/context.h"
#include "psl/parse.h"

static bool failed(const struct context *context)
{
	return context->report->errors > context->errors_before;
}

bool psl_convert(const struct source *files, size_t count, struct buffer *to,
		 struct report *report)
{
	struct context *context = arena_alloc(report->arena, sizeof *context);

	*context = (struct context){
		.arena = report->arena,
		.report = report,
		.errors_before = report->errors,
	};
	for (size_t i = 0; i < count; i++)
		parse_file(&files[i], &context->declarations, report);
	psl_check_names(context);
	psl_resolve_types(context);
	psl_resolve_attributes(context);
	psl_load_config(context);
	if (failed(context))
		return false;
	psl_infer_relations(context);
	psl_check(context);
	if (failed(context))
		return false;
	if (to)
		psl_lower(context, to);
	return true;
}
