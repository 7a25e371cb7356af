/*
 * Checks the names of constraints.
 */
#include <string.h>

#include "psl/check.h"
#include "psl/constraint.h"

/* Reports a given name that is too long. Default names are cut to fit. */
void psl_check_name_length(struct context *context, const struct attribute *attribute,
			   const char *map)
{
	size_t limit = context->settings.dialect->name_limit;

	if (map && strlen(map) > limit)
		psl_attribute_error(context, attribute,
				    "constraint name '%s' is longer than %zu bytes", map, limit);
}

static void report_duplicate(struct context *context, struct span place, const char *name)
{
	psl_error(context, place, "duplicate constraint name '%s'", name);
	report_hint(context->report, "set another name with 'map'");
}

void psl_check_id_name(struct context *context, const struct model *model)
{
	const char *name = psl_id_constraint_name(context, model);

	if (!name)
		return;
	psl_check_name_length(context, model->id->attribute, model->id->map);
	if (psl_is_shared_duplicate(context, model, name) ||
	    psl_is_local_duplicate(context, model, name))
		report_duplicate(context, model->id->attribute->place, name);
}

void psl_check_index_name(struct context *context, const struct model *model, struct key *key)
{
	const char *name = psl_index_constraint_name(context, model, key);

	psl_check_name_length(context, key->attribute, key->map);
	if (psl_is_shared_duplicate(context, model, name))
		report_duplicate(context, key->attribute->place, name);
}

void psl_check_relation_name(struct context *context, const struct relation *relation)
{
	const char *name = psl_relation_constraint_name(context, relation);

	if (psl_is_local_duplicate(context, psl_referring_model(relation), name))
		report_duplicate(context,
				 relation->a ? relation->a->place : relation->model_b->place, name);
}
