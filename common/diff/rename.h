/*
 * Inside the room: how it is found out what was renamed, and in which steps that is done.
 */
#ifndef DIFF_RENAME_H
#define DIFF_RENAME_H

#include "diff/rules.h"

struct finder {
	const struct schema *old, *new;
	struct renames *renames;
	struct report *report;
	struct arena *arena;
};

/* ---- looking up by the database's name, or else by that of the Prisma schema ---- */

const struct table *find_table(const struct schema *schema, struct object_name name);
const struct enumeration *find_enum(const struct schema *schema, struct object_name name);
const struct column *find_column(const struct table *table, const char *name);
const struct enum_value *find_value(const struct enumeration *enumeration, const char *name);

/* What a table or an enum of the new schema was in the old one, and the other way round; or NULL. */
const struct table *old_table_of(const struct finder *finder, const struct table *new);
const struct table *new_table_of(const struct finder *finder, const struct table *old);
const struct enumeration *old_enum_of(const struct finder *finder, const struct enumeration *new);
const struct enumeration *new_enum_of(const struct finder *finder, const struct enumeration *old);

/* ---- renames that are told; one of a thing that has another one already is left out ---- */

/* Of a table or an enum. NULL, or why it is none. */
const char *rename_object(struct finder *finder, enum change_kind kind, struct object_name old,
			  struct object_name new, bool documented);

/* Of a column or a value of `object`, which the new schema calls `renamed`. */
const char *rename_part(struct finder *finder, enum change_kind kind, struct object_name object,
			struct object_name renamed, const char *old, const char *new,
			bool documented);

/*
 * Looks at what else has the names of the renames of two kinds: takes out documented ones that are
 * long done, and reports those that cannot be meant. False where there is one.
 */
bool settle_renames(struct finder *finder, enum change_kind one, enum change_kind other);

/* ---- who tells of renames ---- */

/* The old name in a line `@renamed from=old` of the documentation, or NULL. */
const char *documented_name(struct arena *arena, const struct facts *facts);

/* The documentation of the new schema: of tables and enums, and of what is in them. */
void read_object_docs(struct finder *finder);
void read_part_docs(struct finder *finder);

/* The tables of implicit many-to-many relations, which are named after models. */
void follow_models(struct finder *finder);

/* ---- how they are done ---- */

/*
 * All that has another name while the script runs: what was renamed, and what has a name that
 * something renamed is to have, and goes. That is given a name in passing.
 */
struct renames with_passing_names(struct arena *arena, const struct alter_rules *rules,
				  const struct schema *old, const struct schema *new,
				  const struct renames *renames);

/* One statement of a rename: two things that change names need three. */
struct rename_step {
	const struct renaming *renaming;
	const char *from, *to;
};

struct rename_steps {
	VECTOR_MEMBERS(struct rename_step);
};

struct rename_steps order_renames(struct arena *arena, const struct alter_rules *rules,
				  const struct schema *old, const struct schema *new,
				  const struct renames *renames);

/*
 * Adds to the renames what keeps a name, when the changes are made, from what is to have it. True
 * where there was any. `old` is the old schema as it was given. diff/names.c
 */
bool clear_names(struct diff *diff, const struct schema *old, struct renames *renames);

#endif
