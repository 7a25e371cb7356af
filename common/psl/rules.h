/*
 * In what the databases differ, as far as a schema is concerned: a row for each dialect.
 */
#ifndef PSL_RULES_H
#define PSL_RULES_H

#include "psl/context.h"
#include "psl/index_type.h"

struct rules {
	unsigned index_types; /* 1 << enum index_method, or-ed */
	bool json_lists;
	bool operator_classes;	     /* can be said of the fields of a GIN index */
	bool autoincrement_anywhere; /* not only for an id, and several in a table */
	bool autoincrement_for_int;
	bool set_null_on_required; /* is taken by the database, and fails when it happens */
	bool emulates_no_action;   /* under relationMode = "prisma" */
	bool keys_share_namespace; /* names of primary keys and indexes: all tables of a namespace */
	bool indexes_share_namespace; /* names of indexes: all tables */
	bool table_has_namespace;     /* names of keys, indexes and foreign keys: each table */
};

const struct rules *psl_rules(const struct context *context);

#endif
