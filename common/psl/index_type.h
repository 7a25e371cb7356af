/*
 * The types of indexes, and the operator classes with what each is for.
 */
#ifndef PSL_INDEX_TYPE_H
#define PSL_INDEX_TYPE_H

#include "schema/dialect.h"

struct index_type {
	const char *name;   /* as the schema has it: "SpGist" */
	const char *method; /* as the database has it: "spgist" */
};

enum { CLASS_NATIVE_TYPES = 3 };

struct operator_class {
	const char *name; /* as the schema has it: "JsonbPathOps" */
	const char *sql;  /* as the database has it: "jsonb_path_ops" */
	unsigned methods; /* those it works with: 1 << enum index_method, or-ed */
	const char *native_types[CLASS_NATIVE_TYPES]; /* after `@db.`, of the fields it is for */
	int scalar; /* enum scalar of those without `@db.`; SCALAR_COUNT where they need one */
};

/* NULL where there is none of that name. */
const struct index_type *psl_index_type_by_name(const char *name);
const struct operator_class *psl_operator_class_by_name(const char *name);

/* NULL, no type said, is a b-tree. */
enum index_method psl_index_method(const struct index_type *type);
const char *psl_index_method_sql(enum index_method method);

#endif
