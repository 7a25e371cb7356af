/*
 * Attributes of fields that are only facts, such as @updatedAt.
 */
#include "psl/fact.h"

#include "psl/attribute.h"

/*
 * To add an attribute, add a row here, and its key to KIND_COLUMN in schema/text_format.c. Then
 * describe the key in man/schema.5, and add a case to tests/cases/psl and the attribute to
 * tests/conformance/schemas.py.
 */
static const struct fact_attribute {
	const char *name;   /* without '@' */
	const char *key;    /* in schema text */
	enum scalar scalar; /* the type of field that it requires, or SCALAR_COUNT for any */
	bool lists;	    /* allowed on a list */
} fact_attributes[] = {
	{"updatedAt", "updated-at", SCALAR_DATETIME, false},
};

#define FACT_ATTRIBUTES (sizeof fact_attributes / sizeof *fact_attributes)

/* struct field has a bit for each row. */
_Static_assert(FACT_ATTRIBUTES <= FIELD_FACTS, "FIELD_FACTS");

static void check_field(struct context *context, const struct field *field,
			const struct fact_attribute *row, const struct attribute *attribute)
{
	if (row->scalar != SCALAR_COUNT && !psl_field_has_scalar(field, row->scalar))
		psl_attribute_error(context, attribute, "'@%s' requires a %s field", row->name,
				    scalar_name(row->scalar));
	if (!row->lists && field->arity == ARITY_LIST)
		psl_attribute_error(context, attribute, "'@%s' is not allowed on a list",
				    row->name);
}

void psl_resolve_facts(struct context *context, struct field *field)
{
	for (size_t i = 0; i < FACT_ATTRIBUTES; i++) {
		const struct fact_attribute *row = &fact_attributes[i];
		struct attribute *attribute =
			psl_attribute_take(context, &field->attributes, row->name);
		if (!attribute)
			continue;
		check_field(context, field, row, attribute);
		field->facts |= 1u << i;
		psl_arguments_done(context, attribute);
	}
}

void psl_lower_facts(const struct context *context, const struct field *field, struct facts *facts)
{
	for (size_t i = 0; i < FACT_ATTRIBUTES; i++)
		if (field->facts & 1u << i)
			fact_add(context->arena, facts, fact_attributes[i].key, "");
}
