/*
 * Whether a schema whose parts are right fits together, and fits the database: a file for each
 * subject.
 */
#ifndef PSL_CHECK_H
#define PSL_CHECK_H

#include "psl/attribute.h"
#include "psl/index_type.h"

/* check_native.c: @db.X; fills in the field's native type. */
void psl_check_native_type(struct context *context, const struct field *field);

/* The type that a field's @db.X names, or NULL. */
const struct native_type *psl_field_native_type(const struct field *field);
void psl_check_unsupported_type(struct context *context, const struct field *field);

/* check_field.c */
void psl_check_scalar_field(struct context *context, const struct field *field);
void psl_check_default_function(struct context *context, const struct field *field);
void psl_check_autoincrement(struct context *context, const struct model *model);

/* check_index.c */
void psl_check_id(struct context *context, const struct model *model);
void psl_check_index(struct context *context, const struct model *model, const struct key *key);
void psl_check_index_types(struct context *context, const struct key *key);

/* check_relation.c */
bool psl_check_ambiguity(struct context *context, const struct field *field);
void psl_check_relation_field(struct context *context, const struct field *field);
void psl_check_relation(struct context *context, const struct relation *relation);

/* check_cycle.c: types that hold themselves, actions of relations that set off each other. */
void psl_check_type_cycles(struct context *context);
void psl_check_action_cycles(struct context *context);

/* check_constraint.c: names of constraints, which are short enough and differ. */
void psl_check_name_length(struct context *context, const struct attribute *attribute,
			   const char *map);
void psl_check_id_name(struct context *context, const struct model *model);
void psl_check_index_name(struct context *context, const struct model *model, struct key *key);
void psl_check_relation_name(struct context *context, const struct relation *relation);

#endif
