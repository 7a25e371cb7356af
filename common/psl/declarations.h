/*
 * What a schema declares, and what is found out about it.
 *
 * Each struct has two parts: what the text says (filled by parse), and below it what later phases
 * make of that. Pointers into these vectors hold from the end of parsing on.
 */
#ifndef PSL_DECLARATIONS_H
#define PSL_DECLARATIONS_H

#include "base/map.h"
#include "psl/tree.h"
#include "schema/schema.h"

struct model;
struct enum_block;

enum field_kind {
	FIELD_UNKNOWN,	   /* its type is nothing that there is */
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

/* An action of @relation, and where it stands. */
struct said_action {
	bool said;
	enum action action;
	struct span place;
};

/* What the @relation of a field says. */
struct reference {
	const struct attribute *attribute; /* NULL where there is none */
	const char *name;
	const char *map;
	const char *constraint; /* what it is called in the database, once somebody asked */
	bool has_fields, has_references;
	struct fields fields, references;
	struct said_action on_delete, on_update;
	struct sides *sides;	   /* it and those that could be mistaken for it */
	struct relation *relation; /* that it is a side of */
};

/* What the @db.X of a field says. */
struct native {
	const struct attribute *attribute;
	const char *prefix, *name;	/* "db", "X" */
	const struct native_type *type; /* NULL until it is found to be right */
	int argument_count;
	uint32_t arguments[NATIVE_ARGUMENTS];
};

struct field {
	struct name name, type;
	bool unsupported;			 /* Unsupported("..."): type is what it holds */
	bool ignored, updated_at, default_named; /* found out later, as what stands below */
	enum arity arity;
	struct attributes attributes;
	const char *doc; /* its documentation comment, or NULL */
	struct span place;

	struct model *owner;
	enum field_kind kind;
	enum scalar scalar;
	union {
		struct enum_block *enumeration;
		struct model *model;
	};
	const char *map;
	const struct attribute *default_attribute; /* an @default that is well-formed */
	const struct expression *default_value;
	union {
		struct native *native;	     /* of a column: what @db.X says, or NULL */
		struct reference *reference; /* of a relation */
	};
};

enum key_kind { KEY_ID, KEY_UNIQUE, KEY_INDEX, KEY_FULLTEXT };

/* A field in a key, and how it stands there. */
struct key_field {
	struct field *field;
	struct fields *inner; /* of a path into a `type`: its other fields; or NULL */
	enum sort sort;
	bool has_length;
	const struct operator_class *operator_class; /* one that the language knows, or */
	const char *raw_class;			     /* what raw("...") says, or neither */
};

struct index_type;
struct operator_class;

struct key {
	enum key_kind kind;
	const struct attribute *attribute;
	struct field *source; /* whose attribute it is; NULL for those of the model */
	VECTOR(struct key_field) fields;
	const char *name, *map;
	const struct index_type *type; /* NULL where it does not say */
	bool has_clustered;
	const struct expression *where; /* or NULL */
	const char *constraint;		/* what it is called in the database, once somebody asked */
};

enum model_kind { MODEL_TABLE, MODEL_VIEW, MODEL_COMPOSITE };

struct model {
	enum model_kind kind;
	struct name name;
	VECTOR(struct field) fields;
	struct attributes attributes;
	const char *doc;
	struct span place;

	struct map fields_by_name; /* where they are not few */
	const char *map;
	struct name namespace; /* @@schema; text is NULL where there is none */
	bool ignored;
	struct key *id;			   /* or NULL */
	const struct attribute *shard_key; /* or NULL */
	const struct field *shard_field;   /* whose attribute it is, or NULL */
	VECTOR(struct key) keys;    /* the others, in the order of the engine: fields' first */
	struct relation *relations; /* a chain of those that were made from its fields */
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

/* One of the declarations, in the order of the text. */
struct top {
	enum top_kind kind;
	size_t index;
};

struct declarations {
	VECTOR(struct top) tops;
	VECTOR(struct model) models;
	VECTOR(struct enum_block) enums;
	VECTOR(struct config) configs;
};

/* ---- models and fields ---- */

/* "model" or "view". */
const char *psl_model_word(const struct model *model);

/* What it is called in the database. */
static inline const char *psl_model_table(const struct model *model)
{
	return model->map ? model->map : model->name.text;
}

/*
 * Makes psl_model_field find a field of the model; to be called for each, in their order. Returns an
 * earlier field of that name, or NULL.
 */
struct field *psl_model_index_field(struct model *model, struct field *field);

/* The last field of that name in the model, or NULL. */
struct field *psl_model_field(const struct model *model, const char *name);

/* A field that is a column: not a relation. */
static inline bool psl_field_is_scalar(const struct field *field)
{
	return field->kind != FIELD_RELATION && field->kind != FIELD_UNKNOWN;
}

/* What it is called in the database. */
static inline const char *psl_field_column(const struct field *field)
{
	return field->map ? field->map : field->name.text;
}

/* True if it is a scalar field of that type. */
static inline bool psl_field_has_scalar(const struct field *field, enum scalar scalar)
{
	return field->kind == FIELD_SCALAR && field->scalar == scalar;
}

/* True if the id of its model is this field alone. */
bool psl_field_is_id(const struct field *field);

/* True if the fields of a key, or the first of them, are these in the same order. */
bool psl_key_equals(const struct key *key, const struct fields *fields);
bool psl_key_begins_with(const struct key *key, const struct fields *fields);

/* True if one of the fields is required. */
bool psl_any_required(const struct fields *fields);

/* What happens to the rows of a relation field that lists `fields`: as is said, or by default. */
enum action psl_reference_on_delete(const struct field *field);
enum action psl_reference_on_update(const struct field *field);

#endif
