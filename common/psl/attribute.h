/*
 * Inside the room: reads attributes and their arguments.
 *
 * The code for an attribute takes the attribute, and then its arguments. psl_attributes_done and
 * psl_arguments_done report everything not taken as unknown. A malformed attribute or argument is
 * reported when it is taken; the result is then NULL.
 */
#ifndef PSL_ATTRIBUTE_H
#define PSL_ATTRIBUTE_H

#include "psl/context.h"

/* Does the work of psl_attribute_take, without its quick test. */
struct attribute *psl_attribute_find(struct context *context, struct attributes *attributes,
				     const char *name);

/*
 * Takes the attribute with that name (without '@'). Reports duplicates. Returns NULL if there is
 * none.
 */
static inline struct attribute *psl_attribute_take(struct context *context,
						   struct attributes *attributes, const char *name)
{
	if (!(attributes->initials & psl_initial_bit(name)))
		return NULL;
	return psl_attribute_find(context, attributes, name);
}

/*
 * Takes the next attribute with that name after `after`, or the first one if that is NULL. Returns
 * NULL if there is no more. For attributes that may be repeated.
 */
struct attribute *psl_attribute_take_next(struct context *context, struct attributes *attributes,
					  const char *name, struct attribute *after);

/* Takes the native type: the attribute whose name has a dot. Reports duplicates. */
struct attribute *psl_attribute_take_native(struct context *context, struct attributes *attributes);

/* Reports the attributes that were not taken. */
void psl_attributes_done(struct context *context, struct attributes *attributes);

/*
 * Takes the argument with that name, or an unnamed one if that is NULL. Returns its value or NULL.
 */
const struct expression *psl_argument_take(struct attribute *attribute, const char *name);

/* Takes the named or the unnamed argument. Returns NULL if there is neither or both. */
const struct expression *psl_argument_take_either(struct attribute *attribute, const char *name);

/* Like psl_argument_take_either, but reports an argument that is missing or given both ways. */
const struct expression *psl_argument_take_required(struct context *context,
						    struct attribute *attribute, const char *name);

/* Reports the arguments that were not taken. */
void psl_arguments_done(struct context *context, struct attribute *attribute);

/* Each returns NULL or false, and reports it, if the expression is of another kind. */
const char *psl_expect_string(struct context *context, const struct expression *expression);
const char *psl_expect_identifier(struct context *context, const struct expression *expression);
bool psl_expect_boolean(struct context *context, const struct expression *expression);
bool psl_expect_integer(struct context *context, const struct expression *expression,
			int64_t *value);

/*
 * Takes a named string argument. Reports a value that is empty or not a string. Returns NULL
 * without a value.
 */
const char *psl_argument_take_name(struct context *context, struct attribute *attribute,
				   const char *name);

/* A set of names, to find duplicates. A few names need no map. */
enum { FEW_NAMES = 8 };

struct name_set {
	const char *few[FEW_NAMES];
	size_t few_count;
	struct map names; /* the caller sets its arena */
};

/* Adds a name. Returns true if it is a duplicate. */
bool psl_name_set_add(struct name_set *set, const char *name);

#define psl_attribute_error(context, attribute, ...)                                               \
	psl_error((context), (attribute)->place, __VA_ARGS__)

#endif
