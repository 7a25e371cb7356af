/*
 * Inside the room: the declarations of a schema.
 *
 * Each struct has two parts: the parser fills the first one from the text, and later phases fill
 * the one after the empty line. Pointers into the vectors are valid once parsing is done.
 */
#ifndef PSL_DECLARATIONS_H
#define PSL_DECLARATIONS_H

#include "base/map.h"
#include "psl/tree.h"
#include "schema/schema.h"

struct model;
struct enum_block;

enum field_kind {
	FIELD_UNKNOWN,	   /* its type does not exist */
	FIELD_SCALAR,	   /* scalar */
	FIELD_ENUM,	   /* enumeration */
	FIELD_UNSUPPORTED, /* type.text is SQL */
	FIELD_RELATION,	   /* model */
	FIELD_COMPOSITE	   /* model: a `type` block */
};

struct field;

struct fields {
	VECTOR_MEMBERS(struct field *);
};

/* A referential action in @relation. */
struct given_action {
	bool given;
	enum action action;
	struct span place;
};

/* The @relation of a field. */
struct reference {
	const struct attribute *attribute; /* or NULL */
	const char *name;
	const char *map;
	const char *constraint; /* cache of psl_reference_constraint_name */
	bool has_fields, has_references;
	struct fields fields, references;
	struct given_action on_delete, on_update;
	struct sides *sides; /* the fields that refer to the same model by the same name */
	struct relation *relation;
};

/* The @db.X of a field. */
struct native {
	const struct attribute *attribute;
	const char *prefix, *name;	/* "db", "X" */
	const struct native_type *type; /* NULL until it is checked */
	int argument_count;
	uint32_t arguments[NATIVE_ARGUMENTS];
};

/* The greatest number of rows of field_attributes, in attributes.c. */
enum { FIELD_FACTS = 24 };

struct field {
	struct name name, type;
	bool unsupported : 1;		     /* Unsupported("type") */
	bool ignored : 1, default_named : 1; /* filled later, like the second part */
	unsigned facts : FIELD_FACTS;	     /* filled later: a bit for each row that is a fact */
	enum arity arity;
	struct attributes attributes;
	const char *doc; /* documentation comment, or NULL */
	struct span place;

	struct model *owner;
	enum field_kind kind;
	enum scalar scalar;
	union {
		struct enum_block *enumeration;
		struct model *model;
	};
	const char *map;
	const struct attribute *default_attribute; /* a well-formed @default, or NULL */
	const struct expression *default_value;
	union {
		struct native *native;	     /* of a column; or NULL */
		struct reference *reference; /* of a relation */
	};
};

enum key_kind { KEY_ID, KEY_UNIQUE, KEY_INDEX, KEY_FULLTEXT };

/* A field in a key, with its options. */
struct key_field {
	struct field *field;
	struct fields *inner; /* the rest of a path into a composite type, or NULL */
	enum sort sort;
	bool has_length;
	const struct operator_class *operator_class; /* or NULL */
	const char *raw_class;			     /* SQL from raw("..."), or NULL */
};

struct index_type;
struct operator_class;

struct key {
	enum key_kind kind;
	const struct attribute *attribute;
	struct field *source; /* the field that has it as an attribute; NULL for one of the model */
	VECTOR(struct key_field) fields;
	const char *name, *map;
	const struct index_type *type; /* NULL if not given */
	bool has_clustered;
	const struct expression *where; /* or NULL */
	const char *constraint;		/* cache of its name in the database */
};

enum model_kind { MODEL_TABLE, MODEL_VIEW, MODEL_COMPOSITE };

struct model {
	enum model_kind kind;
	struct name name;
	VECTOR(struct field) fields;
	struct attributes attributes;
	const char *doc;
	struct span place;

	struct map fields_by_name; /* NULL if there are few fields */
	const char *map;
	struct name namespace; /* @@schema; text is NULL if there is none */
	bool ignored;
	struct key *id;			   /* or NULL */
	const struct attribute *shard_key; /* or NULL */
	const struct field *shard_field;   /* the field that has it as an attribute, or NULL */
	VECTOR(struct key) keys;    /* the others, in the engine's order: first those of fields */
	struct relation *relations; /* those added for its fields, a chain */
};

struct enum_block_value {
	struct name name;
	struct attributes attributes;
	const char *doc;
	struct span place;

	const char *map;
};

struct enum_block {
	struct name name;
	VECTOR(struct enum_block_value) values;
	struct attributes attributes;
	const char *doc;
	struct span place;

	struct map values_by_name;
	const char *map;
	struct name namespace;
};

enum top_kind { TOP_MODEL, TOP_ENUM, TOP_CONFIG };

/* A declaration, in the order of the text. */
struct top {
	enum top_kind kind;
	size_t index;
};

struct declarations {
	VECTOR(struct top) tops;
	VECTOR(struct model) models;
	VECTOR(struct enum_block) enums;
	VECTOR(struct config) configs;
	size_t longest; /* bytes of the longest identifier or string */
};

/* ---- models and fields ---- */

/* Returns "model", "view" or "type". */
const char *psl_model_word(const struct model *model);

/* Returns the name of the model in the database. */
static inline const char *psl_model_table(const struct model *model)
{
	return model->map ? model->map : model->name.text;
}

/*
 * Adds a field for psl_model_field to find. Call it for each field of the model, in order. Returns
 * an earlier field with the same name, or NULL.
 */
struct field *psl_model_index_field(struct model *model, struct field *field);

/* Returns the last field with that name in the model, or NULL. */
struct field *psl_model_field(const struct model *model, const char *name);

/* True if the field is a column: its type is known, and not a relation. */
static inline bool psl_field_is_scalar(const struct field *field)
{
	return field->kind != FIELD_RELATION && field->kind != FIELD_UNKNOWN;
}

/* Returns the name of the field in the database. */
static inline const char *psl_field_column(const struct field *field)
{
	return field->map ? field->map : field->name.text;
}

/* True if the field has that scalar type. */
static inline bool psl_field_has_scalar(const struct field *field, enum scalar scalar)
{
	return field->kind == FIELD_SCALAR && field->scalar == scalar;
}

/* True if the field alone is the id of its model. */
bool psl_field_is_id(const struct field *field);

/* True if the fields of a key, or its first fields, are `fields`, in the same order. */
bool psl_key_equals(const struct key *key, const struct fields *fields);
bool psl_key_begins_with(const struct key *key, const struct fields *fields);

/* True if any of the fields has this arity. */
bool psl_any_has(const struct fields *fields, enum arity arity);

/*
 * Returns the referential action of a relation field with `fields`: the given one, or the default.
 */
enum action psl_reference_on_delete(const struct field *field);
enum action psl_reference_on_update(const struct field *field);

#endif
