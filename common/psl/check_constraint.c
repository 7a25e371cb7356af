#include <string.h>

#include "psl/check.h"
#include "psl/constraint.h"

/* Names that are made are cut to fit; those that are said have to. */
void psl_check_name_length(struct context *context, const struct attribute *attribute,
			   const char *map)
{
	size_t limit = context->settings.dialect->name_limit;

	if (map && strlen(map) > limit)
		psl_attribute_error(context, attribute,
				    "the name of a constraint has %zu bytes at the most", limit);
}

static void report_taken(struct context *context, struct span place, const char *name)
{
	psl_error(context, place, "another constraint is called '%s', too", name);
	report_hint(context->report, "'map' gives it another name");
}

void psl_check_id_name(struct context *context, const struct model *model)
{
	const char *name = psl_id_constraint_name(context, model);

	if (!name)
		return;
	psl_check_name_length(context, model->id->attribute, model->id->map);
	if (psl_is_shared_duplicate(context, model, name) ||
	    psl_is_local_duplicate(context, model, name))
		report_taken(context, model->id->attribute->place, name);
}

void psl_check_index_name(struct context *context, const struct model *model, struct key *key)
{
	const char *name = psl_index_constraint_name(context, model, key);

	psl_check_name_length(context, key->attribute, key->map);
	if (psl_is_shared_duplicate(context, model, name))
		report_taken(context, key->attribute->place, name);
}

void psl_check_relation_name(struct context *context, const struct relation *relation)
{
	const char *name = psl_relation_constraint_name(context, relation);

	if (psl_is_local_duplicate(context, psl_referring_model(relation), name))
		report_taken(context, relation->a ? relation->a->place : relation->model_b->place,
			     name);
}
