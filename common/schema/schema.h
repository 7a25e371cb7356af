/*
 * The model of a database schema: the meaning of schema text.
 *
 * It describes the database: its names, native types, defaults, constraints. What only the Prisma
 * schema knows (model and field names, client-side defaults, relation names, documentation) is kept
 * beside it as facts; diff/ ignores them except for renames.
 *
 * A schema lives in one arena and does not change once it is built. Lists keep the order of their
 * source: a file's declarations, a database's names.
 */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "base/map.h"
#include "schema/dialect.h"

/*
 * A fact of the Prisma schema: a trailing key=value of a record. schema/text_format.c lists the
 * keys of each kind of record, in the order in which they are written. A fact that is simply true
 * has the value "".
 */
struct fact {
	const char *key, *value;
};

struct facts {
	VECTOR_MEMBERS(struct fact);
};

/* Returns the value of a fact, or NULL. */
const char *fact_get(const struct facts *facts, const char *key);

/* Adds a fact, unless `value` is NULL. */
void fact_add(struct arena *arena, struct facts *facts, const char *key, const char *value);

/* The name of a table or an enum; `namespace` is NULL if the schema has none. */
struct object_name {
	const char *namespace, *name;
};

bool object_name_equal(struct object_name a, struct object_name b);

enum type_kind { TYPE_NATIVE, TYPE_ENUM, TYPE_UNSUPPORTED };

struct type {
	enum type_kind kind;
	int argument_count;
	uint32_t arguments[NATIVE_ARGUMENTS];
	const struct native_type *native; /* TYPE_NATIVE; NULL in the others */
	union {
		struct object_name
			enumeration; /* TYPE_ENUM; SQLite's are TYPE_NATIVE with a fact `enum` */
		const char *unsupported; /* TYPE_UNSUPPORTED: SQL, verbatim */
	};
};

enum arity { ARITY_REQUIRED, ARITY_OPTIONAL, ARITY_LIST };

enum default_kind {
	DEFAULT_NONE,
	DEFAULT_STRING,	  /* text, decoded */
	DEFAULT_NUMBER,	  /* text: the digits as written */
	DEFAULT_BOOLEAN,  /* text: "true" or "false" */
	DEFAULT_ENUM,	  /* text: the name of the value in the database */
	DEFAULT_DATETIME, /* text: as in SQL, 2021-01-02 03:04:05.678 +00:00 */
	DEFAULT_BYTES,	  /* text: lower-case hexadecimal */
	DEFAULT_JSON,	  /* text: JSON as written */
	DEFAULT_LIST,	  /* items */
	DEFAULT_NOW,
	DEFAULT_AUTOINCREMENT, /* a serial, an identity, SQLite's rowid, CockroachDB's unique_rowid() */
	DEFAULT_SEQUENCE,      /* CockroachDB; text: options in SQL, may be empty */
	DEFAULT_EXPRESSION     /* text: SQL, verbatim; "" is dbgenerated() without an argument */
};

/* Returns the kind of the literals that a scalar has as its default. */
enum default_kind default_of_scalar(enum scalar scalar);

struct default_value {
	enum default_kind kind;
	const char *text;
	VECTOR(struct default_value) items; /* of one kind */
};

struct column {
	const char *name;
	struct type type;
	enum arity arity;
	struct default_value value;
	struct facts facts;
};

enum sort { SORT_UNSAID, SORT_ASC, SORT_DESC };

/* A column in an index or a key. */
struct key_part {
	const char *column;
	enum sort sort;
	const char *operator_class; /* in SQL, or NULL for the default of the type */
};

struct key_parts {
	VECTOR_MEMBERS(struct key_part);
};

struct primary_key {
	const char *name; /* NULL if the dialect stores none */
	struct key_parts parts;
	struct facts facts;
};

struct index {
	const char *name;
	bool unique;
	const char *method; /* lower case: "btree", "hash", "gin", ... */
	struct key_parts parts;
	const char *predicate; /* of a partial index: SQL without outer parentheses; or NULL */
	struct facts facts;
};

enum action {
	ACTION_NO_ACTION,
	ACTION_RESTRICT,
	ACTION_CASCADE,
	ACTION_SET_NULL,
	ACTION_SET_DEFAULT
};

struct foreign_key {
	const char *name; /* NULL if the database has none */
	bool enforced; /* false under relationMode = "prisma": a relation that only clients know */
	struct names columns;
	struct object_name references;
	struct names referenced_columns;
	enum action on_delete, on_update;
	struct facts facts;
};

struct table {
	struct object_name name;
	bool view; /* described, but nothing that SQL is written for */
	VECTOR(struct column) columns;
	struct map *columns_by_name;	 /* positions from 1, if they are many; else NULL */
	struct primary_key *primary_key; /* or NULL */
	VECTOR(struct index) indexes;
	VECTOR(struct foreign_key) foreign_keys;
	struct facts facts;
};

struct enum_value {
	const char *name;
	struct facts facts;
};

struct enumeration {
	struct object_name name;
	VECTOR(struct enum_value) values;
	struct map *values_by_name; /* as columns_by_name, filled by schema_index */
	struct facts facts;
};

struct extension {
	const char *name;
	const char *namespace, *version; /* or NULL */
	struct facts facts;
};

