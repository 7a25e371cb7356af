/*
 * Checks keys: their fields and options, and the dialect's support for them.
 */
#include <string.h>

#include "psl/check.h"

/* ---- fields and options ---- */

static bool any_length(const struct key *key)
{
	const struct key_field *field;

	vector_each(field, &key->fields)
		if (field->has_length)
			return true;
	return false;
}

static bool any_sort(const struct key *key)
{
	const struct key_field *field;

	vector_each(field, &key->fields)
		if (field->sort != SORT_UNSAID)
			return true;
	return false;
}

static void check_options(struct context *context, const struct key *key)
{
	const char *dialect = context->settings.dialect->name;

	if (any_length(key))
		psl_attribute_error(context, key->attribute,
				    "%s does not support 'length' in a key", dialect);
	if (key->has_clustered)
		psl_attribute_error(context, key->attribute, "%s does not support 'clustered'",
				    dialect);
	if (key->fields.count == 0)
		psl_attribute_error(context, key->attribute, "a key must have at least one field");
}

/* Reports a field with the default client name of a key: for (a, b) that is `a_b`. */
static void check_clash(struct context *context, const struct model *model, const struct key *key)
{
	struct buffer name = {.arena = context->arena};
	const struct key_field *part;
	struct field **inner;

	if (key->fields.count < 2)
		return;
	vector_each(part, &key->fields) {
		buffer_format(&name, "%s%s", name.length ? "_" : "", part->field->name.text);
		if (part->inner)
			vector_each(inner, part->inner)
				buffer_format(&name, "_%s", (*inner)->name.text);
	}
	const struct field *same = psl_model_field(model, buffer_text(&name));
	if (!same || !psl_field_is_scalar(same))
		return;
	psl_attribute_error(context, key->attribute,
			    "default name '%s' of the key is also the name of a field", name.text);
	report_hint(context->report, "set another name with 'name'");
}

void psl_check_id(struct context *context, const struct model *model)
{
	const struct key *id = model->id;

	if (!id)
		return;
	check_options(context, id);
	check_clash(context, model, id);
	if (any_sort(id))
		psl_attribute_error(context, id->attribute, "%s does not support 'sort' in an id",
				    context->settings.dialect->name);
	if (id->map && !context->settings.dialect->named_primary_keys)
		psl_error(context, model->place, "%s does not support named primary keys",
			  context->settings.dialect->name);
}

/* ---- index types and operator classes ---- */

/* The types of fields that an index takes without an operator class. */
struct index_fields {
	unsigned scalars; /* of fields without `@db.`: 1 << enum scalar, or-ed */
	const char *native_types[24];
	bool lists;
};

/* clang-format off */
#define ANY_SCALAR ((1u << SCALAR_COUNT) - 1)

static const struct index_fields index_fields[] = {
	[INDEX_GIN]    = {1u << SCALAR_JSON, {"JsonB"}, true},
	[INDEX_GIST]   = {1u << SCALAR_STRING, {NULL}, false},
	[INDEX_SPGIST] = {1u << SCALAR_STRING, {"Inet", "Text", "VarChar", "Char"}, false},
	[INDEX_BRIN]   = {
		ANY_SCALAR & ~(1u << SCALAR_JSON) & ~(1u << SCALAR_BOOLEAN),
		{"Bit", "VarBit", "Char", "Date", "Real", "DoublePrecision", "Inet", "SmallInt", "Integer",
		 "BigInt", "Decimal", "Oid", "ByteA", "Text", "VarChar", "Timestamp", "Timestamptz", "Time",
		 "Timetz", "Uuid"},
		false,
	},
};
/* clang-format on */

