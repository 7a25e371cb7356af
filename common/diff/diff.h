/*
 * What has to change for one schema to become another.
 *
 * Two models go in, a list of changes comes out, in the order in which SQL is to make them. A
 * change is one step of a script: what stands under one heading there. It points into the two
 * models, which must outlive it; which dialect's SQL says it is not its concern, only what the
 * dialect can do (diff/rules.h).
 *
 * What counts as a change, and in which order the changes come, is what Prisma's engine does;
 * where its result would not reach the new schema, ours does.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "base/report.h"
#include "schema/schema.h"

/* In the order in which they are made. */
enum change_kind {
	CHANGE_RENAME_ENUM,
	CHANGE_RENAME_TABLE,
	CHANGE_RENAME_COLUMN,
	CHANGE_RENAME_VALUE,
	CHANGE_CREATE_SCHEMA,
	CHANGE_DROP_EXTENSION,
	CHANGE_CREATE_EXTENSION,
	CHANGE_ALTER_EXTENSION,
	CHANGE_ALTER_SEQUENCE,
	CHANGE_CREATE_ENUM,
	CHANGE_ALTER_ENUM,
	CHANGE_DROP_FOREIGN_KEY,
	CHANGE_DROP_INDEX,
	CHANGE_ALTER_TABLE,
	CHANGE_ALTER_PRIMARY_KEY,
	CHANGE_DROP_TABLE,
	CHANGE_DROP_ENUM,
	CHANGE_CREATE_TABLE,
	CHANGE_REDEFINE_TABLES,
	CHANGE_CREATE_INDEX,
	CHANGE_RENAME_FOREIGN_KEY,
	CHANGE_ADD_FOREIGN_KEY,
	CHANGE_RENAME_INDEX,
	CHANGE_REDEFINE_INDEX,
	CHANGE_KIND_COUNT
};

/* A column that both schemas have, and what differs in it. */
struct column_pair {
	const struct column *old, *new;
	size_t old_position;
	enum cast cast;
	bool explicitly;		   /* the values have to be told to become the new type */
	const struct native_type *through; /* and what they become first, or NULL */
	bool arity, value, autoincrement;  /* what else changes; `value` is the default */
};

/* An index that both tables have, under one name or two. */
struct index_pair {
	const struct index *old, *new;
};

/* What happens to a table's primary key in its ALTER TABLE. */
struct primary_key_change {
	bool drop, rename, add;
};

/* A table that both schemas have. */
struct table_pair {
	const struct table *old, *new;
	size_t old_position, new_position;
	VECTOR(struct column_pair) columns;    /* by name, in the order of bytes */
	VECTOR(const struct column *) dropped; /* likewise */
	VECTOR(const struct column *) added;   /* likewise */
	struct primary_key_change primary_key;
	VECTOR(struct index_pair) indexes;
	VECTOR(const struct index *) dropped_indexes;
	VECTOR(const struct index *) created_indexes;
	bool redefined; /* made anew under another name and filled, for want of an ALTER TABLE */
};

bool column_pair_differs(const struct column_pair *pair);

/* Whether SQL can say how the database fills the column: dbgenerated() without a text does not. */
bool diff_has_default(const struct column *column);

/* NULL where not both tables have such a column. */
const struct column_pair *diff_pair_column(const struct table_pair *pair, const char *name);

/* A column of the old schema that has an enum whose values change. */
struct enum_column {
	const struct table *table;
	const struct column *column;
	const struct column *new; /* NULL where the column, or the enum in it, goes */
};

/* An enum of both schemas whose values differ. */
struct enum_pair {
	const struct enumeration *old, *new;
	struct names added, removed;
	VECTOR(struct enum_column) defaults; /* those that have a default */
	VECTOR(struct enum_column) staying;  /* in the order of the new schema */
	VECTOR(struct enum_column) leaving;
};

/* What keeps its rows, or its values, under another name. */
struct renaming {
	enum change_kind kind;	    /* CHANGE_RENAME_... */
	struct object_name object;  /* the table or enum, as the old schema calls it */
	struct object_name renamed; /* and as the new one does */
	const char *old, *new;	    /* of what is renamed: the object itself, a column, a value */
	bool documented;	    /* told by the new schema, not by the user */
	bool passing;		    /* told by nobody: something else is to have the name */
};

struct renames {
	VECTOR_MEMBERS(struct renaming);
};

/* Which members are set is said by the kind; "old" and "new" are of the old and the new schema. */
struct change {
	enum change_kind kind;
	size_t order[5]; /* which of two changes is made first; the kind, as a rule, then positions
			  */
	const char *namespace;
	const struct renaming *renaming;
	const char *from, *to; /* of what is renamed, an index or a key too */
	const struct extension *old_extension, *new_extension;
	const struct enumeration *enumeration; /* created or dropped */
	const struct enum_pair *enum_pair;
	const struct table *table; /* what is created, dropped; whose index or key it is */
	const struct table_pair *pair;
	const struct column_pair *column; /* whose sequence is altered */
	const struct index *old_index, *new_index;
	const struct foreign_key *old_key, *new_key;
	bool again; /* an index that fell with a column that is made again */
};

struct table_pairs {
	VECTOR_MEMBERS(struct table_pair *);
};

struct diff {
	struct arena *arena;
	const struct dialect *dialect;
	const struct schema *old, *new; /* the old one as it is when the renames are done */
	struct renames renames;		/* with those in passing */
	struct table_pairs redefined;	/* what CHANGE_REDEFINE_TABLES redefines, in order */
	VECTOR(struct change) changes;
};

/* A name with a suffix, cut before it so that it has no more than 63 bytes. */
const char *diff_cut_name(struct arena *arena, const char *name, const char *suffix);

/* A name that no table or enum of either schema has: `name`, or it with a number. */
const char *diff_free_name(const struct diff *diff, struct object_name name);

/* The heading that a script gives to changes of a kind: "CreateTable". */
const char *change_heading(enum change_kind kind);

/*
 * Finds what was renamed between two schemas. `told` has lines old=new, where old is the path
 * of a table, an enum, a column or a value (users, users.name, namespace.users.name; with a backslash
 * before a dot in a name) and new its new name. The new schema's documentation tells too, by a line
 * `@renamed from=old`; once that is done the line says nothing. Names are those of the database, or
 * else those of the Prisma schema. What is told at once happens at once: a=b and b=a change places.
 * The table of an implicit many-to-many relation follows the models that it joins. False where
 * `told` tells of what is not there or cannot be.
 */
bool diff_find_renames(const struct schema *old, const struct schema *new, const struct names *told,
		       struct renames *renames, struct report *report);

/* The same renames, on the way back. */
struct renames diff_inverted(struct arena *arena, const struct renames *renames);

/*
 * The changes from `old` to `new`, into the report's arena. False, with a message, where the two
 * are of different dialects. A blank schema is of the other one's dialect.
 */
bool diff_schemas(const struct schema *old, const struct schema *new, const struct renames *renames,
		  struct diff *diff, struct report *report);

#endif
