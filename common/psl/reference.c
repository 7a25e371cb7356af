/*
 * Reads @relation.
 */
#include <string.h>

#include "psl/resolve.h"

static const struct {
	const char *name;
	enum action action;
} actions[] = {
	{"Cascade", ACTION_CASCADE},	    {"Restrict", ACTION_RESTRICT},
	{"NoAction", ACTION_NO_ACTION},	    {"SetNull", ACTION_SET_NULL},
	{"SetDefault", ACTION_SET_DEFAULT},
};

static void read_action(struct context *context, struct attribute *attribute, const char *argument,
			struct given_action *given)
{
	const struct expression *value = psl_argument_take(attribute, argument);
	const char *name = value ? psl_expect_identifier(context, value) : NULL;

	if (!name)
		return;
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (strcmp(actions[i].name, name) == 0) {
			*given = (struct given_action){true, actions[i].action, value->place};
			return;
		}
	psl_error(context, value->place, "unknown referential action '%s'", name);
	report_hint(context->report, "use Cascade, Restrict, NoAction, SetNull or SetDefault");
}

void psl_read_relation(struct context *context, struct field *field, struct attribute *attribute)
{
	struct reference *reference = field->reference;
	const struct expression *value;

	if (field->kind != FIELD_RELATION) {
		psl_attribute_error(context, attribute, "field '%s' is not a relation",
				    field->name.text);
		return;
	}
	reference->attribute = attribute;
	if ((value = psl_argument_take(attribute, "fields"))) {
		reference->has_fields = true;
		psl_resolve_fields(context, field->owner, value, &reference->fields);
	}
	if ((value = psl_argument_take(attribute, "references"))) {
		reference->has_references = true;
		psl_resolve_fields(context, field->model, value, &reference->references);
	}
	/* Like Prisma, silently ignores a name given both ways. */
	value = psl_argument_take_either(attribute, "name");
	reference->name = value ? psl_expect_string(context, value) : NULL;
	if (reference->name && !*reference->name) {
		psl_attribute_error(context, attribute, "argument 'name' cannot be empty");
		reference->name = NULL;
	}
	read_action(context, attribute, "onDelete", &reference->on_delete);
	read_action(context, attribute, "onUpdate", &reference->on_update);
	reference->map = psl_argument_take_name(context, attribute, "map");
}
