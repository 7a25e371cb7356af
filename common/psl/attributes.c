/*
 * The attributes of fields, models and enums, in tables, and the walk through a schema.
 */
#include <string.h>

#include "psl/lower.h"
#include "psl/resolve.h"

/* ---- small attributes ---- */

/* Returns the name in @map or @@map, or NULL. */
static const char *read_name(struct context *context, struct attribute *attribute)
{
	const struct expression *value = psl_argument_take_required(context, attribute, "name");

	return value ? psl_expect_string(context, value) : NULL;
}

static void read_field_map(struct context *context, struct field *field,
			   struct attribute *attribute)
{
	field->map = read_name(context, attribute);
}

static void read_field_ignore(struct context *context, struct field *field,
			      struct attribute *attribute)
{
	field->ignored = field->kind != FIELD_UNSUPPORTED;
	if (!field->ignored)
		psl_attribute_error(
			context, attribute,
			"'@ignore' is not needed: a field of type Unsupported is always ignored");
}

static void read_model_map(struct context *context, struct model *model,
			   struct attribute *attribute)
{
	model->map = read_name(context, attribute);
}

/* Returns the namespace in @@schema. Its text is NULL if it is invalid. */
static struct name read_namespace(struct context *context, struct attribute *attribute)
{
	const struct expression *value = psl_argument_take_required(context, attribute, "map");

	return value ? (struct name){psl_expect_string(context, value), value->place}
		     : (struct name){0};
}

static void read_model_schema(struct context *context, struct model *model,
			      struct attribute *attribute)
{
	model->namespace = read_namespace(context, attribute);
}

static void read_model_ignore(struct context *context, struct model *model,
			      struct attribute *attribute)
{
	const struct field *field;

	(void)attribute;
	model->ignored = true;
	vector_each(field, &model->fields)
		if (psl_field_is_scalar(field) && field->ignored)
			psl_error(context, field->place,
				  "'@ignore' on '%s' is not needed: the %s is ignored",
				  field->name.text, psl_model_word(model));
}

/* ---- fields ---- */

/* The kinds of fields that an attribute is for, or-ed. */
enum {
	COLUMN = 1 << 0,
	RELATION = 1 << 1,
	COMPOSITE = 1 << 2, /* a field of a composite type */
	REFUSED = 1 << 3    /* a relation, which has a message of its own */
};

/*
 * A fact: an attribute without arguments that the database does not store. Schema text keeps it
 * beside the column.
 */
struct fact_rule {
	const char *key;    /* in schema text */
	enum scalar scalar; /* the required field type, or SCALAR_COUNT for any */
	bool lists;	    /* allowed on a list */
};

/*
 * To add an attribute, add a row here. The key of a fact must also be in KIND_COLUMN in
 * schema/text_format.c and in man/schema.5. Then add a case to tests/cases/psl, and the attribute
 * to tests/conformance/schemas.py.
 */
static const struct field_attribute {
	const char *name; /* without '@' */
	unsigned fields;
	void (*read)(struct context *, struct field *, struct attribute *); /* NULL for a fact */
	struct fact_rule fact;
} field_attributes[] = {
	/* clang-format off */
	{"map",       COLUMN | COMPOSITE | REFUSED, read_field_map,           {0}},
	{"ignore",    COLUMN | RELATION,            read_field_ignore,        {0}},
	{"relation",  COLUMN | RELATION,            psl_read_relation,        {0}},
	{"id",        COLUMN | REFUSED,             psl_read_field_id,        {0}},
	{"updatedAt", COLUMN,                       NULL,                     {"updated-at", SCALAR_DATETIME, false}},
	{"default",   COLUMN | COMPOSITE | REFUSED, psl_read_default,         {0}},
	{"unique",    COLUMN | REFUSED,             psl_read_field_unique,    {0}},
	{"shardKey",  COLUMN,                       psl_read_field_shard_key, {0}},
	/* clang-format on */
};

#define FIELD_ATTRIBUTES (sizeof field_attributes / sizeof *field_attributes)

_Static_assert(FIELD_ATTRIBUTES <= FIELD_FACTS, "field.facts");

static void read_fact(struct context *context, struct field *field,
		      const struct field_attribute *row, const struct attribute *attribute)
{
	const struct fact_rule *fact = &row->fact;

	if (fact->scalar != SCALAR_COUNT && !psl_field_has_scalar(field, fact->scalar))
		psl_attribute_error(context, attribute, "'@%s' requires a %s field", row->name,
				    scalar_name(fact->scalar));
	if (!fact->lists && field->arity == ARITY_LIST)
		psl_attribute_error(context, attribute, "'@%s' is not allowed on a list",
				    row->name);
	field->facts |= 1u << (row - field_attributes);
}

void psl_lower_facts(const struct context *context, const struct field *field, struct facts *facts)
{
	for (size_t i = 0; field->facts >> i; i++)
		if (field->facts & 1u << i)
			fact_add(context->arena, facts, field_attributes[i].fact.key, "");
}

/* Reads the attribute of a row, if the field has it. */
static void read_field_attribute(struct context *context, struct field *field, unsigned kind,
				 const struct field_attribute *row)
{
	struct attribute *attribute = psl_attribute_take(context, &field->attributes, row->name);

	if (!attribute)
		return;
	if (!(row->fields & kind)) {
		psl_attribute_error(context, attribute, "relation field '%s' cannot have '@%s'",
				    field->name.text, row->name);
		return;
	}
	if (row->read)
		row->read(context, field, attribute);
	else
		read_fact(context, field, row, attribute);
	psl_arguments_done(context, attribute);
}

