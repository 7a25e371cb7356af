/*
 * Inside the room: the renames between two schemas, while they are collected.
 */
#ifndef DIFF_RENAME_SET_H
#define DIFF_RENAME_SET_H

#include "base/report.h"
#include "diff/rename_map.h"

struct rename_set {
	struct arena *arena;
	const struct schema *old, *new;
	struct renames *renames;
	/* Their numbers from 1, by old and by new name. */
	struct rename_map from, to;
	struct report *report;
	struct map old_models, old_enums; /* of the old schema, by name in the Prisma schema */
	struct map parts;  /* the columns or values of `owner`, likewise: diff/rename_docs.c */
	const void *owner; /* the table or enum whose parts were looked up last; or NULL */
};

/* Fills the maps. */
void diff_index_rename_set(struct rename_set *set);

/*
 * Each adds a rename, unless its old or its new name already has one. The first is for tables and
 * enums, the second for columns and values of `object`, whose new name is `renamed`. Returns NULL,
 * or the reason why the rename is impossible.
 */
const char *diff_rename_object(struct rename_set *set, enum change_kind kind,
			       struct object_name old, struct object_name new, bool documented);
const char *diff_rename_part(struct rename_set *set, enum change_kind kind,
			     struct object_name object, struct object_name renamed, const char *old,
			     const char *new, bool documented);

/*
 * Each returns the rename from or to a name, or NULL: of a column or a value in the old schema's
 * `object`, or of a table or an enum in its namespace.
 */
const struct renaming *diff_renaming_from(const struct rename_set *set, enum change_kind kind,
					  struct object_name object, const char *old);
const struct renaming *diff_renaming_to(const struct rename_set *set, enum change_kind kind,
					struct object_name object, const char *new);

/*
 * Drops a rename. It is no longer found and has no old name; diff_close_gaps removes all of these.
 */
void diff_drop_renaming(struct rename_set *set, const struct renaming *renaming);
void diff_close_gaps(struct rename_set *set);

/* Each returns the same table or enum in the other schema, under its name there, or NULL. */
const struct table *diff_old_table(const struct rename_set *set, const struct table *new);
const struct table *diff_new_table(const struct rename_set *set, const struct table *old);
const struct enumeration *diff_old_enum(const struct rename_set *set,
					const struct enumeration *new);
const struct enumeration *diff_new_enum(const struct rename_set *set,
					const struct enumeration *old);

#endif
