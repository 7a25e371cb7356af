/*
 * Asking for attributes and their arguments.
 *
 * Whoever knows an attribute takes it, then its arguments; what nobody took is not known, and is
 * reported when the asking is done. What cannot be taken because it is malformed is reported too,
 * and comes as NULL.
 */
#ifndef PSL_ATTRIBUTE_H
#define PSL_ATTRIBUTE_H

#include "psl/context.h"

/* The attribute of that name (without @), which may stand there once. */
struct attribute *psl_attribute_find(struct context *context, struct attributes *attributes,
				     const char *name);

static inline struct attribute *psl_attribute_take(struct context *context,
						   struct attributes *attributes, const char *name)
{
	if (!(attributes->initials & psl_initial_bit(name)))
		return NULL;
	return psl_attribute_find(context, attributes, name);
}

/* The first one of that name `after` one (or NULL), where there may be any number of them. */
struct attribute *psl_attribute_take_next(struct context *context, struct attributes *attributes,
					  const char *name, struct attribute *after);

/* The one whose name has a dot in it: a native type. */
struct attribute *psl_attribute_take_native(struct context *context, struct attributes *attributes);

void psl_attributes_done(struct context *context, struct attributes *attributes);

/* The value of an argument by its name (NULL: one without); NULL where it is not there. */
const struct expression *psl_argument_take(struct attribute *attribute, const char *name);

/* By its name or without one; where it is there in both ways there is none. */
const struct expression *psl_argument_take_either(struct attribute *attribute, const char *name);

/* The same, and none is an error. */
const struct expression *psl_argument_take_required(struct context *context,
						    struct attribute *attribute, const char *name);

void psl_arguments_done(struct context *context, struct attribute *attribute);

/* What an expression is, where it is of that kind; else it is reported and they say NULL or false. */
const char *psl_expect_string(struct context *context, const struct expression *expression);
const char *psl_expect_constant(struct context *context, const struct expression *expression);
bool psl_expect_boolean(struct context *context, const struct expression *expression);
bool psl_expect_integer(struct context *context, const struct expression *expression,
			int64_t *value);

/* The string of an argument that must not be empty; NULL where it is not there or wrong. */
const char *psl_argument_take_name(struct context *context, struct attribute *attribute,
				   const char *name);

/* Names that must differ; the first ones need no map. */
enum { FEW_NAMES = 8 };

struct name_set {
	const char *few[FEW_NAMES];
	size_t few_count;
	struct map names; /* its arena has to be set */
};

/* Whether the name was there already. */
bool psl_name_set_add(struct name_set *set, const char *name);

#define psl_attribute_error(context, attribute, ...)                                               \
	psl_error((context), (attribute)->place, __VA_ARGS__)

#endif
