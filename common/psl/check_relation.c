/*
 * Checks relation fields, and the two sides of relations.
 */
#include <string.h>

#include "psl/check.h"

/* ---- a relation field ---- */

bool psl_check_ambiguity(struct context *context, const struct field *field)
{
	bool self = field->model == field->owner, named = field->reference->name != NULL;
	size_t count = field->reference->sides->counted->count;

	if (count < 2 || (self && named && count == 2))
		return true;
	psl_error(context, field->place, "ambiguous relation: %s '%s' has %zu relations to '%s' %s",
		  psl_model_word(field->owner), field->owner->name.text, count,
		  field->model->name.text, named ? "with the same name" : "without a name");
	return report_hint(context->report,
			   "name both sides of each relation: @relation(\"name\")");
}

static void check_action(struct context *context, const struct given_action *given)
{
	if (!given->given || !context->settings.emulated)
		return;
	if (given->action == ACTION_SET_DEFAULT ||
	    (given->action == ACTION_NO_ACTION && !psl_rules(context)->emulates_no_action))
		psl_error(context, given->place,
			  "relationMode = \"prisma\" does not support this referential action");
}

/*
 * Warns of a missing index: without foreign keys, clients search for the rows that refer to a row.
 */
static void warn_of_missing_index(struct context *context, const struct field *field)
{
	const struct model *model = field->owner;
	const struct reference *reference = field->reference;
	const struct key *key;

	if (!context->settings.emulated || !reference->has_fields)
		return;
	if (model->id && psl_key_begins_with(model->id, &reference->fields))
		return;
	vector_each(key, &model->keys)
		if (psl_key_begins_with(key, &reference->fields))
			return;
	psl_warning(context, reference->attribute->place,
		    "missing index on the fields of '%s': relationMode = \"prisma\" is slow "
		    "without one",
		    field->name.text);
}

void psl_check_relation_field(struct context *context, const struct field *field)
{
	const struct reference *reference = field->reference;

	if (field->model->ignored && !field->ignored && !field->owner->ignored)
		psl_error(context, field->place,
			  "relation field '%s' must be ignored: '%s' is ignored", field->name.text,
			  field->model->name.text);
	check_action(context, &reference->on_delete);
	check_action(context, &reference->on_update);
	if (reference->map && !context->settings.dialect->named_foreign_keys)
		psl_attribute_error(context, reference->attribute,
				    "%s does not support named foreign keys",
				    context->settings.dialect->name);
	if (reference->map)
		psl_check_name_length(context, reference->attribute, reference->map);
	warn_of_missing_index(context, field);
}

/* ---- the foreign key ---- */

static bool holds_all(const struct key *key, const struct fields *fields)
{
	if (key->fields.count != fields->count)
		return false;
	for (size_t i = 0; i < fields->count; i++) {
		bool there = false;
		for (size_t j = 0; j < fields->count; j++)
			there = there || key->fields.at[j].field == fields->at[i];
		if (!there)
			return false;
	}
	return true;
}

static bool is_unique_criterion(const struct model *model, const struct fields *fields)
{
	const struct key *key;

	if (model->id && holds_all(model->id, fields))
		return true;
	vector_each(key, &model->keys)
		if (key->kind == KEY_UNIQUE && holds_all(key, fields))
			return true;
	return false;
}

static bool same_type(const struct field *a, const struct field *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case FIELD_SCALAR:
		return a->scalar == b->scalar;
	case FIELD_ENUM:
		return a->enumeration == b->enumeration;
	case FIELD_UNSUPPORTED:
		return strcmp(a->type.text, b->type.text) == 0;
	default:
		return a->model == b->model;
	}
}

static void check_cycle(struct context *context, const struct relation *relation)
{
	if (!relation->has_cycle)
		return;
	psl_error(context, relation->a->place, "the referential actions of '%s' lead to a cycle",
		  relation->a->name.text);
	report_hint(context->report,
		    "set onDelete and onUpdate to NoAction or Restrict on one relation of the "
		    "cycle");
}

