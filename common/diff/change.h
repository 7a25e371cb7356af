/*
 * A change is one step of a script: the statements under one heading.
 *
 * Changes point into the two schemas compared, which must outlive them. "Old" and "new" always mean
 * of the old and of the new schema. A change says what changes; sql/ writes its SQL.
 */
#ifndef DIFF_CHANGE_H
#define DIFF_CHANGE_H

#include "schema/schema.h"

/* In the order in which changes are made. */
enum change_kind {
	CHANGE_RENAME_ENUM,
	CHANGE_RENAME_TABLE,
	CHANGE_RENAME_COLUMN,
	CHANGE_RENAME_VALUE,
	CHANGE_CREATE_SCHEMA,
	CHANGE_DROP_OBJECTS,
	CHANGE_DROP_EXTENSION,
	CHANGE_CREATE_EXTENSION,
	CHANGE_ALTER_SEQUENCE,
	CHANGE_CREATE_ENUM,
	CHANGE_ALTER_ENUM,
	CHANGE_CREATE_NEEDED,
	CHANGE_DROP_FOREIGN_KEY,
	CHANGE_DROP_INDEX,
	CHANGE_ALTER_TABLE,
	CHANGE_ALTER_PRIMARY_KEY,
	CHANGE_DROP_TABLE,
	CHANGE_DROP_NEEDED,
	CHANGE_DROP_ENUM,
	CHANGE_CREATE_TABLE,
	CHANGE_REDEFINE_TABLES,
	CHANGE_CREATE_INDEX,
	CHANGE_RENAME_FOREIGN_KEY,
	CHANGE_ADD_FOREIGN_KEY,
	CHANGE_RENAME_INDEX,
	CHANGE_REDEFINE_INDEX,
	CHANGE_CREATE_OBJECTS,
	CHANGE_KIND_COUNT
};

/* A column in both schemas, and its differences. */
struct column_pair {
	const struct column *old, *new;
	enum cast cast;	   /* CAST_NONE if the type does not change */
	const char *using; /* an explicit cast, in the form of struct explicit_cast; or NULL */
	bool arity, value, autoincrement; /* other changes; `value` is the default */
	bool restated; /* the default stays, but the server would convert it with the values */
	const struct object *generated; /* recreated as a generated column; or NULL */
	bool was_plain;			/* and it was not generated before */
	bool plain;			/* no longer generated */
};

/* An index in both tables, under one name or two. */
struct index_pair {
	const struct index *old, *new;
};

/* The changes of the primary key in the table's ALTER TABLE. */
struct primary_key_change {
	bool drop, rename, add;
};

/* Other objects of a table that the script creates. */
struct kept_objects {
	VECTOR_MEMBERS(const struct object *);
};

/* A table in both schemas. */
struct table_pair {
	const struct table *old, *new;
	size_t old_position, new_position;
	VECTOR(struct column_pair) columns;    /* sorted by name, in the order of bytes */
	VECTOR(const struct column *) dropped; /* in the same order */
	VECTOR(const struct column *) added;   /* in the same order */
	struct primary_key_change primary_key;
	VECTOR(struct index_pair) indexes;
	VECTOR(const struct index *) dropped_indexes;
	VECTOR(const struct index *) created_indexes;
	struct map old_keys, new_keys; /* foreign keys, in groups: diff/alike.h */
	struct map *held;	       /* enforced old keys, by their ends: diff/rows.c */
	struct sql_index *lost;	       /* dropped and recreated columns: diff/falling.h */
	struct sql_index *gained;      /* added columns, as well */
	struct map changed;	       /* columns, with their changes: diff/tie.h */
	bool redefined;		       /* recreated: a new table takes over its rows and its name */
	bool without_rowid;	       /* if a schema that lists other objects says so */
	struct kept_objects kept;      /* other objects that are recreated */
	VECTOR(const struct object *) fallen; /* dropped with a column or the old table */
};

/* A column of the old schema whose enum gets other values. */
struct enum_column {
	const struct table *table;
	const struct column *column;
	const struct column *new; /* NULL if the column is dropped, or no longer has the enum */
};

/* An enum in both schemas with different values. */
struct enum_pair {
	const struct enumeration *old, *new;
	struct names added, before; /* before: the old value after each added one; or NULL */
	struct names removed;
	bool reordered;			     /* common values have a different order */
	bool replaced;			     /* a new type replaces the old one in all columns */
	VECTOR(struct enum_column) defaults; /* columns with a default */
	VECTOR(struct enum_column) staying;  /* in the order of the new schema */
	VECTOR(struct enum_column) leaving;
};

