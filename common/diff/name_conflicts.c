/*
 * Finds names that a change needs while something else still has them.
 *
 * Changes have a fixed order, so creating or renaming something may come before the change that
 * drops or renames the present holder of the name: two indexes swap names, a table becomes an enum.
 * Then the holder first gets a temporary name.
 */
#include "diff/name_conflicts.h"

#include <ctype.h>
#include <stdint.h>

#include "base/text.h"
#include "diff/free_name.h"

/*
 * The time from which each name is taken. A map holds, by name, the number of the first change that
 * gives the name to something: from 1, as a pointer.
 */
struct taken_names {
	struct arena *arena;
	const struct diff *diff;
	struct map relations;	/* tables, indexes, primary keys */
	struct map types;	/* tables and enums */
	struct map constraints; /* foreign keys, by their table */
};

/* A name as the key of a map. */
struct key {
	const char *scope, *name;
};

/*
 * Returns the key of an object's name. On SQLite all names are in one namespace, and case does not
 * matter.
 */
static struct key object_key(const struct taken_names *taken, const char *namespace,
			     const char *name)
{
	char *lower;

	if (!taken->diff->dialect->alter.ignores_case)
		return (struct key){namespace, name};
	lower = arena_string(taken->arena, name);
	for (char *c = lower; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return (struct key){NULL, lower};
}

static struct key constraint_key(const struct taken_names *taken, const struct table *table,
				 const char *name)
{
	struct object_name of = table->name;
	const char *scope =
		of.namespace ? arena_join(taken->arena, of.namespace, '\n', of.name) : of.name;

	return (struct key){scope, name};
}

/* Records that a change takes a name, unless an earlier one does. */
static void take(struct map *map, struct key key, size_t when)
{
	map_add_in(map, key.scope, key.name, (void *)when);
}

static bool is_taken_before(const struct map *map, struct key key, size_t when)
{
	size_t taken = (size_t)map_get_in(map, key.scope, key.name);

	return taken && taken < when;
}

/* ---- which change takes a name ---- */

static void take_table(struct taken_names *taken, const struct table *table, size_t when)
{
	const struct primary_key *key = table->primary_key;
	const char *namespace = table->name.namespace;

	take(&taken->relations, object_key(taken, namespace, table->name.name), when);
	take(&taken->types, object_key(taken, namespace, table->name.name), when);
	if (key && key->name)
		take(&taken->relations, object_key(taken, namespace, key->name), when);
}

static void take_altered(struct taken_names *taken, const struct table_pair *pair, size_t when)
{
	const struct primary_key *key = pair->new->primary_key;

	if ((pair->primary_key.add || pair->primary_key.rename) && key->name)
		take(&taken->relations, object_key(taken, pair->new->name.namespace, key->name),
		     when);
}

static void take_names(struct taken_names *taken, const struct change *change, size_t when)
{
	const struct table *table = change->table;
	struct object_name name;

	switch (change->kind) {
	case CHANGE_CREATE_ENUM:
		name = change->enumeration->name;
		take(&taken->types, object_key(taken, name.namespace, name.name), when);
		break;
	case CHANGE_CREATE_TABLE:
		take_table(taken, table, when);
		break;
	case CHANGE_CREATE_INDEX:
	case CHANGE_RENAME_INDEX:
	case CHANGE_REDEFINE_INDEX:
		take(&taken->relations,
		     object_key(taken, table->name.namespace, change->new_index->name), when);
		break;
	case CHANGE_RENAME_FOREIGN_KEY:
		take(&taken->constraints, constraint_key(taken, table, change->new_key->name),
		     when);
		break;
	case CHANGE_ALTER_TABLE:
		take_altered(taken, change->pair, when);
		break;
	default:
		break;
	}
}

/* Records the names that redefined tables take for their indexes, one table after another. */
static size_t take_redefined(struct taken_names *taken, size_t when)
{
	struct table_pair *const *pair;
	const struct index *index;

	vector_each(pair, &taken->diff->redefined) {
		const struct table *new = (*pair)->new;
		vector_each(index, &new->indexes)
			take(&taken->relations, object_key(taken, new->name.namespace, index->name),
			     when);
		when++;
	}
	return when;
}

static void take_all(struct taken_names *taken)
{
	const struct change *change;
	size_t when = 1;

	vector_each(change, &taken->diff->changes)
		if (change->kind == CHANGE_REDEFINE_TABLES)
			when = take_redefined(taken, when);
		else if (!change->renaming)
			take_names(taken, change, when++);
}

/* ---- who still has a name ---- */

struct name_conflicts {
	struct diff *diff;
	struct taken_names taken;
	const struct schema *old; /* under its own names */
	struct renames *renames;
	bool any;
};

static bool table_uses(const struct table *table, const char *name)
{
	const struct primary_key *primary = table->primary_key;
	const struct index *index;
	const struct foreign_key *key;

	if (text_equal(table->name.name, name) || (primary && text_equal(primary->name, name)))
		return true;
	vector_each(index, &table->indexes)
		if (text_equal(index->name, name))
			return true;
	vector_each(key, &table->foreign_keys)
		if (text_equal(key->name, name))
			return true;
	return false;
}

static bool schema_uses(const struct schema *schema, const char *name)
{
	const struct table *table;
	const struct enumeration *enumeration;

	vector_each(table, &schema->tables)
		if (table_uses(table, name))
			return true;
	vector_each(enumeration, &schema->enums)
		if (text_equal(enumeration->name.name, name))
			return true;
	return false;
}

static bool is_used(const void *context, const char *name)
{
	const struct name_conflicts *conflicts = context;
	const struct renaming *renaming;

	vector_each(renaming, conflicts->renames)
		if (text_equal(renaming->new, name))
			return true;
	return schema_uses(conflicts->diff->old, name) || schema_uses(conflicts->diff->new, name);
}

/*
 * Gives a temporary name to the thing called `name`: an index or key of a table, or the table
 * itself.
 */
static void clear(struct name_conflicts *conflicts, enum change_kind kind,
		  const struct table *table, const char *name)
{
	struct diff *diff = conflicts->diff;
	size_t position = (size_t)(table - diff->old->tables.at);
	struct renaming renaming = {
		.kind = kind,
		.object = conflicts->old->tables.at[position].name,
		.renamed = table->name,
		.old = name,
		.new = diff_old_name(diff->arena, diff->dialect, name, is_used, conflicts),
		.temporary = true,
	};

	if (kind == CHANGE_RENAME_TABLE)
		renaming.renamed.name = renaming.new;
	*vector_add(diff->arena, conflicts->renames) = renaming;
	conflicts->any = true;
}

static void clear_index(struct name_conflicts *conflicts, const struct table *table,
			const char *name, size_t when)
{
	const struct taken_names *taken = &conflicts->taken;

	if (name && is_taken_before(&taken->relations,
				    object_key(taken, table->name.namespace, name), when))
		clear(conflicts, CHANGE_RENAME_INDEX, table, name);
}

static void clear_all_indexes(struct name_conflicts *conflicts, const struct table *table,
			      size_t when)
{
	const struct index *index;

	vector_each(index, &table->indexes)
		clear_index(conflicts, table, index->name, when);
	if (table->primary_key)
		clear_index(conflicts, table, table->primary_key->name, when);
}

static void clear_foreign_key(struct name_conflicts *conflicts, const struct table *table,
			      const char *name, size_t when)
{
	const struct taken_names *taken = &conflicts->taken;

	if (is_taken_before(&taken->constraints, constraint_key(taken, table, name), when))
		clear(conflicts, CHANGE_RENAME_FOREIGN_KEY, table, name);
}

static void clear_table(struct name_conflicts *conflicts, const struct table *table, size_t when)
{
	const struct taken_names *taken = &conflicts->taken;
	struct object_name name = table->name;

	if (is_taken_before(&taken->types, object_key(taken, name.namespace, name.name), when))
		clear(conflicts, CHANGE_RENAME_TABLE, table, name.name);
	clear_all_indexes(conflicts, table, when);
}

static void clear_names_of(struct name_conflicts *conflicts, const struct change *change,
			   size_t when)
{
	const struct table *table = change->table;
	const struct table_pair *pair = change->pair;

	switch (change->kind) {
	case CHANGE_RENAME_INDEX:
	case CHANGE_REDEFINE_INDEX:
		clear_index(conflicts, table, change->old_index->name, when);
		break;
	case CHANGE_RENAME_FOREIGN_KEY:
		clear_foreign_key(conflicts, table, change->old_key->name, when);
		break;
	case CHANGE_ALTER_TABLE:
		if (pair->primary_key.drop || pair->primary_key.rename)
			clear_index(conflicts, pair->old, pair->old->primary_key->name, when);
		break;
	case CHANGE_DROP_TABLE:
		clear_table(conflicts, table, when);
		break;
	default:
		break;
	}
}

static size_t clear_redefined(struct name_conflicts *conflicts, size_t when)
{
	struct table_pair *const *pair;

	vector_each(pair, &conflicts->diff->redefined)
		clear_all_indexes(conflicts, (*pair)->old, when++);
	return when;
}

/* True if something of the old schema has a name in a namespace that an index has there, too. */
static bool is_held(const struct name_conflicts *conflicts, const char *namespace, const char *name)
{
	const struct table *table;
	const struct index *index;

	vector_each(table, &conflicts->old->tables) {
		const struct primary_key *key = table->primary_key;
		if (!text_equal(table->name.namespace, namespace))
			continue;
		if (text_equal(table->name.name, name) || (key && text_equal(key->name, name)))
			return true;
		vector_each(index, &table->indexes)
			if (text_equal(index->name, name))
				return true;
	}
	return false;
}

static void clear_moved_index(struct name_conflicts *conflicts, const struct table *table,
			      const char *name)
{
	if (name && is_held(conflicts, table->name.namespace, name))
		clear(conflicts, CHANGE_RENAME_INDEX, table, name);
}

/*
 * Indexes move with their table. Those whose names are taken in the new namespace are renamed
 * before.
 */
static void clear_moved(struct name_conflicts *conflicts, const struct renaming *renaming)
{
	const struct table *table = schema_table(conflicts->diff->old, renaming->renamed);
	const struct index *index;

	vector_each(index, &table->indexes)
		clear_moved_index(conflicts, table, index->name);
	if (table->primary_key)
		clear_moved_index(conflicts, table, table->primary_key->name);
}

static void clear_all_moved(struct name_conflicts *conflicts)
{
	const struct renames renames = *conflicts->renames;
	const struct renaming *renaming;

	vector_each(renaming, &renames)
		if (renaming->kind == CHANGE_RENAME_TABLE &&
		    !text_equal(renaming->object.namespace, renaming->renamed.namespace))
			clear_moved(conflicts, renaming);
}

bool diff_clear_names(struct diff *diff, const struct schema *old, struct renames *renames)
{
	struct arena *arena = diff->arena;
	struct name_conflicts conflicts = {
		.diff = diff,
		.taken = {arena, diff, {.arena = arena}, {.arena = arena}, {.arena = arena}},
		.old = old,
		.renames = renames,
	};
	const struct change *change;
	size_t when = 1;

	clear_all_moved(&conflicts);
	take_all(&conflicts.taken);
	vector_each(change, &diff->changes)
		if (change->kind == CHANGE_REDEFINE_TABLES)
			when = clear_redefined(&conflicts, when);
		else if (!change->renaming)
			clear_names_of(&conflicts, change, when++);
	return conflicts.any;
}