static void check_references(struct context *context, const struct field *field)
{
	const struct reference *reference = field->reference;
	const struct fields *from = &reference->fields, *to = &reference->references;
	struct field **part;

	if (to->count > 0 && !is_unique_criterion(field->model, to)) {
		psl_error(context, field->place, "the fields referenced by '%s' must be unique",
			  field->name.text);
		report_hint(context->report, "add @unique or @@unique in '%s'",
			    field->model->name.text);
	}
	if (reference->has_fields && reference->has_references && from->count != to->count)
		psl_attribute_error(context, reference->attribute,
				    "'fields' and 'references' must have the same length");
	for (size_t i = 0; i < from->count && i < to->count; i++)
		if (!same_type(from->at[i], to->at[i]))
			psl_error(context, field->place,
				  "field '%s' and referenced field '%s.%s' have different types",
				  from->at[i]->name.text, field->model->name.text,
				  to->at[i]->name.text);
	vector_each(part, from)
		if (field->arity == ARITY_REQUIRED && (*part)->arity == ARITY_OPTIONAL) {
			psl_error(context, field->place,
				  "relation field '%s' must be optional: '%s' is optional",
				  field->name.text, (*part)->name.text);
			return;
		}
}

/* Reports SetNull on a required field. PostgreSQL accepts this, and fails when the action runs. */
static void check_set_null(struct context *context, const struct field *field)
{
	const struct given_action *actions[] = {
		&field->reference->on_delete,
		&field->reference->on_update,
	};
	bool only_warn = psl_rules(context)->set_null_on_required && !context->settings.emulated;

	if (field->reference->has_fields && !psl_any_has(&field->reference->fields, ARITY_REQUIRED))
		return;
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
		if (!actions[i]->given || actions[i]->action != ACTION_SET_NULL)
			continue;
		if (only_warn)
			psl_warning(context, field->place,
				    "'SetNull' will fail: a field of the relation is required");
		else
			psl_error(context, field->place,
				  "'SetNull' requires optional fields in the relation");
	}
}

/* ---- both sides ---- */

static void report_one_sided(struct context *context, const struct field *field)
{
	psl_error(context, field->place, "missing opposite relation field of '%s' in '%s'",
		  field->name.text, field->model->name.text);
	report_hint(context->report, "a relation needs a field on both sides");
}

static bool has_fields(const struct field *field)
{
	return field->reference->fields.count > 0;
}

static bool has_references(const struct field *field)
{
	return field->reference->references.count > 0;
}

static bool has_action(const struct field *field)
{
	return field->reference->on_delete.given || field->reference->on_update.given;
}

static void report_both(struct context *context, const struct relation *relation, const char *what)
{
	psl_error(context, relation->a->place, "%s", what);
	psl_error(context, relation->b->place, "%s", what);
}

static void check_one_to_many(struct context *context, const struct relation *relation)
{
	const struct field *a = relation->a, *b = relation->b;

	if (!a || !b) {
		report_one_sided(context, a ? a : b);
		return;
	}
	if (!has_fields(a))
		psl_error(context, a->place, "missing 'fields' in '@relation' of '%s'",
			  a->name.text);
	if (!has_references(a))
		psl_error(context, a->place, "missing 'references' in '@relation' of '%s'",
			  a->name.text);
	if (has_fields(b) || has_references(b))
		psl_error(context, b->place,
			  "'fields' and 'references' are allowed only on the other side, '%s.%s'",
			  a->owner->name.text, a->name.text);
	if (has_action(b))
		psl_error(context, b->place,
			  "'onDelete' and 'onUpdate' are allowed only on the other side, '%s.%s'",
			  a->owner->name.text, a->name.text);
}

static bool is_unique_side(const struct field *field)
{
	const struct model *model = field->owner;
	const struct fields *fields = &field->reference->fields;
	const struct key *key;

	if (!field->reference->has_fields || (model->id && psl_key_equals(model->id, fields)))
		return true;
	vector_each(key, &model->keys)
		if (key->kind == KEY_UNIQUE && psl_key_equals(key, fields))
			return true;
	return false;
}

