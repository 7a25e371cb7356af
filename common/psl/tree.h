/*
 * The syntax tree of a schema: what the text says, before anybody asks what it means.
 *
 * Everything carries its place, so that whatever is found wrong later can be told where it stands.
 * Half of what a large schema takes in memory is arguments: they are kept small.
 */
#ifndef PSL_TREE_H
#define PSL_TREE_H

#include "base/record.h"
#include "base/report.h"

/*
 * Bytes `start` to `end` of a schema, whose files count as one text in which a byte parts each from the
 * next: half as large as a struct place, and there are very many of them. No schema is longer than
 * LONGEST_SOURCE.
 */
struct span {
	uint32_t start, end;
};

struct name {
	const char *text;
	struct span place;
};

/* True if a name neither begins with a digit nor contains '-'; the grammar lets both through. */
bool psl_name_is_valid(const char *text);

struct arguments;

enum expression_kind {
	EXPRESSION_STRING,   /* text: decoded */
	EXPRESSION_NUMBER,   /* text: as written */
	EXPRESSION_CONSTANT, /* text: a name, or several with dots between */
	EXPRESSION_FUNCTION, /* text: its name; arguments */
	EXPRESSION_ARRAY,    /* arguments: all unnamed */
	EXPRESSION_OBJECT    /* arguments: all named */
};

struct expression {
	struct span place;
	const char *text;
	struct arguments *arguments; /* never NULL */
	enum expression_kind kind;
};

struct argument {
	const char *name; /* NULL where it has none */
	uint32_t start;	  /* where it stands, from its name to the end of its value */
	bool seen;	  /* somebody asked for it */
	struct expression value;
};

/* From its name, where it has one, to the end of its value. */
struct span psl_argument_place(const struct argument *argument);

/* What stands in parentheses and should not. */
struct misplaced {
	VECTOR(struct name) empty; /* `name:` without a value */
	bool trailing_comma;	   /* it stands at `comma` */
	struct span comma;
};

/* What stands in parentheses; also the items of an array and the members of an object. */
struct arguments {
	uint32_t count;
	struct misplaced *misplaced; /* NULL where there is nothing of the kind */
	struct argument at[];
};

struct attribute {
	const char *name;	     /* without @; "db.Text" for a native type */
	struct arguments *arguments; /* never NULL */
	struct span place;
	uint32_t name_start;
	bool seen; /* somebody asked for it */
};

struct span psl_attribute_name_place(const struct attribute *attribute);

/* All that a field, a block or a value has; most have few, and are asked for many. */
struct attributes {
	struct attribute *at;
	uint32_t count;
	uint32_t initials; /* a bit, psl_initial_bit, for each letter that a name begins with */
};

static inline uint32_t psl_initial_bit(const char *name)
{
	return (uint32_t)1 << (*name & 31);
}

/* A key = value of a datasource or generator. */
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

/* The items of an array; an expression that is none counts as an array of one. */
struct expression_list {
	const struct argument *at; /* their values */
	size_t count;
	struct argument single;
};

void psl_expression_items(const struct expression *expression, struct expression_list *list);

/* True if it is `true` or `false`. */
bool psl_expression_is_boolean(const struct expression *expression);

/* True if it is the function of that name: `name(...)`. */
bool psl_expression_is_function(const struct expression *expression, const char *name);

/* "string", "numeric", ...: what messages call it. */
const char *psl_expression_kind_name(const struct expression *expression);

#endif
