/*
 * What the attributes of fields and models say, each for itself: a file for each family.
 */
#ifndef PSL_RESOLVE_H
#define PSL_RESOLVE_H

#include "psl/attribute.h"
#include "psl/index_type.h"

/* key.c: @id, @unique, @@id, @@unique, @@index, @@fulltext; fields' come before models'. */
void resolve_field_id(struct context *context, struct field *field);
void resolve_field_unique(struct context *context, struct field *field);
void resolve_model_keys(struct context *context, struct model *model);

/* default.c: @default. */
void resolve_default(struct context *context, struct field *field);

/* reference.c: @relation. */
void resolve_reference(struct context *context, struct field *field);

/*
 * Reads a list of names of scalar fields of a model; false, and it is reported, where there is anything
 * else among them.
 */
bool resolve_fields(struct context *context, const struct model *model,
		    const struct expression *value, struct fields *to);

/* shard_key.c: @shardKey and @@shardKey. */
void resolve_field_shard_key(struct context *context, struct field *field);
void resolve_model_shard_key(struct context *context, struct model *model);

/* key_fields.c: the fields that keys and @relation name in lists. */
struct resolved_fields {
	struct fields known, relations; /* of the model: scalar fields, relation fields */
	struct names unknown;
};

/* Sorts a name into one of the three. */
struct field *resolve_field_name(struct context *context, const struct model *model,
				 const char *name, struct resolved_fields *to);

/* "a, b", for messages. */
const char *field_names(struct context *context, const struct fields *fields);
const char *name_list(struct context *context, const struct names *names);

/* What `sort` and `length` say of a field; in a list one length that is negative does not count. */
void read_key_sort(struct context *context, const struct expression *value, enum sort *sort);
bool read_key_length(struct context *context, const struct expression *value, bool in_list);

/* The `fields` of a key of a model; false, and reported, where they cannot be used. */
bool read_key_fields(struct context *context, struct model *model, struct attribute *attribute,
		     struct key *key);

#endif
