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

/* Returns how the values of a column survive its change of type: diff/cast.c. */
enum cast column_cast(const struct alter_rules *rules, struct column_place old,
		      struct column_place new);

/*
 * True if the server makes a cast only if told to; `*through` is then the type in between, if it
 * takes two steps: diff/cast_cost.c.
 */
bool cast_is_explicit(const struct alter_rules *rules, const struct column_pair *column,
		      const struct native_type **through);

/* Whether a column's default stays as it is: diff/default.c. */
bool defaults_match(const struct alter_rules *rules, const struct column *old,
		    const struct column *new);

/*
 * A schema as it is compared: what is in the default namespace is in none (or, if `say_default`,
 * what is in none is in that), and what was renamed has its new name. The schema itself where
 * nothing of that is to be done. diff/rewrite.c
 */
const struct schema *rewrite_schema(struct arena *arena, const struct schema *schema,
				    const struct alter_rules *rules, const struct renames *renames,
				    bool say_default);

/* A key for maps of tables, and of enums. */
const char *object_key(struct arena *arena, struct object_name name);

/* The pair of two tables, all of it but `redefined`: diff/table.c. */
struct table_pair *pair_tables(struct arena *arena, const struct alter_rules *rules,
			       const struct table *old, size_t old_position,
			       const struct table *new, size_t new_position);

/* Whether two conditions say the same, however they are spelled: diff/predicate.c */
bool predicates_equal(struct arena *arena, const char *a, const char *b);

/* The table of an implicit many-to-many relation. */
bool is_many_to_many(const struct table *table);

bool indexes_match(struct arena *arena, const struct alter_rules *rules, const struct index *a,
		   const struct index *b);
bool foreign_keys_match(const struct table_pair *pair, const struct foreign_key *old,
			const struct foreign_key *new);
bool names_equal(const struct names *a, const struct names *b);

#endif