/*
 * Reads a native type. These have no row in a table, because their names begin with the
 * datasource's.
 */
static void read_native_type(struct context *context, struct field *field)
{
	struct attribute *attribute = psl_attribute_take_native(context, &field->attributes);

	if (!attribute)
		return;
	const char *name = attribute->name, *dot = strchr(name, '.');
	field->native = arena_alloc(context->arena, sizeof *field->native);
	field->native->attribute = attribute;
	field->native->prefix = arena_slice(context->arena, name, (size_t)(dot - name));
	field->native->name = dot + 1;
}

static void read_field(struct context *context, struct field *field, unsigned kind)
{
	unsigned fields = kind == RELATION ? RELATION | REFUSED : kind;

	if (!field->attributes.count)
		return;
	for (size_t i = 0; i < FIELD_ATTRIBUTES; i++)
		if (field_attributes[i].fields & fields)
			read_field_attribute(context, field, kind, &field_attributes[i]);
	if (field->kind == FIELD_SCALAR)
		read_native_type(context, field);
	psl_attributes_done(context, &field->attributes);
}

static void report_same_column(struct context *context, const struct field *field)
{
	psl_error(context, field->place, "duplicate column '%s' in %s '%s'", field->map,
		  psl_model_word(field->owner), field->owner->name.text);
}

/*
 * Reports a field whose @map is the column of another field: one with an earlier @map, which is in
 * `columns`, or one without @map.
 */
static void check_column_name(struct context *context, const struct field *field,
			      struct name_set *columns)
{
	const struct field *other = psl_model_field(field->owner, field->map);

	if (psl_name_set_add(columns, field->map))
		report_same_column(context, field);
	if (!other || other == field || !psl_field_is_scalar(other))
		return;
	if (!other->map || text_equal(other->map, field->map))
		report_same_column(context, field);
}

static void read_columns(struct context *context, struct model *model)
{
	struct name_set columns = {.names.arena = context->arena};
	unsigned kind = model->kind == MODEL_COMPOSITE ? COMPOSITE : COLUMN;
	struct field *field;

	vector_each(field, &model->fields) {
		if (!psl_field_is_scalar(field))
			continue;
		read_field(context, field, kind);
		if (field->map)
			check_column_name(context, field, &columns);
	}
}

/* ---- models and enums ---- */

/* In the order of reading: keys depend on @@ignore, and indexes are created in this order. */
static const struct model_attribute {
	const char *name; /* without '@@' */
	bool repeated;	  /* there may be several */
	void (*read)(struct context *, struct model *, struct attribute *);
} model_attributes[] = {
	/* clang-format off */
	{"ignore",   false, read_model_ignore},
	{"id",       false, psl_read_model_id},
	{"index",    true,  psl_read_index},
	{"unique",   true,  psl_read_model_unique},
	{"fulltext", true,  psl_read_fulltext},
	{"shardKey", false, psl_read_model_shard_key},
	{"map",      false, read_model_map},
	{"schema",   false, read_model_schema},
	/* clang-format on */
};

static void read_model_attribute(struct context *context, struct model *model,
				 const struct model_attribute *row)
{
	struct attributes *attributes = &model->attributes;
	struct attribute *attribute =
		row->repeated ? psl_attribute_take_next(context, attributes, row->name, NULL)
			      : psl_attribute_take(context, attributes, row->name);

	while (attribute) {
		row->read(context, model, attribute);
		psl_arguments_done(context, attribute);
		attribute = row->repeated ? psl_attribute_take_next(context, attributes, row->name,
								    attribute)
					  : NULL;
	}
}

static void read_model(struct context *context, struct model *model)
{
	struct field *field;

	/* First, because keys depend on the `fields` of relations. */
	vector_each(field, &model->fields)
		if (field->kind == FIELD_RELATION)
			read_field(context, field, RELATION);
	read_columns(context, model);
	if (model->kind != MODEL_COMPOSITE)
		for (size_t i = 0; i < sizeof model_attributes / sizeof *model_attributes; i++)
			read_model_attribute(context, model, &model_attributes[i]);
	psl_check_field_id(context, model);
	psl_check_field_shard_key(context, model);
	psl_attributes_done(context, &model->attributes);
}

/* Takes @map of an enum value, or @@map of an enum. Returns the name, or NULL. */
static const char *take_map(struct context *context, struct attributes *attributes)
{
	struct attribute *attribute = psl_attribute_take(context, attributes, "map");
	const char *name = attribute ? read_name(context, attribute) : NULL;

	if (attribute)
		psl_arguments_done(context, attribute);
	return name;
}

static void read_enum(struct context *context, struct enum_block *block)
{
	struct attribute *schema;
	struct enum_block_value *value;

	vector_each(value, &block->values) {
		value->map = take_map(context, &value->attributes);
		psl_attributes_done(context, &value->attributes);
	}
	block->map = take_map(context, &block->attributes);
	schema = psl_attribute_take(context, &block->attributes, "schema");
	if (schema) {
		block->namespace = read_namespace(context, schema);
		psl_arguments_done(context, schema);
	}
	psl_attributes_done(context, &block->attributes);
}

void psl_resolve_attributes(struct context *context)
{
	struct model *model;
	struct enum_block *block;

	vector_each(model, &context->declarations.models)
		read_model(context, model);
	vector_each(block, &context->declarations.enums)
		read_enum(context, block);
}
