/*
 * Names that are wanted before they are free.
 *
 * The steps of a script stand in a fixed order, and one that makes or renames something can come
 * before the one that drops or renames what has the name: two indexes that change names, a table
 * that becomes an enum. What is in the way is then called otherwise in passing, or goes first.
 */
#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "diff/differ.h"
#include "diff/rename.h"

const char *diff_cut_name(struct arena *arena, const char *name, const char *suffix)
{
	enum { LIMIT = 63 };
	size_t length = strlen(name), most = LIMIT - strlen(suffix);

	if (length > most)
		length = most;
	/* Bytes 10xxxxxx are not the first of a character. */
	while (length > 0 && ((unsigned char)name[length] & 0xC0) == 0x80)
		length--;
	return arena_format(arena, "%.*s%s", (int)length, name, suffix);
}

const char *diff_free_name(const struct diff *diff, struct object_name name)
{
	struct object_name tried = name;

	for (int i = 2;; i++) {
		if (!schema_table(diff->old, tried) && !schema_table(diff->new, tried) &&
		    !schema_enum(diff->old, tried) && !schema_enum(diff->new, tried))
			return tried.name;
		tried.name =
			diff_cut_name(diff->arena, name.name, arena_format(diff->arena, "%d", i));
	}
}

/* When names are taken: by their key, the number of the change (from 1) as a pointer. */
struct claims {
	struct arena *arena;
	const struct diff *diff;
	struct map relations;	/* tables, indexes, primary keys */
	struct map types;	/* tables and enums */
	struct map constraints; /* foreign keys, with their table */
};