/* In the order of their words. */
enum object_kind {
	OBJECT_AGGREGATE,
	OBJECT_CHECK,
	OBJECT_COLLATION,
	OBJECT_COMMENT,
	OBJECT_CONSTRAINT, /* a key or foreign key with more than the model holds of it */
	OBJECT_DEFAULT_PRIVILEGE,
	OBJECT_DOMAIN,
	OBJECT_EVENT_TRIGGER,
	OBJECT_EXCLUSION,
	OBJECT_FOREIGN_TABLE,
	OBJECT_FUNCTION,
	OBJECT_GENERATED,
	OBJECT_GRANT,
	OBJECT_IDENTITY,
	OBJECT_INDEX, /* as OBJECT_CONSTRAINT */
	OBJECT_INHERITANCE,
	OBJECT_MATERIALIZED_VIEW,
	OBJECT_OPTION,
	OBJECT_PARTITION,
	OBJECT_PARTITION_KEY,
	OBJECT_POLICY,
	OBJECT_PROCEDURE,
	OBJECT_ROW_SECURITY,
	OBJECT_RULE,
	OBJECT_SEQUENCE,
	OBJECT_STATISTICS,
	OBJECT_TRIGGER,
	OBJECT_TYPE,
	OBJECT_VIEW,
	OBJECT_VIRTUAL_TABLE,
	OBJECT_KIND_COUNT
};

/*
 * Something in a database that the model does not hold. It is compared, but scripts do not change
 * it. The definition is SQL, as the database gives it: a statement, or of a part of a table
 * the clause.
 */
struct object {
	enum object_kind kind;
	struct object_name
		owner; /* the table, or the view, whose part it is; its name may be NULL */
	struct object_name name; /* may be NULL; its namespace is, if the object has an owner */
	const char *definition;
};

struct objects {
	VECTOR_MEMBERS(struct object);
};

/* Returns the word of a kind, "materialized-view"; the kind of a word. */
const char *object_kind_word(enum object_kind kind);
enum object_kind object_kind_by_word(const char *word);

/* A datasource or generator block: its properties, with values as the file spells them. */
struct block {
	const char *keyword, *name;
	struct facts properties;
};

struct schema {
	struct arena *arena;
	bool blank; /* read from an empty file: it has no table and is of any dialect */
	const struct dialect *dialect;
	struct facts facts;
	struct names namespaces; /* as declared */
	VECTOR(struct extension) extensions;
	VECTOR(struct enumeration) enums;
	VECTOR(struct table) tables;
	VECTOR(struct block) blocks;
	struct objects objects; /* sorted by owner, kind and name, those without an owner first */
	struct map tables_by_name, enums_by_name; /* by schema_key; filled by schema_index */
};

/*
 * Builds the maps for schema_table and schema_enum, and those of large tables and enums. Call it
 * when all tables and enums are there.
 */
void schema_index(struct schema *schema);

/* Each returns the one of that name, or NULL. */
struct table *schema_table(const struct schema *schema, struct object_name name);
struct enumeration *schema_enum(const struct schema *schema, struct object_name name);
struct column *table_column(const struct table *table, const char *name);
struct index *table_index(const struct table *table, const char *name);
struct enum_value *enumeration_value(const struct enumeration *enumeration, const char *name);

/* True if an index of a table has a condition. */
bool schema_has_predicates(const struct schema *schema);

/*
 * Other objects: says that the schema lists them all; true if it does. Without that nothing is
 * known about them, and they are no part of a comparison.
 */
void schema_list_objects(struct schema *schema);
bool schema_lists_objects(const struct schema *schema);

/* Sorts the other objects. */
void schema_sort_objects(struct schema *schema);

/* Compares two by owner, kind and name, as strcmp does. */
int object_compare(const struct object *a, const struct object *b);

/* Returns the object of a schema that has the owner, kind and name of another one, or NULL. */
const struct object *schema_object(const struct schema *schema, const struct object *like);

/* Returns the first object of a table and stores how many follow each other. */
const struct object *schema_objects_of(const struct schema *schema, struct object_name table,
				       size_t *count);

/* Adds a copy of a column, whose name no other one has. */
void table_add_column(struct arena *arena, struct table *table, const struct column *column);

/* True if a table has at most one row for each value of the columns. */
bool table_is_unique(const struct table *table, const struct names *columns);

/* True if an index has a condition, or a name that Prisma would not give it. */
bool index_is_by_hand(struct arena *arena, const struct dialect *dialect, const struct table *table,
		      const struct index *index);

/* True if the column alone is the primary key of the table. */
bool column_is_id(const struct table *table, const struct column *column);

/*
 * Returns Prisma's default name of a constraint, such as "table_column_idx" for the suffix "_idx".
 * A name over the dialect's limit is cut as Prisma does: at a character, keeping the suffix.
 * `columns` may be NULL, for a primary key.
 */
char *constraint_name(struct arena *arena, const struct dialect *dialect, const char *table,
		      const struct names *columns, const char *suffix);

/*
 * Returns Prisma's name of the table of an implicit many-to-many relation between two models, in
 * any order: "_PostToUser". It is cut as the name of a constraint is.
 */
char *many_to_many_name(struct arena *arena, const struct dialect *dialect, const char *a,
			const char *b);

#endif
