/*
 * The model of a database schema: the meaning of schema text.
 *
 * It describes the database: names, native types, defaults, constraints. Only the Prisma schema
 * knows model and field names, client-side defaults, relation names and documentation. The model
 * keeps these as facts; diff/ ignores them, except for renames.
 *
 * A schema lives in one arena and does not change once it is built. Lists keep the order of their
 * source: of declarations in a file, of names in a database.
 */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "base/map.h"
#include "schema/dialect.h"

/*
 * A fact of the Prisma schema: a trailing key=value of a record. schema/text_format.c lists the
 * keys of each kind of record, in the order of writing. A fact without a value has the value "".
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

/* The name of a table or an enum. `namespace` is NULL if the schema has no namespaces. */
struct object_name {
	const char *namespace, *name;
};

bool object_name_equal(struct object_name a, struct object_name b);

enum type_kind { TYPE_NATIVE, TYPE_ENUM, TYPE_UNSUPPORTED };

struct type {
	enum type_kind kind;
	int argument_count;
	uint32_t arguments[NATIVE_ARGUMENTS];
	const struct native_type *native; /* TYPE_NATIVE; else NULL */
	union {
		struct object_name
			enumeration;	 /* TYPE_ENUM; SQLite has TYPE_NATIVE and a fact `enum` */
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
	DEFAULT_DATETIME, /* text: in SQL, 2021-01-02 03:04:05.678 +00:00 */
	DEFAULT_BYTES,	  /* text: lower-case hexadecimal */
	DEFAULT_JSON,	  /* text: JSON as written */
	DEFAULT_LIST,	  /* items */
	DEFAULT_NOW,
	DEFAULT_AUTOINCREMENT, /* a serial, an identity, SQLite's rowid, unique_rowid() */
	DEFAULT_SEQUENCE,      /* CockroachDB; text: options in SQL, may be empty */
	DEFAULT_EXPRESSION     /* text: SQL, verbatim; "" for dbgenerated() without an argument */
};

/* Returns the kind of default that a literal of this scalar is. */
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
	const char *operator_class; /* in SQL; NULL for the default of the type */
};

struct key_parts {
	VECTOR_MEMBERS(struct key_part);
};

struct primary_key {
	const char *name; /* NULL if the dialect stores no name */
	struct key_parts parts;
	struct facts facts;
};

struct index {
	const char *name;
	bool unique;
	const char *method; /* lower case: "btree", "hash", "gin", ... */
	struct key_parts parts;
	const char *predicate; /* of a partial index, in SQL without outer parentheses; or NULL */
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
	const char *name; /* NULL if the database has no name for it */
	bool enforced;	  /* false under relationMode = "prisma": only clients know the relation */
	struct names columns;
	struct object_name references;
	struct names referenced_columns;
	enum action on_delete, on_update;
	struct facts facts;
};

