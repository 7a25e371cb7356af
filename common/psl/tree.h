/*
 * Inside the room: the syntax tree of a schema, before names and types are resolved.
 *
 * Every node has its place, for messages. Arguments take half of the memory of a large schema, so
 * they are small.
 */
#ifndef PSL_TREE_H
#define PSL_TREE_H

#include "base/report.h"
#include "base/text.h"

/*
 * Bytes `start` to `end` of a schema. Its files count as one text, with one byte between them, of
 * at most LONGEST_SOURCE bytes. A span is half as large as a struct place.
 */
struct span {
	uint32_t start, end;
};

struct name {
	const char *text;
	struct span place;
};

/* True if a name has no '-' and does not begin with a digit. The grammar allows both. */
bool psl_name_is_valid(const char *text);

struct arguments;

enum expression_kind {
	EXPRESSION_STRING,     /* text: decoded */
	EXPRESSION_NUMBER,     /* text: as written */
	EXPRESSION_IDENTIFIER, /* text: an identifier, possibly with dots */
	EXPRESSION_FUNCTION,   /* text: its name; arguments */
	EXPRESSION_ARRAY,      /* arguments: all unnamed */
	EXPRESSION_OBJECT      /* arguments: all named */
};

struct expression {
	struct span place;
	const char *text;
	struct arguments *arguments; /* never NULL */
	enum expression_kind kind;
};

struct argument {
	const char *name; /* or NULL */
	uint32_t start;	  /* of its place; the end is that of its value */
	bool taken;	  /* by the code for its attribute */
	struct expression value;
};

/* Returns the span from the name, if it has one, to the end of the value. */
struct span psl_argument_place(const struct argument *argument);

/* Faults in parentheses, to be reported by the code for the attribute. */
struct misplaced {
	VECTOR(struct name) empty; /* `name:` without a value */
	bool trailing_comma;
	struct span comma; /* the place of the trailing one */
};

/* The arguments in parentheses, the items of an array, or the members of an object. */
struct arguments {
	uint32_t count;
	struct misplaced *misplaced; /* or NULL */
	struct argument at[];
};

struct attribute {
	const char *name;	     /* without '@'; "db.Text" for a native type */
	struct arguments *arguments; /* never NULL */
	struct span place;
	uint32_t name_start;
	bool of_block; /* "@@name", not "@name" */
	bool taken;    /* by the code for it */
};

/* Returns "@" or "@@". */
static inline const char *psl_attribute_sign(const struct attribute *attribute)
{
	return attribute->of_block ? "@@" : "@";
}

struct span psl_attribute_name_place(const struct attribute *attribute);

/* The attributes of a field, a block or a value. Most have only a few, and many are looked for. */
struct attributes {
	struct attribute *at;
	uint32_t count;
	uint32_t initials; /* psl_initial_bit of each name, or-ed */
};

static inline uint32_t psl_initial_bit(const char *name)
{
	return (uint32_t)1 << (*name & 31);
}

/* key = value, in a datasource or generator. */
struct property {
	struct name name;
	bool has_value;
	struct expression value;
	struct span place;
};

enum config_kind { CONFIG_DATASOURCE, CONFIG_GENERATOR };

struct config {
	enum config_kind kind;
	struct name name;
	VECTOR(struct property) properties;
	struct span place;
};

/* The items of an array. Any other expression counts as an array with one item. */
struct expression_list {
	const struct argument *at;
	size_t count;
	struct argument single;
};

void psl_expression_items(const struct expression *expression, struct expression_list *list);

/* True if the expression is `true` or `false`. */
bool psl_expression_is_boolean(const struct expression *expression);

/* True if the expression is a call of that function, `name(...)`. */
bool psl_expression_is_function(const struct expression *expression, const char *name);

/* Returns "a string", "an array", ... for messages. */
const char *psl_expression_kind_name(const struct expression *expression);

#endif