/* A table, enum, column or value that keeps its rows under another name. */
struct renaming {
	enum change_kind kind;	    /* CHANGE_RENAME_... */
	struct object_name object;  /* the table or enum, by its old name */
	struct object_name renamed; /* and by its new name */
	const char *old, *new; /* the name that changes: of the object, or of a column or value */
	bool documented;       /* from the new schema's documentation, not from the user */
	bool temporary;	       /* makes room for something that needs the name */
};

struct renames {
	VECTOR_MEMBERS(struct renaming);
};

/* The kind determines which members are set. */
struct change {
	enum change_kind kind;
	size_t order[5]; /* compared from left to right; by default the kind, then positions */
	const char *namespace;
	const struct renaming *renaming;
	const char *from, *to; /* the name that changes; also of an index or a key */
	const char *from_namespace, *to_namespace; /* of a renamed table or enum */
	const struct extension *old_extension, *new_extension;
	const struct enumeration *enumeration; /* created or dropped */
	const struct enum_pair *enum_pair;
	const struct table *table;	 /* created or dropped, or owner of the index or key */
	const struct kept_objects *kept; /* in the CREATE TABLE of `table`; or NULL */
	const struct table_pair *pair;
	const struct column_pair *column; /* with the sequence that is altered */
	const struct index *old_index, *new_index;
	const struct foreign_key *old_key, *new_key;
};

struct table_pairs {
	VECTOR_MEMBERS(struct table_pair *);
};

/* Differences of an object outside the model. Scripts leave it alone, unless it is handled. */
enum object_state { OBJECT_DIFFERS, OBJECT_MISSING, OBJECT_EXTRA };

struct object_difference {
	enum object_state state;
	const struct object *object; /* the new one, unless it is missing */
	bool handled;		     /* a step of the script drops or creates it */
};

/*
 * Another object that blocks a change, or is dropped or recreated because of one: it is dropped
 * before all changes, or created after them, or both.
 */
struct object_step {
	const struct object *object;
	bool drop, create;
	bool needed;	  /* by tables: it is created before them, or dropped after them */
	bool falls;	  /* the server drops it together with a column */
	bool there;	  /* it exists before the script */
	bool unsuited;	  /* it names a column whose type moves to another family */
	const char *gone; /* "t.a": something that it names and that is dropped; or NULL */
};

/* All changes between two schemas. */
struct diff {
	struct arena *arena;
	bool back; /* it undoes another one: what comes back has the name that the server gave it */
	const struct dialect *dialect;
	const struct schema *old, *new; /* `old` with the names that it has after the renames */
	struct renames renames;		/* including temporary ones */
	struct map *taken;		/* names of tables and indexes, folded: diff/free_name.c */
	struct table_pairs redefined;	/* the tables of CHANGE_REDEFINE_TABLES, in order */
	VECTOR(struct change) changes;
	VECTOR(struct object_step) object_steps;  /* in the order of creation */
	VECTOR(struct object_difference) objects; /* except those dropped with their table */
};

/* Returns the heading of changes of a kind in a script: "CreateTable". */
const char *diff_heading(enum change_kind kind);

/* True if anything other than the column's name differs. */
bool diff_column_differs(const struct column_pair *pair);

/* Returns the pair with that name, or NULL if one of the tables has no such column. */
const struct column_pair *diff_pair_column(const struct table_pair *pair, const char *name);

/*
 * Returns an object of a table that a script recreates, as the database has or had it: from the new
 * schema if that lists objects, else from the old one. NULL if there is none, or if everything is
 * new.
 */
const struct object *diff_kept_object(const struct diff *diff, struct object_name table,
				      enum object_kind kind, const char *name);

/*
 * Like diff_kept_object, for an index or key of the new table that the model does not hold
 * completely.
 */
const struct object *diff_whole_key(const struct diff *diff, const struct table *table,
				    const char *name);

/* Like diff_kept_object, for a property of a column, if the column's type and default permit it. */
const struct object *diff_kept_property(const struct diff *diff, struct object_name table,
					const struct column *column, enum object_kind kind);

/*
 * True if the column has a default that SQL can name. dbgenerated() without an argument has none.
 */
bool diff_has_default(const struct column *column);

/* True if a new column needs a value in each existing row: it is required, without a default. */
bool diff_needs_value(const struct dialect *dialect, const struct column *column);

#endif