struct table {
	struct object_name name;
	bool view; /* described only: no SQL is written for it */
	VECTOR(struct column) columns;
	struct map *columns_by_name; /* positions, from 1, if there are many columns; else NULL */
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
	struct map *values_by_name; /* like columns_by_name; filled by schema_index */
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
	OBJECT_CONSTRAINT, /* a key or foreign key with properties that the model lacks */
	OBJECT_DEFAULT_PRIVILEGE,
	OBJECT_DOMAIN,
	OBJECT_EVENT_TRIGGER,
	OBJECT_EXCLUSION,
	OBJECT_FOREIGN_TABLE,
	OBJECT_FUNCTION,
	OBJECT_GENERATED,
	OBJECT_GRANT,
	OBJECT_IDENTITY,
	OBJECT_INDEX, /* an index with such properties */
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
 * An object of the database that the model does not hold. Objects are compared, but no script
 * changes them. The definition is SQL from the database: a statement, or a clause for a part of a
 * table.
 */
struct object {
	enum object_kind kind;
	struct object_name owner; /* the table or view that it belongs to; its name may be NULL */
	struct object_name name; /* may be NULL; its namespace is NULL if the object has an owner */
	const char *definition;
};

struct objects {
	VECTOR_MEMBERS(struct object);
};

/* Returns the word of a kind ("materialized-view"), or the kind of a word. */
const char *object_kind_word(enum object_kind kind);
enum object_kind object_kind_by_word(const char *word);

/* A datasource or generator block: its properties, spelled as in the file. */
struct block {
	const char *keyword, *name;
	struct facts properties;
};

struct schema {
	struct arena *arena;
	bool blank; /* read from an empty file: has no table and fits any dialect */
	const struct dialect *dialect;
	struct facts facts;
	struct names namespaces; /* as declared */
	VECTOR(struct extension) extensions;
	VECTOR(struct enumeration) enums;
	VECTOR(struct table) tables;
	VECTOR(struct block) blocks;
	struct objects objects; /* sorted by owner, kind and name; those without owner first */
	struct map tables_by_name, enums_by_name; /* by schema_key; filled by schema_index */
};

/*
 * Builds the maps for schema_table and schema_enum, and those of large tables and enums. Call it
 * once all tables and enums are there.
 */
void schema_index(struct schema *schema);

/* Each returns the item with that name, or NULL. */
struct table *schema_table(const struct schema *schema, struct object_name name);
struct enumeration *schema_enum(const struct schema *schema, struct object_name name);
struct column *table_column(const struct table *table, const char *name);
struct index *table_index(const struct table *table, const char *name);
struct foreign_key *table_foreign_key(const struct table *table, const char *name);
struct enum_value *enumeration_value(const struct enumeration *enumeration, const char *name);

/* True if some index has a predicate. */
bool schema_has_predicates(const struct schema *schema);

/* True if a generator switches a preview feature of Prisma's language on. */
bool schema_has_feature(const struct schema *schema, const char *feature);

/*
 * Declares that the schema lists all other objects, and says if it does. A schema that does not
 * tells nothing about them, and a comparison leaves them out.
 */
void schema_list_objects(struct schema *schema);
bool schema_lists_objects(const struct schema *schema);

/* Sorts the other objects. */
void schema_sort_objects(struct schema *schema);

/* Compares two objects by owner, kind and name, like strcmp. */
int object_compare(const struct object *a, const struct object *b);

/* Returns the object of a schema that has the owner, kind and name of another one, or NULL. */
const struct object *schema_object(const struct schema *schema, const struct object *like);

/* Returns the first object of a table, and stores the number of objects there. */
const struct object *schema_objects_of(const struct schema *schema, struct object_name table,
				       size_t *count);

/* Adds a copy of a column. Its name must be new. */
void table_add_column(struct arena *arena, struct table *table, const struct column *column);

/* True if a table has at most one row for each combination of values in these columns. */
bool table_is_unique(const struct table *table, const struct names *columns);

/* True for the index of a UNIQUE constraint, which only ALTER TABLE or a new table drops. */
bool index_is_constraint(const struct index *index);

/*
 * True if a key or a unique index of a table has these columns in this order, as the language wants
 * of a one-to-one relation.
 */
bool table_has_key(const struct table *table, const struct names *columns);

/* True if an index has a predicate, or a name other than Prisma's default. */
bool index_is_by_hand(struct arena *arena, const struct dialect *dialect, const struct table *table,
		      const struct index *index);

/* True if the column alone is the table's primary key. */
bool column_is_id(const struct table *table, const struct column *column);

/*
 * Returns Prisma's default name of a constraint, such as "table_column_idx" for the suffix "_idx".
 * A name over the dialect's limit is cut like Prisma's: between characters, before the suffix.
 * `columns` may be NULL, for a primary key.
 */
char *constraint_name(struct arena *arena, const struct dialect *dialect, const char *table,
		      const struct names *columns, const char *suffix);

/*
 * Returns Prisma's name of the join table of an implicit many-to-many relation between two models,
 * in either order: "_PostToUser". It is cut like the name of a constraint.
 */
char *many_to_many_name(struct arena *arena, const struct dialect *dialect, const char *a,
			const char *b);

#endif
