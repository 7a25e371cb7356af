/*
 * Dialects: the facts about each database on which schemas, changes and SQL depend.
 *
 * Everything about a dialect is in its own file, schema/NAME.c; a line in schema/dialect.c
 * registers it. Code asks for a fact ("can it alter a column?"), never for a dialect by name.
 */
#ifndef SCHEMA_DIALECT_H
#define SCHEMA_DIALECT_H

#include "base/arena.h"
#include "schema/cast.h"

/* The type of a field without `@db.`: its SQL name in the dialect's types, and its arguments. */
struct default_type {
	const char *sql;
	int count;
	uint32_t arguments[NATIVE_ARGUMENTS];
};

enum index_method { INDEX_BTREE, INDEX_HASH, INDEX_GIN, INDEX_GIST, INDEX_SPGIST, INDEX_BRIN };

/* Rules of the schema language that depend on the database. psl/ reads them. */
struct language_rules {
	const char *const *preview_features;  /* of this dialect only; ends with NULL; or NULL */
	const char *const *default_functions; /* of this dialect only; ends with NULL; or NULL */
	bool extensions;		      /* a datasource may list extensions */
	unsigned index_methods;		      /* 1 << enum index_method, or-ed */
	bool operator_classes;		      /* index fields take operator classes */
	bool unindexed_xml;		      /* an Xml column cannot be indexed */
	bool inverted_indexes; /* GIN takes some types only, and those only in the last field */
	bool json_lists;
	bool autoincrement_anywhere; /* on any column, several in a table; else only on the id */
	bool autoincrement_for_int;  /* on Int fields too, not only on BigInt */
	bool integer_id_counts;	     /* a single Int id numbers itself */
	bool set_null_on_required;   /* the server accepts it, and fails when the action runs */
	bool emulates_no_action;     /* NoAction is allowed under relationMode = "prisma" */
	bool many_to_many_key; /* an implicit join table has a primary key, not a unique index */
	/* The scope in which constraint names must be unique. */
	bool keys_share_namespace;    /* primary keys and indexes: in a namespace */
	bool indexes_share_namespace; /* indexes: in a namespace */
	bool table_has_namespace;     /* keys, indexes and foreign keys: in a table */
};

/* The default of a column that numbers itself. */
enum counter {
	COUNTER_COLUMN,	  /* none: numbering is a property of the column */
	COUNTER_SEQUENCE, /* a default that comes and goes with a sequence */
	COUNTER_DEFAULT	  /* a default like any other */
};

/* The operator class that an index uses by default: a class whose name ends with `end`. */
struct default_class {
	const char *method, *end;
	bool is_default;
};

/* Changes that the server can make in place, and how its changes differ. diff/ reads them. */
struct alter_rules {
	bool alters_columns;	  /* if not, nearly every change recreates the table */
	bool alters_foreign_keys; /* if not, they are part of CREATE TABLE */
	bool alters_primary_key;  /* without dropping it first */
	bool renames_indexes;
	enum counter counter;
	const struct default_class *default_classes; /* ends with a row of zeros; NULL: an index has
							neither method nor operator classes */
	bool index_predicates;	   /* indexes with different predicates are different indexes */
	bool ignores_case;	   /* in the names of tables and columns */
	bool respells_predicates;  /* the server stores them in its own spelling */
	bool converts_defaults;	   /* a default is converted with the values of its column */
	bool replaces_enums;	   /* removing or moving a value recreates the type */
	bool keys_hold_targets;	   /* a table cannot be dropped while a foreign key refers to it */
	bool drops_column_indexes; /* dropping a column drops its indexes */
	bool holds_columns;	   /* views, policies and the like block changes of their columns */
	bool redefines_lost_ids;   /* a table that loses its only key column is recreated */
	const char *default_namespace; /* exists in every new database; or NULL */
	struct dialect_casts casts;
};

struct dialect {
	const char *name;		 /* as in `provider = "..."` and in schema text */
	const char *alias;		 /* another name that `provider` accepts, or NULL */
	const struct native_type *types; /* ends with a row whose sql is NULL */
	struct default_type default_types[SCALAR_COUNT];

	size_t name_limit; /* bytes of the longest constraint name */
	bool namespaces;   /* tables can live in several namespaces */
	bool enums;	   /* enums are types of the database */
	bool lists;	   /* columns can hold arrays */
	bool named_primary_keys;
	bool named_foreign_keys;

	struct language_rules language;
	struct alter_rules alter;
};

/* Returns the dialect with that name or alias, or NULL. */
const struct dialect *dialect_by_name(const char *name);

/* Returns the dialect of a schema that names none: PostgreSQL, as in Prisma. */
const struct dialect *dialect_default(void);

/* Returns the names of all dialects, "a, b or c" for last = "or", in the arena. */
const char *dialect_names(struct arena *arena, const char *last);

/*
 * Each returns the type with that name in `types` (which end like a dialect's), or NULL. The name
 * is the one after `@db.`; in SQL, in any case; in the catalog.
 */
const struct native_type *native_type_by_name(const struct native_type *types, const char *name);
const struct native_type *native_type_by_sql(const struct native_type *types, struct slice sql);
const struct native_type *native_type_by_catalog(const struct native_type *types,
						 const char *catalog);

/*
 * Returns the type of a scalar without `@db.`, and stores its arguments and their count: on
 * PostgreSQL a DateTime is TIMESTAMP(3), a Decimal DECIMAL(65,30).
 */
const struct native_type *default_native_type(const struct dialect *dialect, enum scalar scalar,
					      uint32_t arguments[NATIVE_ARGUMENTS], int *count);

#endif
