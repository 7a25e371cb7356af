/*
 * What the dialects can do, as far as it decides what a change consists of: a row each.
 */
#ifndef DIFF_RULES_H
#define DIFF_RULES_H

#include "diff/diff.h"

struct column_place {
	const struct table *table;
	const struct column *column;
};

/* What a column that counts by itself has for a default. */
enum counter {
	COUNTER_COLUMN,	  /* nothing: it is a property of the column */
	COUNTER_SEQUENCE, /* one that comes and goes with its sequence */
	COUNTER_DEFAULT	  /* a default like any other */
};

struct dialect_rules {
	/* SQLite: a table is made anew for nearly everything, its foreign keys stand in it. */
	bool alters_columns;
	bool alters_foreign_keys;
	bool alters_primary_key; /* CockroachDB: without dropping it first */
	bool renames_indexes;
	enum counter counter;
	bool index_classes;	  /* indexes have methods and operator classes */
	bool index_predicates;	  /* a partial index is another one where its condition is */
	bool ignores_case;	  /* in the names of tables and columns */
	bool respells_predicates; /* the server keeps them in a spelling of its own */
	bool replaces_enums;	  /* to take a value out, and moves the columns over */
	bool keys_hold_targets; /* what a foreign key refers to cannot go while the key is there */
	bool drops_column_indexes; /* an index falls with its column */
	bool redefines_lost_ids;   /* CockroachDB: a table whose one key column goes is made anew */
	const char *default_namespace; /* is created in an empty database; or NULL */
	enum cast (*cast)(struct column_place old, struct column_place new);
	/* Whether a cast that is possible has to be asked for, and through which type; or NULL. */
	bool (*cast_explicitly)(const struct column_pair *column,
				const struct native_type **through);
};

const struct dialect_rules *dialect_rules(enum dialect dialect);

/* The casts of the dialects: diff/cast.c; what has to be asked for: diff/cast_cost.c. */
enum cast cast_postgresql(struct column_place old, struct column_place new);
enum cast cast_cockroachdb(struct column_place old, struct column_place new);
bool cast_explicitly_postgresql(const struct column_pair *column,
				const struct native_type **through);
enum cast cast_sqlite(struct column_place old, struct column_place new);

/* Whether a column's default stays as it is: diff/default.c. */
bool defaults_match(const struct dialect_rules *rules, const struct column *old,
		    const struct column *new);

/*
 * A schema as it is compared: what is in the default namespace is in none (or, if `say_default`,
 * what is in none is in that), and what was renamed has its new name. The schema itself where
 * nothing of that is to be done. diff/rewrite.c
 */
const struct schema *rewrite_schema(struct arena *arena, const struct schema *schema,
				    const struct dialect_rules *rules,
				    const struct renames *renames, bool say_default);

/* A key for maps of tables, and of enums. */
const char *object_key(struct arena *arena, struct object_name name);

/* The pair of two tables, all of it but `redefined`: diff/table.c. */
struct table_pair *pair_tables(struct arena *arena, const struct dialect_rules *rules,
			       const struct table *old, size_t old_position,
			       const struct table *new, size_t new_position);

/* Whether two conditions say the same, however they are spelled: diff/predicate.c */
bool predicates_equal(struct arena *arena, const char *a, const char *b);

/* The table of an implicit many-to-many relation. */
bool is_many_to_many(const struct table *table);

bool indexes_match(struct arena *arena, const struct dialect_rules *rules, const struct index *a,
		   const struct index *b);
bool foreign_keys_match(const struct table_pair *pair, const struct foreign_key *old,
			const struct foreign_key *new);
bool names_equal(const struct names *a, const struct names *b);

#endif