static bool is_among(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count && names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* True if an index takes the field without an operator class. */
static bool fits_index(enum index_method method, const struct field *field)
{
	const struct index_fields *fields = &index_fields[method];
	const struct native_type *type = psl_field_native_type(field);

	if (field->kind == FIELD_UNSUPPORTED || (fields->lists && field->arity == ARITY_LIST))
		return true;
	if (type)
		return is_among(type->name, fields->native_types,
				sizeof fields->native_types / sizeof *fields->native_types);
	return field->kind == FIELD_SCALAR && (fields->scalars & 1u << field->scalar);
}

/* True if an operator class is for the type of the field. */
static bool fits_class(enum index_method method, const struct operator_class *class,
		       const struct field *field)
{
	const struct native_type *type = psl_field_native_type(field);

	if (method == INDEX_GIN && !class->native_types[0])
		return field->arity == ARITY_LIST;
	if (type)
		return is_among(type->name, class->native_types, CLASS_NATIVE_TYPES);
	return field->kind == FIELD_SCALAR && (int)field->scalar == class->scalar;
}

static void report_misfit(struct context *context, const struct key *key, const struct field *field)
{
	psl_attribute_error(context, key->attribute,
			    "%s indexes do not support the type of field '%s'",
			    psl_index_method_name(psl_index_method(key->type)), field->name.text);
}

static void check_key_field(struct context *context, const struct key *key,
			    const struct key_field *part)
{
	enum index_method method = psl_index_method(key->type);
	const struct operator_class *class = part->operator_class;
	const struct field *field = part->field;

	if (part->raw_class)
		return;
	if (class && !(class->methods & 1u << method)) {
		psl_attribute_error(context, key->attribute,
				    "operator class '%s' does not apply to %s indexes", class->name,
				    psl_index_method_name(method));
		return;
	}
	if (method == INDEX_BTREE || method == INDEX_HASH)
		return;
	if (class && !fits_class(method, class, field))
		psl_attribute_error(context, key->attribute,
				    "operator class '%s' does not support the type of field '%s'",
				    class->name, field->name.text);
	if (!class && !fits_index(method, field))
		report_misfit(context, key, field);
}

/*
 * Checks a GIN index of CockroachDB. It has no operator classes, and accepts Json only as its last
 * field.
 */
static void check_inverted(struct context *context, const struct key *key)
{
	const struct key_field *part;

	if (psl_index_method(key->type) != INDEX_GIN)
		return;
	vector_each(part, &key->fields) {
		if (part->operator_class || part->raw_class) {
			psl_attribute_error(context, key->attribute,
					    "%s does not support operator classes",
					    context->settings.dialect->name);
			return;
		}
		if (!fits_index(INDEX_GIN, part->field))
			report_misfit(context, key, part->field);
		if (psl_field_has_scalar(part->field, SCALAR_JSON) &&
		    part != &key->fields.at[key->fields.count - 1])
			psl_attribute_error(context, key->attribute,
					    "Json field '%s' must be the last field of a Gin index",
					    part->field->name.text);
	}
}

static void check_xml(struct context *context, const struct key *key)
{
	const struct key_field *part;

	vector_each(part, &key->fields) {
		const struct native_type *type = psl_field_native_type(part->field);
		if (type && strcmp(type->name, "Xml") == 0) {
			psl_error(context, part->field->place, "Xml field '%s' cannot be indexed",
				  part->field->name.text);
			return;
		}
	}
}

void psl_check_index_types(struct context *context, const struct key *key)
{
	const struct key_field *part;

	if (psl_rules(context)->inverted_indexes)
		check_inverted(context, key);
	if (psl_rules(context)->unindexed_xml)
		check_xml(context, key);
	if (!psl_rules(context)->operator_classes)
		return;
	vector_each(part, &key->fields)
		check_key_field(context, key, part);
	if (psl_index_method(key->type) == INDEX_SPGIST && key->fields.count != 1)
		psl_attribute_error(context, key->attribute,
				    "SpGist indexes must have exactly one field");
}

void psl_check_index(struct context *context, const struct model *model, const struct key *key)
{
	const struct language_rules *rules = psl_rules(context);
	const struct key_field *part;

	check_options(context, key);
	if (key->kind == KEY_UNIQUE)
		check_clash(context, model, key);
	if (key->kind == KEY_FULLTEXT)
		psl_attribute_error(context, key->attribute, "%s does not support '@@fulltext'",
				    context->settings.dialect->name);
	if (key->type && !(rules->index_methods & 1u << psl_index_method(key->type)))
		psl_attribute_error(context, key->attribute, "%s does not support %s indexes",
				    context->settings.dialect->name, key->type->name);
	else if (psl_index_method(key->type) == INDEX_HASH && any_sort(key))
		psl_attribute_error(context, key->attribute, "Hash indexes do not support 'sort'");
	if (key->where)
		psl_require_feature(context, FEATURE_PARTIAL_INDEXES, key->attribute->place,
				    "'where'");
	if (key->kind == KEY_INDEX)
		return;
	vector_each(part, &key->fields)
		if (part->operator_class || part->raw_class) {
			psl_attribute_error(context, key->attribute,
					    "operator classes are allowed only in '@@index'");
			return;
		}
}
