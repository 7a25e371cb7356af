#include "psl/check.h"

void psl_check(struct context *context)
{
	struct model *model;
	struct field *field;

	if (!context->settings.datasource) {
		report_error(context->report, nowhere,
			     "the schema has no datasource: nothing says which database it is for");
		return;
	}
	vector_each(model, &context->declarations.models)
		vector_each(field, &model->fields)
			check_native_type(context, field);
}