/* Like Prisma's engine, reports only one fault, and only if there is no other error. */
static void check_sides(struct context *context, const struct field *a, const struct field *b)
{
	if (!psl_failed(context) && has_fields(a) && has_references(b)) {
		psl_error(context, a->place, "'fields' and 'references' must be on the same side");
		psl_error(context, b->place, "'fields' and 'references' must be on the same side");
	}
	if (!psl_failed(context) && has_references(a) && has_fields(b))
		psl_error(context, a->place, "'fields' and 'references' must be on the same side");
	if (!psl_failed(context) && b->arity == ARITY_REQUIRED)
		psl_error(context, b->place,
			  "relation field '%s' must be optional: it has no foreign key",
			  b->name.text);
	if (!psl_failed(context) && a->arity == ARITY_REQUIRED &&
	    (b->reference->has_fields || b->reference->has_references))
		psl_error(context, b->place,
			  "'fields' and 'references' must be on the required side, '%s.%s'",
			  a->owner->name.text, a->name.text);
}

/* Reports what only one of the two sides may have, or must have. */
static void check_two_sides(struct context *context, const struct relation *relation)
{
	const struct field *a = relation->a, *b = relation->b;

	if (!has_fields(a) && !has_fields(b))
		report_both(context, relation, "missing 'fields' on one side of the relation");
	if (!has_references(a) && !has_references(b))
		report_both(context, relation, "missing 'references' on one side of the relation");
	if (has_references(a) && has_references(b))
		report_both(context, relation, "'references' is allowed only on one side");
	if (has_fields(a) && has_fields(b))
		report_both(context, relation, "'fields' is allowed only on one side");
	if (has_action(a) && has_action(b))
		report_both(context, relation,
			    "'onDelete' and 'onUpdate' are allowed only on one side");
	else if (has_action(b))
		psl_error(context, b->place,
			  "'onDelete' and 'onUpdate' are allowed only on the other side, "
			  "'%s.%s'",
			  a->owner->name.text, a->name.text);
}

static void check_one_to_one(struct context *context, const struct relation *relation)
{
	const struct field *a = relation->a, *b = relation->b;

	if (b)
		check_two_sides(context, relation);
	else
		report_one_sided(context, a);
	if (!is_unique_side(a)) {
		psl_error(context, a->place,
			  "the fields of '%s' must be unique: the relation is one-to-one",
			  a->name.text);
		report_hint(context->report,
			    "add @unique or @@unique, or make the opposite field a list");
	}
	if (b)
		check_sides(context, a, b);
}

static void check_many_to_many_side(struct context *context, const struct field *field)
{
	const struct reference *reference = field->reference;
	const struct model *model = field->model;

	if (model->kind == MODEL_VIEW || field->owner->kind == MODEL_VIEW)
		psl_error(context, field->place,
			  "a view cannot have an implicit many-to-many relation");
	if (!model->id || model->id->fields.count != 1) {
		psl_error(context, field->place,
			  "an implicit many-to-many relation requires a single-field id in '%s'",
			  model->name.text);
		report_hint(context->report,
			    "add a single-field id, or write the join table as a model");
	}
	if (reference->on_delete.given || reference->on_update.given)
		psl_error(context, field->place,
			  "an implicit many-to-many relation cannot have 'onDelete' or 'onUpdate'");
	if (reference->has_references)
		psl_error(context, field->place,
			  "an implicit many-to-many relation cannot have 'references'");
}

void psl_check_relation(struct context *context, const struct relation *relation)
{
	switch (relation->kind) {
	case RELATION_MANY_TO_MANY:
		check_many_to_many_side(context, relation->a);
		check_many_to_many_side(context, relation->b);
		return;
	case RELATION_EMBEDDED:
		report_both(context, relation,
			    "an implicit many-to-many relation cannot have 'fields'");
		return;
	default:
		break;
	}
	check_cycle(context, relation);
	if (relation->a) {
		check_references(context, relation->a);
		check_set_null(context, relation->a);
	}
	psl_check_relation_name(context, relation);
	if (relation->kind == RELATION_ONE_TO_ONE)
		check_one_to_one(context, relation);
	else
		check_one_to_many(context, relation);
}
