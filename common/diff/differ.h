/*
 * Inside the room: what is at hand while the changes are found, and who finds which.
 */
#ifndef DIFF_DIFFER_H
#define DIFF_DIFFER_H

#include "diff/rules.h"

struct differ {
	struct arena *arena;
	struct diff *diff;
	const struct schema *old, *new;
	const struct alter_rules *rules;
	struct table_pairs pairs;	 /* in the order of the old schema */
	struct table_pair **pair_of_old; /* by the position of the old table; NULL where it goes */
	struct map enum_pairs;		 /* those whose values differ, by the name of the enum */
};

/* ---- diff/differ.c ---- */

/* A new change; the three numbers say where it stands among those of its kind. */
struct change *push_change(struct differ *differ, enum change_kind kind, size_t first,
			   size_t second, size_t third);

/* False for what is no part of a schema: views, and the history of the migrations. */
bool table_counts(const struct table *table);

/* The pair whose old table has that name, or NULL. */
const struct table_pair *find_pair(const struct differ *differ, struct object_name old_name);

/* ---- who finds which; diff/diff.c asks them ---- */

/* diff/keys.c */
void push_indexes(struct differ *differ, const struct table_pair *pair);
void push_foreign_keys(struct differ *differ, const struct table_pair *pair);
bool any_foreign_key_changes(const struct table_pair *pair);
void push_keys_of_created(struct differ *differ, const struct table *table);
void push_keys_of_dropped(struct differ *differ, const struct table *table);

/* diff/enums.c */
void push_enums(struct differ *differ);

/* Whether a column of the old schema moves to another form of its enum, or out of its way. */
bool is_moved(const struct differ *differ, const struct table *old, const char *column);

/* diff/namespaces.c */
void push_namespaces(struct differ *differ);
void push_extensions(struct differ *differ);

#endif
