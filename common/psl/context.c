/*
 * Finds the places of spans, and the source of an expression.
 */
#include "psl/context.h"

struct place psl_place(const struct context *context, struct span span)
{
	const struct source *file = context->files;
	uint32_t start = span.start;

	for (; start > file->length; file++)
		start -= (uint32_t)file->length + 1;
	return (struct place){file, start, start + (span.end - span.start)};
}

struct slice psl_expression_source(const struct context *context,
				   const struct expression *expression)
{
	struct place place = psl_place(context, expression->place);

	return (struct slice){place.source->text + place.start, place.end - place.start};
}
