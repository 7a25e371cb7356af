/*
 * Inside the room: checks that the parts of a schema fit together, and that the dialect supports
 * them. Each subject has a file. Each function reports the faults that it finds.
 */
#ifndef PSL_CHECK_H
#define PSL_CHECK_H

#include "psl/attribute.h"
#include "psl/index_type.h"

/* check_native.c: @db.X. The first function also sets the native type of the field. */
void psl_check_native_type(struct context *context, const struct field *field);
void psl_check_unsupported_type(struct context *context, const struct field *field);

/* Returns the native type of a field with a valid @db.X, or NULL. */
const struct native_type *psl_field_native_type(const struct field *field);

/* check_field.c: lists, defaults and autoincrement(). */
void psl_check_scalar_field(struct context *context, const struct field *field);
void psl_check_default_function(struct context *context, const struct field *field);
void psl_check_autoincrement(struct context *context, const struct model *model);

/* check_index.c: the id and other keys. */
void psl_check_id(struct context *context, const struct model *model);
void psl_check_index(struct context *context, const struct model *model, const struct key *key);
void psl_check_index_types(struct context *context, const struct key *key);

/* check_relation.c. The first function returns false if the relation of the field is ambiguous. */
bool psl_check_ambiguity(struct context *context, const struct field *field);
void psl_check_relation_field(struct context *context, const struct field *field);
void psl_check_relation(struct context *context, const struct relation *relation);

/*
 * check_cycle.c: the first function reports composite types that contain themselves. The second
 * marks relations whose referential actions form a cycle, for psl_check_relation.
 */
void psl_check_type_cycles(struct context *context);
void psl_find_action_cycles(struct context *context);

/* check_constraint.c: constraint names that are too long, and duplicate ones. */
void psl_check_name_length(struct context *context, const struct attribute *attribute,
			   const char *map);
void psl_check_id_name(struct context *context, const struct model *model);
void psl_check_index_name(struct context *context, const struct model *model, struct key *key);
void psl_check_relation_name(struct context *context, const struct relation *relation);

/*
 * check_shared_name.c: different names that the database takes for the same. For a schema without
 * faults.
 */
void psl_check_shared_names(struct context *context);

#endif
