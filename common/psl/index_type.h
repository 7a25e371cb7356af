/*
 * Inside the room: index types and operator classes.
 */
#ifndef PSL_INDEX_TYPE_H
#define PSL_INDEX_TYPE_H

#include "schema/dialect.h"

struct index_type {
	const char *name;   /* in the schema: "SpGist" */
	const char *method; /* in the database: "spgist" */
};

enum { CLASS_NATIVE_TYPES = 3 };

struct operator_class {
	const char *name; /* in the schema: "JsonbPathOps" */
	const char *sql;  /* in the database: "jsonb_path_ops" */
	unsigned methods; /* that it works with: 1 << enum index_method, or-ed */
	const char *native_types[CLASS_NATIVE_TYPES]; /* it works with, as after `@db.` */
	int scalar; /* it works with, of fields without `@db.`; SCALAR_COUNT: none */
};

/* Each returns the item with that name, or NULL. */
const struct index_type *psl_index_type_by_name(const char *name);
const struct operator_class *psl_operator_class_by_name(const char *name);

/* Each returns the item with that name in the database, or NULL. */
const struct index_type *psl_index_type_by_method(const char *method);
const struct operator_class *psl_operator_class_by_sql(const char *sql);

/* Returns the method of an index type. NULL, for no given type, is a b-tree. */
enum index_method psl_index_method(const struct index_type *type);
/* Returns the name of the method in the schema: "SpGist". */
const char *psl_index_method_name(enum index_method method);

/* Returns the name of the method in the database: "spgist". */
const char *psl_index_method_sql(enum index_method method);

#endif
