#include <string.h>

#include "psl/check.h"
#include "psl/constraint.h"

/* Names that are made are cut to fit; those that are said have to. */
void check_name_length(struct context *context, const struct attribute *attribute, const char *map)
{
	size_t limit = context->settings.dialect->name_limit;

	if (map && strlen(map) > limit)
		attribute_error(context, attribute,
				"the name of a constraint has %zu bytes at the most", limit);
}

static void report_taken(struct context *context, struct span place, const char *name)
{
	psl_error(context, place, "another constraint is called '%s', too", name);
	report_hint(context->report, "'map' gives it another name");
}

void check_id_name(struct context *context, const struct model *model)
{
	const char *name = id_constraint_name(context, model);

	if (!name)
		return;
	check_name_length(context, model->id->attribute, model->id->map);
	if (is_shared_twice(context, model, name) || is_local_twice(context, model, name))
		report_taken(context, model->id->attribute->place, name);
}

void check_index_name(struct context *context, const struct model *model, struct key *key)
{
	const char *name = index_constraint_name(context, model, key);

	check_name_length(context, key->attribute, key->map);
	if (is_shared_twice(context, model, name))
		report_taken(context, key->attribute->place, name);
}

void check_relation_name(struct context *context, const struct relation *relation)
{
	const char *name = relation_constraint_name(context, relation);

	if (is_local_twice(context, referring_model(relation), name))
		report_taken(context, relation->a ? relation->a->place : relation->model_b->place,
			     name);
}
