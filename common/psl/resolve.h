/*
 * Inside the room: the readers of attributes, a file for each family. The tables in attributes.c
 * name them. Each reader takes the arguments of its attribute, and reports their faults.
 */
#ifndef PSL_RESOLVE_H
#define PSL_RESOLVE_H

#include "psl/attribute.h"
#include "psl/index_type.h"

/* key.c: @id and @unique; @@id, @@unique, @@index and @@fulltext, which are read later. */
void psl_read_field_id(struct context *context, struct field *field, struct attribute *attribute);
void psl_read_field_unique(struct context *context, struct field *field,
			   struct attribute *attribute);
void psl_read_model_id(struct context *context, struct model *model, struct attribute *attribute);
void psl_read_index(struct context *context, struct model *model, struct attribute *attribute);
void psl_read_model_unique(struct context *context, struct model *model,
			   struct attribute *attribute);
void psl_read_fulltext(struct context *context, struct model *model, struct attribute *attribute);

/* Reports an @id on a field that is not required, unless its model is ignored. */
void psl_check_field_id(struct context *context, const struct model *model);

/* default.c: @default. */
void psl_read_default(struct context *context, struct field *field, struct attribute *attribute);

/* reference.c: @relation. */
void psl_read_relation(struct context *context, struct field *field, struct attribute *attribute);

/* shard_key.c: @shardKey and @@shardKey; a valid @@shardKey replaces a @shardKey. */
void psl_read_field_shard_key(struct context *context, struct field *field,
			      struct attribute *attribute);
void psl_read_model_shard_key(struct context *context, struct model *model,
			      struct attribute *attribute);

/* Reports a @shardKey on a field that is not required, unless its model is ignored. */
void psl_check_field_shard_key(struct context *context, const struct model *model);

/* field_list.c: lists of fields. */

/* The names in a list, by what they denote in a model. */
struct resolved_fields {
	struct fields known, relations; /* scalar fields; relation fields */
	struct names unknown;
};

/* Adds a name to one of the three. Returns the field if it is scalar, else NULL. */
struct field *psl_resolve_field_name(struct context *context, const struct model *model,
				     const char *name, struct resolved_fields *to);

/* Reports names that are not scalar fields, at `place`. Returns false if there are any. */
bool psl_check_all_known(struct context *context, const struct model *model, struct span place,
			 const struct resolved_fields *fields);

/*
 * Reads a list of scalar fields of a model. Reports duplicates and anything else in it, and returns
 * false.
 */
bool psl_resolve_fields(struct context *context, const struct model *model,
			const struct expression *value, struct fields *to);

/* key_fields.c: the fields of a key, with their options. */

/* Reads the value of `sort`. Reports an unknown one. */
void psl_read_key_sort(struct context *context, const struct expression *value, enum sort *sort);

/*
 * Returns true if `length` is given. Reports a length that is not a whole number. Like Prisma,
 * ignores a negative one in a list.
 */
bool psl_read_key_length(struct context *context, const struct expression *value, bool in_list);

/* Reads the `fields` of a key of a model. Reports unusable ones, and returns false. */
bool psl_read_key_fields(struct context *context, struct model *model, struct attribute *attribute,
			 struct key *key);

#endif
