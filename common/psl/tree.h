/*
 * The syntax tree of a schema: what the text says, before anybody asks what it means.
 *
 * Everything carries its place, so that whatever is found wrong later can be told where it stands.
 */
#ifndef PSL_TREE_H
#define PSL_TREE_H

#include "base/record.h"
#include "base/report.h"

struct name {
	const char *text;
	struct place place;
};

struct argument;

/* What stands in parentheses and should not. */
struct misplaced {
	VECTOR(struct name) empty; /* `name:` without a value */
	bool trailing_comma;	   /* it stands at `comma` */
	struct place comma;
};

/* What stands in parentheses; also the items of an array and the members of an object. */
struct arguments {
	VECTOR_MEMBERS(struct argument);
	struct misplaced *misplaced; /* NULL where there is nothing of the kind */
};

enum expression_kind {
	EXPRESSION_STRING,   /* text: decoded */
	EXPRESSION_NUMBER,   /* text: as written */
	EXPRESSION_CONSTANT, /* text: a name, or several with dots between */
	EXPRESSION_FUNCTION, /* text: its name; arguments */
	EXPRESSION_ARRAY,    /* arguments: all unnamed */
	EXPRESSION_OBJECT    /* arguments: all named */
};

struct expression {
	enum expression_kind kind;
	const char *text;
	struct arguments arguments;
	struct place place;
};

struct argument {
	struct name name; /* text is NULL where it has none */
	struct expression value;
	bool seen; /* somebody asked for it */
};

/* From its name, where it has one, to the end of its value. */
struct place argument_place(const struct argument *argument);

struct attribute {
	struct name name; /* without @; "db.Text" for a native type */
	struct arguments arguments;
	struct place place;
	bool seen; /* somebody asked for it */
};

struct attributes {
	VECTOR_MEMBERS(struct attribute);
};

/* A key = value of a datasource or generator. */
struct property {
	struct name name;
	bool has_value;
	struct expression value;
	struct place place;
};

enum config_kind { CONFIG_DATASOURCE, CONFIG_GENERATOR };

struct config {
	enum config_kind kind;
	struct name name;
	VECTOR(struct property) properties;
	struct place place;
};

/* The text of an expression as the schema has it. */
struct slice expression_source(const struct expression *expression);

/* "string", "numeric", ...: what messages call it. */
const char *expression_kind_name(const struct expression *expression);

#endif