/* On SQLite all names are in one namespace, and case says nothing. */
static const char *key_of(const struct claims *claims, const char *namespace, const char *name)
{
	char *key;

	if (!claims->diff->dialect->alter.ignores_case)
		return object_key(claims->arena, (struct object_name){namespace, name});
	key = arena_string(claims->arena, name);
	for (char *c = key; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return key;
}

static const char *constraint_key(const struct claims *claims, const struct table *table,
				  const char *name)
{
	return arena_join(claims->arena, object_key(claims->arena, table->name), '\n', name);
}

/* The first to take a name counts. */
static void take(struct map *map, const char *key, size_t when)
{
	map_add(map, key, (void *)when);
}

static bool is_taken_before(const struct map *map, const char *key, size_t when)
{
	size_t taken = (size_t)map_get(map, key);

	return taken && taken < when;
}

/* ---- who takes names ---- */

static void take_names(struct claims *claims, const struct change *change, size_t when)
{
	const char *namespace = change->table ? change->table->name.namespace : NULL;
	const struct primary_key *key;

	switch (change->kind) {
	case CHANGE_CREATE_ENUM:
		take(&claims->types,
		     key_of(claims, change->enumeration->name.namespace,
			    change->enumeration->name.name),
		     when);
		break;
	case CHANGE_CREATE_TABLE:
		key = change->table->primary_key;
		take(&claims->relations, key_of(claims, namespace, change->table->name.name), when);
		take(&claims->types, key_of(claims, namespace, change->table->name.name), when);
		if (key && key->name)
			take(&claims->relations, key_of(claims, namespace, key->name), when);
		break;
	case CHANGE_CREATE_INDEX:
	case CHANGE_RENAME_INDEX:
	case CHANGE_REDEFINE_INDEX:
		take(&claims->relations, key_of(claims, namespace, change->new_index->name), when);
		break;
	case CHANGE_RENAME_FOREIGN_KEY:
		take(&claims->constraints,
		     constraint_key(claims, change->table, change->new_key->name), when);
		break;
	case CHANGE_ALTER_TABLE:
		key = change->pair->new->primary_key;
		if ((change->pair->primary_key.add || change->pair->primary_key.rename) &&
		    key->name)
			take(&claims->relations,
			     key_of(claims, change->pair->new->name.namespace, key->name), when);
		break;
	default:
		break;
	}
}

/* Tables that are made anew take the names of their indexes one after the other. */
static size_t take_redefined(struct claims *claims, size_t when)
{
	struct table_pair *const *pair;
	const struct index *index;

	vector_each(pair, &claims->diff->redefined) {
		vector_each(index, &(*pair)->new->indexes)
			take(&claims->relations,
			     key_of(claims, (*pair)->new->name.namespace, index->name), when);
		when++;
	}
	return when;
}

/* ---- who has them ---- */

static bool is_used_in(const struct schema *schema, const char *name)
{
	const struct table *table;
	const struct index *index;
	const struct foreign_key *key;

	vector_each(table, &schema->tables) {
		if (strcmp(table->name.name, name) == 0 ||
		    (table->primary_key && table->primary_key->name &&
		     strcmp(table->primary_key->name, name) == 0))
			return true;
		vector_each(index, &table->indexes)
			if (strcmp(index->name, name) == 0)
				return true;
		vector_each(key, &table->foreign_keys)
			if (key->name && strcmp(key->name, name) == 0)
				return true;
	}
	const struct enumeration *enumeration;
	vector_each(enumeration, &schema->enums)
		if (strcmp(enumeration->name.name, name) == 0)
			return true;
	return false;
}

static bool is_used(const struct diff *diff, const struct renames *renames, const char *name)
{
	const struct renaming *renaming;

	vector_each(renaming, renames)
		if (strcmp(renaming->new, name) == 0)
			return true;
	return is_used_in(diff->old, name) || is_used_in(diff->new, name);
}

struct clearer {
	struct diff *diff;
	struct claims *claims;
	const struct schema *old; /* under the names that it really has */
	struct renames *renames;
	bool any;
};

/* What has to give up its name, which has the new one until it goes or is renamed. */
static void clear(struct clearer *clearer, enum change_kind kind, const struct table *table,
		  const char *name)
{
	struct diff *diff = clearer->diff;
	size_t position = (size_t)(table - diff->old->tables.at);
	struct renaming renaming = {
		.kind = kind,
		.object = clearer->old->tables.at[position].name,
		.renamed = table->name,
		.old = name,
		.passing = true,
	};

	const char *suffix = "_old";
	for (int i = 2;; i++) {
		renaming.new = diff_cut_name(diff->arena, name, suffix);
		if (!is_used(diff, clearer->renames, renaming.new))
			break;
		suffix = arena_format(diff->arena, "_old%d", i);
	}
	if (kind == CHANGE_RENAME_TABLE)
		renaming.renamed.name = renaming.new;
	*vector_add(clearer->claims->arena, clearer->renames) = renaming;
	clearer->any = true;
}

static void clear_relation(struct clearer *clearer, const struct table *table, const char *name,
			   size_t when)
{
	const struct claims *claims = clearer->claims;

	if (name &&
	    is_taken_before(&claims->relations, key_of(claims, table->name.namespace, name), when))
		clear(clearer, CHANGE_RENAME_INDEX, table, name);
}

static void clear_all_of(struct clearer *clearer, const struct table *table, size_t when)
{
	const struct index *index;

	vector_each(index, &table->indexes)
		clear_relation(clearer, table, index->name, when);
	if (table->primary_key)
		clear_relation(clearer, table, table->primary_key->name, when);
}

static void clear_names_of(struct clearer *clearer, const struct change *change, size_t when)
{
	const struct claims *claims = clearer->claims;
	const struct table *table = change->table;
	const struct table_pair *pair = change->pair;

	switch (change->kind) {
	case CHANGE_RENAME_INDEX:
	case CHANGE_REDEFINE_INDEX:
		clear_relation(clearer, table, change->old_index->name, when);
		break;
	case CHANGE_RENAME_FOREIGN_KEY:
		if (is_taken_before(&claims->constraints,
				    constraint_key(claims, table, change->old_key->name), when))
			clear(clearer, CHANGE_RENAME_FOREIGN_KEY, table, change->old_key->name);
		break;
	case CHANGE_ALTER_TABLE:
		if (pair->primary_key.drop || pair->primary_key.rename)
			clear_relation(clearer, pair->old, pair->old->primary_key->name, when);
		break;
	case CHANGE_DROP_TABLE:
		if (is_taken_before(&claims->types,
				    key_of(claims, table->name.namespace, table->name.name), when))
			clear(clearer, CHANGE_RENAME_TABLE, table, table->name.name);
		clear_all_of(clearer, table, when);
		break;
	default:
		break;
	}
}

static size_t clear_redefined(struct clearer *clearer, size_t when)
{
	struct table_pair *const *pair;

	vector_each(pair, &clearer->claims->diff->redefined)
		clear_all_of(clearer, (*pair)->old, when++);
	return when;
}

bool clear_names(struct diff *diff, const struct schema *old, struct renames *renames)
{
	struct arena *arena = diff->arena;
	struct claims claims = {
		.arena = arena,
		.diff = diff,
		.relations = {.arena = arena},
		.types = {.arena = arena},
		.constraints = {.arena = arena},
	};
	struct clearer clearer = {.diff = diff, .claims = &claims, .old = old, .renames = renames};
	const struct change *change;
	size_t when = 1;

	vector_each(change, &diff->changes) {
		if (change->renaming)
			continue;
		if (change->kind == CHANGE_REDEFINE_TABLES)
			when = take_redefined(&claims, when);
		else
			take_names(&claims, change, when++);
	}
	when = 1;
	vector_each(change, &diff->changes) {
		if (change->renaming)
			continue;
		if (change->kind == CHANGE_REDEFINE_TABLES)
			when = clear_redefined(&clearer, when);
		else
			clear_names_of(&clearer, change, when++);
	}
	return clearer.any;
}
