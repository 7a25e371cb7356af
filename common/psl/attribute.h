/*
 * Inside the room: reading attributes and their arguments.
 *
 * The code that knows an attribute takes it, then takes its arguments. What was not taken is
 * reported as unknown by psl_attributes_done and psl_arguments_done. What is malformed is reported
 * when it is taken; the result is then NULL.
 */
#ifndef PSL_ATTRIBUTE_H
#define PSL_ATTRIBUTE_H

#include "psl/context.h"

/* As psl_attribute_take, without its quick test. */
struct attribute *psl_attribute_find(struct context *context, struct attributes *attributes,
				     const char *name);

/*
 * Takes the attribute of that name (without '@'). Reports duplicates. Returns NULL if there is
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
 * Takes the next attribute of that name after `after`, or the first if that is NULL. Returns NULL
 * if there is none. For attributes that may be repeated.
 */
struct attribute *psl_attribute_take_next(struct context *context, struct attributes *attributes,
					  const char *name, struct attribute *after);

/* Takes the native type: the attribute whose name has a dot. Reports duplicates. */
struct attribute *psl_attribute_take_native(struct context *context, struct attributes *attributes);

/* Reports the attributes that were not taken. */
void psl_attributes_done(struct context *context, struct attributes *attributes);

/* Takes the argument of that name, or an unnamed one if that is NULL. Returns its value or NULL. */
const struct expression *psl_argument_take(struct attribute *attribute, const char *name);

/* Takes the named or the unnamed argument. Returns NULL if there is neither or both. */
const struct expression *psl_argument_take_either(struct attribute *attribute, const char *name);

/* The same, but reports an argument that is missing, or there both ways. */
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
 * Takes a named string argument. Reports one that is empty or no string. Returns NULL if it has no
 * value.
 */
const char *psl_argument_take_name(struct context *context, struct attribute *attribute,
				   const char *name);

/* A set of names, for finding duplicates. Few names need no map. */
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
