/*
 * Whether a schema whose parts are right fits together, and fits the database: a file for each
 * subject.
 */
#ifndef PSL_CHECK_H
#define PSL_CHECK_H

#include "psl/attribute.h"
#include "psl/index_type.h"

/* In what the databases differ, as far as a schema is concerned. */
struct rules {
	unsigned index_types; /* 1 << enum index_method, or-ed */
	bool json_lists;
	bool operator_classes;	      /* can be said of the fields of a GIN index */
	bool autoincrement_anywhere;  /* not only for an id, and several in a table */
	bool autoincrement_for_int;
	bool set_null_on_required;    /* is taken by the database, and fails when it happens */
	bool emulates_no_action;      /* under relationMode = "prisma" */
	bool keys_share_namespace;    /* names of primary keys and indexes: all tables of a namespace */
	bool indexes_share_namespace; /* names of indexes: all tables */
	bool table_has_namespace;     /* names of keys, indexes and foreign keys: each table */
};

const struct rules *psl_rules(const struct context *context);

/* check_native.c: @db.X; fills in the field's native type. */
void check_native_type(struct context *context, const struct field *field);

/* The type that a field's @db.X names, or NULL. */
const struct native_type *field_native_type(const struct field *field);
void check_unsupported_type(struct context *context, const struct field *field);

/* check_field.c */
void check_scalar_field(struct context *context, const struct field *field);
void check_default_function(struct context *context, const struct field *field);
void check_autoincrement(struct context *context, const struct model *model);

/* check_index.c */
void check_id(struct context *context, const struct model *model);
void check_index(struct context *context, const struct model *model, const struct key *key);
void check_index_types(struct context *context, const struct key *key);

/* check_relation.c */
bool check_ambiguity(struct context *context, const struct field *field);
void check_relation_field(struct context *context, const struct field *field);
void check_relation(struct context *context, const struct relation *relation);

/* check_cycle.c */
void check_cycles(struct context *context);

/* check_constraint.c: names of constraints that must differ. */
void find_constraint_clashes(struct context *context);
void check_name_length(struct context *context, const struct attribute *attribute, const char *map);
void check_id_name(struct context *context, const struct model *model);
void check_index_name(struct context *context, const struct model *model, struct key *key);
void check_relation_name(struct context *context, const struct relation *relation);

#endif
